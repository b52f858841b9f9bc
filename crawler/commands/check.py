"""newsreel check: every file of the archive against what it was sealed as."""

from pathlib import Path

import click

from archive.check import check as find_faults
from archive.check import repair as repair_archive
from archive.disk import Disk
from archive.folder import open_folder
from archive.snapshot.stored import snapshot_names
from crawler.commands.options import archive_option
from crawler.exits import ExitStatus
from spiders.open_run import utc_now


@click.command(
    epilog="""\b
Examples:
  newsreel check                     read every byte, name every fault and what mends it
  newsreel check --repair            and do what is safe to do"""
)
@archive_option
@click.option(
    "--repair", is_flag=True, help="First do what is safe: finish what a crash cut short, clear scratch files."
)
def check(archive: Path, repair: bool) -> ExitStatus:
    """Check the archive: the SHA-256, columns and rows of every file, the log, and the ledger against the folders.

    One line for each fault, with the command that mends it; the exit status is then 4. Snapshots are for newsreel
    snapshot verify.
    """
    folder = open_folder(archive.absolute())
    if repair:
        for done in repair_archive(folder, Disk(), now=utc_now()):
            click.echo(f"repaired: {done}")
    count = 0
    for fault in find_faults(folder):
        count += 1
        click.echo(f"{fault.path}: {fault.what}; mend it with: {fault.mend}")
    click.echo(f"{folder.path}: {count or 'no'} fault{'' if count == 1 else 's'}")
    kept = len(snapshot_names(folder))
    if kept:
        click.echo(f"{kept} snapshot{'' if kept == 1 else 's'} not looked at; see: newsreel snapshot verify")
    return ExitStatus.ARCHIVE_DAMAGED if count else ExitStatus.DONE
