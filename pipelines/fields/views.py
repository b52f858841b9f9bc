"""How often the page says it was viewed."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import lxml.etree
import lxml.html

from pipelines.fields.candidate import Candidate, first
from pipelines.fields.counts import Count, parse_count
from pipelines.fields.labels import read_language
from pipelines.fields.view_marks import EYE_IN_SOURCE, Marked, Place, beside_eyes, beside_words
from pipelines.fields.view_places import closeness, is_elsewhere, surroundings
from pipelines.fields.view_words import (
    MAX_CHARACTERS,
    spoken_needle,
    is_bare_number,
    is_view_word,
    may_speak_of_views,
    read_stated,
)
from pipelines.page.page import Page
from pipelines.page.structured import json_ld_types

# schema.org's InteractionCounter and the UserInteraction types it replaced.
_VIEW_ACTIONS = ("ViewAction", "WatchAction", "ReadAction", "UserPageVisits", "UserPageViews")
_OLD_COUNTER = re.compile(r"User(?:PageVisits|PageViews):\s*(?P<count>.*)|(?P<first>.*?)\s*User(?:PageVisits|PageViews)")
_DATA_NAMES = """
data-views data-view-count data-viewcount data-views-count data-pageviews data-page-views data-post-views
data-article-views data-total-views data-view-counter data-viewed
""".split()
_DATA = lxml.etree.XPath(f"//*[{' or '.join('@' + name for name in _DATA_NAMES)}]")
_MICRODATA = lxml.etree.XPath("//*[@itemprop='userInteractionCount']")
_SPOKEN = lxml.etree.XPath("//*[@title or @aria-label]")
_SPOKEN_NAMES = ("aria-label", "title")
_SPOKEN_NAME = re.compile(r"""(?:aria-label|title)=["'][^"'<>]*$|(?:aria-label|title)=["'][^"'<>]*["']""")
_DATA_NAME = re.compile(r"data-[a-z-]*views[a-z-]*\s*=")
_VIEWS = "iews"  # of any letter case at its head: "Views", "pageViews"
_WINDOW = 60
# One walk in C over a page's texts costs a third of one in Python; where the texts stand is asked only if they tell.
_TEXTS = lxml.etree.XPath("//text()", smart_strings=False)
_PLACED_TEXTS = lxml.etree.XPath("//text()")
_MAX_RAW_CHARACTERS = 4 * MAX_CHARACTERS  # with the white space of an indented source
_MAX_FOUND = 60
_LISTING = 3
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
    for source, found in (
        ("microdata:userInteractionCount", _in_microdata(page, language)),
        ("data:views", _in_data(page, language)),
        ("attribute:views", _in_spoken(page, language)),
        ("text:views", _in_text(page, language)),
        ("icon:eye", _by_eyes(page, language)),
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
    """Of the counts ``found`` on the page, those that stand closest by its headline; none where they are a listing's."""
    if not found:
        return []
    around = surroundings(page)
    own = [marked for marked in found if not is_elsewhere(marked.element, around)]
    nearest = max((closeness(marked.element, around) for marked in own), default=0)
    counts = [marked.count for marked in own if closeness(marked.element, around) == nearest]
    return counts if len({count.number for count in counts}) < _LISTING else []


def _in_microdata(page: Page, language: str | None) -> Iterator[Marked]:
    if "userInteractionCount" not in page.text:
        return
    for element in _MICRODATA(page.tree):
        scope = next((outer for outer in element.iterancestors() if outer.get("itemscope") is not None), None)
        kinds = [] if scope is None else scope.xpath(".//*[@itemprop='interactionType']/@*[name()!='itemprop']")
        if any(kind.rsplit("/", 1)[-1] in _VIEW_ACTIONS for kind in kinds):
            count = parse_count(element.get("content") or "".join(element.itertext()), language)
            if count:
                yield Marked(count, element)


def _in_data(page: Page, language: str | None) -> Iterator[Marked]:
    """The counts in attributes such as data-views."""
    if "data-view" not in page.text and not _stands(_DATA_NAME, _VIEWS, page.text):
        return
    for element in _DATA(page.tree)[:_MAX_FOUND]:
        texts = (element.get(name) or "" for name in _DATA_NAMES)
        stated = next((text.strip() for text in texts if _has_digit(text)), None)
        if stated:
            yield Marked(parse_count(stated, language) or Count(None, stated), element)


def _in_spoken(page: Page, language: str | None) -> Iterator[Marked]:
    """The counts in what a screen reader or a pointer is told, or in the elements that are told to be views."""
    needles = (_VIEWS, *spoken_needle(language))
    if not any(_stands(_SPOKEN_NAME, needle, page.text) for needle in needles):
        return
    for element in _SPOKEN(page.tree):
        for name in _SPOKEN_NAMES:
            told = element.get(name) or ""
            stated = read_stated(told, language) if _has_digit(told) and len(told) <= MAX_CHARACTERS else None
            if stated and stated.is_named:
                yield Marked(stated.count, element)
            elif is_view_word(told):
                count = parse_count("".join(element.itertext("*")), language)
                if count:
                    yield Marked(count, element)


def _stands(pattern: re.Pattern[str], needle: str, source: str) -> bool:
    """Whether ``pattern`` is found around ``needle`` in a page's source: far quicker than a search for the pattern."""
    place = source.find(needle)
    while place >= 0:
        if pattern.search(source, max(0, place - _WINDOW), place + _WINDOW):
            return True
        place = source.find(needle, place + len(needle))
    return False


def _in_text(page: Page, language: str | None) -> Iterator[Marked]:
    """The counts that visible texts state alone, or beside a text that is a word for views."""
    told, is_beside = _telling([text for text in _TEXTS(page.tree) if not text.isspace()], language)
    if not told and not is_beside:
        return
    placed = [text for text in _PLACED_TEXTS(page.tree) if not text.isspace()]
    for number, count in list(told.items())[:_MAX_FOUND]:
        place = Place.of(placed[number])
        if not _is_in_a_sentence(place, placed[number]):
            yield Marked(count, place.element)
    if is_beside:
        yield from beside_words([Place.of(text) for text in placed], language)


def _telling(texts: Sequence[str], language: str | None) -> tuple[dict[int, Count], bool]:
    """The counts that single texts state, by their place; and whether a bare number has a word for views beside it."""
    told: dict[int, Count] = {}
    is_beside = was_number = False
    last = ""
    for place, text in enumerate(texts):
        is_number = False
        if len(text) <= _MAX_RAW_CHARACTERS and _has_digit(text):
            is_number = is_bare_number(text)
            stated = None if is_number or not may_speak_of_views(text) else read_stated(text, language)
            if stated:
                told[place] = stated.count
        is_beside = is_beside or (is_number and is_view_word(last)) or (was_number and is_view_word(text))
        last, was_number = text, is_number
    return told, is_beside


def _is_in_a_sentence(place: Place, text: lxml.etree._ElementUnicodeResult) -> bool:
    """Whether words of a sentence go on right before or after a text that stands in an element of its own."""
    element = place.element
    if text.is_tail or element.tag in ("p", "div", "li", "td", "section"):
        return False
    behind = (element.tail or "").lstrip()
    if behind[:1].islower() or behind[:1] in tuple(".,;!?"):
        return True
    previous = element.getprevious()
    parent = element.getparent()
    ahead = (parent.text if previous is None else previous.tail) or "" if parent is not None else ""
    return parent is not None and parent.tag == "p" and ahead.rstrip()[-1:].isalpha() and element.tag != "span"


def _by_eyes(page: Page, language: str | None) -> Iterator[Marked]:
    if any(_stands(EYE_IN_SOURCE, needle, page.text) for needle in ("eye", _VIEWS)):
        yield from beside_eyes(page.tree, language)
