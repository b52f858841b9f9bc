"""The blocks of a page and the boxes they stand in, found in one walk over the tree."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

import lxml.etree
import lxml.html

from pipelines.body.names import BIT, roles_of

MAX_BLOCKS = 20_000  # the longest pages of the world have some thousands
MAX_DEPTH = 200  # boxes nested deeper count as part of the one at this depth
_SMALL_FORM_CHARS = 300
_SMALL_PART_CHARS = 1_000
_LINE_END = "\u2028"

_SILENT = frozenset(
    """
    script style noscript template svg iframe object embed head select option optgroup button input textarea canvas
    video audio map math link meta source track datalist progress meter title
    """.split()
)
_BOXES = frozenset(
    """
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table tbody td
    tfoot th thead tr ul
    """.split()
)
PART_TAGS = frozenset("nav aside footer form figure figcaption details dialog menu".split())
PART_ROLES = BIT["navigation"] | BIT["author"] | BIT["hidden"] | BIT["comments"]
_BYLINE = BIT["author"] | BIT["date"]
_UNSEEN = ("tooltip", "popup", "popover", "sr-only", "screen-reader", "visually-hidden", "visuallyhidden")
_text_length: Callable[..., Any] = lxml.etree.XPath("string-length(.)", smart_strings=False)


class _Way(IntEnum):
    """How the walk treats an element."""

    INLINE = 0
    BOX = 1
    LINK = 2
    STRONG = 3
    LINE_END = 4
    PICTURE = 5
    SILENT = 6


_WAYS: dict[str, _Way] = {
    **dict.fromkeys(_BOXES, _Way.BOX),
    **dict.fromkeys(_SILENT, _Way.SILENT),
    **dict.fromkeys("b strong i em".split(), _Way.STRONG),
    **dict.fromkeys("img picture".split(), _Way.PICTURE),
    "a": _Way.LINK,
    "br": _Way.LINE_END,
}


@dataclass(slots=True, kw_only=True)
class Boxes:
    """The block elements of a page, parents before children, one list entry for each.

    ``parents`` are places in these lists (the first box is its own), ``looks`` numbers shared by boxes of one tag
    and class, ``roles`` sums of ``names.BIT``; ``starts`` and ``ends`` bound the blocks that stand in the box.
    """

    parents: list[int] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    looks: list[int] = field(default_factory=list)
    roles: list[int] = field(default_factory=list)
    depths: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    is_stated: list[bool] = field(default_factory=list)
    is_unseen: list[bool] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A run of text that nothing but inline elements interrupts.

    ``text`` has its white space folded, and a line break where the page has one; ``box`` is the innermost box around
    it. Counted in characters: what stands in links, in bold or italics; counted: links, pictures just before.
    """

    text: str
    box: int
    link_chars: int
    links: int
    strong_chars: int
    pictures: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """The blocks of a page in document order and its boxes; ``is_cut`` where the page has more than the bound."""

    blocks: tuple[Block, ...]
    boxes: Boxes
    bylines: tuple[int, ...]
    is_cut: bool


def walk(root: lxml.html.HtmlElement) -> Walk:
    """The blocks and boxes below ``root``. Parts that are surely furniture are not entered. No recursion."""
    walker = _Walker()
    walker.open_box(root)
    walker.add(root.text)
    above: list[tuple[Iterator[lxml.html.HtmlElement], _Way, str | None]] = []
    children = iter(root)
    while not walker.is_full():
        for element in children:
            if walker.is_full():
                break
            way = walker.enter(element)
            if way < _Way.LINE_END:
                walker.add(element.text)
                if len(element):
                    above.append((children, way, element.tail))
                    children = iter(element)
                    break
                walker.leave(way)
            walker.add(element.tail)
        else:
            if not above:
                break
            children, way, tail = above.pop()
            walker.leave(way)
            walker.add(tail)
    walker.close_all()
    return Walk(blocks=tuple(walker.blocks), boxes=walker.boxes, bylines=tuple(walker.bylines), is_cut=walker.is_full())


