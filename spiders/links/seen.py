"""How the links of a page stand on it: as a teaser of an article, among words of navigation, in the running text."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from statistics import median

import lxml.html

from pipelines.page.page import Page
from pipelines.page.text import fold, shown_text
from spiders.links.boxes import HEADINGS, Anchor, Box, anchors_of, ideographs_of
from spiders.links.parts import ASIDE, FOOTER, NAVIGATION

_PARAGRAPHS = frozenset(("p", "blockquote", "td", "dd", "figcaption"))
# Elements that hold a headline alone, with its date beside them.
_BARE = frozenset(("a", "dd", "dt", *HEADINGS))
_UNSEEN = ("script", "style", "noscript", "template")
_NEAR = 5  # elements up from a link in which a heading or a paragraph is its own
_PARAGRAPH_CHARACTERS = 2000
# A headline, and no word of navigation.
_LONG_CHARACTERS = 25
_TEASER_WORDS = 3
_REPEATED = 3
_MOST_LINKS_OF_A_BLOCK = 15
_MUCH_MORE = 40  # characters that a block has beside its link where it tells something of the article
_EXCERPT_CHARACTERS = 300
_BESIDE = 2  # elements that may stand between a headline and its date
_PROSE_CHARACTERS = 60  # of a paragraph, beside its link
_DATE = re.compile(
    r"""
    (?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}                # 2026-01-05
    | \b\d{1,2}\s?[-/.]\s?\d{1,2}\s?[-/.]\s?(?:(?:19|20)\d\d|\d\d)\b     # 5/1/2026
    | \b\d{1,2}(?:\.|st|nd|rd|th|º)?\s(?:de\s|of\s)?[^\W\d_]{3,12}\.?,?\s(?:de\s|del\s)?(?:19|20)\d\d\b
    | \b[^\W\d_]{3,12}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s(?:19|20)\d\d\b    # January 5, 2026
    | \b\d{1,3}\s?(?:min|mins|minutes?|hours?|hrs?|days?|weeks?|months?|h|d)\.?\s+ago\b
    | \b(?:vor|hace|il\sy\sa|há)\s\d{1,3}\s[^\W\d_]+
    """,
    re.VERBOSE | re.IGNORECASE,
)


class Place(StrEnum):
    """Where on its page a link stands. LABEL: beside an article or its teaser, as its section, author and tags do."""

    TEASER = "teaser"
    NAVIGATION = "navigation"
    LABEL = "label"
    ASIDE = "aside"
    TEXT = "text"
    FOOTER = "footer"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkSeen:
    """One address a page leads to, and how its links stand there.

    ``text`` is the longest of its links' texts, ``excerpt`` the beginning of the block around it. ``is_repeated``:
    it stands in one of several blocks of the same make; ``is_heading``: in a heading; ``has_date_near``: in or beside
    its block there is a date.
    """

    address: str
    text: str
    place: Place
    has_date_near: bool = False
    is_repeated: bool = False
    is_heading: bool = False
    excerpt: str = ""


def links_seen(page: Page) -> tuple[LinkSeen, ...]:
    """The addresses that ``page`` leads to, in document order, each once. Never raises on any page."""
    return merged(_looked_at(anchors_of(page)))


def merged(links: Iterable[LinkSeen]) -> tuple[LinkSeen, ...]:
    """``links`` with those to one address made one, which stands in the most telling of their places."""
    found: dict[str, LinkSeen] = {}
    for link in links:
        before = found.get(link.address)
        if before is None:
            found[link.address] = link
            continue
        better = min(before, link, key=_telling)  # the first of equals
        found[link.address] = replace(
            better,
            text=max(before.text, link.text, key=len),
            has_date_near=before.has_date_near or link.has_date_near,
        )
    return tuple(found.values())


def _telling(link: LinkSeen) -> int:
    """What a link says of its address, against others to the same: a headline more than a word of navigation."""
    if link.place is Place.TEASER:
        return 0 if is_long(link.text) else 2
    order = (Place.NAVIGATION, None, Place.ASIDE, Place.LABEL, Place.TEXT, Place.FOOTER)
    return 1 + order.index(link.place)


def is_long(text: str) -> bool:
    """Whether a link's ``text`` is as long as a headline, in letters or in ideographs."""
    return len(text) >= _LONG_CHARACTERS or ideographs_of(text) * 3 >= _LONG_CHARACTERS


def _looked_at(anchors: Iterable[Anchor]) -> list[LinkSeen]:
    """One for each of the links of a page."""
    anchors = list(anchors)
    groups: dict[tuple[str, ...], list[Anchor]] = defaultdict(list)
    blocks: dict[int, list[Anchor]] = defaultdict(list)
    for anchor in anchors:
        _look_around(anchor)
        if anchor.block is not None:
            blocks[id(anchor.block)].append(anchor)
    mains = {id(anchor) for within in blocks.values() for anchor in _mains_of(within)}
    for anchor in anchors:
        if id(anchor) in mains and anchor.block is not None:
            groups[_make_of_group(anchor.block)].append(anchor)
    teasers = {id(anchor) for group in groups.values() if _is_of_teasers(group) for anchor in group}
    return [_seen(anchor, is_main=id(anchor) in mains, is_teaser=id(anchor) in teasers) for anchor in anchors]


