"""newsreel snapshot: the archive of one instant under a name, to ask and to cite for ever."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path

import click
import msgspec
from rich.console import Console
from rich.table import Table

from archive.disk import Disk
from archive.errors import ArchiveDamagedError
from archive.folder import ArchiveFolder, open_folder
from archive.snapshot.creating import create_snapshot
from archive.snapshot.holding import Holding, holding_of
from archive.snapshot.manifest import Manifest
from archive.snapshot.removing import delete_snapshot
from archive.snapshot.stored import read_manifest, snapshot_names, snapshot_path
from archive.snapshot.verifying import Hashes, verify_snapshot
from crawler.commands.options import archive_option
from crawler.exits import ExitStatus
from spiders.open_run import utc_now


@click.group(
    epilog="""\b
Examples:
  newsreel snapshot create 2026-spring --note "as in the paper"
  newsreel query --snapshot 2026-spring "SELECT count(*) FROM articles"
  newsreel snapshot verify           read every byte of every snapshot"""
)
def snapshot() -> None:
    """Keep the archive of this instant under a name: it answers the same for ever, and can be cited."""


@snapshot.command(
    epilog="""\b
Examples:
  newsreel snapshot create 2026-spring
  newsreel snapshot create before-cleaning --note "all sites, before the move" -a my-archive"""
)
@click.argument("name")
@archive_option
@click.option("--note", metavar="TEXT", help="What it is for; kept with it.")
def create(name: str, archive: Path, note: str | None) -> None:
    """Make a snapshot of the archive as it is now, and print a line to cite it by.

    Files are linked, not copied, where the disk can. A crawl or a compaction may be running.
    """
    made = create_snapshot(open_folder(archive.absolute()), name, Disk(), clock=utc_now, note=note)
    click.echo(made.citation)


@snapshot.command(
    "list",
    epilog="""\b
Examples:
  newsreel snapshot list
  newsreel snapshot list --format json""",
)
@archive_option
@click.option(
    "--format", "form", type=click.Choice(["table", "json"]), help="[default: table on a terminal, else json]"
)
def list_(archive: Path, form: str | None) -> None:
    """Show every snapshot: rows, files, and what it holds that the archive of today has no more.

    not in archive: bytes that no file of the archive shares any more; only here: those that no other snapshot has
    either, which deleting it would set free.
    """
    folder = open_folder(archive.absolute())
    found = [(name, _read(folder, name)) for name in snapshot_names(folder)]
    if (form or ("table" if sys.stdout.isatty() else "json")) == "json":
        for name, one in found:
            click.echo(json.dumps(_plain(name, one), ensure_ascii=False))
    elif found:
        Console().print(_as_table(found))
    else:
        click.echo(f"{folder.path}: no snapshots; make one with: newsreel snapshot create NAME")


@snapshot.command(
    epilog="""\b
Examples:
  newsreel snapshot verify             all of them
  newsreel snapshot verify 2026-spring"""
)
@click.argument("name", required=False)
@archive_option
def verify(name: str | None, archive: Path) -> ExitStatus:
    """Read every byte of a snapshot, or of all, and name each fault: files missing, changed, or too many.

    The exit status is 4 where there is a fault.
    """
    folder = open_folder(archive.absolute())
    names = snapshot_names(folder) if name is None else [snapshot_path(folder, name).name]
    read: Hashes = {}
    count = 0
    for one in names:
        faults = list(verify_snapshot(folder, one, Disk(), read=read))
        count += len(faults)
        for fault in faults:
            click.echo(f"{fault.path}: {fault.what}; {fault.mend}")
        if not faults:
            click.echo(f"{one}: whole; {read_manifest(folder, one).citation}")
    if not names:
        click.echo(f"{folder.path}: no snapshots")
    return ExitStatus.ARCHIVE_DAMAGED if count else ExitStatus.DONE


@snapshot.command(
    epilog="""\b
Examples:
  newsreel snapshot delete 2026-spring
  newsreel snapshot delete 2026-spring --yes"""
)
@click.argument("name")
@archive_option
@click.option("--yes", is_flag=True, help="Do not ask.")
def delete(name: str, archive: Path, yes: bool) -> None:
    """Remove a snapshot; the archive keeps its own files."""
    folder = open_folder(archive.absolute())
    snapshot_path(folder, name)
    if not yes:
        click.confirm(f"Remove the snapshot {name} of {folder.path} for good?", abort=True, err=True)
    delete_snapshot(folder, name, Disk())
    click.echo(f"{folder.path}: the snapshot {name} is removed")


Read = tuple[Manifest, Holding] | str
"""What is told of a snapshot, or what is wrong with it."""


def _read(folder: ArchiveFolder, name: str) -> Read:
    try:
        manifest = read_manifest(folder, name)
    except ArchiveDamagedError as problem:
        return str(problem)
    return manifest, holding_of(folder, manifest)


def _plain(name: str, read: Read) -> dict[str, object]:
    if isinstance(read, str):
        return {"name": name, "damage": read}
    manifest, holding = read
    whole = {**msgspec.to_builtins(manifest), "rows": manifest.rows, "sha256": manifest.sha256}
    whole["files"] = len(manifest.files)
    return {**whole, **msgspec.to_builtins(holding), "citation": manifest.citation}


def _as_table(found: Iterable[tuple[str, Read]]) -> Table:
    table = Table("name", "made at (UTC)", "note")
    for column in ("rows", "files", "MB", "not in archive", "only here"):
        table.add_column(column, justify="right")
    for name, read in found:
        if isinstance(read, str):
            table.add_row(name, "damaged", read)
            continue
        manifest, holding = read
        moment = manifest.created_at.isoformat(sep=" ", timespec="seconds").removesuffix("+00:00")
        sizes = (f"{size / 1e6:.1f}" for size in (holding.bytes, holding.not_in_archive, holding.only_here))
        table.add_row(name, moment, manifest.note or "", str(manifest.rows), str(len(manifest.files)), *sizes)
    return table
