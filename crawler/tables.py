"""Answers as tables on a terminal: as many rows as people read, no control characters, no long bodies."""

import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import pyarrow as pa
from rich.cells import cell_len
from rich.console import Console, JustifyMethod
from rich.table import Table
from rich.text import Text

from archive import Answer
from archive.errors import QueryError
from archive.export.values import ENCODER, jsonable
from crawler.harmless import harmless

MAX_SHOWN_ROWS = 200
_COUNTED_ROWS = 100_000  # beyond the last row shown: a moment's work, also where every row is wide
_READ_ROWS = 2_000
_SHORT_COLUMN = 20  # a time, a number, a name: not broken into lines
_NARROWEST_TEXT = 16
_BETWEEN_COLUMNS = 3
_MANY_DIGITS = 1e6
_LONGEST_TEXT = 160  # two lines of a terminal

Cells = Sequence[Sequence[str]]
"""The texts of rows."""


def terminal() -> Console:
    """The console of tables: styled where they go to a terminal."""
    return Console(force_terminal=sys.stdout.isatty(), highlight=False)


def as_table(answer: Answer, *, most: int = MAX_SHOWN_ROWS) -> str:
    """The first ``most`` rows of ``answer`` as a table as wide as the terminal, and how many more there are.

    Of an answer that has no room side by side, every row is a list, a column a line.
    """
    batches = answer.batches(_READ_ROWS)
    rows, others = _beginning(batches, most)
    console = terminal()
    cells = _cells(rows)
    with console.capture() as capture:
        if _has_room(rows.column_names, cells, console.width):
            console.print(_table(rows.schema, cells))
        else:
            _print_as_list(console, rows.column_names, cells)
        if others:
            console.print(f"… {_more(others, most)}", soft_wrap=True)
    return capture.get()


def shown(value: Any) -> str:
    """``value`` in one line for a terminal: no control characters, no long bodies, no digits that nobody reads."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        text = value.isoformat(sep=" ", timespec="seconds").removesuffix("+00:00")
    elif isinstance(value, float):
        text = f"{value:.6g}" if abs(value) < _MANY_DIGITS else f"{value:.1f}"
    else:
        value = jsonable(value)
        text = value if isinstance(value, str) else ENCODER.encode(value).decode()
    text = harmless(text)
    return text if len(text) <= _LONGEST_TEXT else text[: _LONGEST_TEXT - 1] + "…"


def _cells(rows: pa.Table) -> Cells:
    try:
        return [[shown(value) for value in row.values()] for row in rows.to_pylist(maps_as_pydicts="strict")]
    except (OverflowError, ValueError) as problem:  # Python's calendar ends before DuckDB's
        raise QueryError(
            "an instant is out of the range that calendars reach; ask for it as text: column::text"
        ) from problem


def _beginning(batches: Iterator[pa.RecordBatch], most: int) -> tuple[pa.Table, int]:
    """The first ``most`` rows, and how many follow: exactly up to `_COUNTED_ROWS`, else more than that."""
    kept = [next(batches)]
    seen = kept[0].num_rows
    for batch in batches:
        if seen < most:
            kept.append(batch)
        seen += batch.num_rows
        if seen - most > _COUNTED_ROWS:
            break
    return pa.Table.from_batches(kept).slice(0, most), max(0, seen - most)


def _more(others: int, most: int) -> str:
    if others > _COUNTED_ROWS:
        return f"more than {_COUNTED_ROWS:,} more rows; write them all to a file with --output FILE"
    rows = "1 more row" if others == 1 else f"{others:,} more rows"
    return f"{rows}; see all with --limit {most + others}, or write them to a file with --output FILE"


def _widths(names: Sequence[str], cells: Cells) -> list[int]:
    return [max(map(cell_len, [name, *column])) for name, *column in zip(names, *cells, strict=True)]


def _has_room(names: Sequence[str], cells: Cells, width: int) -> bool:
    """Whether a table of ``width`` leaves long texts some room beside the columns that are not broken into lines."""
    widths = _widths(names, cells)
    needed = (min(wide, _NARROWEST_TEXT) if wide > _SHORT_COLUMN else wide for wide in widths)
    return sum(needed) + _BETWEEN_COLUMNS * len(widths) + 1 <= width


def _table(schema: pa.Schema, cells: Cells) -> Table:
    table = Table()
    for field, width in zip(schema, _widths(schema.names, cells), strict=True):
        justify: JustifyMethod = "right" if _is_number(field.type) else "left"
        table.add_column(Text(field.name), justify=justify, overflow="fold", no_wrap=width <= _SHORT_COLUMN)
    for row in cells:
        table.add_row(*map(Text, row))
    return table


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind))


def _print_as_list(console: Console, names: Sequence[str], cells: Cells) -> None:
    width = max(map(len, names))
    for row in cells:
        for name, cell in zip(names, row, strict=True):
            console.print(Text(f"{name:<{width}}  {cell}"), soft_wrap=True)  # an address stays one to copy
        console.print()
