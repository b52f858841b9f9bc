"""The SQLite file itself: its format, its errors in newsreel's words, its durability."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archive.errors import ArchiveDamagedError, ArchiveFormatError, StorageError
from archive.ledger.schema import LEDGER_FORMAT
from archive.ledger.sqlite import SqliteLedger
from tests.archive.ledger.playing import article, begin, find


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "ledger.sqlite"
    with closing(SqliteLedger(path)) as ledger:
        begin(ledger)
        find(ledger, article("a"))
    return path


@pytest.mark.parametrize("read_only", [False, True], ids=["to write", "to read"])
def test_a_ledger_of_a_newer_newsreel_is_refused_and_left_as_it_is(path: Path, read_only: bool) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE about SET value = ? WHERE key = 'format'", (str(LEDGER_FORMAT + 1),))
    before = path.read_bytes()
    with pytest.raises(ArchiveFormatError, match=r"ledger\.sqlite was written by a newer newsreel"):
        SqliteLedger(path, read_only=read_only)
    assert path.read_bytes() == before


@pytest.mark.parametrize("read_only", [False, True], ids=["to write", "to read"])
def test_a_file_that_is_no_ledger_is_a_damaged_archive_with_a_way_out(path: Path, read_only: bool) -> None:
    path.write_bytes(b"this is no database, whatever its name says" * 100)
    with pytest.raises(ArchiveDamagedError, match=r"ledger\.sqlite: .*newsreel state rebuild"):
        SqliteLedger(path, read_only=read_only)


def test_an_empty_file_read_as_a_ledger_is_a_damaged_archive_and_stays_empty(path: Path) -> None:
    path.write_bytes(b"")
    with pytest.raises(ArchiveDamagedError):
        SqliteLedger(path, read_only=True)
    assert path.read_bytes() == b""


def test_a_ledger_that_is_not_there_is_not_made_by_reading_it(tmp_path: Path) -> None:
    with pytest.raises((StorageError, ArchiveDamagedError)):
        SqliteLedger(tmp_path / "ledger.sqlite", read_only=True)
    assert list(tmp_path.iterdir()) == []


def test_a_reader_can_change_nothing(path: Path) -> None:
    with closing(SqliteLedger(path, read_only=True)) as ledger, pytest.raises(StorageError):
        find(ledger, article("b"))


def test_what_is_committed_survives_a_power_loss(path: Path) -> None:
    with closing(SqliteLedger(path)) as ledger:
        connection = ledger._connection  # noqa: SLF001 - nothing tells it from outside
        modes = [connection.one(f"PRAGMA {name}") for name in ("journal_mode", "synchronous")]
    assert modes == [("wal",), (2,)]
