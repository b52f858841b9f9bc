"""newsreel query: ask the archive in SQL."""

import json
import sys
from pathlib import Path
from typing import Any

import click
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
from rich.console import Console
from rich.table import Table
from rich.text import Text

from archive import Archive
from archive.errors import StorageError, UsageError
from archive.query import VIEWS
from crawler.commands.options import archive_option

MAX_SHOWN_ROWS = 200
_VIEW_HELP = "\n".join(f"  {name:<16} {meaning}" for name, (meaning, _) in VIEWS.items())


@click.command(
    epilog=f"""\b
Views:
{_VIEW_HELP}

\b
Examples:
  newsreel query "SELECT published_at, title FROM articles ORDER BY published_at DESC LIMIT 10"
  newsreel query "SELECT site, count(*) FROM articles GROUP BY site"
  newsreel query --format parquet --output all.parquet "SELECT * FROM articles" """
)
@click.argument("sql")
@archive_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json", "parquet"]),
    help="table for people; csv; json, one object a line; parquet.  [default: table on a terminal, else csv]",
)
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Write the answer to this file.")
def query(sql: str, archive: Path, form: str | None, output: Path | None) -> None:
    """Answer one SQL query (DuckDB's dialect) over the archive. Times are in UTC."""
    answer = Archive(archive).sql(sql)
    if form is None:
        form = "table" if output is None and sys.stdout.isatty() else "csv"
    if output is not None:
        try:
            with output.open("wb") as file:
                _write(answer.arrow(), form, file)
        except OSError as problem:
            raise StorageError(output, problem) from problem
    elif form == "parquet" and sys.stdout.isatty():
        raise UsageError("Parquet is not for a terminal; add --output FILE")
    else:
        _write(answer.arrow(), form, sys.stdout.buffer)


def _write(rows: pa.Table, form: str, file: Any) -> None:
    if form == "parquet":
        pa.parquet.write_table(rows, file)
    elif form == "csv":
        pa.csv.write_csv(_flat(rows), file)
    elif form == "json":
        for row in rows.to_pylist(maps_as_pydicts="strict"):
            file.write(json.dumps(row, ensure_ascii=False, default=_plain).encode() + b"\n")
    else:
        file.write(_as_table(rows).encode())
    file.flush()


def _flat(rows: pa.Table) -> pa.Table:
    """``rows`` with lists, maps and structs as JSON text, since CSV has no other place for them."""
    for number, field in enumerate(rows.schema):
        if pa.types.is_nested(field.type):
            values = rows.column(number).to_pylist(maps_as_pydicts="strict")
            texts = [None if v is None else json.dumps(v, ensure_ascii=False, default=_plain) for v in values]
            rows = rows.set_column(number, field.name, pa.array(texts, pa.string()))
    return rows


def _as_table(rows: pa.Table) -> str:
    table = Table()
    for field in rows.schema:
        is_number = pa.types.is_integer(field.type) or pa.types.is_floating(field.type)
        table.add_column(Text(field.name), justify="right" if is_number else "left", overflow="fold")
    for row in rows.slice(0, MAX_SHOWN_ROWS).to_pylist(maps_as_pydicts="strict"):
        table.add_row(*(Text(_shown(value)) for value in row.values()))
    console = Console(force_terminal=sys.stdout.isatty())
    with console.capture() as capture:
        console.print(table)
        if rows.num_rows > MAX_SHOWN_ROWS:
            console.print(f"… {rows.num_rows - MAX_SHOWN_ROWS} more rows; see all with --format csv")
    return capture.get()


def _shown(value: Any) -> str:
    """``value`` for a terminal: no control characters, no long bodies."""
    if value is None:
        return ""
    text = (
        _plain(value) if not isinstance(value, (list, dict)) else json.dumps(value, ensure_ascii=False, default=_plain)
    )
    text = "".join(char if char.isprintable() else " " for char in text)
    return text if len(text) <= 160 else text[:159] + "…"  # noqa: PLR2004 - two lines of a terminal


def _plain(value: Any) -> str:
    if hasattr(value, "isoformat"):
        is_instant = hasattr(value, "tzinfo")
        return str(value.isoformat(sep=" ") if is_instant else value.isoformat()).removesuffix("+00:00")
    return str(value)
