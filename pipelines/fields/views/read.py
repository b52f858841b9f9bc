"""How often the page says it was viewed."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeAlias

import lxml.etree
import lxml.html

from pipelines.fields.candidate import Candidate, first
from pipelines.fields.counts import Count, parse_count
from pipelines.fields.language import read_language
from pipelines.fields.views.marks import EYE_IN_SOURCE, Marked, beside_words, by_icons, eyes_in
from pipelines.fields.views.places import closeness, is_elsewhere, surroundings
from pipelines.fields.views.texts import places_of, shown_text
from pipelines.fields.views.words import (
    MAX_CHARACTERS,
    is_bare_number,
    is_view_word,
    may_speak_of_views,
    read_stated,
    spoken_needle,
)
from pipelines.page.page import Page
from pipelines.page.structured import json_ld_types

# What an XPath expression finds: elements or texts, by the expression.
Found: TypeAlias = Callable[[lxml.html.HtmlElement], Any]

# schema.org's InteractionCounter and the UserInteraction types it replaced.
_VIEW_ACTIONS = ("ViewAction", "WatchAction", "ReadAction", "UserPageVisits", "UserPageViews")
_OLD_COUNTER = re.compile(
    r"User(?:PageVisits|PageViews):\s*(?P<count>.*)|(?P<first>.*?)\s*User(?:PageVisits|PageViews)"
)
_DATA_NAMES = """
data-views data-view-count data-views-count data-pageviews data-page-views data-post-views
data-article-views data-total-views
""".split()
_DATA: Found = lxml.etree.XPath(f"//*[{' or '.join('@' + name for name in _DATA_NAMES)}]")
_MICRODATA: Found = lxml.etree.XPath("//*[@itemprop='userInteractionCount']")
_SPOKEN: Found = lxml.etree.XPath("//*[@title or @aria-label or @alt]")
_SPOKEN_NAMES = ("aria-label", "title", "alt")
_SPOKEN_NAME = re.compile(rb"""(?:aria-label|title|alt)=["'][^"'<>\n]{0,40}["']""")
_DATA_NAME = re.compile(rb"data-[a-z-]*views[a-z-]*\s*=")
_WINDOW = 40
# One walk in C over a page's texts costs a third of one in Python; where the texts stand is asked only if they tell.
_TEXTS: Found = lxml.etree.XPath("//text()", smart_strings=False)
_MAX_LINE_CHARACTERS = 120
_MAX_PART_CHARACTERS = 40
_MAX_RAW_CHARACTERS = 3 * MAX_CHARACTERS  # with the white space of an indented source
_MAX_FOUND = 60
_NEIGHBOURS = 12  # with the white space between elements
_LISTING = 3
_is_code: Callable[[str], Any] = re.compile(r"[<={;]").search
_has_digit: Callable[[str], Any] = re.compile(r"\d").search


def read_views(page: Page) -> Iterator[Candidate[Count]]:
    """The numbers of views ``page`` states for its article: JSON-LD, microdata, data attributes, visible text.

    A number that is no count comes last, with its text alone: see Count.
    """
    declared = first(read_language(page))
    unread: list[Candidate[Count]] = []
    for candidate in _read(page, declared.value if declared else None):
        if candidate.value.number is None:
            unread.append(candidate)
        else:
            yield candidate
    yield from unread


def _read(page: Page, language: str | None) -> Iterator[Candidate[Count]]:
    for counter in _counters(page.markup.article):
        if any(action in _VIEW_ACTIONS for action in _actions(counter)):
            yield from _stated(counter.get("userInteractionCount"), "json-ld:interactionStatistic")
    old = [*page.markup.metas.get("interactioncount", ()), page.markup.article.get("interactionCount")]
    for text in old:
        match = _OLD_COUNTER.fullmatch(text) if isinstance(text, str) else None
        yield from _stated(match["count"] or match["first"] if match else None, "microdata:interactionCount")
    signs = _signs(page, language)
    near_views = _near(b"iews", page.source)  # Views, pageViews
    for source, found in (
        ("microdata:userInteractionCount", _in_microdata(page, language)),
        ("data:views", _in_data(page, near_views, language)),
        # What follows shows a bare number somewhere, or words beside it.
        ("attribute:views", _in_spoken(page, near_views, language) if signs.has_numbers else ()),
        ("text:views", _in_text(page, language) if signs.are_named else ()),
        ("icon:eye", _by_eyes(page, near_views, language) if signs.has_numbers else ()),
    ):
        for count in _of_the_article(page, list(found)):
            yield Candidate(count, source)


def _counters(article: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    stated = article.get("interactionStatistic")
    return [counter for counter in (stated if isinstance(stated, list) else [stated]) if isinstance(counter, dict)]


def _actions(counter: Mapping[str, Any]) -> list[str]:
    action = counter.get("interactionType")
    names = json_ld_types(action) if isinstance(action, dict) else (str(action),)
    return [name.rsplit("/", 1)[-1].rsplit(":", 1)[-1] for name in names]


def _stated(value: Any, source: str) -> Iterator[Candidate[Count]]:
    """The count that markup states, or its bare text where that is no count: 12.345 is never 12,345."""
    if isinstance(value, (str, int, float)) and not isinstance(value, bool) and _has_digit(text := str(value)):
        count = None if isinstance(value, float) else parse_count(text)
        yield Candidate(count or Count(None, text.strip()), source)


def _of_the_article(page: Page, found: Sequence[Marked]) -> list[Count]:
    """Of the counts ``found`` on ``page``, those closest by its headline; none where they are those of a listing."""
    if not found:
        return []
    around = surroundings(page)
    own = [marked for marked in found if not is_elsewhere(marked.element, around)]
    nearest = max((closeness(marked.element, around) for marked in own), default=0)
    counts = [marked.count for marked in own if closeness(marked.element, around) == nearest]
    return counts if len({count.number for count in counts}) < _LISTING else []


def _in_microdata(page: Page, language: str | None) -> Iterator[Marked]:
    if b"userInteractionCount" not in page.source:
        return
    for element in _MICRODATA(page.tree)[:_MAX_FOUND]:
        scope = next((outer for outer in element.iterancestors() if outer.get("itemscope") is not None), None)
        kinds = [] if scope is None else scope.xpath(".//*[@itemprop='interactionType']/@*[name()!='itemprop']")
        if any(kind.rsplit("/", 1)[-1] in _VIEW_ACTIONS for kind in kinds):
            count = parse_count(element.get("content") or shown_text(element), language)
            if count:
                yield Marked(count, element)


def _in_data(page: Page, near_views: bytes, language: str | None) -> Iterator[Marked]:
    """The counts in attributes such as data-views."""
    if b"data-view-count" not in page.source and not _DATA_NAME.search(near_views):
        return
    for element in _DATA(page.tree)[:_MAX_FOUND]:
        texts = (element.get(name) or "" for name in _DATA_NAMES)
        stated = next((text.strip() for text in texts if _has_digit(text)), None)
        if stated:
            yield Marked(parse_count(stated, language) or Count(None, stated), element)


def _in_spoken(page: Page, near_views: bytes, language: str | None) -> Iterator[Marked]:
    """The counts in what a screen reader or a pointer is told, or in the elements that are told to be views."""
    near = near_views + b"".join(_near(needle.encode(), page.source) for needle in spoken_needle(language))
    if not _SPOKEN_NAME.search(near):
        return
    icons: list[lxml.html.HtmlElement] = []
    for element in _SPOKEN(page.tree):
        for name in _SPOKEN_NAMES:
            told = element.get(name) or ""
            stated = read_stated(told, language) if _has_digit(told) and len(told) <= MAX_CHARACTERS else None
            if stated and stated.is_named:
                yield Marked(stated.count, element)
            elif len(icons) < _MAX_FOUND and is_view_word(told) and element not in icons:
                icons.append(element)
    yield from by_icons(page.tree, icons, language) if icons else ()


def _near(needle: bytes, source: bytes) -> bytes:
    """What stands around ``needle`` in a page's source: patterns are looked for there, quicker than in the whole."""
    near: list[bytes] = []
    place = source.find(needle)
    while place >= 0:
        near.append(source[max(0, place - _WINDOW) : place + _WINDOW])
        place = source.find(needle, place + len(needle))
    return b"\n".join(near)


