"""An article as Markdown (CommonMark, with GitHub's tables)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from crawler.article_facts import Paragraph, address_of, facts_of, paragraphs_of
from crawler.harmless import harmless

_INLINE = re.compile(r"([\\`*_\[\]<>~|]|&(?=\w+;|#))")
_AT_THE_BEGINNING = re.compile(r"^(\s*)([#+=-]|\d+(?=[.)]))")
_FENCE = re.compile(r"`{3,}")


def as_markdown(article: Mapping[str, Any], *, with_sources: bool) -> str:
    """``article``, a row of the view ``revisions``; ``with_sources``: also where each field was read."""
    facts = list(facts_of(article))
    if with_sources:
        facts += [(f"{name} read from", source) for name, source in article["sources"].items()]
    parts = [f"# {_plain(article['title'] or '(no title)')}", f"<{harmless(address_of(article)).replace('>', '%3E')}>"]
    parts.append("\n".join(f"- {name}: {_plain(text)}" for name, text in facts))
    if article["summary"]:
        parts.append(f"**{_plain(article['summary'].strip())}**")
    for kind, group in groupby(paragraphs_of(article), key=lambda paragraph: paragraph.kind):
        parts += _passage(kind, list(group))
    return "\n\n".join(parts) + "\n"


def _passage(kind: str, group: Sequence[Paragraph]) -> Iterable[str]:
    """The paragraphs of one kind that stand together."""
    if kind == "list-item":
        return ["\n".join(f"- {_indented(one.text)}" for one in group)]
    if kind == "table-row":
        return [_table([[_plain(cell) for cell in one.text.split("\t")] for one in group])]
    if kind == "quote":
        return ["> " + "\n>\n> ".join("\n> ".join(_lines(one.text)) for one in group)]
    if kind == "preformatted":
        return [_fenced(one.text) for one in group]
    return [_heading(one) if one.level else "  \n".join(_lines(one.text)) for one in group]


def _heading(paragraph: Paragraph) -> str:
    # The title is the one heading of the first level.
    return f"{'#' * max(2, paragraph.level or 2)} {_plain(paragraph.text)}"


def _indented(text: str) -> str:
    return "\n  ".join(_lines(text))


def _table(rows: Sequence[Sequence[str]]) -> str:
    width = max(map(len, rows))
    first, *others = ([*row, *[""] * (width - len(row))] for row in rows)
    return "\n".join(f"| {' | '.join(row)} |" for row in (first, ["---"] * width, *others))


def _fenced(text: str) -> str:
    longest = max(map(len, _FENCE.findall(text)), default=2)
    fence = "`" * (longest + 1)
    lines = (harmless(line.expandtabs()) for line in text.split("\n"))
    return "\n".join((fence, *lines, fence))


def _lines(text: str) -> list[str]:
    return [_plain(line) for line in text.split("\n")]


def _plain(text: str) -> str:
    """One line of text with nothing in it that Markdown would read."""
    escaped = _INLINE.sub(r"\\\1", harmless(text))
    return _AT_THE_BEGINNING.sub(_escape_first, escaped)


def _escape_first(found: re.Match[str]) -> str:
    space, sign = found.groups()
    return f"{space}{sign}\\" if sign.isdecimal() else f"{space}\\{sign}"
