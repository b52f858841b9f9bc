"""A site crawled again and again: every edit is a revision that names what was edited, and nothing else is one."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crawler.localsite import LocalSite
from tests.crawler.commandline import newsreel, rows

CRAWLS = 4  # six were as right when this was written
CONTENT = ("language", "title", "published_at", "summary", "body", "authors", "section", "tags")


@pytest.fixture(scope="module")
def site() -> Iterator[LocalSite]:
    with LocalSite(stories=20) as opened:
        yield opened


def edited(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> dict[str, tuple[str, ...]]:
    """The fields of each article that differ between two truths, by its number and language."""
    known = {(reading["id"], reading["language"]): reading for reading in before}
    told = {}
    for reading in after:
        old = known.get((reading["id"], reading["language"]), reading)
        fields = tuple(name for name in CONTENT if reading[name] != old[name])
        if fields:
            told[f"demo/{reading['id']}/{reading['language']}"] = fields
    return told


def test_every_crawl_finds_every_edit_and_names_its_fields(site: LocalSite, tmp_path: Path) -> None:
    truths, expected, found = [], [], []
    for number in range(CRAWLS):
        if number:
            site.advance()
        crawled = newsreel("crawl", "demo", "--address", site.address, "-a", "archive", cwd=tmp_path)
        assert crawled.status == 0, crawled.err
        truths.append(site.truth())
        if number:
            sql = "SELECT article_id, changed_fields FROM revisions WHERE run_id = ? AND revision > 1"
            revisions = rows(tmp_path / "archive", sql, crawled.report["run_id"])
            found.append({row["article_id"]: tuple(row["changed_fields"]) for row in revisions})
            expected.append(edited(truths[-2], truths[-1]))
    assert found == expected
    assert all(expected)
