"""From the blocks taken to the blocks of a body: what each one is, by the boxes it stands in."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from pipelines.body.lines import own_lines
from pipelines.body.structure import BlockKind, BodyBlock
from pipelines.body.walk import Block, Boxes

_MAX_LEVELS = 6
_MAX_CELL_WORDS = 40  # a cell with more is a column of the page, not of a table
_KINDS = {
    **{f"h{rank}": BlockKind(f"heading-{rank}") for rank in range(1, 7)},
    **dict.fromkeys(("li", "dd", "dt"), BlockKind.LIST_ITEM),
    "blockquote": BlockKind.QUOTE,
    "pre": BlockKind.PREFORMATTED,
}
_ENDS = frozenset("article main body section table td th".split())


def body_blocks(blocks: Sequence[Block], boxes: Boxes) -> Iterator[BodyBlock]:
    """``blocks`` of a page, in order, as blocks of a body. Lines that are not the article's own are left out."""
    for row, cells in groupby(blocks, key=lambda block: _row_of(block, boxes)):
        texts = list(cells)
        if row is not None and len(texts) > 1 and all(cell.text.count(" ") < _MAX_CELL_WORDS for cell in texts):
            yield BodyBlock(BlockKind.TABLE_ROW, "\t".join(" ".join(cell.text.split()) for cell in texts))
            continue
        for block in texts:
            kind = kind_of(block, boxes)
            yield BodyBlock(kind, block.text if kind is BlockKind.PREFORMATTED else own_lines(block.text))


def kind_of(block: Block, boxes: Boxes) -> BlockKind:
    """What ``block`` is, by the nearest box around it that says so."""
    box = block.box
    for _ in range(_MAX_LEVELS):
        tag = boxes.tags[box]
        if tag in _KINDS:
            return _KINDS[tag]
        if tag in _ENDS:
            break
        box = boxes.parents[box]
    return BlockKind.PARAGRAPH


def _row_of(block: Block, boxes: Boxes) -> int | None:
    """The table row that ``block`` stands in; None outside of tables."""
    box = block.box
    for _ in range(_MAX_LEVELS):
        if boxes.tags[box] == "tr":
            return box
        box = boxes.parents[box]
    return None
