"""What a feed's own words are before they are made sense of, and the plain text of those that hold markup."""

import re
from dataclasses import dataclass

from pipelines.page.parsing import parse
from pipelines.page.text import fold, shown_text, unescaped

_BLOCKS = re.compile(
    r"(?=</?(?:p|br|div|li|ul|ol|h[1-6]|t[rdh]|blockquote|figure|figcaption|section|article)\b)", re.IGNORECASE
)
_MARKUP = re.compile(r"<[a-zA-Z/!]")


@dataclass(frozen=True, slots=True, kw_only=True)
class RawEntry:
    """An entry in plain text; ``links`` are the addresses it could lead to, relative perhaps, the best first."""

    links: tuple[str, ...] = ()
    title: str | None = None
    teaser: str | None = None
    published: str | None = None
    modified: str | None = None
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RawFeed:
    """A feed in plain text."""

    entries: tuple[RawEntry, ...] = ()
    title: str | None = None
    language: str | None = None
    next_address: str | None = None
    problem: str | None = None


def plain(text: str, *, is_html: bool = True) -> str:
    """``text`` without markup, white space folded; a text that is no HTML loses escapes only."""
    if not (is_html and _MARKUP.search(text)):
        return unescaped(text)
    return fold(shown_text(parse(_BLOCKS.sub(" ", text).encode("utf-8", "ignore"))))
