"""Rules that would find a value at the places where it stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from itertools import islice

import lxml.html
from cssselect.xpath import GenericTranslator

from pipelines.page.text import fold, shown_text
from pipelines.rules.site_rules import FieldName, FieldRule
from pipelines.teaching.places import PLAIN_NAME, Place

_MAX_LEVELS = 4
_MAX_LABEL_CHARACTERS = 40
_MAX_BEHIND = 3
_NAME = re.compile(r"[A-Za-z](?:[A-Za-z_-]*[A-Za-z])")
_SYLLABLE = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_SHORTEST_SYLLABLE = 3.0  # on average; names made by tools, such as sc-bdVaJa, have shorter ones
_LAST_WORDS, _FIRST_WORDS = re.compile(r"\S+$"), re.compile(r"^\S+")
# A count as it may be written; letters after it stand for thousands or millions.
COUNT = r"(\d(?:[\d.,'’ \u00a0\u202f]*\d)?(?: ?[KkMmБМкт]\w{0,3}\.?)?)"
_literal = GenericTranslator.xpath_literal


class Hold(IntEnum):
    """What a rule holds on to: the lower, the longer it lasts when a site is redesigned."""

    MEANING = 0  # a property of a vocabulary, a data attribute, a key of data
    LABEL = 1  # the words that a reader sees beside it
    NAME = 2  # a class or id
    NAME_ABOVE = 3  # a class or id of an element around it
    ORDER = 4  # its place among its siblings


@dataclass(frozen=True, slots=True)
class Proposal:
    """A rule that may read the field."""

    rule: FieldRule
    hold: Hold


def proposals(place: Place, name: FieldName) -> Iterator[Proposal]:
    """Rules that select ``place`` and cut the value of field ``name`` out of it."""
    if place.key is not None:
        yield Proposal(_data_rule(place.key, is_quoted=place.is_quoted), Hold.MEANING)
        return
    pattern = _pattern(place, name)
    for css, hold in _selectors(place.element):
        # An attribute is a promise of its own, and the element any that has it.
        whole = f"{css}::attr({place.attribute})" if place.attribute else css
        yield Proposal(FieldRule(css=whole, pattern=pattern), hold)
    if place.attribute:
        if place.attribute.startswith("data-"):
            rule = FieldRule(css=f"[{place.attribute}]::attr({place.attribute})")
            yield Proposal(rule, Hold.MEANING)
        return
    if pattern is None:
        yield from (Proposal(FieldRule(xpath=xpath), Hold.LABEL) for xpath in _beside_labels(place.element))
    for xpath in _after_headline(place.element):
        yield Proposal(FieldRule(xpath=xpath, pattern=pattern), Hold.ORDER)


def _data_rule(key: str, *, is_quoted: bool) -> FieldRule:
    value = r'"((?:[^"\\\n]|\\.)*)"' if is_quoted else r"(\d[\d.]*)"
    return FieldRule(
        xpath=f"//script[contains(., {_literal(chr(34) + key + chr(34))})]/text()",
        pattern=re.compile(rf'"{re.escape(key)}"\s*:\s*{value}'),
    )


def _pattern(place: Place, name: FieldName) -> re.Pattern[str] | None:
    """What cuts the value out of the words around it: the nearest word on each side."""
    if not (place.before or place.after):
        return None
    before, after = _LAST_WORDS.findall(place.before), _FIRST_WORDS.findall(place.after)
    value = COUNT if name is FieldName.VIEWS else "(.+?)" if after else "(.+)"
    words = [*(re.escape(word) for word in before), value, *(re.escape(word) for word in after)]
    return re.compile(r"\s*".join(words))


def _selectors(element: lxml.html.HtmlElement) -> Iterator[tuple[str, Hold]]:
    """CSS for ``element``: by its own names, by those of an element around it, by its place among its siblings."""
    own = list(_named(element))
    yield from own
    steps = [_step(element)]
    for outer in islice(element.iterancestors(), _MAX_LEVELS):
        for css, _ in _named(outer):
            yield from ((f"{css} {mine}", Hold.NAME_ABOVE) for mine in [name for name, _ in own] or [element.tag])
            yield f"{css} > {' > '.join(steps)}", Hold.ORDER
        if not PLAIN_NAME.fullmatch(outer.tag):
            return
        steps.insert(0, _step(outer))


def _after_headline(element: lxml.html.HtmlElement) -> Iterator[str]:
    """XPath for ``element`` as one of the first of its kind behind the headline."""
    behind = element.xpath(f"//h1[1]/following::{element.tag}[position() <= {_MAX_BEHIND}]")
    if element in behind:
        yield f"//h1[1]/following::{element.tag}[{behind.index(element) + 1}]"


def _step(element: lxml.html.HtmlElement) -> str:
    parent = element.getparent()
    if parent is None:
        return str(element.tag)
    place = [child for child in parent if child.tag == element.tag].index(element) + 1
    return f"{element.tag}:nth-of-type({place})"


def _named(element: lxml.html.HtmlElement) -> Iterator[tuple[str, Hold]]:
    """CSS for ``element`` by what it is called."""
    for attribute in ("itemprop", "property", "name"):
        value = element.get(attribute)
        if value and not set(value) & set("\\\"'\n"):
            yield f'[{attribute}="{value}"]', Hold.MEANING
    identifier = element.get("id")
    if identifier and _lasts(identifier):
        yield f"#{identifier}", Hold.NAME
    names = [name for name in (element.get("class") or "").split() if _lasts(name)]
    yield from ((f".{name}", Hold.NAME) for name in names)
    if len(names) > 1:
        yield "".join(f".{name}" for name in names), Hold.NAME


def _lasts(name: str) -> bool:
    """Whether a class or id looks given by a person: no number, no jumble of letters."""
    if not _NAME.fullmatch(name):
        return False
    syllables = _SYLLABLE.findall(name)
    return sum(map(len, syllables)) / len(syllables) >= _SHORTEST_SYLLABLE


def _beside_labels(element: lxml.html.HtmlElement) -> Iterator[str]:
    """XPath for ``element`` as what stands right beside a label."""
    for neighbour, axis in ((element.getprevious(), "following"), (element.getnext(), "preceding")):
        if neighbour is None or not isinstance(neighbour.tag, str):
            continue
        label = fold(shown_text(neighbour))
        if 0 < len(label) <= _MAX_LABEL_CHARACTERS and label.isprintable() and not any(map(str.isdigit, label)):
            yield f"//*[normalize-space()={_literal(label)}]/{axis}-sibling::*[1]"
