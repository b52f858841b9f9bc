"""The options of commands that give an answer: in which form, where to, how much; and giving it."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from archive import Answer, Archive
from archive.errors import UsageError
from archive.export.whole import PACKINGS, require_outside, whole_file
from archive.export.writing import Form, form_by_name, write
from archive.query.first import first
from crawler.commands.reading import tell
from crawler.harmless import HarmlessFile
from crawler.tables import MAX_SHOWN_ROWS, as_table
from crawler.waiting import Waiting

Command = TypeVar("Command", bound=Callable[..., Any])

_TABLE = "table"
_FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice([_TABLE, *(str(form) for form in Form)]),
    help="table for people; csv; json, one object a line; parquet.  [default: as the "
    "name of --output ends; table on a terminal, else csv]",
)
_OUTPUT = click.option(
    "--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Write the answer to this file."
)
_KEEP_FORMULAS = click.option(
    "--keep-formulas", is_flag=True, help="csv: leave text that a spreadsheet would run as a formula."
)
_LIMIT = click.option("--limit", type=click.IntRange(min=1), help="Give so many rows at most.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Giving:
    """How an answer is given. ``form``: None: as it suits where it goes to. ``limit``: None: all rows."""

    form: str | None
    output: Path | None
    limit: int | None = None
    keep_formulas: bool = False

    @property
    def chosen(self) -> str:
        """The form."""
        if self.form is not None:
            return self.form
        if self.output is not None:
            return str(form_by_name(self.output) or Form.CSV)
        return _TABLE if sys.stdout.isatty() else str(Form.CSV)

    @property
    def is_table(self) -> bool:
        """Whether that is the one for people."""
        return self.chosen == _TABLE


def gives_answers(command: Command, *, with_limit: bool = True) -> Command:
    """``command``, which reads an archive, with these options; its argument ``giving`` is what they say."""

    @wraps(command)
    def wrapped(*arguments: Any, archive: Archive, form: str | None, output: Path | None, **options: Any) -> Any:
        if output is not None:
            require_outside(output, archive.folder)
        limit = options.pop("limit") if with_limit else None
        giving = Giving(form=form, output=output, limit=limit, keep_formulas=options.pop("keep_formulas"))
        return command(*arguments, archive=archive, giving=giving, **options)

    for option in (*((_LIMIT,) if with_limit else ()), _KEEP_FORMULAS, _OUTPUT, _FORMAT):
        wrapped = option(wrapped)
    return wrapped  # type: ignore[return-value]


def give(answer: Answer, giving: Giving) -> None:
    """Write ``answer`` as it is asked for, and tell what is to be known of it.

    Raises UsageError, StorageError, and what reading an answer raises.
    """
    require_room_for(giving.chosen, giving.output)
    if giving.limit is not None:
        answer = first(answer, giving.limit)
    if giving.output is not None:
        with whole_file(giving.output) as file, Waiting() as waiting:
            _write(answer, giving, file, waiting)
    else:
        # What is on its way to the terminal itself needs no line that says so.
        with Waiting(is_shown=giving.is_table or not sys.stdout.isatty()) as waiting:
            _write(answer, giving, sys.stdout.buffer, waiting)
    tell(answer.notes)


def require_room_for(form: str, output: Path | None) -> None:
    """Raises UsageError for Parquet that would go to a terminal, or be packed once more."""
    if form != Form.PARQUET:
        return
    if output is None and sys.stdout.isatty():
        raise UsageError("Parquet is not for a terminal; add --output FILE")
    if output is not None and output.suffix in PACKINGS:
        raise UsageError(f"--output {output}: Parquet packs its columns itself; name the file without {PACKINGS}")


def _write(answer: Answer, giving: Giving, file: Any, waiting: Waiting) -> None:
    if not giving.is_table:
        file = HarmlessFile(file) if file is sys.stdout.buffer and file.isatty() else file
        write(answer, Form(giving.chosen), file, keep_formulas=giving.keep_formulas, told=waiting.tell)
        return
    text = as_table(answer, most=giving.limit or MAX_SHOWN_ROWS)
    waiting.end()
    file.write(text.encode())
    file.flush()
