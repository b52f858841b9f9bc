"""What a page declares about itself: JSON-LD objects, meta elements and link elements."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import lxml.html

from pipelines.page.links import absolute

_MAX_JSON_DEPTH = 12
_ARTICLE_SUFFIXES = ("Article", "Posting", "Report")


@dataclass(frozen=True, slots=True)
class Markup:
    """The declarations of one page.

    ``objects`` are all JSON-LD objects in document order, ``article`` the one that describes the page's
    article (empty if none); ``metas`` the contents of meta elements by lower-case name; ``titles`` the
    texts of title elements; ``links`` the absolute addresses of link elements by rel (alternates as
    ``alternate:LANGUAGE``).
    """

    objects: tuple[Mapping[str, Any], ...]
    article: Mapping[str, Any]
    metas: Mapping[str, tuple[str, ...]]
    titles: tuple[str, ...]
    links: Mapping[str, tuple[str, ...]]

    def meta(self, *names: str) -> Iterator[tuple[str, str]]:
        """(name, content) of the first meta element of each of ``names`` that the page has."""
        for name in names:
            for content in self.metas.get(name, ())[:1]:
                yield name, content


def read_markup(root: lxml.html.HtmlElement, base: str) -> Markup:
    """The declarations in ``root``; links are made absolute against ``base``. A broken block never loses a good one."""
    objects: list[Mapping[str, Any]] = []
    metas: dict[str, list[str]] = {}
    titles: list[str] = []
    links: dict[str, list[str]] = {}
    for element in root.iter("meta", "script", "title", "link"):
        if element.tag == "meta":
            _read_meta(element, metas)
        elif element.tag == "link":
            _read_link(element, base, links)
        elif element.tag == "title" and element.getparent().tag != "svg":
            titles.append(element.text or "")
        elif "ld+json" in (element.get("type") or "").lower():
            objects.extend(json_ld_objects(element.text or ""))
    return Markup(
        objects=tuple(objects),
        article=_main_article(objects),
        metas={name: tuple(contents) for name, contents in metas.items()},
        titles=tuple(titles),
        links={rel: tuple(hrefs) for rel, hrefs in links.items()},
    )


def json_ld_objects(text: str) -> list[Mapping[str, Any]]:
    """All JSON objects in one JSON-LD block, outer before inner; none where the block cannot be read."""
    try:
        data = json.loads(text.strip(), strict=False)
    except (ValueError, RecursionError):  # broken JSON, or a number of thousands of digits
        return []
    return list(_objects(data, 0))


def _objects(data: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth > _MAX_JSON_DEPTH:
        return
    if isinstance(data, dict):
        yield data
        data = list(data.values())
    if isinstance(data, list):
        for value in data:
            yield from _objects(value, depth + 1)


def json_ld_types(node: Mapping[str, Any]) -> tuple[str, ...]:
    """The @type of a JSON-LD object as a tuple of names."""
    kind = node.get("@type")
    names: Sequence[Any] = kind if isinstance(kind, list) else [kind]
    return tuple(name for name in names if isinstance(name, str))


def _main_article(objects: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    articles = [node for node in objects if any(name.endswith(_ARTICLE_SUFFIXES) for name in json_ld_types(node))]
    told = ("headline", "datePublished", "author", "articleBody")
    return max(articles, key=lambda node: sum(key in node for key in told), default={})


def _read_meta(element: lxml.html.HtmlElement, metas: dict[str, list[str]]) -> None:
    name = element.get("property") or element.get("name") or element.get("itemprop")
    content = (element.get("content") or "").strip()
    if name and content:
        metas.setdefault(name.strip().lower(), []).append(content)


def _read_link(element: lxml.html.HtmlElement, base: str, links: dict[str, list[str]]) -> None:
    address = absolute(base, element.get("href"))
    for rel in (element.get("rel") or "").lower().split():
        language = element.get("hreflang")
        key = f"{rel}:{language}" if rel == "alternate" and language else rel
        if address:
            links.setdefault(key, []).append(address)
