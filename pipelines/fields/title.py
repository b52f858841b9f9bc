"""The headline: the visible one where a declared one agrees with it, else the best declared one."""

import re
from collections.abc import Iterator

from pipelines.fields.candidate import Candidate
from pipelines.page.page import Page
from pipelines.page.text import unescaped

_WORD = re.compile(r"\w+")
_SEPARATOR = re.compile(r"\s+[|\-–—•·:»/]\s+|\s*[|»]\s*")
_AGREEMENT = 0.5  # share of common words from which a heading and a declared title are one title
_MAX_HEADING_CHARACTERS = 400
_MAX_SITE_NAME_WORDS = 5
_MIN_HEADLINE_WORDS = 3


def read_title(page: Page) -> Iterator[Candidate[str]]:
    """The titles of ``page``, best first: agreed heading, JSON-LD, OpenGraph, title element, any heading."""
    declared = list(declared_titles(page))
    headings = _headings(page)
    agreed = max(headings, key=lambda heading: _agreement(heading, declared), default=None)
    if agreed and _agreement(agreed, declared) >= _AGREEMENT:
        yield Candidate(agreed, "element:h1")
    yield from declared
    for heading in headings:
        yield Candidate(heading, "element:h1")


def declared_titles(page: Page) -> Iterator[Candidate[str]]:
    """The titles ``page`` declares in its markup, the site's name cut off."""
    headline = page.markup.article.get("headline") or page.markup.article.get("name")
    if isinstance(headline, str) and headline.strip():
        yield Candidate(unescaped(headline), "json-ld:headline")
    for name, content in page.markup.meta("og:title", "twitter:title", "headline", "dc.title"):
        yield Candidate(without_site_name(unescaped(content)), f"meta:{name}")
    for title in page.markup.titles[:1]:
        if title.strip():
            yield Candidate(without_site_name(unescaped(title)), "element:title")


def without_site_name(title: str) -> str:
    """``title`` without a short last part such as "… | Example News"."""
    separators = list(_SEPARATOR.finditer(title))
    if separators:
        head, tail = title[: separators[-1].start()], title[separators[-1].end() :]
        if len(_words(tail)) <= _MAX_SITE_NAME_WORDS and len(_words(head)) >= _MIN_HEADLINE_WORDS:
            return head.strip()
    return title


def _headings(page: Page) -> list[str]:
    texts = (" ".join("".join(element.itertext()).split()) for element in page.tree.iter("h1"))
    return [text for text in texts if text and len(text) <= _MAX_HEADING_CHARACTERS]


def _agreement(heading: str, declared: list[Candidate[str]]) -> float:
    words = set(_words(heading))
    shares = (
        len(words & set(_words(title.value))) / max(len(words | set(_words(title.value))), 1) for title in declared
    )
    return max(shares, default=0.0)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