def _in_text(page: Page, language: str | None) -> Iterator[Marked]:
    """The counts that visible texts state alone, or beside a text that is a word for views."""
    places = list(places_of(page.tree))
    told = ((place, _told(place.text, language)) for place in places)
    own = ((place, count) for place, count in told if count and not place.is_in_a_sentence())
    for place, count in islice(own, _MAX_FOUND):
        yield Marked(count, place.element)
    yield from beside_words(places, language)


@dataclass(frozen=True, slots=True)
class _Signs:
    """What the texts of a page promise before they are read where they stand.

    ``has_numbers``: some text is a bare number; ``are_named``: some number may stand beside a word for views.
    """

    has_numbers: bool
    are_named: bool


def _signs(page: Page, language: str | None) -> _Signs:
    texts: list[str] = _TEXTS(page.tree)
    with_digits = [
        place
        for place, text in enumerate(texts)
        if len(text) <= _MAX_RAW_CHARACTERS and not text.isspace() and _has_digit(text) and _is_short(text)
    ]
    numbers = [place for place in with_digits if is_bare_number(texts[place])]
    # One look at all the words there spares most pages a look at each.
    wholes = [_parted(texts, place) for place in with_digits]
    labels = [label for place in numbers for label in _around(texts, place)]
    words = [f"{before}{text}\n{text}{after}" if before or after else text for before, text, after in wholes]
    are_named = may_speak_of_views("\n".join((*words, *labels))) and (
        any(_told(whole, language) for parts in wholes for whole in _wholes(*parts)) or any(map(is_view_word, labels))
    )
    return _Signs(has_numbers=bool(numbers), are_named=are_named)


