"""The links of a page that may lead to another page of its list, each with what it says and what it stands in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import lxml.html

from pipelines.page.links import absolute
from pipelines.page.page import Page
from pipelines.page.text import fold
from spiders.pagination.words import MAX_CHARACTERS, Way, arrow_of, way_of

_NEXT_CLASS = re.compile(
    r"(?:^|[\s_-])(?:next|older|nextpage|nextpostslink|weiter|suivante?|siguiente)(?:$|[\s_-])", re.IGNORECASE
)
_BACK_CLASS = re.compile(r"(?:^|[\s_-])(?:prev|previous|newer|back)(?:$|[\s_-])", re.IGNORECASE)
_ICON_CLASS = re.compile(
    r"(?:chevron|angle|arrow|caret)s?[_-]?(?:double[_-]?|circle[_-]?)?right|icon[_-]next", re.IGNORECASE
)
_PAGER = re.compile(
    r"pag(?:er|inat|inac|inaz|ing|ination|es?[_-]?(?:nav|numbers?|links?|bar))|pagenavi|nav[_-]links|posts[_-]nav|"
    r"load[_-]?more|show[_-]?more|infinite",
    re.IGNORECASE,
)
_OTHER_LISTS = re.compile(
    r"comment|galler|slide[rs]|slideshow|carousel|swiper|slick|glide|owl[_-]|calendar|lightbox|disqus|datepicker",
    re.IGNORECASE,
)
_MAX_INNER_ELEMENTS = 12
_LEVELS_UP = 6
_MAX_DIGITS = 4


@dataclass(frozen=True, kw_only=True)
class PagerLink:
    """A link, its address made absolute, and its words: its text, label, title and those of its picture."""

    element: lxml.html.HtmlElement
    address: str
    texts: tuple[str, ...]

    @cached_property
    def way(self) -> Way | None:
        """The way its words say; what it says of going back stands before all else."""
        ways = [way for text in self.texts if (way := way_of(text))]
        return min(ways, key=_BACK_FIRST.index) if ways else None

    @cached_property
    def number(self) -> int | None:
        """The number that is its whole text."""
        text = self.texts[0].strip(" []()") if self.texts else ""
        return int(text) if text.isdecimal() and len(text) <= _MAX_DIGITS else None

    @cached_property
    def points(self) -> Way | None:
        """The way it points without words: by an arrow, the classes of itself, its item and its icon."""
        arrow = next((way for text in self.texts if (way := arrow_of(text))), None)
        own = f"{names_of(self.element)} {names_of(self.element.getparent())}"
        if arrow or _BACK_CLASS.search(own):
            return arrow or Way.PREVIOUS
        has_words = bool(self.texts) and any(letter.isalpha() for letter in self.texts[0])
        inner = " ".join(names_of(one) for one in self.element.iterdescendants())
        is_next = _NEXT_CLASS.search(f"{own} {inner}") or (not has_words and _ICON_CLASS.search(f"{own} {inner}"))
        return Way.NEXT if is_next else None

    @property
    def may_lead_on(self) -> bool:
        """Whether anything about it says that it leads to another page."""
        return self.way is not None or self.number is not None or self.points is not None

    @cached_property
    def is_in_pager(self) -> bool:
        """Whether it stands in what is named as the pages of a list."""
        return any(_PAGER.search(names) for names in self._surroundings)

    @cached_property
    def is_in_menu(self) -> bool:
        """Whether it stands in a part of the page that leads around the site, and is no pager."""
        around = (one.tag for one in self.element.iterancestors())
        return not self.is_in_pager and any(tag in ("nav", "header", "footer") for tag in around)

    @cached_property
    def is_of_other_list(self) -> bool:
        """Whether it stands in comments, a gallery, a calendar, or within one of several articles."""
        return any(_OTHER_LISTS.search(names) for names in self._surroundings) or self._is_in_teaser

    @cached_property
    def _surroundings(self) -> tuple[str, ...]:
        return (names_of(self.element), *(names_of(one) for one in _above(self.element)))

    @cached_property
    def _is_in_teaser(self) -> bool:
        teaser = next(self.element.iterancestors("article"), None)
        parent = None if teaser is None else teaser.getparent()
        return parent is not None and len(parent.findall("article")) > 1


_BACK_FIRST = (Way.PREVIOUS, Way.NEXT, Way.MORE)


def pager_links(page: Page) -> Iterator[PagerLink]:
    """The links of ``page`` whose text is short enough to be one between pages, in document order."""
    base = page.base
    for anchor in page.tree.iter("a"):
        href = anchor.get("href")
        texts = words_on(anchor) if href and not href.startswith("#") else None
        address = absolute(base, href) if texts is not None else None
        if address and texts is not None:
            yield PagerLink(element=anchor, address=address, texts=texts)


def words_on(element: lxml.html.HtmlElement) -> tuple[str, ...] | None:
    """What ``element`` says, its text first; None where that is too long for a link between pages."""
    text = element.text or ""
    pictures = []
    for number, inner in enumerate(element.iterdescendants()):
        if number > _MAX_INNER_ELEMENTS or len(text) > 2 * MAX_CHARACTERS:
            return None
        if isinstance(inner.tag, str) and inner.tag not in ("script", "style"):
            text += f" {inner.text or ''} {inner.tail or ''}"
            pictures.append(inner.get("alt") or inner.get("title") or "")
    said = (fold(text), *(fold(element.get(name) or "") for name in ("aria-label", "title")), *map(fold, pictures))
    return tuple(one for one in said if one) if len(said[0]) <= MAX_CHARACTERS else None


def names_of(element: lxml.html.HtmlElement | None) -> str:
    """The classes, identifier and label of ``element``, as one text."""
    if element is None or not isinstance(element.tag, str):
        return ""
    return " ".join(
        filter(None, (element.get("class"), element.get("id"), element.get("aria-label"), element.get("rel")))
    )


def _above(element: lxml.html.HtmlElement) -> Iterator[lxml.html.HtmlElement]:
    """What ``element`` stands in, a few levels up and within the page's main part."""
    for level, one in enumerate(element.iterancestors()):
        if level == _LEVELS_UP or one.tag in ("body", "main", "html"):
            return
        yield one
