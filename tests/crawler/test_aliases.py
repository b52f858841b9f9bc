"""Several addresses of one article: one article in the archive, and its addresses readable beside it."""

from pathlib import Path
from typing import Any

import pytest

from tests.crawler.commandline import newsreel, rows
from tests.crawler.gazette import Reply, article, serve
from tests.crawler.mazes import STORIES, Maze, number_of, page, path_of

PHONES, SLASHES, LETTERS = range(1, 5), range(5, 9), range(9, 13)


def spelled(number: int) -> str:
    """The address by which the front page links to a story."""
    path = path_of(number)
    if number in PHONES:
        return f"{path}amp/"
    return path.rstrip("/") if number in SLASHES else f"{path}?utm_source=letter&mc_cid={number}#top"


def make(path: str, query: dict[str, str]) -> Reply | None:
    del query
    if path == "/":
        return page(*((spelled(number), f"Story number {number}") for number in range(1, STORIES + 1)))
    number = number_of(path.removesuffix("amp/"))
    if number is None:
        return None
    if not path.endswith("/"):
        return Reply(status=301, location=f"{path}/")
    whole = article(number, "says what happened, when, to whom and why, in one sentence.")
    body = article(number) if path.endswith("amp/") else whole
    return Reply(body.replace(b"<head>", f'<head><link rel="canonical" href="{path_of(number)}">'.encode()))


@pytest.fixture(scope="module")
def crawls(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[dict[str, Any]], list[list[str]]]:
    """The archive of three crawls of a site that changes nothing, their reports, and what each asked for."""
    folder = tmp_path_factory.mktemp("aliases")
    reports, asked = [], []
    site = Maze(make=make)
    with serve(site):
        definition = site.site_file(folder)
        for _ in range(3):
            site.asked.clear()
            ended = newsreel("crawl", definition, "-a", "archive", "--format", "json", cwd=folder)
            assert ended.status == 0, ended.err
            reports.append(ended.report)
            asked.append(site.paths)
    return folder / "archive", reports, asked


def test_every_article_is_stored_once_at_its_own_address(
    crawls: tuple[Path, list[dict[str, Any]], list[list[str]]],
) -> None:
    archive, _, _ = crawls
    found = rows(archive, "SELECT article_id, canonical_address, body FROM articles ORDER BY fetched_at")

    assert {row["canonical_address"].partition("/news/")[2] for row in found} == {
        path_of(number).removeprefix("/news/") for number in range(1, STORIES + 1)
    }
    assert len(found) == STORIES
    assert all(row["article_id"] == f"maze/{row['canonical_address']}" for row in found)
    assert all("and why" in row["body"] for row in found)


def test_later_crawls_find_nothing_new_and_nothing_changed(
    crawls: tuple[Path, list[dict[str, Any]], list[list[str]]],
) -> None:
    _, reports, asked = crawls

    for report in reports[1:]:
        assert report["outcomes"].get("new", 0) == report["outcomes"].get("changed", 0) == 0
        assert report["outcomes"]["unchanged"] == STORIES
    assert len(asked[2]) <= STORIES + 1 + len(PHONES) + 2 * len(SLASHES)


def test_the_addresses_of_an_article_are_read_from_its_aliases(
    crawls: tuple[Path, list[dict[str, Any]], list[list[str]]],
) -> None:
    archive, _, _ = crawls
    sql = "SELECT s.address FROM aliases s JOIN articles a USING (article_id) WHERE a.title = ? ORDER BY s.address"
    told = {number: [row["address"] for row in rows(archive, sql, f"Story number {number}")] for number in (1, 5, 9)}

    assert [address.partition("/news/")[2] for address in told[1]] == [
        path_of(1).removeprefix("/news/"), f"{path_of(1)}amp/".removeprefix("/news/"),
    ]  # fmt: skip
    assert len(told[5]) == 2
    assert len(told[9]) == 1
