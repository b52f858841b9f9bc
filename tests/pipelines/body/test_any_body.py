"""Laws of body reading that hold for any page."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipelines.fields.body import read_body
from pipelines.fields.candidate import first
from tests.pipelines.body.invented import PAGES
from tests.pipelines.making import page_of

_TAGS = "p div br b a li ul ol td tr table pre h1 h2 article main form aside blockquote span time img".split()
_SHREDS = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in _TAGS] + [f"</{tag}>" for tag in _TAGS]),
    st.sampled_from(["<div class='comments'>", "<p hidden>", "<!--", "-->", "<script>", "</script>", "\u2028", "&#0;"]),
    st.sampled_from(
        ["The bell rings before the bread is baked, and nobody in the street minds it. ", "Read more", "1"]
    ),
    st.text(max_size=20),
)
ANY_PAGE = st.one_of(
    st.binary(), st.lists(_SHREDS).map(lambda shreds: "".join(shreds).encode("utf-8", "surrogatepass"))
)
_UNSEEN = st.sampled_from(["<!-- Bells -->", "<script>document.write('<p>Read more</p>')</script>", "<!---->"])


def text_of(html: bytes | str) -> str | None:
    body = first(read_body(page_of(html)))
    return body.value.text if body else None


@given(ANY_PAGE)
@example(b"")
@example(b"<p>")
@example(b"<?xml version='1.0'?><x>Bread</x>")
def test_any_bytes_are_read_and_twice_the_same(html: bytes) -> None:
    page = page_of(html)
    bodies = list(read_body(page))

    assert bodies == list(read_body(page_of(html)))
    for body in bodies:
        paragraphs = body.value.text.split("\n\n")
        assert len(paragraphs) == len(body.value.kinds)
        assert all(paragraph.strip() for paragraph in paragraphs)
        assert 0 <= body.confidence <= 1


@pytest.mark.parametrize("name", PAGES)
@given(st.data())
def test_a_script_or_comment_between_blocks_changes_nothing(name: str, data: st.DataObject) -> None:
    html = PAGES[name].html
    places = [match.end() for match in re.finditer(r"</(?:p|h1|h2|div|ul|section|table|article)>", html)]
    place, unseen = data.draw(st.sampled_from(places)), data.draw(_UNSEEN)

    assert text_of(html[:place] + unseen + html[place:]) == text_of(html)


@pytest.mark.parametrize(
    "html",
    ["<div>" * 100_000 + "bread", "<b>" * 100_000 + "bread", "<p>bread</p>" * 50_000, "<p>" + "bread " * 200_000],
    ids=["deep", "inline", "many", "long"],
)
def test_a_page_blown_up_in_one_way_is_read(html: str) -> None:
    assert "bread" in str(text_of(html))
