"""newsreel query: ask the archive in SQL."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import click
import pyarrow as pa
from rich.console import Console
from rich.table import Table
from rich.text import Text

from archive import Answer, Archive
from archive.errors import StorageError, UsageError
from archive.export.values import ENCODER, jsonable
from archive.export.writing import Form, write
from archive.query.views import QUESTIONS, VIEWS
from crawler.commands.reading import reads_archive, tell

MAX_SHOWN_ROWS = 200
_NARROWEST_COLUMN = 9
_VIEW_HELP = "\n".join(f"  {name:<16} {meaning}" for name, (meaning, _) in VIEWS.items())
_QUESTION_HELP = "\n".join(f"  {one.called(name):<22} {one.meaning}" for name, one in QUESTIONS.items())


@click.command(
    epilog=f"""\b
Views:
{_VIEW_HELP}

\b
Views with times, such as '2026-01-05 12:00' (UTC):
{_QUESTION_HELP}

\b
Examples:
  newsreel query "SELECT published_at, title FROM articles ORDER BY published_at DESC LIMIT 10"
  newsreel query "SELECT site, count(*) FROM articles GROUP BY site"
  newsreel query "FROM front_page(TIMESTAMP '2026-01-05 12:00')"
  newsreel query --format parquet --output all.parquet "SELECT * FROM articles" """
)
@click.argument("sql")
@reads_archive
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json", "parquet"]),
    help="table for people; csv; json, one object a line; parquet.  [default: table on a terminal, else csv]",
)
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Write the answer to this file.")
def query(sql: str, archive: Archive, form: str | None, output: Path | None) -> None:
    """Answer one SQL query (DuckDB's dialect) over the archive. Times are in UTC."""
    answer = archive.sql(sql)
    if form is None:
        form = "table" if output is None and sys.stdout.isatty() else "csv"
    if output is not None:
        _write_file(answer, form, output)
    elif form == "parquet" and sys.stdout.isatty():
        raise UsageError("Parquet is not for a terminal; add --output FILE")
    else:
        _write(answer, form, sys.stdout.buffer)
    tell(answer.notes)


def _write_file(answer: Answer, form: str, output: Path) -> None:
    """Write ``answer`` to ``output``, which is the whole answer or what it was before."""
    if output.is_dir():
        raise UsageError(f"--output {output}: is a folder; name a file")
    scratch = output.with_name(f".{output.name}.partial")
    try:
        with scratch.open("wb") as file:
            _write(answer, form, file)
        scratch.replace(output)
    except OSError as problem:
        raise StorageError(output, problem) from problem
    finally:
        scratch.unlink(missing_ok=True)


def _write(answer: Answer, form: str, file: BinaryIO) -> None:
    if form == "table":
        file.write(_as_table(answer.arrow()).encode())
        file.flush()
    else:
        write(answer, Form(form), file)


def _as_table(rows: pa.Table) -> str:
    table = Table()
    for field in rows.schema:
        is_number = pa.types.is_integer(field.type) or pa.types.is_floating(field.type)
        table.add_column(Text(field.name), justify="right" if is_number else "left", overflow="fold")
    for row in rows.slice(0, MAX_SHOWN_ROWS).to_pylist(maps_as_pydicts="strict"):
        table.add_row(*(Text(_shown(value)) for value in row.values()))
    console = Console(force_terminal=sys.stdout.isatty())
    with console.capture() as capture:
        if rows.num_columns * _NARROWEST_COLUMN > console.width:
            _print_as_list(console, rows.slice(0, MAX_SHOWN_ROWS))
        else:
            console.print(table)
        if rows.num_rows > MAX_SHOWN_ROWS:
            console.print(f"… {rows.num_rows - MAX_SHOWN_ROWS} more rows; see all with --format csv")
    return capture.get()


def _print_as_list(console: Console, rows: pa.Table) -> None:
    """A table with more columns than the terminal has room for: a column a line, an empty line between rows."""
    width = max(len(name) for name in rows.column_names)
    for row in rows.to_pylist(maps_as_pydicts="strict"):
        for name, value in row.items():
            console.print(Text(f"{name:<{width}}  {_shown(value)}"))
        console.print()


def _shown(value: Any) -> str:
    """``value`` for a terminal: no control characters, no long bodies."""
    if value is None:
        return ""
    text = _plain(value) if not isinstance(value, (list, dict)) else ENCODER.encode(jsonable(value)).decode()
    text = "".join(char if char.isprintable() else " " for char in text)
    return text if len(text) <= 160 else text[:159] + "…"  # noqa: PLR2004 - two lines of a terminal


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat(sep=" ").removesuffix("+00:00")
    return value.hex() if isinstance(value, bytes) else str(value)
