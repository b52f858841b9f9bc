"""What is published and where: a snapshot's files under names of their own, and a table format's notes beside them."""

import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from archive.disk import Disk
from archive.errors import StorageError, UsageError
from archive.folder import ArchiveFolder
from archive.scope import Scope
from archive.snapshot.creating import create_snapshot
from archive.snapshot.links import hold
from archive.snapshot.manifest import Manifest
from archive.snapshot.stored import read_manifest
from archive.sources import read_sources
from archive.tables import TABLES, Table

MARK = "published.json"
_UNDER_WAY = "being-published"


class Form(StrEnum):
    """A table format."""

    DELTA = "delta"
    ICEBERG = "iceberg"


class Publisher(Protocol):
    """What knows one table format."""

    def data(self, output: Path, table: Table) -> Path:
        """The folder that the files of ``table`` are to lie in."""
        ...

    def register(self, output: Path, table: Table, files: Sequence[Path]) -> int:
        """Make a table of ``files``, which lie where `data` says; how many rows it has."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be published: ``tables`` of ``snapshot``, in the folder ``output``, which is new or empty."""

    form: Form
    snapshot: Manifest
    output: Path
    tables: Sequence[Table] = TABLES


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What was published: ``rows`` by table. ``is_linked``: the files take no room of their own."""

    output: Path
    snapshot: Manifest
    rows: Mapping[str, int]
    is_linked: bool


def default_output(folder: ArchiveFolder, form: Form, snapshot: str) -> Path:
    """Where a snapshot is published unless another place is named."""
    return folder.path / "_published" / form / snapshot


def snapshot_to_publish(
    folder: ArchiveFolder, name: str | None, disk: Disk, *, clock: Callable[[], datetime]
) -> Manifest:
    """The snapshot ``name``, no file of which is missing or touched; None: one that is made now.

    Raises UsageError, ArchiveDamagedError and StorageError.
    """
    if name is None:
        made = f"published-{clock():%Y%m%dt%H%M%Sz}"
        return create_snapshot(folder, made, disk, clock=clock, note="made by newsreel publish")
    read_sources(folder, Scope(snapshot=name))
    return read_manifest(folder, name)


def publish(folder: ArchiveFolder, order: Order, disk: Disk) -> Publication:
    """Do what ``order`` says. Each table is there whole or not at all; ``published.json`` comes last.

    Raises UsageError where the output cannot be there, or a package is missing, and StorageError.
    """
    publisher = publisher_of(order.form)
    require_place(folder, order.output)
    try:
        order.output.mkdir(parents=True, exist_ok=True)
        (order.output / _UNDER_WAY).touch(exist_ok=False)
    except FileExistsError as problem:
        raise UsageError(f"{order.output} is being published in by another process; name another folder") from problem
    except OSError as problem:
        raise StorageError(order.output, problem) from problem
    try:
        published = _published(folder.snapshots / order.snapshot.name, order, publisher, disk)
        _write_mark(published, disk)
        (order.output / _UNDER_WAY).unlink()
    except BaseException as problem:
        shutil.rmtree(order.output, ignore_errors=True)
        if isinstance(problem, OSError):
            raise StorageError(order.output, problem) from problem
        raise
    return published


def publisher_of(form: Form) -> Publisher:
    """What publishes as ``form``. Raises UsageError where its package is not installed."""
    try:
        if form is Form.DELTA:
            from archive.publish.delta import Delta  # noqa: PLC0415 - an optional package

            return Delta()
        from archive.publish.iceberg import Iceberg  # noqa: PLC0415 - an optional package

        return Iceberg()
    except ImportError as problem:
        raise UsageError(
            f"publishing as {form} needs a package that is not installed ({problem.name}); "
            f"install it with: pip install 'newsreel[{form}]'"
        ) from problem


def require_place(folder: ArchiveFolder, output: Path) -> None:
    """Raises UsageError where nothing can be published in ``output``."""
    if (output / MARK).exists():
        raise UsageError(f"{output} was published before; name another folder, or remove it first")
    if (output / _UNDER_WAY).exists():
        raise UsageError(f"{output} is being published in, or that was cut short; if so, remove it first")
    if output.exists() and (not output.is_dir() or any(output.iterdir())):
        raise UsageError(f"{output} is there already, and not empty; name another folder, or remove it first")
    place, archive = output.resolve(), folder.path.resolve()
    if place.is_relative_to(archive) and not place.is_relative_to(archive / "_published"):
        # Whatever lies below a table's folder, other programs take for its rows.
        raise UsageError(
            f"{output} lies in the archive; name a folder below {folder.path / '_published'}, or elsewhere"
        )


def _published(source: Path, order: Order, publisher: Publisher, disk: Disk) -> Publication:
    """Publish the files of the snapshot that lies at ``source``."""
    rows, is_linked = {}, True
    for table in order.tables:
        place, files = publisher.data(order.output, table), []
        for held in order.snapshot.files:
            if held.table == table.name:
                files.append(place / Path(held.path).relative_to(table.name))
                is_linked &= hold(source / held.path, files[-1], disk)
        rows[table.name] = publisher.register(order.output, table, files)
        expected = order.snapshot.tables[table.name].rows
        if rows[table.name] != expected:
            raise UsageError(
                f"{place} reads as {rows[table.name]} rows instead of {expected}; name another --output, a plain path"
            )
    return Publication(output=order.output, snapshot=order.snapshot, rows=rows, is_linked=is_linked)


def _write_mark(published: Publication, disk: Disk) -> None:
    snapshot = published.snapshot
    mark = {"snapshot": snapshot.name, "archive_id": snapshot.archive_id, "sha256": snapshot.sha256}
    with disk.create(published.output / MARK) as file:
        disk.write(file, json.dumps({**mark, "rows": dict(published.rows)}, indent=2).encode() + b"\n")
        disk.sync(file)
