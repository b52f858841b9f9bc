"""Crawls of what is due alone, of a real local server by a simulated clock: what is not due is not asked for."""

import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive.folder import open_folder
from archive.ledger import AddressEntry
from archive.ledger.sqlite import SqliteLedger
from tests.crawler.commandline import ended
from tests.crawler.gazette import Gazette, Reply, article, serve

START = datetime(2026, 1, 5, 10, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
FRESH, OLDER, OLDEST = "/news/story-1/1/", "/news/story-2/2/", "/news/story-9/9/"


def story(number: int, published_at: datetime) -> Reply:
    return Reply(article(number).replace(b"2026-01-05T08:00:00+00:00", published_at.isoformat().encode()))


def front(*numbers: int, older: str | None = None) -> Reply:
    links = "".join(f'<li><a href="/news/story-{n}/{n}/">Story number {n}</a></li>' for n in numbers)
    following = f'<a rel="next" href="{older}">Older</a>' if older else ""
    return Reply(f"<html><body><ul>{links}</ul>{following}</body></html>".encode())


class Watched:
    """A site, its archive, and crawls at moments after START."""

    def __init__(self, site: Gazette, folder: Path) -> None:
        self.site = site
        self.folder = folder
        self.file = site.write_definition(folder)

    def crawl(self, after: timedelta, *options: str) -> list[str]:
        """The paths that a crawl so long after START asks for, in order."""
        self.site.asked.clear()
        command = [sys.executable, "-m", "tests.crawler.crawl_at", str(self.file), str(self.folder / "archive")]
        done = ended([*command, (START + after).isoformat(), *options], cwd=self.folder)
        assert done.status == 0, done.err
        return self.site.paths

    def known(self, path: str) -> AddressEntry:
        with closing(SqliteLedger(open_folder(self.folder / "archive").ledger, read_only=True)) as ledger:
            (entry,) = ledger.known_address(self.site.address.rstrip("/") + path)
        return entry


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    """A site with three stories in front, three behind, all crawled at START."""
    with serve() as site:
        ages = {1: HOUR, 2: 20 * DAY, 3: 20 * DAY, 7: 100 * DAY, 8: 100 * DAY, 9: 100 * DAY}
        for number, age in ages.items():
            site.replies[f"/news/story-{number}/{number}/"] = story(number, START - age)
        site.replies["/"] = front(1, 2, 3, older="/?page=2")
        site.replies["/?page=2"] = front(7, 8, 9)
        watched = Watched(site, tmp_path)
        assert set(watched.crawl(timedelta())) == {"/", "/?page=2", *(f"/news/story-{n}/{n}/" for n in ages)}
        yield watched


def test_nothing_is_asked_for_before_anything_is_due(watched: Watched) -> None:
    assert watched.crawl(10 * MINUTE, "--due") == []


def test_what_is_new_on_the_front_page_is_asked_for_within_minutes_and_what_is_old_is_not(watched: Watched) -> None:
    assert watched.crawl(31 * MINUTE, "--due") == [FRESH]
    assert watched.crawl(40 * MINUTE, "--due") == []
    # Half an hour later again; the front page is due by now, and has nothing new, so its second page is left alone.
    assert watched.crawl(2 * HOUR, "--due") == ["/", FRESH]


def test_a_front_page_that_the_server_says_is_as_it_was_does_not_lead_on_either(watched: Watched) -> None:
    watched.site.replies["/"].etag = '"front"'
    assert "/?page=2" not in watched.crawl(2 * HOUR, "--due")
    due_at = watched.known("/").due_at
    assert due_at is not None
    asked = watched.crawl(due_at - START, "--due")
    assert [one.etag for one in watched.site.asked if one.path == "/"] == ['"front"']
    assert "/?page=2" not in asked


def test_a_new_story_is_found_when_the_front_page_is_due_and_read_at_once(watched: Watched) -> None:
    watched.site.replies["/news/story-4/4/"] = story(4, START + HOUR)
    watched.site.replies["/"] = front(4, 1, 2, 3, older="/?page=2")
    assert "/news/story-4/4/" not in watched.crawl(HOUR, "--due")
    asked = watched.crawl(2 * HOUR, "--due")
    assert asked[0] == "/"
    assert "/news/story-4/4/" in asked
    assert not {"/?page=2", OLDER, OLDEST} & set(asked)


def test_further_pages_are_read_as_far_as_they_are_new(watched: Watched) -> None:
    for number in (4, 5, 6, 10):
        watched.site.replies[f"/news/story-{number}/{number}/"] = story(number, START + HOUR)
    watched.site.replies["/"] = front(10, 6, 5, older="/?page=2")
    watched.site.replies["/?page=2"] = front(4, 1, 2, 3, older="/?page=3")
    watched.site.replies["/?page=3"] = front(7, 8, 9)
    asked = watched.crawl(2 * HOUR, "--due")
    assert {"/", "/?page=2"} <= set(asked)
    assert {f"/news/story-{n}/{n}/" for n in (4, 5, 6, 10)} <= set(asked)
    assert "/?page=3" not in asked


def test_an_old_story_that_comes_to_the_front_is_due_in_the_next_crawl(watched: Watched) -> None:
    before = watched.known(OLDEST).due_at
    assert before is not None
    assert before - START > 20 * DAY
    watched.site.replies["/"] = front(1, 9, 2, older="/?page=2")
    assert OLDEST not in watched.crawl(2 * HOUR, "--due")
    entry = watched.known(OLDEST)
    assert entry.listed_at == START + 2 * HOUR
    assert entry.due_at == START + 5 * DAY  # at a twentieth of its age after its last visit
    assert OLDEST in watched.crawl(5 * DAY + HOUR, "--due")


def test_a_front_page_without_news_is_asked_for_less_and_less(watched: Watched) -> None:
    waits = []
    for _ in range(3):
        due_at = watched.known("/").due_at
        assert due_at is not None
        assert "/" in watched.crawl(due_at - START, "--due")
        after = watched.known("/").due_at
        assert after is not None
        waits.append(after - due_at)
    assert waits == sorted(waits)
    assert waits[-1] > 2 * waits[0]


def test_what_was_refused_is_asked_for_again_after_days_only(watched: Watched) -> None:
    watched.site.replies["/news/empty-5/5/"] = Reply(b"<html><body><p>Soon.</p></body></html>")
    watched.site.replies["/"] = Reply(
        front(1, 2, 3).body.replace(b"<ul>", b'<ul><li><a href="/news/empty-5/5/">Five</a>')
    )
    asked = [watched.crawl(hours * HOUR, "--due") for hours in (2, 24, 90)]
    assert ["/news/empty-5/5/" in paths for paths in asked] == [True, False, True]


def test_a_crawl_over_all_that_is_known_asks_for_all(watched: Watched) -> None:
    everything = watched.crawl(HOUR)
    assert sorted(everything) == sorted({"/", "/?page=2", FRESH, OLDER, "/news/story-3/3/", "/news/story-7/7/",
                                         "/news/story-8/8/", OLDEST})  # fmt: skip