def _look_around(anchor: Anchor) -> None:
    """Find what ``anchor`` stands in: a heading, a paragraph, a block."""
    near: Box | None = anchor.box
    paragraph = None
    for _ in range(_NEAR):
        if near is None:
            break
        anchor.is_heading = anchor.is_heading or near.tag in HEADINGS
        paragraph = paragraph or (near if near.tag in _PARAGRAPHS else None)
        near = near.above
    anchor.is_prose = paragraph is not None and not anchor.is_heading and _is_prose(anchor, paragraph)
    if not anchor.is_prose:
        anchor.block = _block_of(anchor.box)
        is_told = anchor.box.part in (None, ASIDE) or is_long(anchor.text)
        if is_told and anchor.block is not None and anchor.block.text is None:
            _read_block(anchor.block)


def _is_prose(anchor: Anchor, paragraph: Box) -> bool:
    """Whether a link stands amid the words of a paragraph, and not at its head."""
    text = fold(shown_text(paragraph.element)[:_PARAGRAPH_CHARACTERS])
    is_first = text.startswith(anchor.text) and anchor.words >= _TEASER_WORDS
    return not is_first and len(text) - len(anchor.text) >= _PROSE_CHARACTERS


def _block_of(link: Box) -> Box | None:
    """The nearest around a link that is one of several of its make; of two; else the heading that it stands in."""
    pair = heading = None
    box: Box | None = link
    while box is not None and box.tag != "body" and box.links <= _MOST_LINKS_OF_A_BLOCK:
        twins = box.twins
        if twins >= _REPEATED or box.tag == "article":
            return box
        pair = pair or (box if twins > 1 else None)
        heading = heading or (box if box.tag in HEADINGS else None)
        box = box.above
    return pair or heading


def _read_block(block: Box) -> None:
    """Read the beginning of what ``block`` says, and whether there is a date in it or beside it."""
    block.text = _excerpt(block.element)
    has_time = next(block.element.iter("time"), None) is not None
    block.is_dated = has_time or bool(_DATE.search(block.text)) or _is_dated_beside(block.element)


def _excerpt(element: lxml.html.HtmlElement) -> str:
    """The beginning of what stands in ``element``, what stands in different elements parted by a space."""
    if next(element.iter(*_UNSEEN), None) is not None:
        return fold(shown_text(element)[: 4 * _EXCERPT_CHARACTERS])[:_EXCERPT_CHARACTERS]
    texts: list[str] = []
    length = 0
    for text in element.itertext():
        bare = text.strip()
        if bare:
            texts.append(bare)
            length += len(bare)
            if length > _EXCERPT_CHARACTERS:
                break
    return fold(" ".join(texts))[:_EXCERPT_CHARACTERS]


def _is_dated_beside(block: lxml.html.HtmlElement) -> bool:
    """Whether a date stands between ``block`` and its neighbours of the same make."""
    if block.tag not in _BARE:
        return False
    texts = [block.tail or ""]
    for direction in (False, True):
        for count, sibling in enumerate(block.itersiblings(preceding=direction)):
            if count == _BESIDE or sibling.tag == block.tag:
                texts.append(sibling.tail or "" if direction else "")
                break
            if sibling.tag == "time":
                return True
            texts.append(shown_text(sibling)[:_EXCERPT_CHARACTERS] if isinstance(sibling.tag, str) else "")
    return any(len(text) < _EXCERPT_CHARACTERS and _DATE.search(text) for text in texts)


def _make_of_group(block: Box) -> tuple[str, ...]:
    parent = block.above
    grandparent = parent.above if parent else None
    return tuple(box.make for box in (block, parent, grandparent) if box is not None)


def _mains_of(within: list[Anchor]) -> list[Anchor]:
    """Of the links in one block those to what it is about: in its headings, else the longest and those to the same."""
    headings = [anchor for anchor in within if anchor.is_heading]
    if headings or within[0].block is None or within[0].block.twins == 1:
        return headings
    longest = max(within, key=lambda anchor: len(anchor.text))
    return [anchor for anchor in within if anchor.address == longest.address]


def _is_of_teasers(group: list[Anchor]) -> bool:
    """Whether the blocks that these links are the main ones of are teasers of articles, and no list of words."""
    half = len(group) / 2
    texts = [anchor.block.text or "" for anchor in group if anchor.block]
    if sum(anchor.is_heading for anchor in group) >= half or sum(_is_dated(anchor) for anchor in group) > half:
        return True
    if len(group) < _REPEATED:
        return False
    is_told = median(len(text) - len(anchor.text) for text, anchor in zip(texts, group, strict=True)) >= _MUCH_MORE
    return is_told or median(anchor.words for anchor in group) >= _TEASER_WORDS


def _is_dated(anchor: Anchor) -> bool:
    return anchor.block is not None and anchor.block.is_dated


_PLACES = {NAVIGATION: Place.NAVIGATION, FOOTER: Place.FOOTER, ASIDE: Place.ASIDE}


def _seen(anchor: Anchor, *, is_main: bool, is_teaser: bool) -> LinkSeen:
    part, block = anchor.box.part, anchor.block
    if part == NAVIGATION and is_teaser and is_long(anchor.text):
        place = Place.ASIDE  # a menu that shows articles
    elif part is not None:
        place = _PLACES[part]
    elif is_teaser:
        place = Place.TEASER
    elif anchor.is_prose or block is None:
        place = Place.TEXT
    else:
        place = Place.NAVIGATION if is_main and block.twins >= _REPEATED else Place.LABEL
    return LinkSeen(
        address=anchor.address,
        text=anchor.text,
        place=place,
        has_date_near=_is_dated(anchor),
        is_repeated=block is not None and block.twins > 1,
        is_heading=anchor.is_heading,
        excerpt=(block.text or "") if block else "",
    )
