"""The elements of a page that its markup marks as a date, an author, a standfirst or a property, found in one walk."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import lxml.html

# Words of class names and ids as publishing systems write them: post-date, articleAuthor, c-byline__name.
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_NO_LETTERS = re.compile(r"[^a-z]+")
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
_KINDS = {"dates": _DATE_WORDS, "bylines": _AUTHOR_WORDS, "standfirsts": _STANDFIRST_WORDS}
_ALL_WORDS = _DATE_WORDS | _AUTHOR_WORDS | _STANDFIRST_WORDS
_MAX_CLASS_CHARACTERS = 300
_SKIPPED = frozenset("script style meta link noscript svg path br img source".split())


@dataclass(frozen=True, slots=True)
class MarkedElements:
    """The marked elements of one page, each list in document order.

    ``properties`` by name of an itemprop or RDFa property; ``bylines``, ``names`` (of authors), ``dates``
    and ``standfirsts`` by words of their class, or of their id where they have none.
    """

    properties: dict[str, list[lxml.html.HtmlElement]] = field(default_factory=dict)
    bylines: list[lxml.html.HtmlElement] = field(default_factory=list)
    names: list[lxml.html.HtmlElement] = field(default_factory=list)
    dates: list[lxml.html.HtmlElement] = field(default_factory=list)
    standfirsts: list[lxml.html.HtmlElement] = field(default_factory=list)

    def property(self, *names: str) -> Sequence[lxml.html.HtmlElement]:
        """The elements marked with one of ``names``."""
        return [element for name in names for element in self.properties.get(name, ())]


def read_marked(root: lxml.html.HtmlElement, *, is_rdfa: bool = False) -> MarkedElements:
    """The marked elements below ``root``, meta elements among the properties only.

    With ``is_rdfa``, RDFa's properties are read beside microdata's, their prefixes cut off.
    """
    marked = MarkedElements()
    for element in root.iter("*"):
        named = element.get("class") or element.get("id")
        if named:
            for kind in _kinds(named):
                if element.tag not in _SKIPPED:
                    getattr(marked, kind).append(element)
        stated = element.get("itemprop")
        if is_rdfa and not stated:
            stated = element.get("property")
        if stated:
            for name in stated.split():
                marked.properties.setdefault(name.rpartition(":")[2], []).append(element)
    return marked


@lru_cache(maxsize=8192)
def _kinds(named: str) -> tuple[str, ...]:
    """The lists of MarkedElements that an element with the class ``named`` belongs to."""
    named = named[:_MAX_CLASS_CHARACTERS]
    words = _NO_LETTERS.split(named) if named.islower() else [word.lower() for word in _WORD.findall(named)]
    if _ALL_WORDS.isdisjoint(words) or not _OTHER_WORDS.isdisjoint(words):
        return ()
    kinds = [kind for kind, known in _KINDS.items() if not known.isdisjoint(words)]
    if "bylines" in kinds and not _NAME_WORDS.isdisjoint(words):
        kinds[kinds.index("bylines")] = "names"
    return tuple(kinds)
