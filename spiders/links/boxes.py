"""The links of a page and the elements around them: what several links share is looked at once."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urljoin

import lxml.html

from pipelines.page.links import absolute
from pipelines.page.page import Page
from pipelines.page.text import fold, shown_text
from spiders.links.parts import part_of

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_MOST_LINKS = 3000
_MAX_DEPTH = 200
_TEXT_CHARACTERS = 300
_DIGITS = re.compile(r"\d+")
_IDEOGRAPHS = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")


@dataclass(eq=False, slots=True)
class Box:
    """An element with links in it. ``makes`` counts the elements directly in it that have links, by their make.

    ``part`` is the outermost part of the page that it stands in, or is; ``links`` counts those within.
    """

    element: lxml.html.HtmlElement
    above: "Box | None"
    tag: str
    make: str
    part: str | None
    links: int = 0
    makes: dict[str, int] = field(default_factory=dict)
    text: str | None = None
    is_dated: bool = False

    @property
    def twins(self) -> int:
        """How many elements of its make stand beside it, itself with them."""
        return self.above.makes[self.make] if self.above else 1


@dataclass(eq=False, slots=True)
class Anchor:
    """One link of a page: the box that is its own element, its address and text; ``is_heading``: it has one in it."""

    box: Box
    address: str
    text: str
    is_heading: bool
    is_prose: bool = False
    block: Box | None = None

    @property
    def words(self) -> int:
        """The number of words of its text; two ideographs count as one."""
        return max(len(self.text.split()), ideographs_of(self.text) // 2)


def ideographs_of(text: str) -> int:
    """How many letters of ``text`` are of scripts that part no words: Thai, Japanese, Chinese."""
    return 0 if text.isascii() else len(_IDEOGRAPHS.findall(text))


def anchors_of(page: Page) -> list[Anchor]:
    """The links of ``page`` that lead to web addresses, in document order, up to a bound."""
    base, origin = page.base, urljoin(page.base, "/")
    boxes: dict[lxml.html.HtmlElement, Box] = {}
    found: list[Anchor] = []
    for element in page.tree.iter("a"):
        href = element.get("href")
        if not href or href[0] == "#":
            continue
        # Most links say the same on all pages of a site.
        address = _joined(origin, href) if href[0] == "/" or href.startswith("http") else absolute(base, href)
        if address is None:
            continue
        heading = next(element.iter(*HEADINGS), None) if len(element) else None
        text = fold(shown_text(element if heading is None else heading)) or _alternative(element)
        box = _box_of(element, boxes)
        box.links += 1
        found.append(Anchor(box, address, text[:_TEXT_CHARACTERS], heading is not None))
        if len(found) == _MOST_LINKS:
            break
    for box in reversed(boxes.values()):  # inner ones first: each hands on what was counted within it
        if box.above is not None:
            box.above.links += box.links
    return found


@lru_cache(maxsize=16_384)
def _joined(origin: str, href: str) -> str | None:
    return absolute(origin, href)


def _box_of(element: lxml.html.HtmlElement, boxes: dict[lxml.html.HtmlElement, Box]) -> Box:
    """The box of ``element``; those around it that are met first are made before it."""
    path: list[lxml.html.HtmlElement] = []
    here: lxml.html.HtmlElement | None = element
    while here is not None and here not in boxes and here.tag != "html" and len(path) < _MAX_DEPTH:
        path.append(here)
        here = here.getparent()
    box = boxes.get(here) if here is not None else None
    for one in reversed(path):
        part = box.part if box else None
        name = one.get("class")
        make = _make(one.tag, name[:_TEXT_CHARACTERS]) if name else one.tag
        new = boxes[one] = Box(one, box, one.tag, make, part or part_of(one))
        if box:
            box.makes[make] = box.makes.get(make, 0) + 1
        box = new
    assert box is not None
    return box


@lru_cache(maxsize=8192)
def _make(tag: str, name: str) -> str:
    """What elements of one make share: tag and first class name, numbers aside."""
    return f"{tag}.{_DIGITS.sub('', name.split(maxsplit=1)[0]) if name.strip() else ''}"


def _alternative(element: lxml.html.HtmlElement) -> str:
    """What a link without text says by its picture or its title."""
    picture = next(element.iter("img"), None) if len(element) else None
    return fold(element.get("title") or (picture.get("alt") if picture is not None else None) or "")
