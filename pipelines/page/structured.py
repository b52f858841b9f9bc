"""What a page declares about itself: JSON-LD objects, meta elements and link elements."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import lxml.html

from pipelines.page.json_ld import json_ld_objects, json_ld_types
from pipelines.page.links import absolute, base_address

__all__ = ["Markup", "json_ld_objects", "json_ld_types", "read_markup"]

_ARTICLE_SUFFIXES = ("Article", "Posting", "Report")
_PAGE_TYPES = ("WebPage", "ItemPage", "VideoObject", "PodcastEpisode", "Review", "CreativeWork", "AboutPage")
_TOLD = ("headline", "datePublished", "author", "articleBody")
# Relations to what a browser loads, by far the most link elements; none leads to a page.
_RESOURCES = frozenset(
    """
    stylesheet preload prefetch modulepreload dns-prefetch preconnect icon shortcut apple-touch-icon mask-icon
    apple-touch-icon-precomposed apple-touch-startup-image manifest fluid-icon
    """.split()
)
_WORD = re.compile(r"\w+")
_SAME_TITLE = 0.5  # share of common words from which two titles are of one article


@dataclass(frozen=True, slots=True)
class Markup:
    """The declarations of one page.

    ``objects`` are all JSON-LD objects in document order, ``article`` the one that describes the page's
    article (empty if none); ``metas`` the contents of meta elements by lower-case name; ``titles`` the
    texts of title elements; ``links`` the absolute addresses of link elements by rel (alternates as
    ``alternate:LANGUAGE``); ``base`` is what addresses are relative to; ``headings`` and ``times`` the page's
    h1 and time elements, times below the first heading first.
    """

    objects: tuple[Mapping[str, Any], ...]
    article: Mapping[str, Any]
    metas: Mapping[str, tuple[str, ...]]
    titles: tuple[str, ...]
    links: Mapping[str, tuple[str, ...]]
    base: str
    headings: tuple[lxml.html.HtmlElement, ...] = ()
    times: tuple[lxml.html.HtmlElement, ...] = ()

    def meta(self, *names: str) -> Iterator[tuple[str, str]]:
        """(name, content) of the first meta element of each of ``names`` that the page has."""
        for name in names:
            for content in self.metas.get(name, ())[:1]:
                yield name, content

    def of_types(self, *types: str) -> Iterator[Mapping[str, Any]]:
        """The JSON-LD objects that are of one of ``types``, in document order."""
        for node in self.objects:
            if any(name in types for name in json_ld_types(node)):
                yield node

    @property
    def pages(self) -> Iterator[Mapping[str, Any]]:
        """The JSON-LD objects that describe the page as a whole; they tell what its article does not."""
        return self.of_types(*_PAGE_TYPES)

    def named(self, reference: str) -> str | None:
        """The name of the JSON-LD object whose @id is ``reference``, where one says more than that."""
        for node in self.objects:
            if node.get("@id") == reference and isinstance(node.get("name"), str):
                return str(node["name"])
        return None


def read_markup(root: lxml.html.HtmlElement, address: str) -> Markup:
    """The declarations in ``root``, the page at ``address``. A broken block never loses a good one."""
    names = ("meta", "script", "title", "link", "base", "h1", "time")
    found: dict[str, list[lxml.html.HtmlElement]] = {name: [] for name in names}
    above = 0  # time elements above the first heading
    for element in root.iter(*found):
        found[element.tag].append(element)
        if element.tag == "h1" and len(found["h1"]) == 1:
            above = len(found["time"])
    base = base_address(found["base"], address)
    metas = _metas(found["meta"])
    titles = [element.text or "" for element in found["title"] if element.getparent().tag != "svg"]
    objects = [
        node
        for element in found["script"]
        if "ld+json" in (element.get("type") or "").lower()
        for node in json_ld_objects(element.text or "")
    ]
    links = _links(found["link"], base)
    declared = [*metas.get("og:title", ()), *titles[:1]]
    addresses = [*links.get("canonical", ()), *metas.get("og:url", ()), address]
    return Markup(
        objects=tuple(objects),
        article=_main_article(objects, declared, {_path(address) for address in addresses}),
        metas=metas,
        titles=tuple(titles),
        links=links,
        base=base,
        headings=tuple(found["h1"]),
        times=(*found["time"][above:], *found["time"][:above]),
    )


def _main_article(
    objects: Iterable[Mapping[str, Any]], titles: Sequence[str], paths: set[str | None]
) -> Mapping[str, Any]:
    """Of the articles among ``objects`` the one this page is about: by its headline and address, then by what it tells.

    ``titles`` are the titles the page declares elsewhere, ``paths`` the paths of its addresses.
    """
    articles = [node for node in objects if any(name.endswith(_ARTICLE_SUFFIXES) for name in json_ld_types(node))]
    if len(articles) < 2:  # noqa: PLR2004 - nothing to choose
        return articles[0] if articles else {}
    words = [set(_WORD.findall(title.casefold())) for title in titles]

    def score(node: Mapping[str, Any]) -> int:
        agrees = _is_same_title(node.get("headline"), words) + _is_at(node, paths)
        return (len(_TOLD) * agrees) + sum(key in node for key in _TOLD)

    return max(articles, key=score)


def _is_same_title(headline: Any, titles: Iterable[set[str]]) -> bool:
    if not isinstance(headline, str):
        return False
    words = set(_WORD.findall(headline.casefold()))
    return any(len(words & title) >= _SAME_TITLE * max(len(words), 1) for title in titles)


def _is_at(node: Mapping[str, Any], paths: set[str | None]) -> bool:
    main = node.get("mainEntityOfPage")
    stated = [node.get("url"), node.get("@id"), main.get("@id") if isinstance(main, dict) else main]
    return any(isinstance(address, str) and _path(address) in paths for address in stated)


def _path(address: str) -> str | None:
    """The path of ``address``, None for a front page, whose address says nothing."""
    try:
        return urlsplit(address).path.rstrip("/") or None
    except ValueError:
        return None


def _metas(elements: Iterable[lxml.html.HtmlElement]) -> dict[str, tuple[str, ...]]:
    metas: dict[str, list[str]] = {}
    for element in elements:
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = (element.get("content") or "").strip()
        if name and content:
            metas.setdefault(name.strip().lower(), []).append(content)
    return {name: tuple(contents) for name, contents in metas.items()}


def _links(elements: Iterable[lxml.html.HtmlElement], base: str) -> dict[str, tuple[str, ...]]:
    links: dict[str, list[str]] = {}
    for element in elements:
        rels = (element.get("rel") or "").lower().split()
        address = absolute(base, element.get("href")) if not _RESOURCES.issuperset(rels) else None
        for rel in rels if address else ():
            language = element.get("hreflang")
            key = f"{rel}:{language}" if rel == "alternate" and language else rel
            links.setdefault(key, []).append(address or "")
    return {rel: tuple(hrefs) for rel, hrefs in links.items()}
