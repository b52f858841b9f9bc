"""Whether a page holds an article of several pages, or one that grows entry by entry."""

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

import lxml.etree

from pipelines.fields.marks import Mark
from pipelines.page.links import absolute
from pipelines.page.page import Page
from pipelines.page.structured import json_ld_types

_LIVE_BLOG = "LiveBlogPosting"
_MAX_PAGES = 100  # greater numbers in an address are years and article numbers
_MAX_LINKS = 200
_MIN_STEM_CHARS = 3
# The number of a page as addresses have it: /page/2, /2/, ?page=2, ?p=2, story-2.html, story_2, story,2
_QUERY_NUMBER = re.compile(r"(?:^|&)(?:page|p|pg|seite|pagina|page_num|paged)=(\d{1,3})(?=&|$)")
_PATH_NUMBER = re.compile(r"(?:/(?:page|seite|pagina|p)/?|[/_,]|-(?:page-|seite-|p)?)(\d{1,3})(?=/?$|\.[a-z]{3,5}$)")
_REL_NEXT = re.compile(rb"""rel=["']?[^"'>]{0,40}next""")
_NUMBER_IN_LINK = re.compile(rb"""[^"'<>\s]{0,40}?\d/?(?:[.&#"'<>\s]|$)""")
_ENDS_IN_NUMBER = re.compile(r"\d{1,3}/?(?:$|[.&#])")
Numbered = tuple[tuple[str, str, str], int]
_next_links: Callable[..., Any] = lxml.etree.XPath(
    "//a[@rel][contains(concat(' ', @rel, ' '), ' next ')]/@href", smart_strings=False
)
_links_with: Callable[..., Any] = lxml.etree.XPath("//a[contains(@href, $stem)]/@href", smart_strings=False)
_live_items: Callable[..., Any] = lxml.etree.XPath("boolean(//*[contains(@itemtype, 'LiveBlogPosting')])")


def page_marks(page: Page) -> tuple[Mark, ...]:
    """The marks of ``page``: a live blog by its JSON-LD or microdata, and whether its article has further pages."""
    marks = []
    if _LIVE_BLOG.encode() in page.source and _is_live(page):
        marks.append(Mark.LIVE_BLOG)
    own = _numbered(page.address)
    if own is not None and any(_is_page(own, other) for other in _linked(page, own)):
        marks.append(Mark.MULTI_PAGE)
    return tuple(marks)


def _is_live(page: Page) -> bool:
    return any(_LIVE_BLOG in json_ld_types(node) for node in page.markup.objects) or bool(_live_items(page.tree))


def is_page_of(address: str, other: str) -> bool:
    """Whether ``other`` is another page of the article at ``address``: they differ in a page's number alone."""
    own = _numbered(address)
    return own is not None and _is_page(own, other)


def _is_page(own: Numbered, other: str) -> bool:
    its = _numbered(other)
    # Without a number an address is the first page; both without one are the same page.
    return its is not None and own[0] == its[0] and own[1] != its[1]


def _linked(page: Page, own: Numbered) -> Iterator[str]:
    """Where ``page`` leads that may be another page of the article with the address ``own``."""
    for rel in ("next", "prev"):
        yield from page.markup.links.get(rel, ())
    stem = _stem(own)
    # A look at the source costs a twentieth of one at every link of the tree.
    hrefs = _next_links(page.tree) if _REL_NEXT.search(page.source) else []
    if len(stem) >= _MIN_STEM_CHARS and (own[1] > 1 or _has_number_after(stem.encode("utf-8", "replace"), page.source)):
        others = islice(_links_with(page.tree, stem=stem), _MAX_LINKS)
        # On a first page, only what has a number can lead to another.
        hrefs = [*hrefs, *(href for href in others if own[1] > 1 or _ENDS_IN_NUMBER.search(href))]
    for href in hrefs:
        address = absolute(page.base, href)
        if address:
            yield address


def _has_number_after(stem: bytes, source: bytes) -> bool:
    """Whether what begins with ``stem`` somewhere in a page's source ends in a number, as links to its pages do."""
    place = source.find(stem)
    while place >= 0:
        place += len(stem)
        if _NUMBER_IN_LINK.match(source, place):
            return True
        place = source.find(stem, place)
    return False


def _stem(own: Numbered) -> str:
    """What the last part of an article's path says without number and ending: links to its pages have it too."""
    return own[0][1].rstrip("/").rpartition("/")[2].partition(".")[0]


def _numbered(address: str) -> Numbered | None:
    """((host, path, query) without the page's number, that number, 1 where there is none); None: no address."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    query, path = parts.query, parts.path
    in_query = _QUERY_NUMBER.search(query)
    in_path = None if in_query else _PATH_NUMBER.search(path)
    found = in_query or in_path
    number = int(found[1]) if found else 1
    if not 0 < number <= _MAX_PAGES:
        number, in_query, in_path = 1, None, None
    if in_query:
        query = (query[: in_query.start()] + query[in_query.end() :]).strip("&")
    if in_path:
        path = path[: in_path.start()] + path[in_path.end() :]
    return (parts.netloc.lower().removeprefix("www."), path.rstrip("/"), query), number
