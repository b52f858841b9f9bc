"""Options that several commands share."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from archive.errors import UsageError

DEFAULT_ARCHIVE = Path("news-archive")
Command = TypeVar("Command", bound=Callable[..., Any])

archive_option = click.option(
    "--archive",
    "-a",
    type=click.Path(path_type=Path),
    default=DEFAULT_ARCHIVE,
    envvar="NEWSREEL_ARCHIVE",
    show_default=True,
    show_envvar=True,
    help="Folder of the archive.",
)

form_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    help="Form of the report.  [default: text on a terminal, else json]",
)

_LOG_OPTIONS = (
    click.option("--log-file", type=click.Path(dir_okay=False, path_type=Path), help="Write Scrapy's full log here."),
    click.option("--debug", is_flag=True, help="Show tracebacks and Scrapy's debug log."),
)


def log_options(command: Command) -> Command:
    """``command`` with the options that say how much is told of a crawl, and where."""
    for option in reversed(_LOG_OPTIONS):
        command = option(command)
    return command


def is_for_people(form: str | None) -> bool:
    """Whether reports are to be text: as ``form`` says, else where they go to a terminal."""
    return (form or ("text" if sys.stdout.isatty() else "json")) == "text"


def settings_of(options: dict[str, Any]) -> dict[str, Any]:
    """The settings that `log_options` stand for. Raises UsageError."""
    log_file = options["log_file"]
    if log_file and not log_file.absolute().parent.is_dir():
        raise UsageError(f"--log-file {log_file}: there is no folder {log_file.absolute().parent}")
    return {
        "NEWSREEL_PROGRESS": sys.stderr.isatty() and not options["debug"],
        # What fails has an outcome and a line in the report; the whole story is for a log file.
        "LOG_LEVEL": "DEBUG" if options["debug"] or log_file else "CRITICAL",
        "LOG_FILE": str(log_file.absolute()) if log_file else None,
    }
