"""Marks of a page: live blogs, and articles of several pages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.body.marks import PageMark, is_page_of, page_marks
from tests.pipelines.making import ld, page_of

STORY = "https://news.example/town/bells-before-bread"


@pytest.mark.parametrize(
    "other",
    [
        "https://news.example/town/bells-before-bread?page=2",
        "https://www.news.example/town/bells-before-bread/2/",
        "https://news.example/town/bells-before-bread/page/3",
        "https://news.example/town/bells-before-bread-2",
    ],
)
def test_an_address_with_a_page_number_more_is_a_page_of_the_article(other: str) -> None:
    assert is_page_of(STORY, other)


@pytest.mark.parametrize(
    "other",
    [
        STORY,
        f"{STORY}/",
        f"{STORY}?page=1",
        f"{STORY}?utm_source=x",
        "https://news.example/town/bells-before-bread-2026",
        "https://news.example/town/bells-after-bread-2",
        "https://other.example/town/bells-before-bread-2",
        "https://news.example/town?page=2",
        "http://[",
    ],
)
def test_other_addresses_are_not(other: str) -> None:
    assert not is_page_of(STORY, other)


def test_the_second_page_knows_the_first_and_the_third() -> None:
    assert is_page_of("https://news.example/bells,2.html", "https://news.example/bells.html")
    assert is_page_of("https://news.example/bells?page=2", "https://news.example/bells?page=3")


def test_an_article_with_a_link_to_its_next_page_has_several() -> None:
    head = page_of(f"<head><link rel=next href='{STORY}?page=2'></head><p>Bells", STORY)
    foot = page_of("<p>Bells</p><a rel='nofollow next' href='?page=2'>Next</a>", STORY)
    numbers = page_of("<p>Bells</p><a href='/town/bells-before-bread/2'>2</a>", STORY)

    assert [page_marks(page) for page in (head, foot, numbers)] == [(PageMark.MULTI_PAGE,)] * 3


def test_a_link_to_the_next_article_is_no_next_page() -> None:
    page = page_of(
        "<head><link rel=next href='/town/flour'></head><a rel=next href='/town/flour-2'>Next story</a>", STORY
    )

    assert page_marks(page) == ()


def test_a_live_blog_is_told_by_its_markup() -> None:
    assert page_marks(page_of(ld('{"@type": "LiveBlogPosting"}'))) == (PageMark.LIVE_BLOG,)
    assert page_marks(page_of("<div itemscope itemtype='https://schema.org/LiveBlogPosting'>x</div>")) == (
        PageMark.LIVE_BLOG,
    )


@given(st.text(), st.text())
def test_any_addresses_are_compared(address: str, other: str) -> None:
    assert not is_page_of(address, address)
    assert is_page_of(address, other) == is_page_of(other, address)
