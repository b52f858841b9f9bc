"""Every file operation of making and of removing a snapshot goes wrong once: it is there whole, or not at all."""

import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from archive.disk import Disk
from archive.errors import StorageError
from archive.folder import open_folder
from archive.query.archive import Archive
from archive.snapshot.stored import snapshot_names
from archive.snapshot.verifying import verify_snapshot
from archive.tables import TABLES
from tests.crash.account import Rows, our_rows, stray_files
from tests.crash.faulty_disk import Fault, FaultyDisk
from tests.crash.journal import Journal, row_text
from tests.crash.workload import SNAPSHOT, Clock, drop, keep, mend, play

REFUSALS = (Fault.FULL, Fault.FULL_MIDWAY, Fault.FAILING, Fault.READ_ONLY)
EXITS = (Fault.EXIT, Fault.EXIT_MIDWAY, Fault.EXIT_AFTER)
# To be gone after another operation is to be gone before the next one.
ONLY = {Fault.FULL_MIDWAY: {"write"}, Fault.EXIT_MIDWAY: {"write"}, Fault.EXIT_AFTER: {"replace", "remove_folder"}}
ROOT = Path(__file__).resolve().parents[2]
WORKS: dict[str, Callable[[Path, Disk], None]] = {"keeping": keep, "dropping": drop}


class CopyingDisk(FaultyDisk):
    """A faulty disk without links, on which files are copied."""

    def link(self, source: Path, target: Path) -> None:
        del source
        raise PermissionError(1, "Operation not permitted", str(target))


@pytest.fixture
def crashed(place: Path) -> Path:
    """An archive with sealed files, and with rows in the log of a run that is gone."""
    rehearsal, archive = FaultyDisk(), place / "crashed"
    play(place / "rehearsal", Journal(place / "rehearsal-journal"), Clock(), rehearsal)
    # Before it, four files of the first seal are moved into place, and two of captures.
    second_seal = [at for at, name in enumerate(rehearsal.done, 1) if name == "replace"][6]
    with pytest.raises(StorageError):
        play(archive, Journal(place / "journal"), Clock(), FaultyDisk(Fault.READ_ONLY, second_seal))
    assert any((archive / "_log").iterdir())
    assert any(archive.rglob("*.parquet"))
    return archive


@pytest.fixture
def before(crashed: Path, place: Path, request: pytest.FixtureRequest) -> Path:
    """The archive before the work that the test is named for: with the snapshot where it is to be removed."""
    whole = place / "before"
    shutil.copytree(crashed, whole)
    if request.node.callspec.params["work"] == "dropping":
        keep(whole, Disk())
    return whole


@pytest.mark.parametrize("work", WORKS)
@pytest.mark.parametrize("fault", REFUSALS)
def test_whatever_the_disk_refuses_a_snapshot_is_whole_or_not_there(
    work: str, fault: Fault, before: Path, place: Path
) -> None:
    operations, rows = _operations(work, fault, before, place), our_rows(before)
    for at in operations:
        archive, disk = place / f"{at}", FaultyDisk(fault, at)
        shutil.copytree(before, archive)
        was_refused = _is_refused(partial(WORKS[work], archive, disk))
        assert was_refused == disk.was_hit == (at != operations[-1])
        assert _wrong(archive, work, rows, is_through=not was_refused) == [], f"operation {at}"


@pytest.mark.parametrize("work", WORKS)
@pytest.mark.parametrize("fault", EXITS)
def test_wherever_the_process_is_gone_a_snapshot_is_whole_or_not_there(
    work: str, fault: Fault, before: Path, place: Path
) -> None:
    operations, rows = _operations(work, fault, before, place), our_rows(before)
    for at in operations:
        shutil.copytree(before, place / f"{at}" / "archive")
    children = subprocess.run(
        [sys.executable, "-m", "tests.crash.exits", work, str(place), fault, *map(str, operations)],
        cwd=ROOT, check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert (children.returncode, children.stderr) == (0, "")
    for at in operations:
        is_through = at == operations[-1]
        assert _wrong(place / f"{at}" / "archive", work, rows, is_through=is_through) == [], f"operation {at}"


@pytest.mark.parametrize("work", ["keeping"])
@pytest.mark.parametrize("fault", [Fault.FULL, Fault.FULL_MIDWAY, Fault.FAILING])
def test_where_files_are_copied_a_disk_that_fills_leaves_no_half_snapshot(
    work: str, fault: Fault, before: Path, place: Path
) -> None:
    rehearsal, rows = CopyingDisk(), our_rows(before)
    shutil.copytree(before, place / "copied")
    keep(place / "copied", rehearsal)
    for at in [at for at, name in enumerate(rehearsal.done, 1) if name in ("create", "write", "sync")]:
        archive = place / f"{at}"
        shutil.copytree(before, archive)
        assert _is_refused(partial(keep, archive, CopyingDisk(fault, at)))
        assert _wrong(archive, work, rows, is_through=False) == [], f"operation {at}"


def _operations(work: str, fault: Fault, before: Path, place: Path) -> list[int]:
    """The operations where ``fault`` is to happen; the last one is beyond the end of the work."""
    disk = FaultyDisk()
    shutil.copytree(before, place / "measured")
    WORKS[work](place / "measured", disk)
    wanted = {"keeping": {"link", "create", "write", "sync", "sync_folder", "replace"}}
    assert wanted.get(work, {"replace", "sync_folder", "remove", "remove_folder"}) <= set(disk.done)
    only = ONLY.get(fault, set(disk.done))
    return [at for at, name in enumerate(disk.done, 1) if name in only] + [len(disk.done) + 1]


def _wrong(archive: Path, work: str, rows: Rows, *, is_through: bool) -> list[str]:
    """What is wrong with an archive in which ``work`` was cut short, or not; and after it was mended and done again."""
    folder, wrong = open_folder(archive), []
    is_there = SNAPSHOT in snapshot_names(folder)
    if is_through and is_there != (work == "keeping"):
        wrong.append("the work was not done")
    if is_there:
        wrong += [f"{fault.path}: {fault.what}" for fault in verify_snapshot(folder, SNAPSHOT, Disk())]
        wrong += [] if _snapshot_rows(archive) == rows else ["the snapshot has other rows"]
    mend(archive, Disk())
    wrong += stray_files(archive)
    wrong += [] if our_rows(archive) == rows else ["the archive has other rows"]
    if is_there != (work == "keeping"):
        WORKS[work](archive, Disk())
        if work == "keeping":
            wrong += [f"{fault.path}: {fault.what}" for fault in verify_snapshot(folder, SNAPSHOT, Disk())]
    return wrong


def _snapshot_rows(archive: Path) -> Rows:
    reader = Archive(archive, snapshot=SNAPSHOT)
    views = {table.name: "revisions" if table.name == "articles" else table.name for table in TABLES}
    return {name: Counter(map(row_text, reader.sql(f"SELECT * FROM {view}").rows())) for name, view in views.items()}


def _is_refused(work: Callable[[], None]) -> bool:
    try:
        work()
    except StorageError:
        return True
    return False
