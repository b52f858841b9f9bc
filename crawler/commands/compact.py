"""newsreel compact: the files of closed months become one each."""

from contextlib import closing
from pathlib import Path

import click

from archive.compact import LeftAlone
from archive.compact import compact as compact_archive
from archive.disk import Disk
from archive.folder import open_folder
from archive.ledger.sqlite import SqliteLedger
from crawler.commands.options import archive_option
from spiders.open_run import utc_now


@click.command(
    epilog="""\b
Examples:
  newsreel compact -a my-archive     once a month is enough"""
)
@archive_option
def compact(archive: Path) -> None:
    """Make one tightly packed file of the files of each closed month, table by table.

    Readers see the old files or the new one, never both, also while a crawl runs: a month is exchanged in a moment
    when nobody reads its table, and left as it is where that moment does not come within a minute. The present month is
    left alone.
    """
    folder = open_folder(archive.absolute())
    total = 0
    with closing(SqliteLedger(folder.ledger)) as ledger:
        for done in compact_archive(folder, ledger, Disk(), now=utc_now()):
            total += 1
            if isinstance(done, LeftAlone):
                click.echo(f"{done.folder}: left as it is, since it was being read all the time; try again later")
                continue
            click.echo(
                f"{done.folder}: {done.files_before} files, {done.bytes_before / 1e6:.1f} MB -> 1 file, "
                f"{done.bytes_after / 1e6:.1f} MB, {done.rows} rows"
            )
    if not total:
        click.echo(f"{folder.path}: nothing to compact")
