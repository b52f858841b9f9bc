"""Listings that a script fetches: a JSON answer as the HTML page that its script would make of it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from pipelines.page.links import absolute
from pipelines.page.page import Page
from spiders.pagination import page_with_number

_TITLES = ("title", "headline", "heading", "name")
_ADDRESSES = ("url", "link", "href", "permalink", "web_url", "webUrl", "canonical_url", "path", "uri")
_DATES = ("date_gmt", "date", "published", "published_at", "publishedAt", "datePublished", "pubDate", "created_at")
_NEXT = (
    "next next_url nextUrl next_page nextPage next_page_url nextPageUrl next_link nextLink load_more more_url moreUrl "
    "next_href nextHref"
).split()
_HAS_MORE = "has_more hasMore has_next hasNext more".split()
_MAX_DEPTH = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonListing:
    """A JSON answer as ``page``, in HTML; ``is_last``: it says that no entries come after its own."""

    page: Page
    is_last: bool


def is_json(page: Page) -> bool:
    """Whether the answer is JSON, by its header or, where that says HTML, by how it begins."""
    return "json" in (page.content_type or "") or page.body.lstrip()[:1] in (b"{", b"[")


def json_listing(page: Page) -> JsonListing:
    """The entries of the JSON answer ``page``: pieces of HTML in it as they are, addresses with titles as links.

    What is no JSON after all has none.
    """
    try:
        answer = json.loads(page.body)
    except (ValueError, RecursionError):
        return JsonListing(page=_html_page(page, ""), is_last=True)
    pieces = list(_pieces(answer, 0))
    told = [value for holder in _holders(answer) for name, value in holder.items() if name in (*_NEXT, *_HAS_MORE)]
    following = next((address for value in told if (address := _address_of(page, value))), None)
    link = f'<link rel="next" href="{escape(following)}">' if following else ""
    is_last = bool(told) and following is None and True not in told
    return JsonListing(page=_html_page(page, link + "\n".join(pieces)), is_last=is_last)


def _html_page(page: Page, content: str) -> Page:
    body = f"<html><body>{content}</body></html>".encode("utf-8", "replace")
    return replace(page, body=body, content_type="text/html; charset=utf-8")


def _pieces(value: Any, depth: int) -> Iterator[str]:
    """What ``value`` holds of entries, in its order."""
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, str):
        if "<" in value and "href" in value:
            yield value
    elif isinstance(value, list):
        for one in value:
            yield from _pieces(one, depth + 1)
    elif isinstance(value, dict):
        title, address = _first(value, _TITLES), _first(value, _ADDRESSES)
        if title and address:
            date = _first(value, _DATES)
            time = f'<time datetime="{escape(date)}"></time>' if date else ""
            yield f'<article><a href="{escape(address)}">{escape(title)}</a>{time}</article>'
        else:
            for one in value.values():
                yield from _pieces(one, depth + 1)


def _first(value: dict[str, Any], names: tuple[str, ...]) -> str | None:
    """The first text of ``value`` under one of ``names``, which may be wrapped as a rendered one."""
    for name in names:
        one = value.get(name)
        text = one.get("rendered") if isinstance(one, dict) else one
        if isinstance(text, str) and text.strip():
            return text
    return None


def _holders(answer: Any) -> Iterator[dict[str, Any]]:
    """Where an answer says how it goes on: at its top, or one level below it."""
    if isinstance(answer, dict):
        yield answer
        yield from (value for value in answer.values() if isinstance(value, dict))


def _address_of(page: Page, value: Any) -> str | None:
    """The address that ``value`` is: written out, or as the number of a page."""
    if isinstance(value, dict):
        value = value.get("href") or value.get("url")
    if isinstance(value, int) and not isinstance(value, bool):
        return page_with_number(page.address, value)
    is_address = isinstance(value, str) and any(mark in value for mark in "/?")
    return absolute(page.address, value) if is_address else None
