"""What marks a number nearby as the number of views: a word of its own, or an eye."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import lxml.etree

from pipelines.fields.counts import Count, parse_count
from pipelines.fields.views.texts import Element, Place, first_text, places_of, shown_text
from pipelines.fields.views.words import is_view_word

# Names of the icon in Font Awesome, Bootstrap, Ionicons, Material and hand-made sets; eye-slash, eyebrow and the
# like are others.
_EYE = re.compile(
    r"(?<![a-z])eyes?\d?(?:[-_](?:fill|o|open|alt|solid|regular|line|outline|icon|empty|light|\d+))*(?![a-z-])"
    r"|(?<![a-z])(?:icon|ico)[-_]?views?(?![a-z-])",
    re.IGNORECASE,
)
EYE_IN_SOURCE = re.compile(rb"""[-_#"'/]eye|\beye[-_.\"']|(?:icon|ico)[-_]views?""")
"""What the source of every page with the picture of an eye has somewhere."""

_EYE_ATTRIBUTES: Callable[[Element], Any] = lxml.etree.XPath("//@*[contains(., 'eye') or contains(., 'icon-view')]/..")
_EYE_PLACES = ("class", "id", "src", "href", "xlink:href", "data-icon", "name", "icon", "alt", "aria-label", "title")
_MAX_MARKS = 30
_MAX_LEVELS = 3
_MAX_NUMBER_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class Marked:
    """A count and the element it stands in."""

    count: Count
    element: Element


def beside_words(places: Sequence[Place], language: str | None) -> Iterator[Marked]:
    """The numbers among ``places`` (those with a text, in document order) that stand beside a word for views."""
    labels = ((number, place) for number, place in enumerate(places) if is_view_word(place.text))
    for number, label in islice(labels, _MAX_MARKS):
        if any(outer.tag == "a" for outer in _upward(label.element)):
            continue
        before = places[number - 1] if number else None
        after = places[number + 1] if number + 1 < len(places) else None
        beyond = places[number + 2] if number + 2 < len(places) else None
        if after and beyond and _holds_closer(after, beyond, label.element):
            after = None
        chosen = _chosen(label.element, before, after, language)
        if chosen is None and after and label.text.rstrip().endswith((":", "：")):
            chosen = _marked(label.element, after, language)
        if chosen:
            yield chosen


def eyes_in(root: Element) -> list[Element]:
    """The pictures of an eye below ``root``."""
    return list(filter(_is_eye, _EYE_ATTRIBUTES(root)))[:_MAX_MARKS]


def by_icons(root: Element, icons: Sequence[Element], language: str | None) -> Iterator[Marked]:
    """The numbers below ``root`` in ``icons``, or beside those that have no text but a word for views."""
    places = list(places_of(root, set(icons)))
    for number, place in enumerate(places):
        if not place.text:
            marked = _by_icon(place.element, places, number, language)
            if marked:
                yield marked


def _by_icon(icon: Element, places: Sequence[Place], number: int, language: str | None) -> Marked | None:
    within = shown_text(icon, _MAX_NUMBER_CHARACTERS) if icon.tag != "svg" else ""
    if within and not is_view_word(within):
        count = parse_count(within, language)
        return Marked(count, icon) if count else None
    before = next((place for place in reversed(places[:number]) if place.text), None)
    following = (place for place in places[number:] if place.text)
    after = next((place for place in following if icon not in (place.element, *place.element.iterancestors())), None)
    return _chosen(icon, before, after, language)


def _is_eye(element: Element) -> bool:
    return element.tag not in ("a", "input", "h1", "h2", "h3", "link", "meta", "script", "body", "html") and any(
        _EYE.search(element.get(name) or "") for name in _EYE_PLACES
    )


def _chosen(mark: Element, before: Place | None, after: Place | None, language: str | None) -> Marked | None:
    """Of the texts before and after a mark, the number it speaks of."""
    ahead = _marked(mark, before, language) if before else None
    behind = _marked(mark, after, language) if after else None
    if ahead is None or behind is None:
        return ahead or behind
    near, far = (len(list(_meeting(mark, number.element).iterancestors())) for number in (ahead, behind))
    if near != far:
        return ahead if near > far else behind
    begins = first_text(_meeting(mark, ahead.element))
    return ahead if parse_count(begins, language) else behind


def _marked(mark: Element, number: Place, language: str | None) -> Marked | None:
    count = parse_count(number.text, language)
    if count is None:
        return None
    meeting = _meeting(mark, number.element)
    is_near = meeting in _upward(mark) and meeting in _upward(number.element)
    return Marked(count, number.element) if is_near else None


def _upward(element: Element) -> list[Element]:
    """``element`` and those around it, as far up as a mark speaks."""
    outer = element.iterancestors()
    return [element, *(holder for _, holder in zip(range(_MAX_LEVELS), outer, strict=False))]


def _meeting(one: Element, other: Element) -> Element:
    """The innermost element that holds both."""
    holders = {other, *other.iterancestors()}
    return next((outer for outer in (one, *one.iterancestors()) if outer in holders), one)


def _holds_closer(number: Place, neighbour: Place, mark: Element) -> bool:
    """Whether a word beyond ``number`` stands closer to it than the mark does."""
    is_word = parse_count(neighbour.text) is None
    own, others = _meeting(number.element, mark), _meeting(number.element, neighbour.element)
    return is_word and own is not others and own in set(others.iterancestors())
