"""A crawl of a site it knows asks only for what changed, and counts what went over the wire."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from tests.crawler.commandline import Ended, assert_adds_up, newsreel, rows
from tests.crawler.gazette import Asked, Gazette, Reply, article, serve

COUNT = 12
DATE = "Mon, 05 Jan 2026 08:00:00 GMT"


@dataclass(slots=True)
class Visited:
    """A gazette and the folder that it is crawled into."""

    site: Gazette
    folder: Path

    @property
    def archive(self) -> Path:
        return self.folder / "archive"

    def crawl(self, *options: str) -> Ended:
        """Crawl it; ``asked`` of the site are the requests of this crawl alone."""
        self.site.asked.clear()
        file = self.site.write_definition(self.folder)
        return newsreel("crawl", file, "-a", self.archive, *options, cwd=self.folder)

    def report(self, *options: str) -> dict[str, Any]:
        crawled = self.crawl(*options)
        assert crawled.status == 0, crawled.err
        report = crawled.report
        assert_adds_up(self.archive, report)
        assert_traffic_adds_up(self, report)
        return report

    @property
    def conditional(self) -> list[str]:
        """The paths asked for conditionally in the last crawl."""
        return sorted(asked.path for asked in self.site.asked if asked.etag or asked.date)

    def set(self, path: str, **changes: Any) -> None:
        self.site.replies[path] = replace(self.site.replies[path], **changes)

    def asked(self, path: str) -> Asked:
        (asked,) = [one for one in self.site.asked if one.path == path]
        return asked


def assert_traffic_adds_up(visited: Visited, report: dict[str, Any]) -> None:
    """What the run tells of its requests is what the server saw, what its row has, and what its visits ended with."""
    (run,) = rows(visited.archive, "SELECT * FROM runs WHERE run_id = ?", report["run_id"])
    for name in ("requests", "received_bytes", "conditional", "not_modified", "saved_bytes"):
        assert report[name] == run[name], name
    assert report["requests"] == len(visited.site.asked)
    assert report["conditional"] == len(visited.conditional)
    sql = "SELECT outcome, count(*) AS n FROM observations WHERE run_id = ? AND http_status = 304 GROUP BY ALL"
    unchanged = {row["outcome"]: row["n"] for row in rows(visited.archive, sql, report["run_id"])}
    assert report["as_before"] == {name: n for name, n in unchanged.items() if name != "http_error"}
    assert report["not_modified"] == sum(report["as_before"].values()) <= report["conditional"] <= report["requests"]


def path_of(number: int) -> str:
    return f"/news/story-{number}/{number}/"


@pytest.fixture
def visited(tmp_path: Path) -> Iterator[Visited]:
    """A site of twelve articles and two pages of a listing, with all kinds of validators."""
    with serve() as site:
        site.publish(COUNT, extra='<a rel="next" href="/page-2/">Older</a>')
        site.replies["/page-2/"] = Reply(b'<html><body><a href="/news/story-13/13/">Story number 13</a></body></html>')
        site.replies[path_of(13)] = Reply(article(13))
        for number, reply in enumerate(list(site.replies.values())):
            reply.etag = f'"{number}"' if number % 3 != 1 else None
            reply.last_modified = DATE if number % 3 != 2 else None
        yield Visited(site, tmp_path)


def test_a_second_crawl_of_a_site_that_stood_still_asks_for_everything_and_receives_nothing(visited: Visited) -> None:
    first = visited.report()
    assert (first["outcomes"], first["conditional"]) == ({"listing": 2, "new": 13}, 0)
    second = visited.report()
    assert second["outcomes"] == {"listing": 2, "unchanged": 13}
    assert (second["conditional"], second["not_modified"], second["requests"]) == (15, 15, 16)
    assert (second["revisions"], second["sightings"], second["body_bytes"]) == (0, 0, 0)
    assert second["saved_bytes"] + second["received_bytes"] == first["received_bytes"]
    assert second["saved_bytes"] > second["received_bytes"]
    # An answer that says nothing new of a page leaves what was known of it; what it does say is believed.
    visited.set(path_of(1), etag='"new"', last_modified=DATE)
    third = visited.report()
    assert third["as_before"] == {"listing": 2, "unchanged": 13}
    fourth = visited.report()
    assert fourth["not_modified"] == 15
    sql = "SELECT DISTINCT outcome, views, body_bytes, revision FROM observations WHERE run_id = ? AND kind = 'article'"
    (seen,) = rows(visited.archive, sql, fourth["run_id"])
    assert seen == {"outcome": "unchanged", "views": None, "body_bytes": None, "revision": 1}


def test_what_changed_is_found_among_what_did_not_and_the_listing_leads_to_what_is_new(visited: Visited) -> None:
    visited.report()
    visited.set(path_of(3), body=article(3, "says something else."), etag='"edited"', last_modified=None)
    page = visited.site.replies["/page-2/"].body.replace(b"</body>", b'<a href="/news/story-14/14/">14</a></body>')
    visited.set("/page-2/", body=page, etag='"longer"', last_modified=None)
    visited.site.replies[path_of(14)] = Reply(article(14))
    second = visited.report()
    assert second["outcomes"] == {"listing": 2, "changed": 1, "new": 1, "unchanged": 12}
    # The front page did not change, and its second page was asked for all the same.
    assert second["as_before"] == {"listing": 1, "unchanged": 12}
    visited.set(path_of(3), etag=None)
    third = visited.report()
    assert third["as_before"] == {"listing": 2, "unchanged": 12}
    assert third["outcomes"]["unchanged"] == 14
    assert visited.asked(path_of(3)).etag == '"edited"'
    visited.report()  # a whole answer without validators leaves none
    assert (visited.asked(path_of(3)).etag, visited.asked(path_of(3)).date) == (None, None)


def test_other_rules_and_other_bounds_have_pages_read_whole(visited: Visited) -> None:
    visited.report()
    since = visited.report("--since", "2026-01-01")
    assert since["as_before"] == {"unchanged": 13}
    assert since["outcomes"] == {"listing": 2, "unchanged": 13}
    file = visited.site.write_definition(visited.folder)
    file.write_text(file.read_text().replace('css = "h1"', 'css = "body h1"'), encoding="utf-8")
    visited.site.asked.clear()
    taught = newsreel("crawl", file, "-a", visited.archive, cwd=visited.folder)
    assert (taught.report["conditional"], taught.report["outcomes"]["unchanged"]) == (0, 13)
    assert visited.conditional == []


def test_a_server_that_is_asked_by_nothing_and_says_304_is_in_error(visited: Visited) -> None:
    visited.report()
    for path in list(visited.site.replies):
        visited.set(path, etag=None, last_modified=None)
    visited.report()
    visited.set(path_of(5), status=304, body=b"")
    crawled = visited.crawl()
    assert crawled.report["outcomes"]["http_error"] == 1
    assert crawled.report["not_modified"] == 0
    visited.set(path_of(5), status=200, body=article(5))


def test_a_server_whose_validators_stay_the_same_while_its_pages_change_is_found_out(visited: Visited) -> None:
    for path in list(visited.site.replies):
        visited.set(path, etag='"always"', last_modified=DATE, is_deaf=True)
    visited.report()
    visited.set(path_of(7), body=article(7, "was edited in silence."))
    second = visited.report()
    assert second["outcomes"]["changed"] == 1
    (said,) = second["servers"].values()
    assert said.startswith("the ETag (1 times) and Last-Modified (1 times) stayed the same while a page changed")
    assert path_of(7) in said
    for path in list(visited.site.replies):
        visited.set(path, is_deaf=False)
    visited.set(path_of(8), body=article(8, "was edited in silence, too."))
    third = visited.report()
    assert (third["conditional"], third["outcomes"]["changed"]) == (0, 1)


def test_a_server_whose_etag_is_always_another_is_asked_by_date(visited: Visited) -> None:
    for number in range(3):
        for path in list(visited.site.replies):
            visited.set(path, etag=f'"{number}-{path}"', last_modified=DATE)
        report = visited.report()
        (said,) = report["servers"].values() if report["servers"] else ("",)
        assert report["not_modified"] == (15 if number == 2 else 0)
    assert "by their date alone" in said
    assert {asked.etag for asked in visited.site.asked} == {None}


def test_the_report_for_people_says_what_was_saved(visited: Visited) -> None:
    visited.report()
    file = visited.site.write_definition(visited.folder)
    told = newsreel("crawl", file, "-a", visited.archive, "--format", "text", cwd=visited.folder).out
    assert "16 requests, 0.0 MB received; 15 of 15 conditional requests were answered 'not modified'" in told
    assert "the server said so of 13, 0 had the same content" in told