def _is_short(text: str) -> bool:
    return len(text.strip()) <= _MAX_LINE_CHARACTERS


def _told(text: str, language: str | None) -> Count | None:
    """The count that a text states beside a word for views."""
    if not _is_short(text) or not _has_digit(text) or not may_speak_of_views(text):
        return None
    stated = read_stated(text, language)
    return stated.count if stated and stated.is_named else None


def _parted(texts: Sequence[str], place: int) -> tuple[str, str, str]:
    """The text at ``place`` between what it may be parted from: a comment or script parts a text in two in the tree."""
    before = _first_shown(reversed(texts[max(0, place - 2) : place]))
    after = _first_shown(texts[place + 1 : place + 3])
    return before[-_MAX_PART_CHARACTERS:], texts[place], after[:_MAX_PART_CHARACTERS]


def _first_shown(texts: Iterable[str]) -> str:
    """The first of ``texts`` that is not code; empty where that is white space, or none is."""
    for text in texts:
        if text.isspace():
            return ""
        if not _is_code(text):
            return text
    return ""


def _wholes(before: str, text: str, after: str) -> Iterator[str]:
    yield text
    if before:
        yield before + text
    if after:
        yield text + after


def _around(texts: Sequence[str], place: int) -> Iterator[str]:
    """The words next to the text at ``place``, before it and after it: they too may be parted in two."""
    before = [text for text in texts[max(0, place - _NEIGHBOURS) : place] if not text.isspace() and not _is_code(text)]
    after = [text for text in texts[place + 1 : place + _NEIGHBOURS] if not text.isspace() and not _is_code(text)]
    yield from ("".join(before[-1:]), "".join(before[-2:]), "".join(after[:1]), "".join(after[:2]))


def _by_eyes(page: Page, near_views: bytes, language: str | None) -> Iterator[Marked]:
    if EYE_IN_SOURCE.search(near_views) or EYE_IN_SOURCE.search(_near(b"eye", page.source)):
        icons = eyes_in(page.tree)
        yield from by_icons(page.tree, icons, language) if icons else ()
