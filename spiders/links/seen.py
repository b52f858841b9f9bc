"""How the links of a page stand on it: as a teaser of an article, among words of navigation, in the running text."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from statistics import median

import lxml.html

from pipelines.page.links import absolute
from pipelines.page.page import Page
from pipelines.page.text import fold, shown_text
from spiders.links.parts import ASIDE, FOOTER, NAVIGATION, part_of

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_DIGITS = re.compile(r"\d+")
_MOST_LINKS = 3000
_MAX_DEPTH = 200
# A headline, and no word of navigation.
_LONG_CHARACTERS = 25
_TEASER_WORDS = 3
_REPEATED = 3
_MOST_LINKS_OF_A_BLOCK = 15
_MUCH_MORE = 40  # characters that a block has beside its link where it tells something of the article
_EXCERPT_CHARACTERS = 300
_BESIDE = 2  # elements that may stand between a headline and its date
_PROSE_CHARACTERS = 60  # of a paragraph, beside its link
_IDEOGRAPHS = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")
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
    return merged(_Surroundings(page).links())


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
    return len(text) >= _LONG_CHARACTERS or len(_IDEOGRAPHS.findall(text)) * 3 >= _LONG_CHARACTERS


@dataclass(eq=False, slots=True)
class _Anchor:
    """One link element of a page while its surroundings are looked at."""

    element: lxml.html.HtmlElement
    address: str
    text: str
    is_heading: bool
    is_prose: bool = False
    part: str | None = None
    block: lxml.html.HtmlElement | None = None
    twins: int = 1  # blocks of the same make, its own with them
    date: bool = False
    excerpt: str = ""

    @property
    def words(self) -> int:
        return max(len(self.text.split()), len(_IDEOGRAPHS.findall(self.text)) // 2)


class _Surroundings:
    """The anchors of one page and the elements above them; what several anchors share is looked at once."""

    def __init__(self, page: Page) -> None:
        self._anchors = _anchors_of(page)
        self._holds: Counter[lxml.html.HtmlElement] = Counter()
        self._parts: dict[lxml.html.HtmlElement, str | None] = {}
        self._makes: dict[lxml.html.HtmlElement, Counter[str]] = {}
        self._texts: dict[lxml.html.HtmlElement, tuple[str, bool]] = {}
        self._above = {id(anchor): self._ancestors(anchor.element) for anchor in self._anchors}

    def links(self) -> list[LinkSeen]:
        """One for each anchor."""
        groups: dict[tuple[str, ...], list[_Anchor]] = defaultdict(list)
        blocks: dict[lxml.html.HtmlElement, list[_Anchor]] = defaultdict(list)
        for anchor in self._anchors:
            self._look_around(anchor)
            if anchor.block is not None:
                blocks[anchor.block].append(anchor)
        mains = {id(anchor) for within in blocks.values() for anchor in _mains_of(within)}
        for anchor in self._anchors:
            if id(anchor) in mains and anchor.block is not None:
                groups[self._make_of_group(anchor.block)].append(anchor)
        teasers = {id(anchor) for group in groups.values() if _is_of_teasers(group) for anchor in group}
        return [_seen(anchor, is_main=id(anchor) in mains, is_teaser=id(anchor) in teasers) for anchor in self._anchors]

    def _ancestors(self, element: lxml.html.HtmlElement) -> list[lxml.html.HtmlElement]:
        """``element`` and what stands above it, the nearest first, up to the body."""
        above = [element]
        for parent in element.iterancestors():
            if parent.tag in ("body", "html") or len(above) > _MAX_DEPTH:
                break
            above.append(parent)
        self._holds.update(above)
        return above

    def _look_around(self, anchor: _Anchor) -> None:
        above = self._above[id(anchor)]
        anchor.part = self._part(above)
        anchor.is_heading = anchor.is_heading or any(one.tag in _HEADINGS for one in above[:4])
        anchor.is_prose = not anchor.is_heading and _is_prose(anchor, above)
        if anchor.is_prose:
            return
        anchor.block, anchor.twins = self._block(above)
        if anchor.block is not None:
            anchor.excerpt, anchor.date = self._text(anchor.block)

    def _part(self, above: list[lxml.html.HtmlElement]) -> str | None:
        """The outermost part of the page that an element with these around it stands in."""
        part = None
        for element in reversed(above):
            if element not in self._parts:
                self._parts[element] = part or part_of(element)
            part = self._parts[element]
        return part

    def _block(self, above: list[lxml.html.HtmlElement]) -> tuple[lxml.html.HtmlElement | None, int]:
        """The nearest around a link that is one of several of its make, and how many there are."""
        pair = None
        for element in above:
            if self._holds[element] > _MOST_LINKS_OF_A_BLOCK:
                break
            twins = self._twins(element)
            if twins >= _REPEATED or element.tag == "article":
                return element, twins
            if twins > 1 and pair is None:
                pair = element
        if pair is not None:
            return pair, 2
        heading = next((element for element in above if element.tag in _HEADINGS), None)
        return heading, 1

    def _twins(self, element: lxml.html.HtmlElement) -> int:
        parent = element.getparent()
        if parent is None:
            return 1
        if parent not in self._makes:
            self._makes[parent] = Counter(_make(child) for child in parent if child in self._holds)
        return self._makes[parent][_make(element)]

    def _make_of_group(self, block: lxml.html.HtmlElement) -> tuple[str, ...]:
        parents = [one for one in (block.getparent(),) if one is not None]
        parents += [one for one in (parents[0].getparent() if parents else None,) if one is not None]
        return tuple(_make(one) for one in (block, *parents))

    def _text(self, block: lxml.html.HtmlElement) -> tuple[str, bool]:
        """The beginning of what a block says, and whether there is a date in it or beside it."""
        if block not in self._texts:
            text = fold(shown_text(block)[: 4 * _EXCERPT_CHARACTERS])[:_EXCERPT_CHARACTERS]
            has_time = next(block.iter("time"), None) is not None
            self._texts[block] = (text, has_time or bool(_DATE.search(text) or self._is_dated_beside(block)))
        return self._texts[block]

    def _is_dated_beside(self, block: lxml.html.HtmlElement) -> bool:
        """Whether a date stands between ``block`` and its neighbours of the same make."""
        if block.tag not in ("a", "dd", "dt", *_HEADINGS):
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


def _anchors_of(page: Page) -> list[_Anchor]:
    base = page.base
    found: list[_Anchor] = []
    for element in page.tree.iter("a"):
        address = absolute(base, element.get("href"))
        if address is not None and len(found) < _MOST_LINKS:
            heading = next(element.iter(*_HEADINGS), None) if len(element) else None
            text = fold(shown_text(element if heading is None else heading)) or _alternative(element)
            found.append(_Anchor(element, address, text[:_EXCERPT_CHARACTERS], heading is not None))
    return found


def _alternative(element: lxml.html.HtmlElement) -> str:
    """What a link without text says by its picture or its title."""
    picture = next(element.iter("img"), None) if len(element) else None
    return fold(element.get("title") or (picture.get("alt") if picture is not None else None) or "")


def _is_prose(anchor: _Anchor, above: list[lxml.html.HtmlElement]) -> bool:
    """Whether a link stands amid the words of a paragraph."""
    paragraph = next((one for one in above[:5] if one.tag in ("p", "blockquote", "td", "dd", "figcaption")), None)
    if paragraph is None:
        return False
    text = fold(shown_text(paragraph)[:2000])
    is_first = text.startswith(anchor.text) and len(anchor.text.split()) >= _TEASER_WORDS
    return not is_first and len(text) - len(anchor.text) >= _PROSE_CHARACTERS


@lru_cache(maxsize=8192)
def _make_named(tag: str, name: str) -> str:
    return f"{tag}.{_DIGITS.sub('', name.split(maxsplit=1)[0]) if name.strip() else ''}"


def _make(element: lxml.html.HtmlElement) -> str:
    """What elements of one make share: tag and first class name, numbers aside."""
    return _make_named(str(element.tag), (element.get("class") or "")[:_EXCERPT_CHARACTERS])


def _mains_of(within: list[_Anchor]) -> list[_Anchor]:
    """Of the links in one block those to what it is about: in its headings, else the longest and those to the same."""
    headings = [anchor for anchor in within if anchor.is_heading]
    if headings or within[0].twins == 1:
        return headings
    longest = max(within, key=lambda anchor: len(anchor.text))
    return [anchor for anchor in within if anchor.address == longest.address]


def _is_of_teasers(group: list[_Anchor]) -> bool:
    """Whether the blocks that these links are the main ones of are teasers of articles, and no list of words."""
    half = len(group) / 2
    if sum(anchor.is_heading for anchor in group) >= half or sum(anchor.date for anchor in group) > half:
        return True
    if len(group) < _REPEATED:
        return False
    is_told = median(len(anchor.excerpt) - len(anchor.text) for anchor in group) >= _MUCH_MORE
    return is_told or median(anchor.words for anchor in group) >= _TEASER_WORDS


_PLACES = {NAVIGATION: Place.NAVIGATION, FOOTER: Place.FOOTER, ASIDE: Place.ASIDE}


def _seen(anchor: _Anchor, *, is_main: bool, is_teaser: bool) -> LinkSeen:
    if anchor.part == NAVIGATION and is_teaser and is_long(anchor.text):
        place = Place.ASIDE  # a menu that shows articles
    elif anchor.part is not None:
        place = _PLACES[anchor.part]
    elif is_teaser:
        place = Place.TEASER
    elif anchor.is_prose or anchor.block is None:
        place = Place.TEXT
    else:
        place = Place.NAVIGATION if is_main and anchor.twins >= _REPEATED else Place.LABEL
    return LinkSeen(
        address=anchor.address,
        text=anchor.text,
        place=place,
        has_date_near=anchor.date,
        is_repeated=anchor.twins > 1,
        is_heading=anchor.is_heading,
        excerpt=anchor.excerpt,
    )
