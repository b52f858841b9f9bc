"""The options of commands that read an archive: which one, and what of it."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from archive import Archive
from crawler.commands.options import archive_option

Command = TypeVar("Command", bound=Callable[..., Any])

MOMENTS = ("%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S")
_AS_OF = click.option(
    "--as-of",
    metavar="TIME",
    type=click.DateTime(formats=MOMENTS),
    help="The archive as it stood then (UTC): only what had been fetched by that time.",
)
_SNAPSHOT = click.option("--snapshot", metavar="NAME", help="Ask this snapshot instead of the archive of today.")
_SKIP_DAMAGED = click.option(
    "--skip-damaged", is_flag=True, help="Answer from what can be read where a file cannot, and name that file."
)


def reads_archive(command: Command) -> Command:
    """``command`` with these options; its argument ``archive`` is the opened `Archive` that they name."""

    @wraps(command)
    def wrapped(*arguments: Any, archive: Path, **options: Any) -> Any:
        as_of, snapshot, skip_damaged = (options.pop(name) for name in ("as_of", "snapshot", "skip_damaged"))
        return command(*arguments, archive=_opened(archive, as_of, snapshot, skip_damaged=skip_damaged), **options)

    for option in (_SKIP_DAMAGED, _SNAPSHOT, _AS_OF, archive_option):
        wrapped = option(wrapped)
    return wrapped  # type: ignore[return-value]


def tell(notes: Iterable[str]) -> None:
    """Tell on standard error what is to be known of an answer."""
    for note in notes:
        click.echo(f"newsreel: {note}", err=True)


def _opened(path: Path, as_of: datetime | None, snapshot: str | None, *, skip_damaged: bool) -> Archive:
    archive = Archive(path, snapshot=snapshot, skip_damaged=skip_damaged)
    return archive if as_of is None else archive.as_of(as_of.replace(tzinfo=UTC))
