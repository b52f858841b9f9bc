"""Where on a page a value stands: in elements, alone or among other words, in attributes, in the data of scripts."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

import lxml.html

from pipelines.page.page import Page
from pipelines.page.text import fold, shown_text

MAX_PLACES = 40
_MAX_BESIDE_CHARACTERS = 200  # a value among more words than these is part of a text, not marked as anything
_UNSHOWN_TAGS = frozenset("html head body script style noscript template svg title".split())
_POINTERS = frozenset("class id style href src srcset name property itemprop rel type for role lang".split())
_DATA_KEY = re.compile(r'"([A-Za-z_][\w-]{1,40})"\s*:\s*("(?:[^"\\\n]|\\.){0,400}"|\d[\d.,]*)')
_MAX_SCRIPT_CHARACTERS = 2_000_000
# Names that selectors can name without escapes; others, such as o:p, belong to other languages than HTML.
PLAIN_NAME = re.compile(r"[a-z][a-z0-9_-]*")

Says = Callable[[str], bool]
Finds = Callable[[str], str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place of a value: the ``element``, or its ``attribute``, or the ``key`` of data in a script element.

    ``before`` and ``after`` are the words around the value where the element says more than it; else empty.
    ``is_quoted``: the data is a text, not a number.
    """

    element: lxml.html.HtmlElement
    attribute: str | None = None
    key: str | None = None
    is_quoted: bool = False
    before: str = ""
    after: str = ""


def places_of(page: Page, says: Says, finds: Finds) -> tuple[Place, ...]:
    """The places on ``page`` of a text that ``says`` accepts, or in which ``finds`` finds the value as written."""
    found = (place for element in page.tree.iter("*") for place in _within(element, says, finds))
    return tuple(islice(found, MAX_PLACES))


def _within(element: lxml.html.HtmlElement, says: Says, finds: Finds) -> Iterator[Place]:
    for attribute, value in element.items():
        if attribute not in _POINTERS and PLAIN_NAME.fullmatch(attribute) and says(fold(value)):
            yield Place(element=element, attribute=attribute)
    if element.tag == "script":
        yield from _in_data(element, says)
    elif element.tag not in _UNSHOWN_TAGS and PLAIN_NAME.fullmatch(element.tag):
        yield from _shown(element, says, finds)


def _shown(element: lxml.html.HtmlElement, says: Says, finds: Finds) -> Iterator[Place]:
    text = fold(shown_text(element))
    if not text:
        return
    if says(text):
        yield Place(element=element)
        return
    written = finds(text)
    is_beside = written is not None and len(text) <= len(written) + _MAX_BESIDE_CHARACTERS
    # Where a child says it as well, that is the place.
    if written and is_beside and not any(written in fold(shown_text(child)) for child in element.iterchildren("*")):
        before, _, after = text.partition(written)
        yield Place(element=element, before=before.strip(), after=after.strip())


def _in_data(element: lxml.html.HtmlElement, says: Says) -> Iterator[Place]:
    text = element.text or ""
    if len(text) > _MAX_SCRIPT_CHARACTERS:
        return
    for key, value in _DATA_KEY.findall(text):
        if says(value.strip('"')):
            yield Place(element=element, key=key, is_quoted=value.startswith('"'))
