"""Listings: the entries of a listing page or of a box of headlines, and the links of any page."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from parsel import Selector

from pipelines.fields.moments import DateHints, Moment, parse_moment
from pipelines.page.links import absolute
from pipelines.page.page import Page
from pipelines.page.visible import Line
from pipelines.rules.anchors import same_words, split_compounds
from pipelines.rules.selectors import fold
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


def next_page(page: Page) -> str | None:
    """Where ``page`` says its next page is: rel=next on a link or anchor, or None."""
    for href in page.selector.xpath('//link[@rel="next"]/@href | //a[@rel="next"]/@href').getall():
        return absolute(page.base, href)
    return None


def read_entries(
    page: Page, rule: ListingRule, hints: DateHints, *, box: str, lines: Sequence[Line] | None = None
) -> tuple[Entry, ...]:
    """The entries ``rule`` finds on ``page``; a rule by visible text looks at ``lines`` if given.

    Entries before the first heading that ``rule`` names are of ``box``.
    """
    if rule.entry:
        return tuple(_selected(page, rule, hints, box))
    return tuple(_runs(page.lines if lines is None else lines, rule, hints, box))


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
    if not match:
        return None
    return fold(match.xpath("string()").get(default="") if hasattr(match[0].root, "tag") else match[0].get()) or None


def _runs(lines: Sequence[Line], rule: ListingRule, hints: DateHints, box: str) -> Iterator[Entry]:
    lines = split_compounds(lines, lambda text: parse_moment(text, hints) is not None)
    number = position = 0
    while number < len(lines):
        text = lines[number].text
        heading = next((name for name in rule.boxes if same_words(text, name)), None)
        if heading:
            box, position = heading, 0
        published = parse_moment(text, hints)
        size = _entry_size(lines[number:], rule, lambda text: parse_moment(text, hints) is not None)
        if published and size > 1:
            position += 1
            yield _run_entry(lines[number : number + size], published, box, position)
        number += max(size, 1)


def _entry_size(lines: Sequence[Line], rule: ListingRule, is_date: Callable[[str], bool]) -> int:
    """How many lines the entry at the top of ``lines`` has: a date, a title, perhaps a teaser; 0 for none."""
    if not is_date(lines[0].text):
        return 0
    rest = lines[1:3]
    ends = (*rule.until, *rule.boxes)
    size = 1
    for line in rest:
        if is_date(line.text) or any(same_words(line.text, end) for end in ends):
            break
        if size == len(rest) and len(line.text) < _MIN_TEASER_CHARACTERS and line.link:
            break  # a short link below the last entry leads on; it is no teaser
        size += 1
    return size


def _run_entry(lines: Sequence[Line], published: Moment, box: str, position: int) -> Entry:
    links = [line.link for line in (*lines[1:], lines[0]) if line.link]
    return Entry(
        box=box,
        position=position,
        title=lines[1].text,
        teaser=lines[2].text if len(lines) > 2 else None,  # noqa: PLR2004 - date, title, teaser
        address=links[0] if links else None,
        published=published,
    )
