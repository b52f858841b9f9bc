"""The blocks of a page and the boxes they stand in, found in one walk over the tree."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import lxml.etree
import lxml.html

from pipelines.body.names import BIT, roles_of

MAX_BLOCKS = 20_000  # the longest pages of the world have some thousands
MAX_BOXES = 100_000  # more count as part of the one around them, too
MAX_DEPTH = 200  # boxes nested deeper count as part of the one at this depth
_SMALL_FORM_CHARS = 300
_SMALL_PART_CHARS = 1_000
_MAX_MEASURED_CHARS = 20_000_000  # parts nested in parts are measured again and again, but not without end
_MAX_NAME_CHARS = 500
_LINE_END = "\u2028"

_SILENT = frozenset(
    """
    script style noscript template svg iframe object embed head select option optgroup button input textarea canvas
    video audio map math link meta source track datalist progress meter title
    """.split()
)
BOX_TAGS = frozenset(
    """
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table tbody td
    tfoot th thead tr ul
    """.split()
)
PART_TAGS = frozenset("nav aside footer form figure figcaption details dialog menu".split())
PART_ROLES = BIT["navigation"] | BIT["author"] | BIT["hidden"] | BIT["comments"]
_BYLINE = BIT["author"] | BIT["date"]
_NAVIGATION = BIT["navigation"]
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())  # named as a place in the table of contents, which they are not
_UNSEEN = ("tooltip", "popup", "popover", "sr-only", "screen-reader", "visually-hidden", "visuallyhidden")
_text_length: Callable[..., Any] = lxml.etree.XPath("string-length(.)", smart_strings=False)


# How the walk treats an element. Plain numbers: this is asked of every element of a page.
_INLINE, _BOX, _LINK, _STRONG, _SPAN, _BREAK, _PICTURE, _TIME, _UNREAD = range(9)
_WAYS: dict[Any, int] = {
    **dict.fromkeys(BOX_TAGS, _BOX),
    **dict.fromkeys(_SILENT, _UNREAD),
    **dict.fromkeys((lxml.etree.Comment, lxml.etree.ProcessingInstruction, lxml.etree.Entity), _UNREAD),
    **dict.fromkeys("b strong i em".split(), _STRONG),
    **dict.fromkeys("img picture".split(), _PICTURE),
    "a": _LINK,
    "br": _BREAK,
    "span": _SPAN,
    "time": _TIME,
}
_NAMED_BY = frozenset("class id role data-testid itemprop".split())
# Attributes that hide an element, and by which values.
_HIDDEN_BY: dict[str, Callable[[str], bool]] = {
    "hidden": lambda _: True,
    "aria-hidden": lambda value: value == "true",
    "style": lambda value: "none" in value and "display:none" in value.replace(" ", ""),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Boxes:
    """The block elements of a page, parents before children, one list entry for each.

    ``parents`` are places in these lists (the first box is its own), ``looks`` numbers shared by boxes of one tag
    and class, which ``names`` has by number; ``roles`` sums of ``names.BIT``; ``starts`` and ``ends`` bound the blocks
    that stand in the box.
    """

    parents: list[int]
    tags: list[str]
    looks: list[int]
    roles: list[int]
    depths: list[int]
    starts: list[int]
    ends: list[int]
    is_stated: list[bool]
    is_unseen: list[bool]
    names: list[tuple[str, str]]


class Block(NamedTuple):
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
    add, pieces, blocks, way_of = walker.add, walker.pieces, walker.blocks, _WAYS.get
    walker.open_box(root)
    add(root.text)
    above: list[tuple[Iterator[lxml.html.HtmlElement], int, str | None]] = []
    children = iter(root)
    while len(blocks) < MAX_BLOCKS:
        for element in children:
            way = way_of(element.tag, _INLINE)
            if way == _INLINE or walker.enter(element, way):
                text = element.text
                if text and (pieces or not text.isspace()):
                    add(text)
                if len(element):
                    above.append((children, way, element.tail))
                    children = iter(element)
                    break
                walker.leave(way)
            text = element.tail
            if text and (pieces or not text.isspace()):
                add(text)
            if way == _BOX and len(blocks) >= MAX_BLOCKS:
                break
        else:
            if not above:
                break
            children, way, text = above.pop()
            walker.leave(way)
            add(text)
    return walker.found()


# What the attributes of a box say of it: its roles, its classes, whether it is stated to be the body, and unseen.
_Names = tuple[int, str, bool, bool]
# Parent, tag, look, roles, depth, start, whether stated, whether unseen: see Boxes.
_Box = tuple[int, str, int, int, int, int, bool, bool]


def _read_names(attributes: Iterable[tuple[str, str]]) -> _Names:
    names, class_names, is_stated, is_unseen = "", "", False, False
    for attribute, value in attributes:
        if attribute in _NAMED_BY:
            names = f"{names} {value}" if names else value
            if attribute == "class":
                class_names = value
            elif attribute == "itemprop":
                is_stated = "articleBody" in value
        elif attribute in _HIDDEN_BY:
            is_unseen = is_unseen or _HIDDEN_BY[attribute](value)
    return roles_of(names[:_MAX_NAME_CHARS]) if names else 0, class_names, is_stated, is_unseen


class _Walker:
    """Gathers the text between the ends of boxes into blocks."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.pieces: list[str] = []  # the texts since the last block ended
        self._bylines: list[int] = []
        self._boxes: list[_Box] = []
        self._ends: list[int] = []  # of the boxes
        self._open: list[int] = []  # the boxes around the present place, inner last
        self._looks: dict[tuple[str, str], int] = {}
        self._named: dict[
            tuple[tuple[str, str], ...], _Names
        ] = {}  # by attributes: half the boxes of a page share them
        self._in_links = self._in_strong = 0
        self._measured_chars = 0
        self._link_chars = self._links = self._strong_chars = self._pictures = 0

    def enter(self, element: lxml.html.HtmlElement, way: int) -> bool:
        """Begin ``element``; False where nothing within it counts."""
        if way == _BOX:
            return self.open_box(element)
        if way == _LINK:
            self._in_links += 1
        elif way == _STRONG:
            self._in_strong += 1
        elif way == _SPAN:
            return not _is_unseen(element)
        elif way == _TIME:
            self._bylines.append(len(self.blocks))
        else:
            if way == _BREAK:
                self._end_line()
            elif way == _PICTURE:
                self._pictures += 1
            return False
        return True

    def leave(self, way: int) -> None:
        """What was entered ``way`` has ended."""
        if way == _BOX:
            if self.pieces or self._links:
                self._flush()
            self._ends[self._open.pop()] = len(self.blocks)
        elif way == _LINK:
            self._in_links -= 1
            self._links += 1
        elif way == _STRONG:
            self._in_strong -= 1

    def add(self, text: str | None) -> None:
        """``text`` stands here. No block begins with white space."""
        if not text or not (self.pieces or text.strip()):
            return
        self.pieces.append(text)
        if self._in_links:
            self._link_chars += len(text)
        if self._in_strong:
            self._strong_chars += len(text)

    def open_box(self, element: lxml.html.HtmlElement) -> bool:
        """Begin the box of ``element``; False where it is a small part of the page beside the article."""
        if self.pieces or self._links:
            self._flush()
        tag, attributes = element.tag, tuple(element.items())
        named = self._named.get(attributes)
        if named is None:
            named = self._named[attributes] = _read_names(attributes)
        roles = 0 if tag == "body" else named[0] & ~_NAVIGATION if tag in _HEADINGS else named[0]
        if roles & _BYLINE:
            self._bylines.append(len(self.blocks))
        if (roles & PART_ROLES or tag in PART_TAGS) and self._is_small(element, tag):
            return False
        if len(self._open) < MAX_DEPTH and len(self._boxes) < MAX_BOXES:
            self._add_box(tag, named, roles)
        else:
            self._open.append(self._open[-1])
        return True

    def _add_box(self, tag: str, named: _Names, roles: int) -> None:
        boxes, place, depth = self._boxes, len(self._boxes), len(self._open)
        _, class_names, is_stated, is_unseen = named
        parent = self._open[-1] if depth else 0
        if depth:
            is_stated = is_stated or boxes[parent][6]
            is_unseen = is_unseen or boxes[parent][7]
        looks = self._looks
        look = looks.setdefault((tag, class_names), len(looks))
        boxes.append((parent, tag, look, roles, depth, len(self.blocks), is_stated, is_unseen))
        self._ends.append(-1)
        self._open.append(place)

    def found(self) -> Walk:
        """All there is, now that the page has ended, or is longer than the bound."""
        while self._open:
            self.leave(_BOX)
        parents, tags, looks, roles, depths, starts, is_stated, is_unseen = map(list, zip(*self._boxes, strict=True))
        return Walk(
            blocks=tuple(self.blocks),
            boxes=Boxes(
                parents=parents,
                tags=tags,
                looks=looks,
                roles=roles,
                depths=depths,
                starts=starts,
                ends=self._ends,
                is_stated=is_stated,
                is_unseen=is_unseen,
                names=list(self._looks),
            ),
            bylines=tuple(self._bylines),
            is_cut=len(self.blocks) >= MAX_BLOCKS,
        )

    def _is_small(self, element: lxml.html.HtmlElement, tag: str) -> bool:
        """Whether ``element`` holds too little text to be the article. What is not seen does not count."""
        if self._measured_chars > _MAX_MEASURED_CHARS:
            return False
        bound = _SMALL_FORM_CHARS if tag == "form" else _SMALL_PART_CHARS
        length = _text_length(element)
        self._measured_chars += int(length)
        if length >= bound:
            length -= sum(_text_length(unseen) for unseen in element.iter("script", "style"))
        return bool(length < bound)

    def _end_line(self) -> None:
        """A second line break in a row ends the block."""
        pieces = self.pieces
        for piece in reversed(pieces):
            if piece == _LINE_END:
                self._flush()
                return
            if piece.strip():
                pieces.append(_LINE_END)
                return

    def _flush(self) -> None:
        if self.pieces:
            self._add_block()
        self._link_chars = self._links = self._strong_chars = 0

    def _add_block(self) -> None:
        whole = "".join(self.pieces)
        self.pieces.clear()
        box = self._open[-1]
        if self._boxes[box][1] == "pre":
            text = whole.replace(_LINE_END, "\n").strip("\n").rstrip()
        elif _LINE_END in whole:
            text = "\n".join(filter(None, (" ".join(line.split()) for line in whole.split(_LINE_END))))
        else:
            text = " ".join(whole.split())
        if text and len(self.blocks) < MAX_BLOCKS:
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


def _is_unseen(element: lxml.html.HtmlElement) -> bool:
    names = element.get("class")
    if names and any(name in names for name in _UNSEEN):
        return True
    style = element.get("style")
    return style is not None and _HIDDEN_BY["style"](style)
