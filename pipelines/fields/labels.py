"""The short facts a page declares about its article: section, tags, picture."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pipelines.fields.candidate import Candidate
from pipelines.page.links import absolute
from pipelines.page.page import Page
from pipelines.page.text import shown_text, unescaped

_SECTION_METAS = ("article:section", "og:article:section", "parsely-section", "cxenseparse:category", "section")
_TAG_METAS = ("news_keywords", "parsely-tags", "sailthru.tags", "keywords")
_GUESSED = 0.5
_FRONT_AND_OWN = 2  # steps of a trail that are no section: the front page and the article


def read_section(page: Page) -> Iterator[Candidate[str]]:
    """The sections ``page`` names: meta, JSON-LD, microdata, the step below the front page in breadcrumbs."""
    for name, content in page.markup.meta(*_SECTION_METAS):
        if "://" not in content:
            yield Candidate(unescaped(content), f"meta:{name}")
    stated = page.markup.article.get("articleSection")
    yield from _text(stated[0] if isinstance(stated, list) and stated else stated, "json-ld:articleSection")
    for element in page.properties("articleSection")[:1]:
        yield from _text(element.get("content") or shown_text(element), "microdata:articleSection")
    for trail in page.markup.of_types("BreadcrumbList"):
        steps = trail.get("itemListElement")
        names = [_step_name(step) for step in steps] if isinstance(steps, list) else []
        if len(names) > _FRONT_AND_OWN:
            for candidate in _text(names[1], "json-ld:breadcrumb"):
                yield replace(candidate, confidence=_GUESSED)


def read_tags(page: Page) -> Iterator[Candidate[tuple[str, ...]]]:
    """The lists of tags ``page`` states: article:tag, JSON-LD keywords, keyword metas."""
    tags = page.markup.metas.get("article:tag", ())
    if tags:
        yield Candidate(_listed(list(tags)), "meta:article:tag")
    stated = page.markup.article.get("keywords")
    keywords = _listed(stated if isinstance(stated, list) else [stated])
    if keywords:
        yield Candidate(keywords, "json-ld:keywords")
    for name, content in page.markup.meta(*_TAG_METAS):
        yield Candidate(_listed([content]), f"meta:{name}")


def read_image(page: Page) -> Iterator[Candidate[str]]:
    """The addresses of the main picture ``page`` states: OpenGraph, JSON-LD, Twitter."""
    for name, content in page.markup.meta("og:image", "og:image:url"):
        yield from _address(content, f"meta:{name}", page)
    yield from _address(_picture(page.markup.article.get("image")), "json-ld:image", page)
    for name, content in page.markup.meta("twitter:image", "twitter:image:src"):
        yield from _address(content, f"meta:{name}", page)


def _step_name(step: Any) -> Any:
    if not isinstance(step, dict):
        return None
    item = step.get("item")
    return step.get("name") or (item.get("name") if isinstance(item, dict) else None)


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
