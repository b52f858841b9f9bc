"""A crawl of a site the archive knows: what changed is added, what did not is only noted."""

from typing import Any

import pytest

from tests.crawler.commandline import assert_adds_up, rows
from tests.crawler.conftest import Crawled


@pytest.fixture(scope="session")
def runs(crawled: Crawled) -> tuple[dict[str, Any], ...]:
    for crawl in crawled.crawls:
        assert crawl.status == 0, crawl.err
    return tuple(crawl.report for crawl in crawled.crawls)


def addresses(crawled: Crawled, run: dict[str, Any], outcome: str, column: str = "address") -> set[str]:
    sql = f"SELECT {column} FROM observations WHERE run_id = ? AND outcome = ?"
    return {row[column] for row in rows(crawled.archive, sql, run["run_id"], outcome)}


def test_the_counts_of_every_run_add_up(crawled: Crawled, runs: tuple[dict[str, Any], ...]) -> None:
    for run in runs:
        assert_adds_up(crawled.archive, run)


def test_edited_articles_are_the_changed_ones(crawled: Crawled, runs: tuple[dict[str, Any], ...]) -> None:
    assert addresses(crawled, runs[1], "changed") == set(crawled.change["edited"])
    assert runs[1]["outcomes"]["changed"] == len(crawled.change["edited"]) > 0


def test_added_articles_are_the_new_ones(crawled: Crawled, runs: tuple[dict[str, Any], ...]) -> None:
    assert addresses(crawled, runs[1], "new") == set(crawled.change["added"])


def test_deleted_articles_are_gone_and_the_archive_keeps_them(
    crawled: Crawled, runs: tuple[dict[str, Any], ...]
) -> None:
    deleted = set(crawled.change["deleted"])
    assert addresses(crawled, runs[1], "gone") == deleted
    kept = rows(crawled.archive, "SELECT address FROM articles WHERE list_contains(?, address)", sorted(deleted))
    assert {row["address"] for row in kept} == deleted


def test_a_gone_article_is_not_asked_for_again(crawled: Crawled, runs: tuple[dict[str, Any], ...]) -> None:
    asked = {crawled.site.address + entry["path"].removeprefix("/") for entry in crawled.requests[2]}
    assert not asked & set(crawled.change["deleted"])
    assert "gone" not in runs[2]["outcomes"]


def test_a_changed_article_has_a_second_revision_beside_the_first(crawled: Crawled) -> None:
    edited = sorted(crawled.change["edited"])
    sql = """SELECT revision, title, summary, body, first_seen_at, fetched_at FROM revisions
        WHERE address = ? ORDER BY revision"""
    before = {reading["address"]: reading for reading in crawled.truths[0]}
    after = {reading["address"]: reading for reading in crawled.truths[1]}
    for address in edited:
        first, second = rows(crawled.archive, sql, address)
        assert (first["revision"], second["revision"]) == (1, 2)
        assert second["first_seen_at"] == first["first_seen_at"] < second["fetched_at"]
        for row, truth in ((first, before[address]), (second, after[address])):
            assert {name: row[name] for name in ("title", "summary", "body")} == {
                name: truth[name] for name in ("title", "summary", "body")
            }


def test_articles_are_the_site_as_it_is_now_and_what_is_gone(crawled: Crawled) -> None:
    found = {row["article_id"]: row for row in rows(crawled.archive, "SELECT article_id, title, body FROM articles")}
    for reading in crawled.truths[2]:
        if reading["has_body"] and not reading["robots_disallowed"]:
            row = found.pop(f"demo/{reading['id']}/{reading['language']}")
            assert (row["title"], row["body"]) == (reading["title"], reading["body"])
    assert len(found) == len(crawled.change["deleted"])


def test_an_article_that_did_not_change_leaves_no_row_but_its_visit(
    crawled: Crawled, runs: tuple[dict[str, Any], ...]
) -> None:
    unchanged = addresses(crawled, runs[1], "unchanged")
    assert len(unchanged) > 10
    sql = "SELECT count(*) AS n FROM revisions WHERE run_id = ? AND list_contains(?, address)"
    assert rows(crawled.archive, sql, runs[1]["run_id"], sorted(unchanged)) == [{"n": 0}]


def test_an_article_that_moved_is_the_same_article_under_its_new_address(
    crawled: Crawled, runs: tuple[dict[str, Any], ...]
) -> None:
    for move in crawled.change["moved"]:
        number, language = move["to"].rstrip("/").split("/")[-2:]
        article_id = f"demo/{number}/{language}"
        sql = "SELECT DISTINCT coalesce(final_address, address) AS final_address FROM observations "
        sql += "WHERE run_id = ? AND article_id = ?"
        for run, address in ((runs[0], move["from"]), (runs[1], move["to"]), (runs[2], move["to"])):
            assert rows(crawled.archive, sql, run["run_id"], article_id) == [{"final_address": address}]
        count = rows(crawled.archive, "SELECT count(*) AS n FROM revisions WHERE article_id = ?", article_id)
        assert count == [{"n": 1}]
    assert crawled.change["moved"]


def test_the_old_address_of_a_moved_article_is_not_asked_for_again(crawled: Crawled) -> None:
    asked = {crawled.site.address + entry["path"].removeprefix("/") for entry in crawled.requests[2]}
    assert not asked & {move["from"] for move in crawled.change["moved"]}
    assert asked >= {move["to"] for move in crawled.change["moved"]}


def test_views_grow_as_a_series_and_make_no_revision(crawled: Crawled) -> None:
    sql = "SELECT views FROM views_over_time WHERE article_id = ? ORDER BY observed_at"
    unmoved = {move["to"] for move in crawled.change["moved"]} | set(crawled.change["added"])
    for reading in crawled.truths[2]:
        if reading["has_body"] and not reading["robots_disallowed"] and reading["address"] not in unmoved:
            series = rows(crawled.archive, sql, f"demo/{reading['id']}/{reading['language']}")
            views = [row["views"] for row in series]
            assert len(views) == 2  # what did not change at all was not sent a third time
            assert views == sorted(views)
            assert views[-1] == reading["views"]


def test_a_site_that_stood_still_adds_no_revision(runs: tuple[dict[str, Any], ...]) -> None:
    assert runs[2]["revisions"] == 0
    assert not {"new", "changed", "gone", "duplicate"} & set(runs[2]["outcomes"])


def test_every_run_knows_every_article_of_the_one_before(crawled: Crawled, runs: tuple[dict[str, Any], ...]) -> None:
    sql = """SELECT DISTINCT article_id FROM observations
        WHERE run_id = ? AND outcome IN ('new', 'changed', 'unchanged')"""
    seen = [{row["article_id"] for row in rows(crawled.archive, sql, run["run_id"])} for run in runs]
    gone = {f"demo/{'/'.join(address.rstrip('/').split('/')[-2:])}" for address in crawled.change["deleted"]}
    assert seen[0] - seen[1] <= gone | {
        f"demo/{'/'.join(move['to'].rstrip('/').split('/')[-2:])}" for move in crawled.change["moved"]
    }
    assert seen[1] <= seen[2]


def test_no_run_changed_a_file_of_another(crawled: Crawled, runs: tuple[dict[str, Any], ...]) -> None:
    names = [path.name for path in crawled.archive.rglob("part-*.parquet")]
    assert {name.removeprefix("part-").rpartition("-")[0] for name in names} == {run["run_id"] for run in runs}
