"""An article's body as it is kept: paragraphs, headings, list items, quotes and table rows, as text or Markdown."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

_SEPARATOR = "\n\n"
_EMPTY_LINES = re.compile(r"\n\s*\n")
_CELL = "\t"
_SPECIAL = re.compile(r"([\\`*_\[\]<>])")
_LINE_START = re.compile(r"^(\s*)([#+-]|\d+[.)])", re.MULTILINE)


class BlockKind(StrEnum):
    """What a block of a body is. A heading's kind says its rank."""

    PARAGRAPH = "paragraph"
    HEADING_1 = "heading-1"
    HEADING_2 = "heading-2"
    HEADING_3 = "heading-3"
    HEADING_4 = "heading-4"
    HEADING_5 = "heading-5"
    HEADING_6 = "heading-6"
    LIST_ITEM = "list-item"
    QUOTE = "quote"
    PREFORMATTED = "preformatted"
    TABLE_ROW = "table-row"

    @property
    def level(self) -> int | None:
        """A heading's rank, 1 to 6; None for other kinds."""
        return int(self[-1]) if self.startswith("heading-") else None


@dataclass(frozen=True, slots=True)
class BodyBlock:
    """One block of a body. ``text`` has no empty line within; the cells of a table row are parted by tabs."""

    kind: BlockKind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """An article's body."""

    blocks: tuple[BodyBlock, ...]

    @property
    def text(self) -> str:
        """The texts of the blocks, an empty line between two."""
        return _SEPARATOR.join(block.text for block in self.blocks)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kind of each paragraph of ``text``."""
        return tuple(block.kind.value for block in self.blocks)


def body_of(blocks: Iterable[BodyBlock]) -> Body | None:
    """A body of those of ``blocks`` that have text; None where none has."""
    kept = tuple(_tidy(block) for block in blocks if not block.text.isspace() and block.text)
    return Body(blocks=kept) if kept else None


def _tidy(block: BodyBlock) -> BodyBlock:
    if "\n" not in block.text:
        return block
    return BodyBlock(block.kind, _EMPTY_LINES.sub("\n", block.text).strip("\n"))


def body_of_paragraphs(texts: Iterable[str]) -> Body | None:
    """A body of ``texts``, each a paragraph with its white space folded; None where none has text."""
    return body_of(BodyBlock(BlockKind.PARAGRAPH, " ".join(text.split())) for text in texts)


def markdown(text: str, kinds: Sequence[str]) -> str:
    """A body's ``text`` as Markdown, by the ``kinds`` of its paragraphs.

    Raises ValueError where there are more or fewer kinds than paragraphs, or one is no ``BlockKind``.
    """
    paragraphs = text.split(_SEPARATOR) if text else []
    pairs = [(BlockKind(kind), paragraph) for kind, paragraph in zip(kinds, paragraphs, strict=True)]
    parts = []
    for kind, run in groupby(pairs, key=lambda pair: pair[0]):
        texts = [paragraph for _, paragraph in run]
        tight = "\n" if kind is BlockKind.LIST_ITEM else _SEPARATOR
        parts.append("\n".join(_table(texts)) if kind is BlockKind.TABLE_ROW else tight.join(_marked(kind, texts)))
    return _SEPARATOR.join(parts)


def _marked(kind: BlockKind, texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        if kind is BlockKind.PREFORMATTED:
            yield f"```\n{text}\n```"
        elif kind.level is not None:
            yield f"{'#' * kind.level} {_escaped(' '.join(text.split()))}"
        elif kind is BlockKind.LIST_ITEM:
            yield "- " + _escaped(text).replace("\n", "\n  ")
        elif kind is BlockKind.QUOTE:
            yield "> " + _escaped(text).replace("\n", "\\\n> ")
        else:
            yield _escaped(text).replace("\n", "\\\n")


def _table(rows: Sequence[str]) -> Iterator[str]:
    cells = [[_escaped(" ".join(cell.split())).replace("|", r"\|") for cell in row.split(_CELL)] for row in rows]
    width = max(map(len, cells))
    for place, row in enumerate(cells):
        yield f"| {' | '.join(row + [''] * (width - len(row)))} |"
        if place == 0:
            yield "|" + " --- |" * width


def _escaped(text: str) -> str:
    return _LINE_START.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", text))
