"""Two addresses: whether only their spelling differs, in what, and whether one is believed to stand for the other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.localsite.newsroom import Newsroom
from pipelines.addresses.twins import Change, Part, changes_between, is_same_article, unmarked, without_twins

STORY = "https://news.example/town/warm-bread-at-dawn/"


@pytest.mark.parametrize(
    ("address", "other", "changes"),
    [
        (STORY, STORY, set()),
        ("http://news.example/a", "https://news.example/a", {Change(Part.SCHEME, "http", "https")}),
        ("https://www.news.example/a", "https://news.example/a",
         {Change(Part.HOST, "www.news.example", "news.example")}),
        ("https://amp.news.example/a", "https://www.news.example/a",
         {Change(Part.HOST, "amp.news.example", "www.news.example")}),
        ("https://news.example/a/", "https://news.example/a", {Change(Part.SLASH, "/", "")}),
        ("https://news.example/a", "https://news.example/a/", {Change(Part.SLASH, "", "/")}),
        ("https://news.example/a/index.html", "https://news.example/a/", {Change(Part.INDEX, "index", "")}),
        ("https://news.example/a/amp/", "https://news.example/a/", {Change(Part.MARK, "marked", "")}),
        ("https://news.example/amp/a", "https://news.example/a", {Change(Part.MARK, "marked", "")}),
        ("https://news.example/a.amp.html", "https://news.example/a.html", {Change(Part.MARK, "marked", "")}),
        ("https://news.example/a/print", "https://news.example/a/", {Change(Part.MARK, "marked", "")}),
        ("https://news.example/A", "https://news.example/a", {Change(Part.CASE, "mixed", "")}),
        ("https://news.example/a?x=1&y=2", "https://news.example/a?y=2", {Change(Part.PARAMETER, "x", "")}),
        ("http://www.news.example/a?x=1", "https://news.example/a/", {
            Change(Part.SCHEME, "http", "https"),
            Change(Part.HOST, "www.news.example", "news.example"),
            Change(Part.SLASH, "", "/"),
            Change(Part.PARAMETER, "x", ""),
        }),
    ],
)  # fmt: skip
def test_a_change_of_spelling_is_named(address: str, other: str, changes: set[Change]) -> None:
    assert changes_between(address, other) == frozenset(changes)


@pytest.mark.parametrize(
    "other",
    [
        "https://news.example/town/cold-bread-at-dawn/",
        "https://other.example/town/warm-bread-at-dawn/",
        "https://news.example/",
        f"{STORY}?page=2",
        f"{STORY}2/",
        "http://[",
    ],
)
def test_another_thing_is_no_change_of_spelling(other: str) -> None:
    assert changes_between(STORY, other) is None


@pytest.mark.parametrize(
    ("address", "canonical", "is_believed"),
    [
        (f"{STORY}amp/", STORY, True),
        ("https://news.example/warm-bread-at-dawn", STORY, True),
        ("https://news.example/a/1024500", "https://news.example/town/1024500", True),
        ("https://news.example/a/12", "https://news.example/town/12", False),
        (f"{STORY}2/", STORY, False),
        (f"{STORY}?id=7", STORY, False),
        ("https://news.example/index.html", "https://news.example/", False),
        (STORY, "https://news.example/", False),
        (STORY, "https://news.example/town/", False),
        (STORY, STORY.replace("news.", "other."), False),
    ],
)
def test_a_canonical_address_is_believed_where_it_names_what_the_page_is_named(
    address: str, canonical: str, *, is_believed: bool
) -> None:
    assert is_same_article(address, canonical) is is_believed


def test_no_article_of_the_local_site_is_believed_to_be_another() -> None:
    newsroom = Newsroom(stories=40, seed=3)
    addresses = [f"http://127.0.0.1{story.path(language)}" for story in newsroom.stories for language in ("en", "pt")]

    assert not [
        (first, second)
        for first in addresses
        for second in addresses
        if first != second and is_same_article(first, second)
    ]


@pytest.mark.parametrize(
    ("address", "plain"),
    [
        ("https://amp.news.example/a", "https://news.example/a"),
        ("https://news.example/amp/a", "https://news.example/a"),
        ("https://news.example/a/amp", "https://news.example/a"),
        ("https://news.example/amplifier/a", None),
        ("https://news.example/news/example", None),
        ("https://news.example/prints/a", None),
        ("https://news.example/amp", "https://news.example/"),
        ("http://[", None),
    ],
)
def test_the_mark_of_a_version_for_phones_or_paper_is_known(address: str, plain: str | None) -> None:
    assert unmarked(address) == plain


def test_of_a_page_that_links_to_both_the_common_version_is_taken() -> None:
    alone = "https://news.example/other/amp/"
    found = ["https://www.news.example/a", "https://news.example/a/amp", alone, STORY, f"{STORY}print/"]

    assert without_twins(found) == ["https://www.news.example/a", alone, STORY]


@given(st.text(), st.text())
def test_any_two_texts_are_twins_or_not(first: str, second: str) -> None:
    changes_between(f"http://{first}", f"http://{second}")
    assert is_same_article(first, first)
    assert len(without_twins([first, second])) <= 2
