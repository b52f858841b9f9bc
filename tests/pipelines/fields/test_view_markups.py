"""The number of views in markups of many languages and kinds, and in what only looks like one."""

import tomllib
from pathlib import Path

import pytest

from pipelines.fields.candidate import first
from pipelines.fields.views import read_views
from tests.pipelines.making import page_of

MARKUPS = tomllib.loads(Path(__file__).with_name("view_markups.toml").read_text(encoding="utf-8"))["markup"]
LINES = tomllib.loads(Path(__file__).with_name("view_lines.toml").read_text(encoding="utf-8"))["lines"]
LEAST_SHARE = 0.95


def views_in(language: str, html: str) -> int | None:
    whole = (
        f'<html lang="{language}"><head><title>Bells - Hill News</title></head><body><nav><a href="/">Home</a></nav>'
        f"<main><article><h1>Bells</h1>{html}<p>They ring at noon, and nobody in the street minds at all.</p></article>"
        "</main><footer><p>Hill News 2026</p></footer></body></html>"
    )
    found = first(read_views(page_of(html if html.startswith("<html") else whole)))
    return found.value.number if found else None


def test_views_are_read_as_a_person_reads_them() -> None:
    wrong = [
        f"{markup['name']}: {read} instead of {markup.get('views')}"
        for markup in MARKUPS
        if (read := views_in(markup["language"], markup["html"])) != markup.get("views")
    ]

    assert len(wrong) <= (1 - LEAST_SHARE) * len(MARKUPS), "\n".join(wrong)


def test_views_are_read_in_the_wordings_of_many_systems_and_languages() -> None:
    wrong = [
        f"{language} {html}: {read} instead of {number}"
        for language, html, number in LINES
        if (read := views_in(language, html)) != (None if number < 0 else number)
    ]

    assert len(wrong) <= (1 - LEAST_SHARE) * len(LINES), "\n".join(wrong)


def test_the_markups_cover_languages_and_traps() -> None:
    languages = {markup["language"].partition("-")[0] for markup in MARKUPS if "views" in markup}

    assert len(languages) >= 30
    assert sum("views" not in markup for markup in MARKUPS) >= 20


@pytest.mark.parametrize("markup", MARKUPS, ids=[markup["name"] for markup in MARKUPS])
def test_reading_views_leaves_the_page_as_it_was(markup: dict[str, str]) -> None:
    page = page_of(markup["html"])
    before = page.selector.get()
    list(read_views(page))

    assert page.selector.get() == before
