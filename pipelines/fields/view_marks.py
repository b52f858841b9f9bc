"""What marks a number nearby as the number of views: a word of its own, or an eye."""

import re
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import lxml.etree
import lxml.html

from pipelines.fields.counts import Count, parse_count
from pipelines.fields.view_words import is_view_word

Element: TypeAlias = lxml.html.HtmlElement

# Names of the icon in Font Awesome, Bootstrap, Ionicons, Material and hand-made sets; eye-slash, eyebrow and the
# like are others.
_EYE = re.compile(
    r"(?<![a-z])eyes?\d?(?:[-_](?:fill|o|open|alt|solid|regular|line|outline|icon|empty|light|\d+))*(?![a-z-])"
    r"|(?<![a-z])(?:icon|ico)[-_]?views?(?![a-z-])",
    re.IGNORECASE,
)
EYE_IN_SOURCE = re.compile(r"""[-_#"'/]eye|\beye[-_.\"']|(?:icon|ico)[-_]views?""")
"""What the source of every page with the picture of an eye has somewhere."""

_EYE_ATTRIBUTES: Callable[[Element], Any] = lxml.etree.XPath("//@*[contains(., 'eye') or contains(., 'icon-view')]/..")
_EYE_PLACES = ("class", "id", "src", "href", "xlink:href", "data-icon", "name", "icon", "alt", "aria-label", "title")
_AFTER: Callable[[Element], Any] = lxml.etree.XPath("following::text()[normalize-space()][1]")
_BEFORE: Callable[[Element], Any] = lxml.etree.XPath("preceding::text()[normalize-space()][1]")
_MAX_EYES = 30
_MAX_LEVELS = 3


@dataclass(frozen=True, slots=True)
class Place:
    """A text of the page and the element it stands in; ``opens`` it, or comes after an element in it."""

    text: str
    element: Element
    opens: bool = True

    @classmethod
    def of(cls, found: Any) -> "Place":
        """The place of a text that XPath found: a string that knows its element."""
        parent = found.getparent()
        return cls(str(found), parent.getparent() if found.is_tail else parent, not found.is_tail)

    def is_in_a_sentence(self) -> bool:
        """Whether words of a sentence go on right before or after this text, which has an element of its own."""
        element, parent = self.element, self.element.getparent()
        if not self.opens or parent is None or element.tag in ("p", "div", "li", "td", "section"):
            return False
        behind = (element.tail or "").lstrip()[:1]
        if behind.islower() or (behind and behind in ".,;!?"):
            return True
        previous = element.getprevious()
        ahead = (parent.text if previous is None else previous.tail) or ""
        return parent.tag == "p" and ahead.rstrip()[-1:].isalpha() and element.tag != "span"


def places_of(root: Element, wanted: Container[str] | None = None) -> Iterator[Place]:
    """The texts below ``root`` that are ``wanted`` (None: all but white space), in document order."""
    for event, element in lxml.etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        text = element.text if event == "start" else element.tail if event != "end" or element is not root else None
        if not text or text.isspace() or (wanted is not None and text not in wanted):
            continue
        outer = element if event == "start" else element.getparent()
        if outer is not None:
            yield Place(text, outer, event == "start")


@dataclass(frozen=True, slots=True)
class Marked:
    """A count and the element it stands in."""

    count: Count
    element: Element


def beside_words(places: Sequence[Place], language: str | None) -> Iterator[Marked]:
    """The numbers among ``places`` (those with a text, in document order) that stand beside a word for views."""
    for number, label in enumerate(places):
        if not is_view_word(label.text) or any(outer.tag == "a" for outer in _upward(label.element)):
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


def beside_eyes(root: Element, language: str | None) -> Iterator[Marked]:
    """The numbers below ``root`` that stand in or beside the picture of an eye."""
    for icon in list(filter(_is_eye, _EYE_ATTRIBUTES(root)))[:_MAX_EYES]:
        marked = by_icon(icon, language)
        if marked:
            yield marked


def by_icon(icon: Element, language: str | None) -> Marked | None:
    """The number that stands in ``icon``, or beside it where it has no text but a word for views."""
    within = " ".join("".join(icon.itertext("*")).split()) if icon.tag != "svg" else ""
    if within and not is_view_word(within):
        count = parse_count(within, language)
        return Marked(count, icon) if count else None
    before, after = (next(map(Place.of, find(icon)), None) for find in (_BEFORE, _AFTER))
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
    return ahead if _begins_with_a_number(_meeting(mark, ahead.element), language) else behind


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


def _begins_with_a_number(element: Element, language: str | None) -> bool:
    """Whether the first thing within ``element`` is a number, rather than a word or an icon."""
    inner: Element | None = element
    while inner is not None:
        if (inner.text or "").strip():
            return parse_count(inner.text, language) is not None
        inner = next((child for child in inner if isinstance(child.tag, str)), None)
    return False
