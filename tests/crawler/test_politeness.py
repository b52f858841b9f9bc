"""Manners on the wire: as few requests at once as the site wants, as slow as its robots.txt asks."""

from itertools import pairwise
from pathlib import Path

import pytest

from tests.crawler.commandline import end_of, newsreel, running
from tests.crawler.gazette import Gazette, Reply


@pytest.mark.parametrize("allowed", [1, 3])
def test_a_site_gets_as_many_requests_at_once_as_it_allows_and_no_more(
    gazette: Gazette, tmp_path: Path, allowed: int
) -> None:
    gazette.publish(8)
    definition = gazette.write_definition(tmp_path, delay_seconds=0.0, concurrent_requests=allowed)
    gazette.hold("/news/story-4/4/")
    with running("crawl", definition, "-a", "archive", cwd=tmp_path) as process:
        gazette.wait_until_held()
        gazette.released.wait(0.3)  # time enough to misbehave
        gazette.release()
        assert end_of(process).status == 0
    assert gazette.most_open_answers <= allowed
    assert allowed == 1 or gazette.most_open_answers > 1


def test_the_crawl_delay_of_robots_txt_is_kept_where_it_is_longer(gazette: Gazette, tmp_path: Path) -> None:
    gazette.publish(2)
    gazette.replies["/robots.txt"] = Reply(b"User-agent: *\nCrawl-delay: 0.3\n", content_type="text/plain")
    crawl = newsreel("crawl", gazette.write_definition(tmp_path), "-a", "archive", cwd=tmp_path)
    assert crawl.status == 0
    moments = [asked.at for asked in gazette.asked if asked.path != "/robots.txt"]
    assert len(moments) == 3
    assert all(later - earlier > 0.25 for earlier, later in pairwise(moments))


def test_a_site_that_forbids_everything_is_left_alone(gazette: Gazette, tmp_path: Path) -> None:
    gazette.publish(3)
    gazette.replies["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /\n", content_type="text/plain")
    crawl = newsreel("crawl", gazette.write_definition(tmp_path), "-a", "archive", cwd=tmp_path)
    assert crawl.status == 7
    assert crawl.report["outcomes"] == {"robots": 1}
    assert gazette.paths == []


def test_a_robots_txt_that_cannot_be_had_is_no_permission(gazette: Gazette, tmp_path: Path) -> None:
    """RFC 9309, 2.3.1.4: a server error there means that nothing may be fetched for now."""
    gazette.publish(3)
    gazette.replies["/robots.txt"] = Reply(b"", status=503)
    crawl = newsreel("crawl", gazette.write_definition(tmp_path), "-a", "archive", cwd=tmp_path)
    assert crawl.status == 7
    assert gazette.paths == []
