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
_STANDFIRST_WORDS = frozenset(
    """
    standfirst dek deck subheadline subhead subtitle lead lede abstract intro introduction excerpt summary tldr
    chapeau entradilla sottotitolo ingress vorspann teasertext takeaways
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
    r"author|profile|/people|/person|/staff/|contributor|/autor|/auteur|redakt|/by/|journalist|/writer|reporter",
    re.IGNORECASE,
)
_KINDS = {"dates": _DATE_WORDS, "bylines": _AUTHOR_WORDS, "standfirsts": _STANDFIRST_WORDS}
_MAX_CLASS_CHARACTERS = 300
_SKIPPED = frozenset("script style meta link noscript svg path br img source".split())


@dataclass(frozen=True, slots=True)
class Marked:
    """The marked elements of one page, each list in document order.

    ``properties`` by name of an itemprop or RDFa property; ``author_links`` those with rel=author; ``profiles``
    the links to an author's page; ``bylines``, ``names`` (of authors), ``dates`` and ``standfirsts`` by words of
    their class or id.
    """

    properties: dict[str, list[lxml.html.HtmlElement]] = field(default_factory=dict)
    author_links: list[lxml.html.HtmlElement] = field(default_factory=list)
    profiles: list[lxml.html.HtmlElement] = field(default_factory=list)
    bylines: list[lxml.html.HtmlElement] = field(default_factory=list)
    names: list[lxml.html.HtmlElement] = field(default_factory=list)
    dates: list[lxml.html.HtmlElement] = field(default_factory=list)
    standfirsts: list[lxml.html.HtmlElement] = field(default_factory=list)

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


def _add(marked: Marked, element: lxml.html.HtmlElement, kinds: frozenset[str]) -> None:
    for kind in kinds:
        getattr(marked, kind).append(element)


@lru_cache(maxsize=8192)
def _kinds(named: str) -> frozenset[str]:
    """The lists of Marked that an element with the class ``named`` belongs to."""
    words = {word.lower() for word in _WORD.findall(named)}
    if not _OTHER_WORDS.isdisjoint(words):
        return frozenset()
    kinds = {kind for kind, known in _KINDS.items() if not known.isdisjoint(words)}
    if "bylines" in kinds and not _NAME_WORDS.isdisjoint(words):
        kinds = kinds - {"bylines"} | {"names"}
    return frozenset(kinds)
