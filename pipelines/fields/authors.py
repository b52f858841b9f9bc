"""Who wrote an article: people before agencies and the publisher itself."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any

import lxml.html

from pipelines.fields.candidate import Candidate
from pipelines.fields.names import AGENCIES, is_full_name, tidy_names
from pipelines.page.page import Page
from pipelines.page.site_names import folded
from pipelines.page.text import fold, shown_text, unescaped

_MAX_NAMES = 20
_MAX_BYLINES = 3
_MAX_BYLINE_CHARACTERS = 200
_DOUBTFUL = 0.4  # a list in which no person is named
_GUESSED = 0.3  # a byline known by nothing but its class or its first word
_METAS = (
    "author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "byl",
    "cxenseparse:author", "og:article:author", "article:author_name", "citation_author", "content_author",
    "dc.creator.personalname", "mediator_author", "author_name", "creator",
)  # fmt: skip
_NO_AUTHORS_OF_ARTICLES = ("Comment", "Review", "WebSite", "Organization", "Person", "ImageObject", "VideoObject")
_BY_CHARACTERS = 12
_BY = re.compile(r"(?:^|\W)(?:by|von|par|por|di|door|af|av|autor|text|texte)\W*$", re.IGNORECASE)
# What stands in the address of an author's own page.
_PROFILE = re.compile(
    r"author|profile|/people|/person|/staff/|contributor|/autor|/auteur|redakt|/by/|journalist|/writer|reporter",
    re.IGNORECASE,
)
_FIRST_DIGIT = re.compile(r"\d")


def read_authors(page: Page) -> Iterator[Candidate[tuple[str, ...]]]:
    """The lists of authors ``page`` states: JSON-LD, meta elements, marked-up bylines.

    From each list agencies and the site's own names are taken out where it names people as well; a list of
    nothing else is doubtful.
    """
    own = page.site_names
    for texts, source in _lists(page):
        names = tidy_names(map(unescaped, texts))
        people = tuple(name for name in names if folded(name) not in own and folded(name) not in AGENCIES)
        if people:
            yield Candidate(people, source)
        elif names:
            yield Candidate(names, source, _DOUBTFUL)
    for texts in _shown(page):
        names = tuple(name for name in tidy_names(texts) if is_full_name(name) and folded(name) not in own)
        if names:
            yield Candidate(names, "element:byline", _GUESSED)


def _lists(page: Page) -> Iterator[tuple[list[str], str]]:
    article = page.markup.article
    for key in ("author", "creator"):
        yield list(_json_ld_names(article.get(key), page)), f"json-ld:{key}"
    for name in _METAS:
        yield [text for text in page.markup.metas.get(name, ()) if "://" not in text], f"meta:{name}"
    for node in page.markup.objects:
        if node is not article and "author" in node and node.get("@type") not in _NO_AUTHORS_OF_ARTICLES:
            yield list(_json_ld_names(node["author"], page)), "json-ld:author"
    for elements in _bylines(page):
        yield [_byline(element) for element in elements[:_MAX_NAMES]], "element:byline"


def _json_ld_names(author: Any, page: Page, depth: int = 0) -> Iterator[str]:
    if isinstance(author, str):
        yield page.markup.named(author) or author
    elif isinstance(author, Mapping) and depth < 3:  # noqa: PLR2004 - names are not nested deeper
        name = author.get("name")
        yield from _json_ld_names(page.markup.named(str(author.get("@id"))) if name is None else name, page, depth + 1)
    elif isinstance(author, list):
        for one in author[:_MAX_NAMES]:
            yield from _json_ld_names(one, page, depth)


def _bylines(page: Page) -> Iterator[Sequence[lxml.html.HtmlElement]]:
    """The groups of elements whose markup says that they hold the name of an author, the surest first."""
    marked = page.marked
    written = marked.property("author", "creator")
    yield _together(chain.from_iterable(_within(element, "name") for element in written))
    yield _together(element for element in written if element.tag != "meta")
    yield _together(link for link in page.tree.iter("a") if "author" in (link.get("rel") or ""))
    yield _together(marked.names)
    in_bylines = list(dict.fromkeys(link for element in marked.bylines for link in element.iter("a")))
    yield _together(link for link in in_bylines if _PROFILE.search(link.get("href") or ""))


def _shown(page: Page) -> Iterator[list[str]]:
    """The texts that look like a byline: links to a profile behind "By", elements whose class says so."""
    signed = (link for link in page.tree.iter("a") if _BY.search(_before(link).rstrip()[-_BY_CHARACTERS:]))
    yield [_byline(link) for link in _together(link for link in signed if _PROFILE.search(link.get("href") or ""))]
    for element in page.marked.bylines[:_MAX_BYLINES]:
        parts = [fold(part) for part in element.itertext() if fold(part)]
        yield parts if len(parts) > 1 and all(map(is_full_name, parts)) else [_FIRST_DIGIT.split(_byline(element))[0]]


def _before(element: lxml.html.HtmlElement) -> str:
    """The text right in front of ``element``, in its parent."""
    previous, parent = element.getprevious(), element.getparent()
    text = previous.tail if previous is not None else parent.text if parent is not None else None
    return text or ""


def _within(element: lxml.html.HtmlElement, name: str) -> Iterator[lxml.html.HtmlElement]:
    for inner in element.iter():
        if name in (inner.get("itemprop") or "").split():
            yield inner


def _together(elements: Iterable[lxml.html.HtmlElement]) -> list[lxml.html.HtmlElement]:
    """The first of ``elements`` and those that stand in one group with it: the others are of other articles."""
    told = (element for element in elements if element.get("content") or fold(shown_text(element)))
    found = list(islice(told, _MAX_NAMES))
    if not found:
        return []
    group = found[0].getparent()
    group = group.getparent() if group is not None and group.getparent() is not None else group
    return [element for element in found if element is found[0] or group in element.iterancestors()]


def _byline(element: lxml.html.HtmlElement) -> str:
    return element.get("content") or fold(shown_text(element))[:_MAX_BYLINE_CHARACTERS]
