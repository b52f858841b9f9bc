"""An article as lines on a terminal."""

from collections.abc import Iterator, Mapping
from typing import Any

from rich.text import Text

from crawler.article_facts import Paragraph, address_of, facts_of, paragraphs_of
from crawler.harmless import harmless

_TIGHT = ("list-item", "table-row")
"""Kinds of paragraphs of which several stand together without an empty line between them."""


def lines_of(article: Mapping[str, Any], *, with_sources: bool) -> Iterator[Text]:
    """The lines of ``article``, a row of the view ``revisions``; ``with_sources``: also where each field was read."""
    yield Text(harmless(article["title"] or "(no title)"), style="bold")
    yield Text(harmless(address_of(article)))
    yield Text()
    yield from _columns(dict(facts_of(article)))
    if with_sources:
        yield Text("\nread from", style="bold")
        yield from _columns(article["sources"])
    if article["summary"]:
        yield Text()
        yield Text(harmless(article["summary"]), style="italic")
    before = None
    for paragraph in paragraphs_of(article):
        if paragraph.kind not in _TIGHT or before != paragraph.kind:
            yield Text()
        before = paragraph.kind
        yield from _paragraph(paragraph)


def _columns(facts: Mapping[str, str]) -> Iterator[Text]:
    width = max(map(len, facts), default=0)
    for name, text in facts.items():
        yield Text(f"{name:<{width}}  {harmless(text)}")


def _paragraph(paragraph: Paragraph) -> Iterator[Text]:
    lines = paragraph.text.split("\n")
    if paragraph.kind == "table-row":
        yield Text("  " + "  |  ".join(harmless(cell) for cell in paragraph.text.split("\t")))
    elif paragraph.kind == "preformatted":
        yield from (Text(f"    {harmless(line.expandtabs())}", no_wrap=True) for line in lines)
    else:
        first, other = {"list-item": ("- ", "  "), "quote": ("> ", "> ")}.get(paragraph.kind, ("", ""))
        for number, line in enumerate(lines):
            yield Text((other if number else first) + harmless(line), style="bold" if paragraph.level else "")
