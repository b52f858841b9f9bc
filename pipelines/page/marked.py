"""The elements of a page that its markup marks as a date, an author, a standfirst or a property, found in one walk."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter

import lxml.html

# Words of class names and ids as publishing systems write them: post-date, articleAuthor, c-byline__name.
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")
_DATE_WORDS = frozenset(
    """
    date datetime dateline timestamp time published publish pubdate posted postdate created datum fecha dato
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
# Some piece of each word: those that are nowhere in a page's classes are not looked for in each of them.
_PIECES = {word[:4] for words in (_DATE_WORDS, _AUTHOR_WORDS, _STANDFIRST_WORDS) for word in words}
_KINDS = {"dates": _DATE_WORDS, "bylines": _AUTHOR_WORDS, "standfirsts": _STANDFIRST_WORDS}
_MAX_CLASS_CHARACTERS = 300
_SKIPPED = frozenset("script style meta link noscript svg path br img source".split())


@dataclass(frozen=True, slots=True)
class Marked:
    """The marked elements of one page, each list in document order.

    ``properties`` by name of an itemprop; ``bylines``, ``names`` (of authors), ``dates`` and ``standfirsts`` by words
    of their class, test id or id.
    """

    properties: dict[str, list[lxml.html.HtmlElement]] = field(default_factory=dict)
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
    by_class: dict[str, list[tuple[int, lxml.html.HtmlElement]]] = {}
    for place, element in enumerate(root.iter("*")):
        stated = element.get("itemprop")
        if stated:
            for name in stated.split():
                marked.properties.setdefault(name, []).append(element)
        named = element.get("class") or element.get("data-testid") or element.get("id")
        if named:
            by_class.setdefault(named, []).append((place, element))
    found: list[tuple[int, str, lxml.html.HtmlElement]] = []
    for named in _likely(by_class):
        for kind in _kinds(named[:_MAX_CLASS_CHARACTERS]):
            found.extend((place, kind, element) for place, element in by_class[named])
    for _, kind, element in sorted(found, key=itemgetter(0)):
        if element.tag not in _SKIPPED:
            getattr(marked, kind).append(element)
    return marked


def _likely(names: Iterable[str]) -> Iterator[str]:
    """Those of ``names`` that may hold one of the words."""
    lowered = {name: name.lower() for name in names}
    page = "\n".join(lowered.values())
    pieces = [piece for piece in _PIECES if piece in page]
    for name, text in lowered.items():
        if any(piece in text for piece in pieces):
            yield name


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
