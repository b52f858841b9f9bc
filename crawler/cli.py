"""The newsreel command: its options, its errors in one line, its exit status."""

import os
import sys
import threading

import click

from archive.errors import NewsreelError
from archive.version import __version__
from crawler.error_lines import error_lines
from crawler.exits import ExitStatus, status_of_error
from crawler.lazy_group import LazyGroup
from crawler.no_pandas import go_without_pandas
from crawler.packages import check_packages

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


def main() -> None:
    """Run the command line and leave with its exit status."""
    debug = "--debug" in sys.argv
    go_without_pandas()
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
        # click ends so where whoever reads our output has read enough, as head does.
        status = ExitStatus.DONE if isinstance(ended.__context__, BrokenPipeError) else ended.code
        sys.stdout = None  # nobody is left to flush to
    except Exception as problem:
        if debug:
            raise
        click.echo(
            f"newsreel: unexpected {type(problem).__name__}: {problem} (see it whole with: newsreel --debug …)",
            err=True,
        )
        status = ExitStatus.CRASHED
    sys.exit(status or ExitStatus.DONE)


def _leave_what_does_not_hear() -> None:
    """End the process where a thread is still at a query that cannot be ended; its orderly end would wait for it."""
    if any(thread.daemon for thread in threading.enumerate()):
        os._exit(ExitStatus.INTERRUPTED)
