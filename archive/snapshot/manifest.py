"""What a snapshot says of itself: its files, its rows, and the one SHA-256 over all of that, which is cited."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

import msgspec

from archive.errors import ArchiveDamagedError, ArchiveFormatError
from archive.snapshot.names import is_name
from archive.tables import TABLES

FORM = 1
_TABLE_NAMES = frozenset(table.name for table in TABLES)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldFile:
    """One Parquet file of a snapshot: ``path`` is relative to the snapshot's folder."""

    table: str
    path: str
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldTable:
    """What a snapshot has of one table; the instants are None where it has no rows."""

    files: int
    rows: int
    bytes: int
    first_at: datetime | None
    last_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """One snapshot: ``created_at`` is the instant it is of, ``newsreel`` the version that made it.

    ``tables`` are in the order of `TABLES`, ``files`` in the order of their paths. ``note``: None where none was given.
    """

    name: str
    note: str | None
    archive_id: str
    created_at: datetime
    newsreel: str
    tables: Mapping[str, HeldTable]
    files: Sequence[HeldFile]

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(table.rows for table in self.tables.values())

    @property
    def bytes(self) -> int:
        """Bytes of all files."""
        return sum(file.bytes for file in self.files)

    @property
    def sha256(self) -> str:
        """What is cited; see `digest`."""
        return digest(msgspec.to_builtins(self))

    @property
    def citation(self) -> str:
        """One line that names the data so that anybody who holds them can tell that they are the same."""
        rows = ", ".join(f"{table.rows} {name}" for name, table in self.tables.items())
        moment = self.created_at.isoformat(sep=" ", timespec="seconds").removesuffix("+00:00")
        return (
            f"newsreel archive {self.archive_id}, snapshot {self.name} of {moment} UTC, "
            f"{self.rows} rows ({rows}), SHA-256 {self.sha256}"
        )


def digest(manifest: Any) -> str:
    """The SHA-256 of a manifest as plain values: of its JSON in UTF-8, keys sorted, without any space."""
    text = json.dumps(manifest, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def text_of(manifest: Manifest) -> bytes:
    """``manifest`` as the content of ``snapshot.json``."""
    document = {"form": FORM, "sha256": manifest.sha256, "snapshot": msgspec.to_builtins(manifest)}
    return json.dumps(document, indent=2, ensure_ascii=False).encode() + b"\n"


def read_text(content: bytes, where: object) -> Manifest:
    """The manifest that ``content`` of ``snapshot.json`` holds; ``where`` names it in messages.

    Raises ArchiveDamagedError where it is not what was written, ArchiveFormatError where a newer newsreel wrote it.
    """
    try:
        document = json.loads(content)
        form, sha256, values = int(document["form"]), document["sha256"], document["snapshot"]
        if form > FORM:
            raise ArchiveFormatError(f"{where} was written by a newer newsreel; install a newer newsreel")
        if digest(values) != sha256:
            raise ArchiveDamagedError(f"{where} was changed: what it says has not the SHA-256 it had")
        manifest = msgspec.convert(values, Manifest)
    except (ValueError, KeyError, TypeError, RecursionError, OverflowError) as problem:
        raise ArchiveDamagedError(f"{where} is not readable: {problem!r}") from problem
    if not is_name(manifest.name) or not all(map(_is_in_place, manifest.files)):
        raise ArchiveDamagedError(f"{where} names files where a snapshot has none")
    return manifest


def _is_in_place(file: HeldFile) -> bool:
    """Whether the path leads below the table's folder in the snapshot, and nowhere else."""
    parts = PurePosixPath(file.path).parts
    is_plain = file.path == "/".join(parts) and ".." not in parts and "\0" not in file.path
    return is_plain and file.table in _TABLE_NAMES and parts[0] == file.table and file.path.endswith(".parquet")
