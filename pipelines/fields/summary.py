"""The page's own summary of its article, never a made-up one."""

import re
from collections.abc import Iterator
from itertools import islice

from pipelines.fields.candidate import Candidate
from pipelines.page.page import Page
from pipelines.page.text import fold, shown_text, unescaped

_METAS = ("og:description", "description", "twitter:description", "dc.description", "dcterms.abstract")
_CUT = re.compile(r"\s*(?:…|\.\.\.|\[…\]|\[\.\.\.\]|&hellip;)\s*$")
_ENDS = (".", "!", "?", "。", "！", "？", "»", "”", '"', "“", "।", "؟", ")")
_MIN_STANDFIRST_CHARACTERS = 30
_MAX_STANDFIRST_CHARACTERS = 800
_MAX_STANDFIRSTS = 3
_MAX_PARAGRAPHS = 60
_COPIED = 0.4  # the beginning of the text cut off somewhere: better than nothing, worse than any real summary


def read_summary(page: Page) -> Iterator[Candidate[str]]:
    """The page's own summaries: OpenGraph, description, JSON-LD, the standfirst.

    A description that is only the beginning of the article's text, cut off, is taken where nothing else is there.
    """
    for source, stated in _declared(page):
        text = unescaped(stated)
        if text:
            yield Candidate(_CUT.sub("…", text), source, _COPIED if _is_copy(text, page) else 1.0)
    for element in page.marked.standfirsts[:_MAX_STANDFIRSTS]:
        text = fold(shown_text(element))
        if _MIN_STANDFIRST_CHARACTERS <= len(text) <= _MAX_STANDFIRST_CHARACTERS:
            yield Candidate(text, "element:standfirst", 0.8)


def _declared(page: Page) -> Iterator[tuple[str, str]]:
    for name, content in page.markup.meta(*_METAS):
        yield f"meta:{name}", content
    for key in ("description", "abstract"):
        stated = page.markup.article.get(key)
        if isinstance(stated, str):
            yield f"json-ld:{key}", stated


def _is_copy(summary: str, page: Page) -> bool:
    """Whether ``summary`` is a paragraph of the page, or the beginning of one, cut off before its sentence ends."""
    if summary.endswith(_ENDS) and not _CUT.search(summary):
        return False
    begun = _CUT.sub("", summary).rstrip()
    for paragraph in islice(page.tree.iter("p"), _MAX_PARAGRAPHS):
        text = fold(shown_text(paragraph))
        if text.startswith(begun) and len(text) > len(begun):
            return True
    return False
