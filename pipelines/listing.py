"""Listings: the entries of a listing page or of a box of headlines, and the links of any page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parsel import Selector

from pipelines.fields.moments import DateHints, Moment, parse_moment
from pipelines.page.links import absolute
from pipelines.page.page import Page
from pipelines.page.text import fold, text_of
from pipelines.page.visible import Line
from pipelines.rules.anchors import same_words, split_compounds
from pipelines.rules.site_rules import ListingRule

LISTING_BOX = "listing"
RELATED_BOX = "related"
_MIN_TEASER_CHARACTERS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry as it stands on a page; ``position`` counts from 1 within its ``box``."""

    box: str
    position: int
    title: str | None
    teaser: str | None
    address: str | None
    published: Moment | None


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a page: where it leads, and its text."""

    address: str
    text: str


def read_links(page: Page) -> tuple[Link, ...]:
    """The links of ``page`` in document order, each address once, with its longest text."""
    texts: dict[str, str] = {}
    base = page.base
    for anchor in page.tree.iter("a"):
        address = absolute(base, anchor.get("href"))
        if address:
            text = fold("".join(anchor.itertext()))
            texts[address] = max(texts.get(address, ""), text, key=len)
    return tuple(Link(address, text) for address, text in texts.items())


def read_entries(
    page: Page, rule: ListingRule, hints: DateHints, *, box: str, lines: Sequence[Line] | None = None
) -> tuple[Entry, ...]:
    """The entries ``rule`` finds on ``page``; a rule by visible text looks at ``lines`` if given.

    Entries before the first heading that ``rule`` names are of ``box``.
    """
    if rule.entry:
        return tuple(_selected(page, rule, hints, box))
    return tuple(_TextEntries(page.lines if lines is None else lines, rule, hints).read(box))


def _selected(page: Page, rule: ListingRule, hints: DateHints, box: str) -> Iterator[Entry]:
    base = page.base
    for position, entry in enumerate(page.selector.css(rule.entry or ""), 1):
        date = _text(entry, rule.date)
        yield Entry(
            box=box,
            position=position,
            title=_text(entry, rule.title),
            teaser=_text(entry, rule.teaser),
            address=absolute(base, entry.css(rule.link).get()),
            published=parse_moment(date, hints) if date else None,
        )


def _text(entry: Selector, css: str | None) -> str | None:
    match = entry.css(css)[:1] if css else None
    return text_of(match[0]) or None if match else None


class _TextEntries:
    """The entries in a run of visible lines: a date, a title, perhaps a teaser, perhaps a link that leads on."""

    def __init__(self, lines: Sequence[Line], rule: ListingRule, hints: DateHints) -> None:
        self._hints = hints
        self._rule = rule
        self._lines = split_compounds(lines, lambda text: self._date(text) is not None)

    def read(self, box: str) -> Iterator[Entry]:
        """The entries in order; those outside the boxes that the rule names are of ``box``."""
        outside, position, number = box, 0, 0
        while number < len(self._lines):
            line = self._lines[number]
            heading = self._named(line, self._rule.boxes)
            if heading or self._named(line, self._rule.until):
                box, position = heading or outside, 0
            published = self._date(line.text)
            following = self._following(number) if published else []
            if published and following:
                position += 1
                yield _entry_of(line, following, published, box, position)
            number += 1 + len(following)

    def _following(self, number: int) -> list[Line]:
        """The lines below a date that are of its entry."""
        found: list[Line] = []
        for line in self._lines[number + 1 : number + 4]:
            if self._date(line.text) or self._named(line, (*self._rule.until, *self._rule.boxes)):
                break
            if found and (_leads_on(line) or len(found) > 1):
                return [*found, line] if _leads_on(line) else found
            found.append(line)
        return found

    def _named(self, line: Line, names: Sequence[str]) -> str | None:
        return next((name for name in names if same_words(line.text, name)), None)

    def _date(self, text: str) -> Moment | None:
        return parse_moment(text, self._hints)


def _leads_on(line: Line) -> bool:
    """Whether a line is a short link, such as "Read more": no teaser."""
    return line.link is not None and len(line.text) < _MIN_TEASER_CHARACTERS


def _entry_of(date: Line, following: Sequence[Line], published: Moment, box: str, position: int) -> Entry:
    title, *others = following
    teasers = [line.text for line in others if not _leads_on(line)]
    links = [line.link for line in (*following, date) if line.link]
    return Entry(
        box=box,
        position=position,
        title=title.text,
        teaser=teasers[0] if teasers else None,
        address=links[0] if links else None,
        published=published,
    )
