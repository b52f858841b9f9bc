"""The elements of a page that its markup marks as a date, an author or a property, found in one walk."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import lxml.etree
import lxml.html

# Words of class names and ids as publishing systems write them: post-date, articleAuthor, c-byline__name.
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")
_DATE_WORDS = frozenset(
    """
    date datetime dateline timestamp time published publish pubdate posted postdate created datum fecha data dato
    veroeffentlicht entrydate publishdate published_at posttime updated modified
    """.split()
)
_AUTHOR_WORDS = frozenset(
    """
    author authors byline bylines autor autoren autores auteur auteurs autore autori redactor writer reporter
    contributor contributors journalist authorname authored verfasser
    """.split()
)
_NAME_WORDS = frozenset("name names fn fullname link authorname title".split())
# Words that make of such a class something else: the author's box, or the dates and authors of other articles.
_OTHER_WORDS = frozenset(
    """
    comment comments related teaser bio biography avatar image img photo picture social share sidebar widget
    footer nav menu twitter facebook follow email desc description
    """.split()
)
# What stands in the address of an author's own page.
_PROFILE = re.compile(
    r"author|profile|/people|/person|/staff/|contributor|/autor|/auteur|redakt|/by/|journalist|/writer|reporter", re.IGNORECASE
)
_MAX_CLASS_CHARACTERS = 300
_SKIPPED = frozenset("script style meta link noscript svg path br img source".split())


@dataclass(frozen=True, slots=True)
class Marked:
    """The marked elements of one page, each list in document order.

    ``properties`` by name of an itemprop or RDFa property; ``author_links`` those with rel=author; ``profiles``
    the links to an author's page; ``bylines``, ``names`` (of authors) and ``dates`` by words of their class or id.
    """

    properties: dict[str, list[lxml.html.HtmlElement]] = field(default_factory=dict)
    author_links: list[lxml.html.HtmlElement] = field(default_factory=list)
    profiles: list[lxml.html.HtmlElement] = field(default_factory=list)
    bylines: list[lxml.html.HtmlElement] = field(default_factory=list)
    names: list[lxml.html.HtmlElement] = field(default_factory=list)
    dates: list[lxml.html.HtmlElement] = field(default_factory=list)

    def property(self, *names: str) -> Sequence[lxml.html.HtmlElement]:
        """The elements marked with one of ``names``."""
        return [element for name in names for element in self.properties.get(name, ())]


def read_marked(root: lxml.html.HtmlElement) -> Marked:
    """The marked elements below ``root``, meta elements among the properties only."""
    marked = Marked()
    for element in root.iter(lxml.etree.Element):
        attributes = element.attrib
        if not attributes:
            continue
        stated = attributes.get("itemprop") or attributes.get("property")
        for name in stated.split() if stated else ():
            marked.properties.setdefault(name.rpartition(":")[2], []).append(element)
        if element.tag in _SKIPPED:
            continue
        if "author" in (attributes.get("rel") or ""):
            marked.author_links.append(element)
        if element.tag == "a" and _PROFILE.search(attributes.get("href") or ""):
            marked.profiles.append(element)
        named = attributes.get("class") or attributes.get("data-testid") or attributes.get("id")
        if named:
            _add(marked, element, _kinds(named[:_MAX_CLASS_CHARACTERS]))
    return marked


def _add(marked: Marked, element: lxml.html.HtmlElement, kinds: tuple[bool, bool, bool]) -> None:
    is_date, is_byline, is_name = kinds
    if is_date:
        marked.dates.append(element)
    if is_name:
        marked.names.append(element)
    elif is_byline:
        marked.bylines.append(element)


@lru_cache(maxsize=8192)
def _kinds(named: str) -> tuple[bool, bool, bool]:
    """Whether the class ``named`` is one of dates, of bylines, of authors' names."""
    words = {word.lower() for word in _WORD.findall(named)}
    is_other = not _OTHER_WORDS.isdisjoint(words)
    is_byline = not is_other and not _AUTHOR_WORDS.isdisjoint(words)
    is_name = is_byline and not _NAME_WORDS.isdisjoint(words)
    return not is_other and not _DATE_WORDS.isdisjoint(words), is_byline, is_name
