"""newsreel captures: the answers that crawls kept as they came: listed, shown, checked, mended, exported."""

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from archive import Archive
from archive.addresses.spellings import spellings_of
from archive.captures.checking import Checked, check_captures
from archive.captures.coding import unpacked
from archive.captures.finding import visit_at
from archive.captures.mending import finish_left_open
from archive.captures.mending import repair as repair_captures
from archive.captures.places import open_files, run_of_file
from archive.captures.sizes import FileSize, file_sizes
from archive.captures.wacz_file import Selection, export_wacz
from archive.disk import Disk
from archive.folder import open_folder
from archive.ledger.sqlite import SqliteLedger
from crawler.commands.options import archive_option
from crawler.commands.reading import MOMENTS
from crawler.exits import ExitStatus
from spiders.open_run import utc_now

_TIME = click.DateTime(formats=MOMENTS)


@click.group(
    invoke_without_command=True,
    epilog="""\b
Examples:
  newsreel captures                                   what lies there, file by file
  newsreel captures show https://news.example/a-story > page.html
  newsreel captures check                             read every record, follow every row
  newsreel captures export --wacz all.wacz            one file for web archive players""",
)
@archive_option
@click.option(
    "--format", "form", type=click.Choice(["table", "json"]), help="[default: table on a terminal, else json]"
)
@click.pass_context
def captures(context: click.Context, archive: Path, form: str | None) -> None:
    """List the WARC files in which crawls keep the answers of sites as they came.

    Rows of observations and articles say in which file, where, and how long: capture_file, capture_offset,
    capture_length. A crawl keeps none with --no-captures or NEWSREEL_CAPTURES=0.
    """
    context.obj = archive.absolute()
    if context.invoked_subcommand is not None:
        return
    files = file_sizes(Archive(archive))
    if (form or ("table" if sys.stdout.isatty() else "json")) == "json":
        for file in files:
            click.echo(json.dumps(asdict(file), default=str))
    else:
        Console().print(_as_table(files))


@captures.command(
    epilog="""\b
Examples:
  newsreel captures show https://news.example/a-story > page.html
  newsreel captures show https://news.example/a-story --at 2026-01-05
  newsreel captures show https://news.example/a-story --head"""
)
@click.argument("address")
@click.option("--at", metavar="TIME", type=_TIME, help="As it was visited last by then (UTC).  [default: by now]")
@click.option("--packed", is_flag=True, help="The body as it came over the wire, packed by gzip, br or zstd if it was.")
@click.option("--head", is_flag=True, help="Status line and headers before the body; implies --packed.")
@click.pass_obj
def show(archive: Path, address: str, at: datetime | None, packed: bool, head: bool) -> None:
    """Print what the server answered when ADDRESS was visited, byte by byte.

    Where it answered that nothing had changed, or sent the same bytes again, that is the answer of the visit before.
    """
    visit = visit_at(Archive(archive), spellings_of(address), at.replace(tzinfo=UTC) if at else None)
    body = visit.whole.body if packed or head else unpacked(visit.whole)
    sys.stdout.buffer.write(visit.whole.head + body if head else body)


@captures.command(
    epilog="""\b
Examples:
  newsreel captures check"""
)
@click.pass_obj
def check(archive: Path) -> ExitStatus:
    """Read every record of every file, hold it against its digests, and follow every row to its record.

    One line for each fault, with what mends it; the exit status is then 4. A visit without a row is none: a crawl was
    killed before its save.
    """
    checked, count = Checked(), 0
    for fault in check_captures(Archive(archive), checked):
        count += 1
        click.echo(f"{fault.path}: {fault.what}; mend it: {fault.mend}")
    click.echo(
        f"{checked.files} files, {checked.records} records, {checked.bytes / 1e6:.1f} MB; {checked.rows} rows point to "
        f"an answer, {checked.no_longer_kept} of them to one no longer kept; {checked.orphans} visits without a row"
    )
    click.echo(f"{archive}: {count or 'no'} fault{'' if count == 1 else 's'} of captures")
    return ExitStatus.ARCHIVE_DAMAGED if count else ExitStatus.DONE


@captures.command(
    epilog="""\b
Examples:
  newsreel captures repair"""
)
@click.pass_obj
def repair(archive: Path) -> None:
    """Make a good file of every damaged one: a torn end is left out, a record that says so takes a damaged one's place.

    No good record is lost or moved. The old file stays beside the new one, as NAME.damaged.
    """
    folder, now = open_folder(archive), utc_now()
    left_open = open_files(folder)
    ledger = SqliteLedger(folder.ledger)
    try:
        running = ledger.running(now=now)
    finally:
        ledger.close()
    finish_left_open(folder, [file for file in left_open if run_of_file(file) not in running], Disk())
    done = repair_captures(folder, Disk(), now=now)
    for line in done:
        click.echo(f"repaired: {line}")
    if not done:
        click.echo(f"{archive}: no capture file is damaged")


@captures.command(
    epilog="""\b
Examples:
  newsreel captures export --wacz all.wacz
  newsreel captures export --wacz january.wacz --site neuron --since 2026-01-01 --until 2026-02-01"""
)
@click.option(
    "--wacz", metavar="FILE", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Write this file."
)
@click.option("--site", metavar="NAME", help="Only visits of this site.")
@click.option("--since", metavar="TIME", type=_TIME, help="Only visits from then on (UTC).")
@click.option("--until", metavar="TIME", type=_TIME, help="Only visits before then (UTC).")
@click.pass_obj
def export(archive: Path, wacz: Path, site: str | None, since: datetime | None, until: datetime | None) -> None:
    """Export answers as WACZ, one file with its index and a list of pages, for ReplayWeb.page and the like.

    Needs another package: pip install 'newsreel[wacz]'.
    """
    selection = Selection(
        site=site,
        since=since.replace(tzinfo=UTC) if since else None,
        until=until.replace(tzinfo=UTC) if until else None,
    )
    done = export_wacz(Archive(archive), wacz, selection, now=utc_now(), randomness=os.urandom)
    lost = f"; {done.not_kept} more visits are no longer kept" if done.not_kept else ""
    click.echo(f"{wacz}: {done.visits} visits, {done.pages} of them pages to look at{lost}")


def _as_table(files: Iterator[FileSize]) -> Table:
    table = Table("file", "site", "visits", "MB", "first", "last")
    for file in files:
        first, last = (f"{moment:%Y-%m-%d %H:%M}" if moment else "" for moment in (file.first, file.last))
        table.add_row(file.file, file.site or "", f"{file.visits}", f"{file.bytes / 1e6:.1f}", first, last)
    return table
