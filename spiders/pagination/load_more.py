"""Load-more buttons and endless lists: the addresses that their markup carries for a script to fetch."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import lxml.html

from pipelines.page.links import absolute
from pipelines.page.page import Page
from spiders.pagination.numbering import marks_of
from spiders.pagination.pager_links import names_of, words_on
from spiders.pagination.words import Way, way_of

# Attributes that carry an address; those that name the next page need no button around them.
_NEXT_ATTRIBUTES = (
    "data-next data-next-url data-next-page-url data-nexturl data-next-href data-next-link data-next-page "
    "data-load-more data-load-more-url data-loadmore data-loadmore-url data-more data-more-url "
    "data-infinite-url data-infinite-next data-infinite-scroll data-scroll-url"
).split()
_ATTRIBUTES = (
    "data-url data-href data-ajax data-ajax-url data-endpoint data-api data-api-url data-action data-link data-path "
    "data-src-url data-request data-source data-remote hx-get data-hx-get ic-get-from ic-append-from up-href formaction"
).split()
_PAGE_ATTRIBUTES = ("data-next-page", "data-nextpage", "data-page", "data-paged", "data-current-page")
_OFFSET_ATTRIBUTES = ("data-offset", "data-next-offset", "data-start")
_APPENDS = re.compile(r"beforeend|afterend|revealed|intersect", re.IGNORECASE)
_BUTTON = re.compile(
    r"(?:load|show|view|see|read|fetch|get)[_-]?(?:more|next|older)|more[_-]?(?:posts|news|articles|stories|items|results|"
    r"btn|button|link)|btn[_-]?more|infinite|endless|lazy[_-]?list|pagination|pager|next[_-]?page|scroll[_-]?(?:more|next)",
    re.IGNORECASE,
)
_PLACE_OF_PAGE = re.compile(
    r"\{\{? ?(?:page|paged|p|n|pageNumber|page_number)? ?\}?\}|%page%|__page__|\[page\]|:page\b|%7Bpage%7D|#page#",
    re.IGNORECASE,
)
_PLACE_OF_OFFSET = re.compile(
    r"\{\{? ?(?:offset|start|from) ?\}?\}|%offset%|__offset__|\[offset\]|:offset\b", re.IGNORECASE
)
_NO_ADDRESS = ("#", "{", "[", ".", "javascript:", "mailto:", "data:")
_DATA = re.compile(rb"data-[\w-]+")
_NO_BUTTONS = ("script", "link", "style", "meta", "template", "form", "input", "iframe", "video", "img", "html", "body")
_MAX_CHARACTERS = 1000
_MAX_DIGITS = 6
_ALL_ATTRIBUTES = (*_NEXT_ATTRIBUTES, *_ATTRIBUTES, *_PAGE_ATTRIBUTES)


def load_more_addresses(page: Page) -> Iterator[str]:
    """The addresses of further entries that the markup of ``page`` carries, in document order."""
    # The bytes tell sooner than a walk which of them the page has.
    data = set(_DATA.findall(page.body))
    there = [
        name
        for name in _ALL_ATTRIBUTES
        if (name.encode() in data if name.startswith("data-") else name.encode() in page.body)
    ]
    for element in page.tree.xpath(f"//*[{' or '.join(f'@{name}' for name in there)}]") if there else ():
        if element.tag in _NO_BUTTONS:
            continue
        is_button = _is_button(element)
        named = [element.get(name) for name in _NEXT_ATTRIBUTES]
        others = [element.get(name) for name in _ATTRIBUTES] if is_button else []
        values = [value.strip() for value in (*named, *others) if value and _may_be_address(value.strip())]
        address = _address_for(page, element, values[0]) if values else None
        if not values and is_button and _number_of(element, _PAGE_ATTRIBUTES) is not None:
            address = _address_for(page, element, urlsplit(page.address)._replace(fragment="").geturl())
        if address:
            yield address


def _is_button(element: lxml.html.HtmlElement) -> bool:
    """Whether ``element`` is there to load more of the list."""
    names = f"{names_of(element)} {names_of(element.getparent())}"
    if _BUTTON.search(names) or _APPENDS.search(f"{element.get('hx-trigger') or ''} {element.get('hx-swap') or ''}"):
        return True
    return any(way_of(text) in (Way.NEXT, Way.MORE) for text in words_on(element) or ())


def _may_be_address(value: str) -> bool:
    is_short = len(value) <= _MAX_CHARACTERS and not value.startswith(_NO_ADDRESS)
    return is_short and not any(letter.isspace() for letter in value) and any(mark in value for mark in "/?")


def _address_for(page: Page, element: lxml.html.HtmlElement, value: str) -> str | None:
    """``value`` with the number of the next page, where it has a place for one or the element tells it apart."""
    own = next((mark.number for mark in marks_of(page.address) if mark.is_named and not mark.is_offset), 1)
    told = _number_of(element, _PAGE_ATTRIBUTES)
    number = max(told or 0, own + 1)
    offset = _number_of(element, _OFFSET_ATTRIBUTES)
    if _PLACE_OF_OFFSET.search(value):
        return None if offset is None else absolute(page.base, _PLACE_OF_OFFSET.sub(str(offset), value))
    if _PLACE_OF_PAGE.search(value):
        return absolute(page.base, _PLACE_OF_PAGE.sub(str(number), value))
    address = absolute(page.base, value)
    if address is None or any(mark.is_named for mark in marks_of(address)):
        return address
    if told is None and offset is None:
        return address
    parameter = f"page={number}" if told is not None else f"offset={offset}"
    return f"{address}{'&' if urlsplit(address).query else '?'}{parameter}"


def _number_of(element: lxml.html.HtmlElement, names: tuple[str, ...]) -> int | None:
    values = (element.get(name, "").strip() for name in names)
    return next((int(value) for value in values if value.isdecimal() and len(value) <= _MAX_DIGITS), None)
