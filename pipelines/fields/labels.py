"""The short facts a page declares about its article: summary, section, tags, language, picture."""

import re
from collections.abc import Iterator
from typing import Any

from pipelines.fields.candidate import Candidate
from pipelines.page.links import absolute
from pipelines.page.page import Page
from pipelines.page.text import unescaped

_REGION_LETTERS = 2
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


def read_summary(page: Page) -> Iterator[Candidate[str]]:
    """The page's own summaries, never made up: OpenGraph, description, JSON-LD."""
    for name, content in page.markup.meta("og:description", "description", "twitter:description"):
        yield Candidate(unescaped(content), f"meta:{name}")
    yield from _text(page.markup.article.get("description"), "json-ld:description")


def read_section(page: Page) -> Iterator[Candidate[str]]:
    """The sections ``page`` names: meta, JSON-LD."""
    for name, content in page.markup.meta("article:section", "og:article:section", "parsely-section"):
        yield Candidate(unescaped(content), f"meta:{name}")
    stated = page.markup.article.get("articleSection")
    yield from _text(stated[0] if isinstance(stated, list) and stated else stated, "json-ld:articleSection")


def read_tags(page: Page) -> Iterator[Candidate[tuple[str, ...]]]:
    """The lists of tags ``page`` states: article:tag, JSON-LD keywords, keyword metas."""
    tags = page.markup.metas.get("article:tag", ())
    if tags:
        yield Candidate(_listed(list(tags)), "meta:article:tag")
    stated = page.markup.article.get("keywords")
    keywords = _listed(stated if isinstance(stated, list) else [stated])
    if keywords:
        yield Candidate(keywords, "json-ld:keywords")
    for name, content in page.markup.meta("news_keywords", "keywords"):
        yield Candidate(_listed([content]), f"meta:{name}")


def read_language(page: Page) -> Iterator[Candidate[str]]:
    """The languages ``page`` declares: html element, JSON-LD, OpenGraph, meta."""
    stated = [(page.tree.get("lang") or page.tree.get("xml:lang"), "element:html")]
    stated += [(page.markup.article.get("inLanguage"), "json-ld:inLanguage")]
    stated += [(content, f"meta:{name}") for name, content in page.markup.meta("og:locale", "content-language")]
    for text, source in stated:
        tag = language_tag(text) if isinstance(text, str) else None
        if tag:
            yield Candidate(tag, source)


def read_image(page: Page) -> Iterator[Candidate[str]]:
    """The addresses of the main picture ``page`` states: OpenGraph, JSON-LD, Twitter."""
    for name, content in page.markup.meta("og:image", "og:image:url"):
        yield from _address(content, f"meta:{name}", page)
    yield from _address(_picture(page.markup.article.get("image")), "json-ld:image", page)
    for name, content in page.markup.meta("twitter:image", "twitter:image:src"):
        yield from _address(content, f"meta:{name}", page)


def language_tag(text: str) -> str | None:
    """``text`` as a BCP 47 tag, or None where it is none."""
    if not _LANGUAGE.fullmatch(text.strip()):
        return None
    language, *rest = text.strip().replace("_", "-").split("-")
    return "-".join([language.lower(), *(part.upper() if len(part) == _REGION_LETTERS else part for part in rest)])


def _picture(image: Any) -> Any:
    image = image[0] if isinstance(image, list) and image else image
    return image.get("url") if isinstance(image, dict) else image


def _address(stated: Any, source: str, page: Page) -> Iterator[Candidate[str]]:
    address = absolute(page.base, stated) if isinstance(stated, str) else None
    if address:
        yield Candidate(address, source)


def _text(stated: Any, source: str) -> Iterator[Candidate[str]]:
    if isinstance(stated, str) and stated.strip():
        yield Candidate(unescaped(stated), source)


def _listed(stated: list[Any]) -> tuple[str, ...]:
    parts = [part for text in stated if isinstance(text, str) for part in text.split(",")]
    return tuple(dict.fromkeys(folded for part in parts if (folded := unescaped(part))))
