"""Compaction: the files of a closed month become one, packed tighter, in one step that readers cannot meet half-done.

The new file is made in a scratch folder; the ledger notes the intent; the two folders are exchanged by name in one
step; the ledger then names the new file. A crash leaves the intent, from which `finish_exchanges` tells how far it got.
"""

import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from archive.disk import Disk
from archive.errors import ArchiveBusyError, ArchiveDamagedError, StorageError, UsageError
from archive.folder import ArchiveFolder
from archive.ledger import Exchange, Holder, Ledger, SealedFile
from archive.lock import exchanging
from archive.onlookers import Patience, watching
from archive.seal import clear_scratch, write_parquet
from archive.sources import is_what_was_sealed
from archive.tables import TABLES, Table

COMPACT_LEVEL = 9  # zstd; sealing is quicker and packs less
COMPACTION = "(compaction)"  # no site can be called so
PATIENCE = Patience()
_LONGEST = timedelta(days=1)
_ANY_SCRATCH = "compact-*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compacted:
    """One month of one table after compaction: what it was and what it is, in files and bytes."""

    folder: str
    files_before: int
    bytes_before: int
    bytes_after: int
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftAlone:
    """One month that was read by others all the time, and is left as it was."""

    folder: str


def compact(
    folder: ArchiveFolder, ledger: Ledger, disk: Disk, *, now: datetime, patience: Patience = PATIENCE
) -> Iterator[Compacted | LeftAlone]:
    """Compact every month before the present one that has more than one file; yields each as it is done.

    A reader that has listed a month's files opens them a little later, and must still find them: a month is exchanged
    in a moment when nobody reads its table, and no answer of ours is being read. Raises UsageError on systems that
    cannot do that, ArchiveBusyError where another process is compacting, StorageError, and ArchiveDamagedError for a
    file that is not what was sealed: it is left as it is.
    """
    if sys.platform != "linux":
        raise UsageError("months are exchanged for compact ones on Linux only: this system cannot do it in one step")
    with _held(ledger, now) as run_id:
        _finish_exchanges(folder, ledger, disk)
        for table in TABLES:
            for month, files in closed_months(table, ledger.snapshot().files, now=now).items():
                if len(files) > 1:
                    name = f"part-{run_id}.parquet"
                    yield _Compaction(folder, ledger, disk, table, name, patience).of(month, files)


def closed_months(table: Table, files: tuple[SealedFile, ...], *, now: datetime) -> dict[str, list[SealedFile]]:
    """The files of ``table`` by month folder (relative path), for the months before the one of ``now``."""
    present = f"{table.name}/{table.partition}={now:%Y-%m}"
    months: dict[str, list[SealedFile]] = {}
    for file in files:
        parent = file.path.rpartition("/")[0]
        if file.table == table.name and table.partition and parent < present:
            months.setdefault(parent, []).append(file)
    return months


def finish_exchanges(folder: ArchiveFolder, ledger: Ledger, disk: Disk, *, now: datetime) -> None:
    """Finish, or call off, what a crash left of compactions; one under way is left alone. Raises StorageError."""
    if not ledger.exchanges() and not any(folder.scratch.glob(_ANY_SCRATCH)):
        return
    with suppress(ArchiveBusyError), _held(ledger, now):
        _finish_exchanges(folder, ledger, disk)


@contextmanager
def _held(ledger: Ledger, now: datetime) -> Iterator[str]:
    """One compaction at a time: it holds the archive like a crawl holds a site."""
    run_id = f"compaction-{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"
    ledger.open_run(run_id, COMPACTION, Holder.this_process(), now=now, until=now + _LONGEST)
    try:
        yield run_id
    finally:
        ledger.close_run(run_id)


def _finish_exchanges(folder: ArchiveFolder, ledger: Ledger, disk: Disk) -> None:
    for intent in ledger.exchanges():
        if (folder.path / intent.new.path).exists():
            _finish(folder, ledger, disk, intent)
        else:
            ledger.end_exchange(intent, happened=False)
    clear_scratch(folder, disk)
    for scratch in folder.scratch.glob(_ANY_SCRATCH):
        shutil.rmtree(scratch, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class _Compaction:
    """What compacting one month of one table takes; ``name`` is that of the new file."""

    folder: ArchiveFolder
    ledger: Ledger
    disk: Disk
    table: Table
    name: str
    patience: Patience

    def of(self, month: str, files: list[SealedFile]) -> Compacted | LeftAlone:
        """Put the rows of ``files``, all of ``month`` (a relative path), into one new file."""
        rows = pa.concat_tables([self.table.in_present_columns(_read(self.folder, file)) for file in files])
        scratch = _scratch(self.folder, month)
        packed = write_parquet(self.table, rows, scratch / self.name, self.folder, self.disk, level=COMPACT_LEVEL)
        new = replace(packed, path=f"{month}/{self.name}")
        intent = Exchange(folder=month, new=new, old=tuple(file.path for file in files))
        try:
            if not self._exchanged(intent, scratch):
                shutil.rmtree(scratch)
                return LeftAlone(folder=month)
        except OSError as problem:
            raise StorageError(self.folder.path / month, problem) from problem
        _finish(self.folder, self.ledger, self.disk, intent)
        return Compacted(
            folder=month,
            files_before=len(files),
            bytes_before=sum(file.size for file in files),
            bytes_after=new.size,
            rows=new.rows,
        )

    def _exchanged(self, intent: Exchange, scratch: Path) -> bool:
        """Exchange the folders once nobody reads them; False where that moment did not come."""
        with watching(self.folder.path / self.table.name) as onlookers:
            self.ledger.begin_exchange(intent)
            is_quiet = onlookers.are_gone(self.patience)
            with exchanging(self.folder) as may_be:
                if is_quiet and may_be:
                    self.disk.exchange(scratch, self.folder.path / intent.folder)
                    return True
            self.ledger.end_exchange(intent, happened=False)
            return False


def _scratch(folder: ArchiveFolder, month: str) -> Path:
    return folder.scratch / f"compact-{month.replace('/', '-')}"


def _finish(folder: ArchiveFolder, ledger: Ledger, disk: Disk, intent: Exchange) -> None:
    try:
        disk.sync_folder((folder.path / intent.folder).parent)
        ledger.end_exchange(intent, happened=True)
        scratch = _scratch(folder, intent.folder)
        for old in intent.old:
            disk.remove(scratch / Path(old).name)
        disk.remove_folder(scratch)
    except OSError as problem:
        raise StorageError(folder.path / intent.folder, problem) from problem


def _read(folder: ArchiveFolder, file: SealedFile) -> pa.Table:
    if not is_what_was_sealed(folder, file):
        raise ArchiveDamagedError(f"{folder.path / file.path} is not what was sealed; see: newsreel check")
    with pq.ParquetFile(folder.path / file.path) as parquet:
        return parquet.read()
