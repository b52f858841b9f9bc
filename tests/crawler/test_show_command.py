"""newsreel show and newsreel history: one article for people, and for programs."""

import json
from pathlib import Path
from typing import Any

import pytest

from archive.folder import create_folder
from archive.outcomes import Outcome
from tests.archive.rows import DAY, NOON, observation, revision
from tests.archive.runs import stored
from tests.crawler.commandline import Ended, here

HOME = "https://news.example/town/warm-bread"
BODY = (
    ("paragraph", "The bakery *opens* at five."),
    ("heading-2", "Prices"),
    ("list-item", "1. Rye"),
    ("list-item", "Wheat"),
    ("quote", "Fresh\x1b[2J!\nAlways."),
    ("table-row", "loaf\tprice"),
    ("table-row", "rye\t3 | 4"),
    ("preformatted", "if x:\n\t```"),
    ("paragraph", "می‌خواهم \u202ebad"),
)
FACTS: dict[str, Any] = {
    "site": "news", "address": HOME, "final_address": None, "canonical_address": HOME,
    "title": "Warm\x1b]0;x\x07 bread",
    "summary": "Short.", "body": "\n\n".join(text for _, text in BODY), "body_kinds": tuple(kind for kind, _ in BODY),
    "published_at": NOON, "published_offset_minutes": 60, "published_precision": "minute", "modified_at": None,
    "authors": ("Ada Example", "Ben Other"), "section": None, "tags": (), "language": "en", "marks": ("paywalled",),
    "image": None, "views": 3742, "changed_fields": ("body",), "sources": {"title": "json-ld", "body": "heuristic"},
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An archive with an article of two revisions."""
    archive = create_folder(tmp_path / "news-archive", archive_id="a1b2", now=NOON)
    plain: dict[str, Any] = {"site": "news", "address": HOME, "final_address": None, "detail": None}
    stored(
        archive,
        revision("news/a", 1, **FACTS | {"title": "Bread", "body": "One.", "changed_fields": None}),
        revision("news/a", 2, fetched_at=NOON + DAY, **FACTS),
        observation("news/a", views=10, **plain),
        observation("news/a", revision=2, observed_at=NOON + DAY, outcome=Outcome.CHANGED, views=3742, **plain),
    )
    return tmp_path


def show(folder: Path, *arguments: str) -> Ended:
    return here("show", *arguments, cwd=folder)


def test_an_article_is_shown_whole_with_what_is_known_of_it(folder: Path) -> None:
    done = show(folder, "news.example/town/warm-bread/")
    assert (done.status, done.err) == (0, "")
    assert done.out.splitlines() == [
        "Warm ]0;x  bread",
        HOME,
        "",
        "published  2026-03-14 13:00 UTC+01:00",
        "authors    Ada Example, Ben Other",
        "language   en",
        "views      3,742",
        "marks      paywalled",
        "revision   2, fetched 2026-03-15 12:00 UTC; changed: body",
        "site       news",
        "article    news/a",
        "",
        "Short.",
        "",
        "The bakery *opens* at five.",
        "",
        "Prices",
        "",
        "- 1. Rye",
        "- Wheat",
        "",
        "> Fresh [2J!",
        "> Always.",
        "",
        "  loaf  |  price",
        "  rye  |  3 | 4",
        "",
        "    if x:",
        "            ```",
        "",
        "می‌خواهم  bad",
    ]


def test_an_older_revision_is_shown_by_its_number(folder: Path) -> None:
    done = show(folder, HOME, "--revision", "1")
    assert (done.out.splitlines()[0], done.out.splitlines()[-1]) == ("Bread", "One.")
    done = show(folder, HOME, "--revision", "3")
    assert (done.status, done.err) == (2, "newsreel: news/a has no revision 3; it has: 1, 2\n")


def test_it_is_told_where_the_fields_were_read(folder: Path) -> None:
    lines = show(folder, HOME, "--sources").out.splitlines()
    assert lines[lines.index("read from") + 1 :][:2] == ["title  json-ld", "body   heuristic"]


def test_json_is_one_object_with_every_column_and_nothing_a_terminal_obeys(folder: Path) -> None:
    done = show(folder, HOME, "--format", "json")
    shown = json.loads(done.out)
    assert shown["title"] == FACTS["title"]
    assert shown["published_at"] == "2026-03-14T12:00:00Z"
    assert shown["sources"] == FACTS["sources"]
    assert not {"\x1b", "\x07", "\u202e"} & set(done.out)


def test_markdown_says_what_the_text_says_and_nothing_else(folder: Path) -> None:
    done = show(folder, HOME, "--format", "markdown", "--sources")
    assert done.out.startswith(f"# Warm \\]0;x  bread\n\n<{HOME}>\n\n- published: 2026-03-14 13:00 UTC+01:00\n")
    assert "- title read from: json-ld\n" in done.out
    assert done.out.endswith(
        "**Short.**\n\nThe bakery \\*opens\\* at five.\n\n"
        "## Prices\n\n- 1\\. Rye\n- Wheat\n\n> Fresh \\[2J!\n> Always.\n\n"
        "| loaf | price |\n| --- | --- |\n| rye | 3 \\| 4 |\n\n````\nif x:\n        ```\n````\n\nمی‌خواهم  bad\n"
    )


def test_an_unknown_address_is_told_by_every_command_of_one_article(folder: Path) -> None:
    for command in ("show", "history", "diff"):
        done = here(command, "https://news.example/town/warm-breed", cwd=folder)
        assert done.status == 2
        assert "the archive has no article at https://news.example/town/warm-breed" in done.err
        assert HOME in done.err


def test_a_history_is_a_table_for_people_and_rows_for_programs(folder: Path) -> None:
    done = here("history", HOME, "--format", "table", cwd=folder)
    assert (done.status, done.err) == (0, "")
    first, address, empty, *table = done.out.splitlines()
    assert (first, address, empty) == ("Warm ]0;x  bread", HOME, "")
    text = "\n".join(table)
    assert all(part in text for part in ("2026-03-14 12:00:00", "changed", "3742", '["body"]'))
    assert "address" not in text

    lines = here("history", HOME, "--format", "json", cwd=folder).out.splitlines()
    rows = [json.loads(line) for line in lines]
    assert [(row["visited_at"], row["outcome"], row["title"]) for row in rows] == [
        ("2026-03-14T12:00:00Z", "new", "Bread"),
        ("2026-03-15T12:00:00Z", "changed", FACTS["title"]),
    ]
    assert here("history", HOME, cwd=folder).out.startswith("visited_at,outcome,reason,revision,title,")


def test_an_article_is_shown_as_it_stood(folder: Path) -> None:
    assert show(folder, HOME, "--as-of", "2026-03-14 18:00").out.splitlines()[0] == "Bread"
    assert len(here("history", HOME, "--as-of", "2026-03-14 18:00", cwd=folder).out.splitlines()) == 2
