"""A first crawl: every article of the site is stored exactly as it is, and every address is accounted for."""

from datetime import datetime
from typing import Any

import pytest

from archive.check import check
from archive.folder import open_folder
from archive.ledger import AddressState
from archive.outcomes import Outcome
from archive.tables import TABLES
from tests.crawler.commandline import assert_adds_up, rows, state_of
from tests.crawler.conftest import Crawled


@pytest.fixture(scope="session")
def first(crawled: Crawled) -> dict[str, Any]:
    assert crawled.crawls[0].status == 0, crawled.crawls[0].err
    return crawled.crawls[0].report


def instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def expected(reading: dict[str, Any]) -> dict[str, Any]:
    """The row a perfect reading makes; a list the page does not show is not known."""
    return {
        "article_id": f"demo/{reading['id']}/{reading['language']}",
        "revision": 1,
        "address": reading["address"],
        "canonical_address": reading["address"],
        "language": reading["language"],
        "title": reading["title"],
        "published_at": instant(reading["published_at"]),
        "modified_at": instant(reading["modified_at"]),
        "views": reading["views"],
        "summary": reading["summary"],
        "body": reading["body"],
        "authors": reading["authors"] or None,
        "section": reading["section"],
        "tags": reading["tags"] or None,
    }


def stored(crawled: Crawled, run_id: str) -> dict[str, dict[str, Any]]:
    found = rows(crawled.archive, "SELECT * FROM revisions WHERE run_id = ?", run_id)
    return {row["article_id"]: row for row in found}


def test_every_article_is_stored_as_the_site_wrote_it(crawled: Crawled, first: dict[str, Any]) -> None:
    readings = [expected(r) for r in crawled.truths[0] if r["has_body"] and not r["robots_disallowed"]]
    found = stored(crawled, first["run_id"])
    assert len(readings) > 30
    assert set(found) == {reading["article_id"] for reading in readings}
    for reading in readings:
        row = found[reading["article_id"]]
        assert {name: row[name] for name in reading} == reading


def test_every_row_says_where_and_by_whom_it_was_made(crawled: Crawled, first: dict[str, Any]) -> None:
    for row in stored(crawled, first["run_id"]).values():
        assert (row["site"], row["run_id"]) == ("demo", first["run_id"])
        assert row["final_address"] is None  # each answered at the address asked for
        assert row["fetched_at"] == row["first_seen_at"]
        assert {"title", "body", "views", "published_at"} <= set(row["sources"])
        assert len(row["content_hash"]) == 32


def test_no_two_articles_of_the_site_have_one_content(crawled: Crawled, first: dict[str, Any]) -> None:
    hashes = [row["content_hash"] for row in stored(crawled, first["run_id"]).values()]
    assert len(set(hashes)) == len(hashes)


def test_the_counts_add_up_everywhere(crawled: Crawled, first: dict[str, Any]) -> None:
    assert_adds_up(crawled.archive, first)
    assert first["status"] == "done"
    assert first["outcomes"]["new"] == first["revisions"]


def test_what_robots_txt_forbids_is_noted_and_never_fetched(crawled: Crawled, first: dict[str, Any]) -> None:
    forbidden = {reading["address"] for reading in crawled.truths[0] if reading["robots_disallowed"]}
    sql = "SELECT address FROM observations WHERE outcome = 'robots' AND run_id = ?"
    assert {row["address"] for row in rows(crawled.archive, sql, first["run_id"])} == forbidden
    assert len(forbidden) == first["outcomes"]["robots"] > 0
    fetched = {crawled.site.address + entry["path"].removeprefix("/") for entry in crawled.requests[0]}
    assert not fetched & forbidden


def test_a_page_without_text_is_noted_and_not_stored(crawled: Crawled, first: dict[str, Any]) -> None:
    bodiless = {r["address"] for r in crawled.truths[0] if not r["has_body"] and not r["robots_disallowed"]}
    sql = "SELECT address, article_id FROM observations WHERE outcome = 'no_body' AND run_id = ?"
    assert rows(crawled.archive, sql, first["run_id"]) == [
        {"address": address, "article_id": None} for address in sorted(bodiless)
    ]
    assert bodiless


def test_every_address_is_fetched_at_most_once(crawled: Crawled) -> None:
    paths = [entry["path"] for entry in crawled.requests[0]]
    assert len(paths) == len(set(paths))


def test_every_visit_notes_the_answer_it_got(crawled: Crawled, first: dict[str, Any]) -> None:
    sql = "SELECT * FROM observations WHERE run_id = ? AND outcome <> 'robots'"
    for row in rows(crawled.archive, sql, first["run_id"]):
        assert row["http_status"] == 200
        assert row["body_bytes"] > 500
        assert row["etag"]
        assert row["last_modified"]
        assert (row["views"] is not None) is (row["outcome"] == Outcome.NEW)


def test_listings_leave_what_stood_where(crawled: Crawled, first: dict[str, Any]) -> None:
    sql = """SELECT title, address, published_at FROM sightings
        WHERE run_id = ? AND listing_address = ? AND box = 'listing' ORDER BY position"""
    sightings = rows(crawled.archive, sql, first["run_id"], f"{crawled.site.address}all/en/")
    english = [reading for reading in crawled.truths[0] if reading["language"] == "en"]
    assert sightings
    assert [row["address"] for row in sightings] == [reading["address"] for reading in english[: len(sightings)]]
    assert [row["published_at"] for row in sightings] == [
        instant(reading["published_at"]) for reading in english[: len(sightings)]
    ]


def test_the_archive_holds_finished_files_only(crawled: Crawled) -> None:
    folder = open_folder(crawled.archive)
    for table in TABLES:
        below = [path for path in (folder.path / table.name).rglob("*") if path.is_file()]
        assert sorted(below) == folder.files(table)
        assert below
    assert list(folder.scratch.iterdir()) == []
    assert list(folder.log.iterdir()) == []


def test_the_archive_is_sound_and_nobody_holds_it(crawled: Crawled) -> None:
    assert list(check(open_folder(crawled.archive))) == []
    (summary,) = state_of(crawled.archive).values()
    assert (summary.site, summary.holder, summary.oldest_lease_at) == ("demo", None, None)
    assert AddressState.LEASED not in summary.states


def test_the_row_of_the_run_tells_the_settings_it_ran_with(crawled: Crawled, first: dict[str, Any]) -> None:
    (run,) = rows(crawled.archive, "SELECT * FROM runs WHERE run_id = ?", first["run_id"])
    assert (run["site"], run["status"]) == ("demo", "finished")
    assert run["started_at"] < run["ended_at"]
    assert '"CONCURRENT_REQUESTS": 4' in run["settings"]


def test_a_crawl_for_a_program_prints_one_line_of_json_and_no_complaint(crawled: Crawled) -> None:
    for crawl in crawled.crawls:
        assert crawl.out.count("\n") == 1
        assert crawl.err == ""