class _Walker:
    """Gathers the text between the ends of boxes into blocks."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.bylines: list[int] = []
        self.boxes = Boxes()
        self._open: list[int] = []  # the boxes around the present place, inner last
        self._looks: dict[tuple[str, str], int] = {}
        self._pieces: list[str] = []
        self._in_links = self._in_strong = self._pre = 0
        self._link_chars = self._links = self._strong_chars = self._pictures = 0

    def is_full(self) -> bool:
        """Whether the page has as many blocks as are looked at."""
        return len(self.blocks) >= MAX_BLOCKS

    def enter(self, element: lxml.html.HtmlElement) -> _Way:
        """How ``element`` is to be treated; whatever begins with it has begun."""
        tag = element.tag
        if tag.__class__ is not str:
            return _Way.SILENT
        way = _WAYS.get(tag, _Way.INLINE)
        if way is _Way.BOX:
            return way if self.open_box(element) else _Way.SILENT
        if way is _Way.LINK:
            self._in_links += 1
        elif way is _Way.STRONG:
            self._in_strong += 1
        elif way is _Way.LINE_END:
            self._end_line()
        elif way is _Way.PICTURE:
            self._pictures += 1
        elif tag == "time":
            self.bylines.append(len(self.blocks))
        elif tag == "span" and _is_unseen(element):
            return _Way.SILENT
        return way

    def leave(self, way: _Way) -> None:
        """What was entered ``way`` has ended."""
        if way is _Way.BOX:
            self._flush()
            box = self._open.pop()
            self.boxes.ends[box] = len(self.blocks)
        elif way is _Way.LINK:
            self._in_links -= 1
            self._links += 1
        elif way is _Way.STRONG:
            self._in_strong -= 1

    def add(self, text: str | None) -> None:
        """``text`` stands here."""
        if text is None or not (self._pieces or text.strip()):
            return
        self._pieces.append(text)
        if self._in_links:
            self._link_chars += len(text)
        if self._in_strong:
            self._strong_chars += len(text)

    def open_box(self, element: lxml.html.HtmlElement) -> bool:
        """Begin the box of ``element``; False where it is a small part of the page beside the article."""
        self._flush()
        get, tag = element.get, element.tag
        class_names = get("class") or ""
        stated = get("itemprop")
        names = " ".join(filter(None, (class_names, get("id"), get("role"), get("data-testid"), stated)))
        roles = roles_of(names) if names and tag != "body" else 0
        if roles & _BYLINE:
            self.bylines.append(len(self.blocks))
        if (roles & PART_ROLES or tag in PART_TAGS) and _is_small(element, tag):
            return False
        boxes, place = self.boxes, len(self.boxes.tags)
        parent = self._open[-1] if self._open else 0
        if len(self._open) >= MAX_DEPTH:
            self._open.append(parent)
            return True
        boxes.parents.append(parent)
        boxes.tags.append(tag)
        boxes.looks.append(self._looks.setdefault((tag, class_names), len(self._looks)))
        boxes.roles.append(roles)
        boxes.depths.append(len(self._open))
        boxes.starts.append(len(self.blocks))
        boxes.ends.append(-1)
        boxes.is_unseen.append(_is_not_shown(element) or (place > 0 and boxes.is_unseen[parent]))
        boxes.is_stated.append("articleBody" in (stated or "") or (place > 0 and boxes.is_stated[parent]))
        self._open.append(place)
        return True

    def close_all(self) -> None:
        """The page has ended, or is longer than the bound."""
        while self._open:
            self.leave(_Way.BOX)

    def _end_line(self) -> None:
        """A second line break in a row ends the block."""
        pieces = self._pieces
        for piece in reversed(pieces):
            if piece == _LINE_END:
                self._flush()
                return
            if piece.strip():
                pieces.append(_LINE_END)
                return

    def _flush(self) -> None:
        if self._pieces:
            self._add_block()
        self._link_chars = self._links = self._strong_chars = 0

    def _add_block(self) -> None:
        whole = "".join(self._pieces)
        self._pieces.clear()
        box = self._open[-1]
        if self.boxes.tags[box] == "pre":
            text = whole.replace(_LINE_END, "\n").strip("\n").rstrip()
        elif _LINE_END in whole:
            text = "\n".join(filter(None, (" ".join(line.split()) for line in whole.split(_LINE_END))))
        else:
            text = " ".join(whole.split())
        if text and not self.is_full():
            self.blocks.append(
                Block(
                    text=text,
                    box=box,
                    link_chars=min(self._link_chars, len(text)),
                    links=self._links,
                    strong_chars=min(self._strong_chars, len(text)),
                    pictures=self._pictures,
                )
            )
            self._pictures = 0


def _is_small(element: lxml.html.HtmlElement, tag: str) -> bool:
    """Whether ``element`` holds too little text to be the article. What is not seen does not count."""
    bound = _SMALL_FORM_CHARS if tag == "form" else _SMALL_PART_CHARS
    length = _text_length(element)
    if length >= bound:
        length -= sum(_text_length(unseen) for unseen in element.iter("script", "style"))
    return bool(length < bound)


def _is_unseen(element: lxml.html.HtmlElement) -> bool:
    names = element.get("class")
    if names and any(name in names for name in _UNSEEN):
        return True
    style = element.get("style")
    return style is not None and "display:none" in style.replace(" ", "")


def _is_not_shown(element: lxml.html.HtmlElement) -> bool:
    get = element.get
    if get("hidden") is not None or get("aria-hidden") == "true":
        return True
    style = get("style")
    return style is not None and "display:none" in style.replace(" ", "")
