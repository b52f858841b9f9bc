"""Listings that a script fetches: JSON with HTML in it, with addresses and titles, and what says how it goes on."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.listing import read_links
from pipelines.page.page import Page
from spiders.json_listing import is_json, json_listing
from spiders.pagination import next_pages
from spiders.site import site_at
from tests.archive.rows import NOON

SITE = site_at("https://news.example/")
ADDRESS = "https://news.example/api/list?page=2"


def answer(value: Any, *, content_type: str = "application/json") -> Page:
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    return Page(body=body, address=ADDRESS, fetched_at=NOON, content_type=content_type)


def links(value: Any) -> list[tuple[str, str]]:
    return [
        (link.address.removeprefix("https://news.example"), link.text)
        for link in read_links(json_listing(answer(value)).page)
    ]


def following(value: Any) -> str | None:
    found = next_pages(json_listing(answer(value)).page, SITE)
    return found[0].address.removeprefix("https://news.example") if found else None


def test_html_in_an_answer_is_read_as_it_stands() -> None:
    html = '<li><a href="/a">First &amp; last</a></li><li><a href="b">Zwölf</a></li>'
    assert links({"html": html, "next": None}) == [("/a", "First & last"), ("/api/b", "Zwölf")]
    assert links({"data": {"items": [{"markup": html}]}}) == links({"html": html})


def test_addresses_with_titles_are_entries() -> None:
    items = [
        {"title": "One <b>", "url": "/one", "image": {"url": "/one.jpg"}, "date": "2026-01-05"},
        {"title": {"rendered": "Two"}, "link": "https://news.example/two", "author": {"name": "A", "href": "/a"}},
        {"headline": "Three", "permalink": "/three"},
        {"title": "No address"},
        {"url": "/no-title"},
    ]
    expected = [("/one", "One <b>"), ("/two", "Two"), ("/three", "Three")]
    assert links(items) == expected
    assert links({"result": {"items": items}}) == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"next": "/api/list?page=3"}, "/api/list?page=3"),
        ({"next_page_url": "?page=3"}, "/api/list?page=3"),
        ({"links": {"next": "/api/list?cursor=xyz"}}, "/api/list?cursor=xyz"),
        ({"next": {"href": "/api/list?after=9"}}, "/api/list?after=9"),
        ({"nextPage": 3}, "/api/list?page=3"),
        ({"next": None}, None),
        ({"next": "javascript:more()"}, None),
        ({}, None),
    ],
)
def test_where_the_list_goes_on_is_told_in_many_ways(told: dict[str, Any], expected: str | None) -> None:
    assert following({"html": '<a href="/a">A</a>', **told}) == expected


def test_an_answer_can_say_that_it_is_the_last() -> None:
    ends: list[Any] = [{"next": None}, {"has_more": False}, {"nextPage": ""}]
    assert all(json_listing(answer(end)).is_last for end in ends)
    for value in [{}, {"has_more": True, "next": None}, {"next": "/x?page=3", "has_more": False}]:
        assert not json_listing(answer(value)).is_last


def test_an_answer_is_json_by_its_type_or_by_how_it_begins() -> None:
    assert is_json(answer(b"<p>", content_type="application/json; charset=utf-8"))
    assert is_json(answer(b' {"html": ""}', content_type="text/html"))
    assert not is_json(answer(b"<ul><li>", content_type="text/html"))


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 100_000, b'{"a": ' + b"9" * 5000 + b"}", b"\xff\xfe\x00"])
def test_what_is_no_json_after_all_is_a_last_page_without_entries(body: bytes) -> None:
    told = json_listing(answer(body))
    assert told.is_last
    assert read_links(told.page) == ()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.just('<a href="/x">X</a>'),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["html", "next", "url", "title", "items", "has_more"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(JSON)
def test_no_answer_makes_reading_fail(value: Any) -> None:
    told = json_listing(answer(value))
    assert isinstance(read_links(told.page), tuple)
