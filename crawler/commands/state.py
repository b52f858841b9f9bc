"""newsreel state: what the archive's ledger knows of every site, and making the ledger anew."""

import json
import sys
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from archive.disk import Disk
from archive.folder import open_folder
from archive.ledger import AddressState, Summary
from archive.ledger.sqlite import SqliteLedger
from archive.rebuild import rebuild as rebuild_ledger
from crawler.commands.options import archive_option
from crawler.commands.state_due import due
from spiders.open_run import utc_now


@click.group(
    invoke_without_command=True,
    epilog="""\b
Examples:
  newsreel state                     every site: addresses by state, when the next is due, who is crawling
  newsreel state --format json       the same for a program
  newsreel state due                 what is visited next, and why
  newsreel state rebuild             make the ledger anew from the tables, if it is lost or damaged""",
)
@archive_option
@click.option(
    "--format", "form", type=click.Choice(["table", "json"]), help="[default: table on a terminal, else json]"
)
@click.pass_context
def state(context: click.Context, archive: Path, form: str | None) -> None:
    """Show what is known of every site's addresses.

    pending: to be fetched; leased: being fetched; done: fetched, due again later; closed: ended until something leads
    there again. Failing addresses are pending ones whose last attempts failed.
    """
    context.obj = archive
    if context.invoked_subcommand is not None:
        return
    folder = open_folder(archive.absolute())
    with closing(SqliteLedger(folder.ledger, read_only=True)) as ledger:
        summaries = ledger.summaries(now=utc_now())
    if (form or ("table" if sys.stdout.isatty() else "json")) == "json":
        for summary in summaries:
            click.echo(json.dumps(asdict(summary), default=str))
    else:
        Console().print(_as_table(summaries))


@state.command(
    epilog="""\b
Examples:
  newsreel state -a my-archive rebuild"""
)
@click.pass_obj
def rebuild(archive: Path) -> None:
    """Make the ledger anew from the tables, which are left as they are.

    What was found but never fetched is forgotten, and found again by the next crawl.
    """
    folder = open_folder(archive.absolute())
    with closing(rebuild_ledger(folder, Disk(), now=utc_now())) as ledger:
        known = sum(sum(summary.states.values()) for summary in ledger.summaries(now=utc_now()))
        files = len(ledger.snapshot().files)
    click.echo(f"The ledger of {folder.path} was made anew from {files} files: {known} addresses are known")


state.add_command(due)


def _as_table(summaries: list[Summary]) -> Table:
    table = Table("site", *AddressState, "failing", "next due", "oldest lease", "held by")
    for summary in summaries:
        counts = [str(summary.states.get(kind, 0)) for kind in AddressState]
        times = [
            moment.isoformat(sep=" ", timespec="seconds").removesuffix("+00:00") if moment else ""
            for moment in (summary.next_due_at, summary.oldest_lease_at)
        ]
        table.add_row(summary.site, *counts, str(summary.failing), *times, summary.holder or "")
    return table
