"""CSV as RFC 4180 has it: UTF-8, commas, quotes only where they are needed, lines that end in CR LF."""

from collections.abc import Iterable, Iterator
from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute as pc

from archive.export.formulas import neutralised
from archive.export.values import texts

_SLICE_BYTES = 16 << 20
_END = "\r\n"


def write_csv(batches: Iterable[pa.RecordBatch], file: BinaryIO, *, keep_formulas: bool) -> None:
    """Write a line of names and a line a row; an empty text is ``""``, a null nothing.

    Without ``keep_formulas``, texts and names that a spreadsheet would run are made plain: `archive.export.formulas`.
    """
    is_begun = False
    for batch in batches:
        if not is_begun:
            file.write(_header(batch.schema.names, keep_formulas=keep_formulas))
            is_begun = True
        file.writelines(_lines(part, keep_formulas=keep_formulas) for part in _sliced(batch))


def _header(names: list[str], *, keep_formulas: bool) -> bytes:
    cells = _cells(pa.array(names, pa.string()), keep_formulas=keep_formulas).to_pylist()
    return (",".join(cells) + _END).encode()


def _sliced(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """``batch`` in pieces that are small beside what Arrow can hold in one column of text."""
    rows = max(1, batch.num_rows * _SLICE_BYTES // max(batch.nbytes, _SLICE_BYTES))
    for start in range(0, batch.num_rows, rows):
        yield batch.slice(start, rows)


def _cells(column: pa.Array, *, keep_formulas: bool) -> pa.Array:
    """``column`` as it stands between commas; null where there is nothing."""
    cells = texts(column)
    if not _may_hold_anything(column.type):
        return cells
    if not keep_formulas:
        cells = neutralised(cells)
    needs_quotes = pc.match_substring_regex(cells, '[",\r\n]|^$')
    if not pc.any(needs_quotes).as_py():
        return cells
    quoted = pc.binary_join_element_wise('"', pc.replace_substring(cells, '"', '""'), '"', "")
    return pc.if_else(needs_quotes, quoted, cells)


def _may_hold_anything(kind: pa.DataType) -> bool:
    """Whether a cell of this type may need quotes: all but numbers, instants and yes or no."""
    return not (pa.types.is_primitive(kind) or pa.types.is_null(kind) or pa.types.is_decimal(kind))


def _lines(rows: pa.RecordBatch, *, keep_formulas: bool) -> memoryview:
    columns = [_cells(column, keep_formulas=keep_formulas) for column in rows.columns]
    # A line with one cell and nothing in it would be no line for most readers.
    missing = '""' if len(columns) == 1 else ""
    last = pc.binary_join_element_wise(columns[-1], _END, "", null_handling="replace", null_replacement=missing)
    lines = pc.binary_join_element_wise(*columns[:-1], last, ",", null_handling="replace", null_replacement="")
    # The lines of an array stand one behind the other in its memory.
    offsets = pa.Array.from_buffers(pa.int32(), len(lines) + 1, [None, lines.buffers()[1]], offset=lines.offset)
    return memoryview(lines.buffers()[2])[offsets[0].as_py() : offsets[-1].as_py()]
