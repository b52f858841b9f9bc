"""newsreel publish: the archive's files as Delta or Iceberg tables, without copying them."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from archive.disk import Disk
from archive.folder import open_folder
from archive.publish import publication
from archive.publish.publication import Form, Order, Publication
from archive.tables import TABLES
from crawler.commands.options import archive_option
from spiders.open_run import utc_now

Command = TypeVar("Command", bound=Callable[..., Any])

_OPTIONS = (
    archive_option,
    click.option("--snapshot", metavar="NAME", help="Publish this snapshot.  [default: one that is made now]"),
    click.option(
        "--table",
        "tables",
        multiple=True,
        type=click.Choice([table.name for table in TABLES]),
        help="Publish this table; may be given more than once.  [default: all]",
    ),
    click.option(
        "--output",
        "-o",
        type=click.Path(path_type=Path),
        help="Folder to publish in, a new or empty one.  [default: _published/… in the archive]",
    ),
)


def publishes(command: Command) -> Command:
    """``command`` with the options that say what is published where."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@click.group(
    epilog="""\b
Examples:
  newsreel publish delta
  newsreel publish iceberg --snapshot 2026-spring --table articles --output shared/news"""
)
def publish() -> None:
    """Give the archive's files to engines that ask for Delta or Iceberg tables.

    What is published is a snapshot: later crawls are not in it. Publish again for a new one.
    """


@publish.command(
    epilog="""\b
Examples:
  newsreel publish delta
  newsreel publish delta --snapshot 2026-spring --table articles --output shared/delta"""
)
@publishes
def delta(archive: Path, snapshot: str | None, tables: Sequence[str], output: Path | None) -> None:
    """Publish as Delta tables: a folder for each, with links to the files and a log."""
    done = _publish(Form.DELTA, archive, snapshot, tables, output)
    _tell(done, f'deltalake.DeltaTable("{done.output / next(iter(done.rows))}")')


@publish.command(
    epilog="""\b
Examples:
  newsreel publish iceberg
  newsreel publish iceberg --snapshot 2026-spring --output shared/iceberg"""
)
@publishes
def iceberg(archive: Path, snapshot: str | None, tables: Sequence[str], output: Path | None) -> None:
    """Publish as Iceberg tables: a catalog in one SQLite file, metadata, and links to the files."""
    done = _publish(Form.ICEBERG, archive, snapshot, tables, output)
    _tell(
        done, f'pyiceberg.catalog.sql.SqlCatalog("newsreel", uri="sqlite:///{done.output.absolute()}/catalog.sqlite")'
    )


def _publish(
    form: Form, archive: Path, snapshot: str | None, tables: Sequence[str], output: Path | None
) -> Publication:
    folder = open_folder(archive.absolute())
    publication.publisher_of(form)  # what is missing is told before a snapshot is made
    if output is not None:
        publication.require_place(folder, output)
    chosen = [table for table in TABLES if table.name in tables or not tables]
    manifest = publication.snapshot_to_publish(folder, snapshot, Disk(), clock=utc_now)
    place = output or publication.default_output(folder, form, manifest.name)
    order = Order(form=form, snapshot=manifest, output=place.absolute(), tables=chosen)
    return publication.publish(folder, order, Disk())


def _tell(done: Publication, reader: str) -> None:
    for name, rows in done.rows.items():
        click.echo(f"{done.output / name}: {rows} rows")
    if not done.is_linked:
        click.echo("The files were copied, since the disk has no links to there")
    click.echo(f"Read it with: {reader}")
    click.echo(done.snapshot.citation)
