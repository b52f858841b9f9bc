"""The number of views in markups of many languages and kinds, and in what only looks like one."""

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.fields.candidate import first
from pipelines.fields.views.read import read_views
from tests.pipelines.making import page_of

MARKUPS = tomllib.loads(Path(__file__).with_name("view_markups.toml").read_text(encoding="utf-8"))["markup"]
LINES = tomllib.loads(Path(__file__).with_name("view_lines.toml").read_text(encoding="utf-8"))["lines"]
LEAST_SHARE = 0.95


UNSEEN = ["<!-- 7 views -->", "<script>document.write('<b>8 views</b>')</script>", "<!-- -->"]
SILENT = re.compile(r"(?s)<(title|script|style|template|svg|blockquote)\b.*?</\1>")


def whole_page(language: str, html: str) -> str:
    if html.startswith("<html"):
        return html
    return (
        f'<html lang="{language}"><head><title>Bells - Hill News</title></head><body><nav><a href="/">Home</a></nav>'
        f"<main><article><h1>Bells</h1>{html}<p>They ring at noon, and nobody in the street minds at all.</p></article>"
        "</main><footer><p>Hill News 2026</p></footer></body></html>"
    )


def views_in(language: str, html: str) -> int | None:
    found = first(read_views(page_of(whole_page(language, html))))
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


@given(st.sampled_from(MARKUPS), st.sampled_from(UNSEEN), st.data())
@settings(max_examples=400)
def test_what_is_not_seen_changes_no_number_of_views(markup: dict[str, str], unseen: str, data: st.DataObject) -> None:
    html = whole_page(markup["language"], markup["html"])
    silent = [range(*match.span()) for match in SILENT.finditer(html)]
    texts = (range(match.start(1), match.end(1) + 1) for match in re.finditer(r">([^<>]+)<", html))
    places = [place for text in texts for place in text if not any(place in span for span in silent)]
    entities = [range(match.start() + 1, match.end()) for match in re.finditer(r"&\w+;", html)]
    place = data.draw(st.sampled_from([place for place in places if not any(place in span for span in entities)]))
    changed = html[:place] + unseen + html[place:]

    assert views_in("", changed) == views_in("", html)


@pytest.mark.parametrize("markup", MARKUPS, ids=[markup["name"] for markup in MARKUPS])
def test_reading_views_leaves_the_page_as_it_was(markup: dict[str, str]) -> None:
    page = page_of(markup["html"])
    before = page.selector.get()
    list(read_views(page))

    assert page.selector.get() == before
