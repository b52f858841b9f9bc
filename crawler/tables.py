"""Answers as tables on a terminal: as many rows as people read, no control characters, no long bodies."""

import sys
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pyarrow as pa
from rich.console import Console
from rich.table import Table
from rich.text import Text

from archive import Answer
from archive.export.values import ENCODER, jsonable

MAX_SHOWN_ROWS = 200
_COUNTED_ROWS = 100_000  # beyond the last row shown: a moment's work, also where every row is wide
_READ_ROWS = 2_000
_NARROWEST_COLUMN = 9
_LONGEST_TEXT = 160  # two lines of a terminal


def terminal() -> Console:
    """The console of tables: styled where they go to a terminal."""
    return Console(force_terminal=sys.stdout.isatty(), highlight=False)


def as_table(answer: Answer, *, most: int = MAX_SHOWN_ROWS) -> str:
    """The first ``most`` rows of ``answer`` as a table as wide as the terminal, and how many more there are.

    Of an answer with more columns than there is room for, every row is a list, a column a line.
    """
    batches = answer.batches(_READ_ROWS)
    rows, others = _beginning(batches, most)
    console = terminal()
    with console.capture() as capture:
        if rows.num_columns * _NARROWEST_COLUMN > console.width:
            _print_as_list(console, rows)
        else:
            console.print(_table(rows))
        if others:
            console.print(f"… {_more(others, most)}", soft_wrap=True)
    return capture.get()


def shown(value: Any) -> str:
    """``value`` in one line for a terminal: no control characters, no long bodies."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        text = value.isoformat(sep=" ").removesuffix("+00:00")
    elif isinstance(value, float):
        text = str(value)
    else:
        value = jsonable(value)
        text = value if isinstance(value, str) else ENCODER.encode(value).decode()
    text = printable(text)
    return text if len(text) <= _LONGEST_TEXT else text[: _LONGEST_TEXT - 1] + "…"


def printable(text: str) -> str:
    """``text`` in one line, without characters that a terminal would obey."""
    return "".join(char if char.isprintable() else " " for char in text)


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


def _table(rows: pa.Table) -> Table:
    table = Table()
    for field in rows.schema:
        table.add_column(Text(field.name), justify="right" if _is_number(field.type) else "left", overflow="fold")
    for row in rows.to_pylist(maps_as_pydicts="strict"):
        table.add_row(*(Text(shown(value)) for value in row.values()))
    return table


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind))


def _print_as_list(console: Console, rows: pa.Table) -> None:
    width = max(len(name) for name in rows.column_names)
    for row in rows.to_pylist(maps_as_pydicts="strict"):
        for name, value in row.items():
            console.print(Text(f"{name:<{width}}  {shown(value)}"))
        console.print()
