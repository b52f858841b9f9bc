"""The names of the people who wrote an article."""

import re
from collections.abc import Iterator
from typing import Any

from pipelines.fields.candidate import Candidate
from pipelines.page.page import Page

_BY = re.compile(r"^\s*(?:by|von|par|por|di|door|af|av|written by|text)\s*:?\s+", re.IGNORECASE)
_BETWEEN_NAMES = re.compile(r"\s*(?:,|;|\||&|\band\b|\bund\b|\bet\b|\by\b)\s+", re.IGNORECASE)
_NO_NAME = re.compile(r"https?:|www\.|@|^\W*$|^\d", re.IGNORECASE)
_MAX_NAME_CHARACTERS = 70
_MAX_NAMES = 20
_METAS = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "byl")
_ELEMENTS = (
    '//*[contains(@itemprop, "author")]//*[contains(@itemprop, "name")]',
    '//*[contains(@itemprop, "author")]',
    '//a[contains(@rel, "author")]',
    '//*[contains(concat(" ", normalize-space(@class), " "), " byline ")]//a',
    '//*[contains(concat(" ", normalize-space(@class), " "), " author-name ")]',
)


def read_authors(page: Page) -> Iterator[Candidate[tuple[str, ...]]]:
    """The lists of authors ``page`` states: JSON-LD, meta elements, marked-up bylines."""
    yield from _names(list(_json_ld_names(page.markup.article.get("author"))), "json-ld:author")
    for name in _METAS:
        yield from _names(list(page.markup.metas.get(name, ())), f"meta:{name}")
    for path in _ELEMENTS:
        texts = [element.get("content") or "".join(element.itertext()) for element in page.tree.xpath(path)]
        yield from _names(texts[:_MAX_NAMES], "element:byline")


def tidy_names(texts: list[str]) -> tuple[str, ...]:
    """The names in ``texts``, each once, in order; "By" cut off, joined names split, addresses left out."""
    names: dict[str, str] = {}
    for text in texts:
        for part in _BETWEEN_NAMES.split(_BY.sub("", " ".join(text.split()))):
            name = part.strip(" ,;|-–—:.")
            if name and len(name) <= _MAX_NAME_CHARACTERS and not _NO_NAME.search(name):
                names.setdefault(name.casefold(), name)
    return tuple(names.values())


def _names(texts: list[str], source: str) -> Iterator[Candidate[tuple[str, ...]]]:
    names = tidy_names(texts)
    if names:
        yield Candidate(names, source)


def _json_ld_names(author: Any) -> Iterator[str]:
    if isinstance(author, str):
        yield author
    elif isinstance(author, dict):
        yield from _json_ld_names(author.get("name"))
    elif isinstance(author, list):
        for one in author[:_MAX_NAMES]:
            yield from _json_ld_names(one)
