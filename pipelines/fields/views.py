"""How often the page says it was viewed."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import lxml.etree
import lxml.html

from pipelines.fields.candidate import Candidate, first
from pipelines.fields.counts import Count, parse_count
from pipelines.fields.labels import read_language
from pipelines.fields.view_marks import EYE_IN_SOURCE, Marked, beside_eyes, beside_words, by_icon, places_of
from pipelines.fields.view_places import closeness, is_elsewhere, surroundings
from pipelines.fields.view_words import (
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
_SPOKEN_NAME = re.compile(r"""(?:aria-label|title|alt)=["'][^"'<>\n]{0,40}["']""")
_DATA_NAME = re.compile(r"data-[a-z-]*views[a-z-]*\s*=")
_WINDOW = 40
# One walk in C over a page's texts costs a third of one in Python; where the texts stand is asked only if they tell.
_TEXTS: Found = lxml.etree.XPath("//text()", smart_strings=False)
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
    texts = _telling(page, language)
    near_views = _near("iews", page.text)  # Views, pageViews
    for source, found in (
        ("microdata:userInteractionCount", _in_microdata(page, language)),
        ("data:views", _in_data(page, near_views, language)),
        # What follows shows a bare number somewhere, or words beside it.
        ("attribute:views", _in_spoken(page, near_views, language) if texts.has_numbers else ()),
        ("text:views", _in_text(page, texts, language)),
        ("icon:eye", _by_eyes(page, near_views, language) if texts.has_numbers else ()),
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
    if "userInteractionCount" not in page.text:
        return
    for element in _MICRODATA(page.tree):
        scope = next((outer for outer in element.iterancestors() if outer.get("itemscope") is not None), None)
        kinds = [] if scope is None else scope.xpath(".//*[@itemprop='interactionType']/@*[name()!='itemprop']")
        if any(kind.rsplit("/", 1)[-1] in _VIEW_ACTIONS for kind in kinds):
            count = parse_count(element.get("content") or "".join(element.itertext()), language)
            if count:
                yield Marked(count, element)


def _in_data(page: Page, near_views: str, language: str | None) -> Iterator[Marked]:
    """The counts in attributes such as data-views."""
    if "data-view-count" not in page.text and not _DATA_NAME.search(near_views):
        return
    for element in _DATA(page.tree)[:_MAX_FOUND]:
        texts = (element.get(name) or "" for name in _DATA_NAMES)
        stated = next((text.strip() for text in texts if _has_digit(text)), None)
        if stated:
            yield Marked(parse_count(stated, language) or Count(None, stated), element)


def _in_spoken(page: Page, near_views: str, language: str | None) -> Iterator[Marked]:
    """The counts in what a screen reader or a pointer is told, or in the elements that are told to be views."""
    near = near_views + "".join(_near(needle, page.text) for needle in spoken_needle(language))
    if not _SPOKEN_NAME.search(near):
        return
    for element in _SPOKEN(page.tree):
        for name in _SPOKEN_NAMES:
            told = element.get(name) or ""
            stated = read_stated(told, language) if _has_digit(told) and len(told) <= MAX_CHARACTERS else None
            if stated and stated.is_named:
                yield Marked(stated.count, element)
            elif is_view_word(told):
                marked = by_icon(element, language)
                if marked:
                    yield marked


def _near(needle: str, source: str) -> str:
    """What stands around ``needle`` in a page's source: patterns are looked for there, quicker than in the whole."""
    near: list[str] = []
    place = source.find(needle)
    while place >= 0:
        near.append(source[max(0, place - _WINDOW) : place + _WINDOW])
        place = source.find(needle, place + len(needle))
    return "\n".join(near)


def _in_text(page: Page, texts: "_Texts", language: str | None) -> Iterator[Marked]:
    """The counts that visible texts state alone, or beside a text that is a word for views."""
    if texts.told:
        for place in list(places_of(page.tree, texts.told))[:_MAX_FOUND]:
            if not place.is_in_a_sentence():
                yield Marked(texts.told[place.text], place.element)
    if texts.is_beside:
        yield from beside_words(list(places_of(page.tree)), language)


@dataclass(slots=True)
class _Texts:
    """What the texts of a page tell before it is known where they stand.

    ``told`` are the counts that single texts state; ``has_numbers`` whether some text is a bare number,
    ``is_beside`` whether one has a word for views before or after it.
    """

    told: dict[str, Count] = field(default_factory=dict)
    has_numbers: bool = False
    is_beside: bool = False


def _telling(page: Page, language: str | None) -> _Texts:
    telling = _Texts()
    texts: list[str] = _TEXTS(page.tree)
    for place, text in enumerate(texts):
        if len(text) > _MAX_RAW_CHARACTERS or text.isspace() or not _has_digit(text):
            continue
        if is_bare_number(text):
            telling.has_numbers = True
            telling.is_beside = telling.is_beside or any(map(is_view_word, _around(texts, place)))
        elif may_speak_of_views(text) and (stated := read_stated(text, language)):
            telling.told[text] = stated.count
    return telling


def _around(texts: Sequence[str], place: int) -> Iterator[str]:
    """The texts right before and after the one at ``place``, white space aside."""
    for step in (-1, 1):
        other = place + step
        while 0 <= other < len(texts) and texts[other].isspace():
            other += step
        if 0 <= other < len(texts):
            yield texts[other]


def _by_eyes(page: Page, near_views: str, language: str | None) -> Iterator[Marked]:
    if EYE_IN_SOURCE.search(near_views) or EYE_IN_SOURCE.search(_near("eye", page.text)):
        yield from beside_eyes(page.tree, language)
