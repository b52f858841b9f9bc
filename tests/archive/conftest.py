"""A fresh archive for each test."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from archive import Archive
from archive.folder import ArchiveFolder, create_folder
from archive.ledger.sqlite import SqliteLedger
from archive.writer import ArchiveWriter
from tests.archive.disk import LeavingDisk
from tests.archive.rows import NOON
from tests.archive.runs import fill, writer_of


@pytest.fixture
def folder(tmp_path: Path) -> ArchiveFolder:
    return create_folder(tmp_path / "archive", archive_id="a1b2", now=NOON)


@pytest.fixture
def ledger(folder: ArchiveFolder) -> Iterator[SqliteLedger]:
    with closing(SqliteLedger(folder.ledger)) as opened:
        yield opened


@pytest.fixture
def disk() -> Iterator[LeavingDisk]:
    disk = LeavingDisk()
    yield disk
    disk.leave()


@pytest.fixture
def writer(folder: ArchiveFolder, ledger: SqliteLedger, disk: LeavingDisk) -> ArchiveWriter:
    return writer_of(folder, ledger, disk=disk)


@pytest.fixture
def archive(folder: ArchiveFolder) -> Archive:
    """What `fill` says, sealed."""
    fill(folder)
    return Archive(folder.path)
