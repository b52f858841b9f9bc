"""The newsreel command: its options, its errors in one line, its exit status."""

import os
import sys
import threading
from errno import EDQUOT, EFBIG, EIO, ENOSPC, EROFS
from io import TextIOWrapper

import click

from archive.errors import NewsreelError
from archive.version import __version__
from crawler.error_lines import error_lines
from crawler.exits import ExitStatus, status_of_error
from crawler.lazy_group import LazyGroup
from crawler.no_pandas import go_without_pandas
from crawler.packages import check_packages

# What a full or failing disk says: a write to a file that standard output was sent to.
_DISK = frozenset({EDQUOT, EFBIG, EIO, ENOSPC, EROFS})
COMMANDS = (
    "crawl",
    "watch",
    "query",
    "search",
    "show",
    "history",
    "diff",
    "stats",
    "export",
    "read",
    "sites",
    "state",
    "check",
    "compact",
    "snapshot",
    "publish",
    "captures",
    "demo",
)


@click.group(
    cls=LazyGroup,
    lazy={name: name for name in COMMANDS},
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start here:  newsreel demo",
)
@click.version_option(__version__, prog_name="newsreel")
@click.option("--debug", is_flag=True, help="Show tracebacks of errors.")
def newsreel(debug: bool) -> None:
    """Crawl news sites into a Parquet archive, and ask it questions in SQL."""
    del debug  # read by main, which also meets errors that come before this


def _write_what_can_be_written() -> None:
    """Where a terminal's encoding lacks a letter, it is a question mark; what programs read is never changed."""
    if isinstance(sys.stdout, TextIOWrapper) and sys.stdout.isatty():
        sys.stdout.reconfigure(errors="replace")


def _tell_unexpected(problem: Exception) -> ExitStatus:
    """Tell in one line what nobody provided for, and what only writing the output can meet."""
    if isinstance(problem, UnicodeEncodeError):
        lacking = problem.object[problem.start]
        text = f"the output is to be in {problem.encoding}, which has no {lacking!a}; set PYTHONIOENCODING=utf-8"
        status = ExitStatus.USAGE
    elif isinstance(problem, OSError) and problem.errno in _DISK:
        text = f"the output cannot be written: {problem.strerror}"
        sys.stdout = None  # what is left of it would be tried once more
        status = ExitStatus.STORAGE_FAILED
    else:
        text = f"unexpected {type(problem).__name__}: {problem} (see it whole with: newsreel --debug …)"
        status = ExitStatus.CRASHED
    click.echo(f"newsreel: {text}", err=True)
    return status


def main() -> None:
    """Run the command line and leave with its exit status."""
    debug = "--debug" in sys.argv
    out = sys.stdout
    go_without_pandas()
    _write_what_can_be_written()
    try:
        check_packages()
        status = newsreel.main(standalone_mode=False)
    except click.ClickException as problem:
        problem.show()
        status = ExitStatus.USAGE
    except NewsreelError as problem:
        if debug:
            raise
        click.echo("\n".join(error_lines(problem, for_people=sys.stderr.isatty())), err=True)
        status = status_of_error(problem)
    except (KeyboardInterrupt, click.Abort):
        click.echo("newsreel: stopped before the end", err=True)
        status = ExitStatus.INTERRUPTED
        _leave_what_does_not_hear()
    except SystemExit as ended:
        # Where whoever reads our output has read enough, as head does, click ends so, with another output in its place.
        is_enough = sys.stdout is not out or isinstance(ended.__context__, BrokenPipeError)
        status = ExitStatus.DONE if is_enough else ended.code
        sys.stdout = None  # nobody is left to flush to
    except Exception as problem:
        if debug:
            raise
        status = _tell_unexpected(problem)
    sys.exit(status or ExitStatus.DONE)


def _leave_what_does_not_hear() -> None:
    """End the process where a thread is still at a query that cannot be ended; its orderly end would wait for it."""
    if any(thread.daemon for thread in threading.enumerate()):
        os._exit(ExitStatus.INTERRUPTED)
