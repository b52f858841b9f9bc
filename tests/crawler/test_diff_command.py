"""newsreel diff: what changed in an article, found by any of its addresses."""

import json
from pathlib import Path

import pytest

from archive.folder import create_folder
from tests.archive.rows import HOUR, NOON, observation, revision
from tests.archive.runs import stored
from tests.crawler.commandline import Ended, here

HOME, OLD = "https://news.example/town/warm-bread/", "https://news.example/old/warm-bread"
BODY = "One stands.\n\nThe mayor said that {} bridges close."
FIRST = {"title": "Bread", "summary": None, "body": BODY.format("three"), "views": 3481}
SECOND = {**FIRST, "summary": "Warm.", "body": BODY.format("four"), "views": 3742}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An archive with an article of three revisions that moved, and one with a single revision."""
    archive = create_folder(tmp_path / "news-archive", archive_id="a1b2", now=NOON)
    facts = {"site": "news", "address": HOME, "final_address": None, "canonical_address": HOME}
    revisions = [
        revision("news/a", number, fetched_at=NOON + number * HOUR, **{**facts, **said})
        for number, said in enumerate((FIRST, SECOND, {**SECOND, "title": "Bread\x1b[2J"}), 1)
    ]
    single = revision("news/b", 1, **{**facts, "address": f"{HOME}b/", "canonical_address": f"{HOME}b/"})
    stored(archive, *revisions, single, observation("news/a", address=OLD, final_address=HOME, site="news"))
    return tmp_path


def diff(folder: Path, *arguments: str) -> Ended:
    return here("diff", *arguments, cwd=folder)


def test_fields_and_body_are_told_as_lines_of_the_older_and_the_newer(folder: Path) -> None:
    done = diff(folder, HOME, "--from", "1", "--to", "2")

    assert (done.status, done.err) == (0, "")
    assert done.out.splitlines() == [
        "Bread",
        HOME,
        "revision 1, fetched 2026-03-14 13:00 UTC, 3,481 views",
        "revision 2, fetched 2026-03-14 14:00 UTC, 3,742 views",
        "",
        "summary",
        "- (none)",
        "+ Warm.",
        "",
        "body",
        "  … 1 paragraph as before",
        "- The mayor said that three bridges close.",
        "+ The mayor said that four bridges close.",
    ]


def test_without_numbers_the_last_two_revisions_are_told_without_control_characters(folder: Path) -> None:
    done = diff(folder, HOME)
    assert "- Bread\n+ Bread [2J\n" in done.out
    assert "\x1b" not in done.out
    assert "body" not in done.out


@pytest.mark.parametrize(
    "spelling",
    [OLD, HOME.rstrip("/"), f"{HOME}?utm_source=x#top", HOME.replace("https", "http"), "news.example/town/warm-bread/",
     "https://www.news.example/town/warm-bread/", "news/a"],
)  # fmt: skip
def test_any_spelling_of_any_of_its_addresses_finds_an_article(folder: Path, spelling: str) -> None:
    assert json.loads(diff(folder, spelling, "--format", "json").out)["article_id"] == "news/a"


def test_json_has_both_sides_each_field_and_the_words_of_the_body(folder: Path) -> None:
    told = json.loads(diff(folder, HOME, "--from", "1", "--to", "2", "--format", "json").out)

    assert told["from"] == {"revision": 1, "fetched_at": "2026-03-14T13:00:00+00:00", "views": 3481}
    assert told["to"]["views"] == 3742
    assert told["fields"] == [{"name": "summary", "old": None, "new": "Warm."}]
    assert [piece for paragraph in told["body"] for piece in paragraph["pieces"] if piece["change"] != "same"] == [
        {"change": "removed", "text": "three"},
        {"change": "added", "text": "four"},
    ]


def test_of_an_article_without_an_edit_that_is_said(folder: Path) -> None:
    done = diff(folder, f"{HOME}b/")
    assert done.status == 0
    assert "no edit of it had been seen by then" in done.out
    assert json.loads(diff(folder, f"{HOME}b/", "--format", "json").out)["from"] is None


def test_an_address_nobody_knows_is_refused_with_the_nearest(folder: Path) -> None:
    wrong = "https://news.example/town/warm-bred/"
    done = diff(folder, wrong)
    assert done.status == 2
    assert done.err.startswith(f"newsreel: the archive has no article at {wrong}; the nearest")
    assert OLD in done.err or HOME in done.err


def test_a_revision_that_is_not_there_is_refused_with_those_that_are(folder: Path) -> None:
    done = diff(folder, HOME, "--to", "7")
    assert (done.status, done.err) == (2, "newsreel: news/a has no revision 7; it has: 1, 2, 3\n")


def test_the_first_revision_of_an_edited_article_is_not_said_to_be_all_there_is(folder: Path) -> None:
    done = diff(folder, HOME, "--to", "1")
    assert done.status == 0
    assert "no edit of it had been seen by then" in done.out
    assert "No edit of it was seen" not in done.out
