"""Every file operation of two runs, of a recovery and of a compaction goes wrong once: nothing is lost, torn, twice."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from archive.disk import Disk
from archive.errors import StorageError
from tests.crash.account import complaints, complaints_at_once, our_rows, strangers_rows, stray_files
from tests.crash.faulty_disk import Fault, FaultyDisk
from tests.crash.journal import Journal
from tests.crash.workload import Clock, compact_autumn, mend, play

REFUSALS = (Fault.FULL, Fault.FULL_MIDWAY, Fault.FAILING, Fault.READ_ONLY)
EXITS = (Fault.EXIT, Fault.EXIT_MIDWAY, Fault.EXIT_AFTER)
# To be gone after an operation differs from being gone before the next one where the ledger may act in between.
ONLY = {
    Fault.FULL_MIDWAY: {"write"},
    Fault.EXIT_MIDWAY: {"write"},
    Fault.EXIT_AFTER: {"sync", "sync_folder", "remove_folder"},
}
ROOT = Path(__file__).resolve().parents[2]
# So few operations would not be the whole of two runs.
FEWEST = 100
FEWEST_OF_A_SEAL = 15
FEWEST_OF_A_COMPACTION = 15
LATER = timedelta(minutes=10)


def test_the_faulty_disk_stands_for_every_operation_of_the_disk() -> None:
    operations = {name for name in vars(Disk) if not name.startswith("_")}
    assert operations <= set(vars(FaultyDisk))


def test_without_a_fault_the_workload_leaves_nothing_to_complain_of(place: Path) -> None:
    disk, journal = FaultyDisk(), Journal(place / "journal")
    play(place / "archive", journal, Clock(), disk)
    assert complaints(place / "archive", journal) == []
    assert our_rows(place / "archive") == strangers_rows(place / "archive") == journal.rows("saved")
    assert len(disk.done) > FEWEST
    assert {"create", "write", "sync", "sync_folder", "replace", "remove", "remove_folder"} <= set(disk.done)


@pytest.mark.parametrize("fault", REFUSALS)
def test_whatever_operation_the_disk_refuses_the_next_run_completes_the_archive(fault: Fault, place: Path) -> None:
    operations = _operations(fault, place)
    for at in operations:
        archive, journal, clock = place / f"{at}", Journal(place / f"{at}-journal"), Clock()
        disk = FaultyDisk(fault, at)
        if at != operations[-1]:
            with pytest.raises(StorageError):
                play(archive, journal, clock, disk)
            # What the other refusals leave is what a full disk does.
            assert fault is not Fault.FULL or complaints_at_once(archive, journal) == [], f"operation {at}"
        play(archive, journal, clock, Disk() if disk.was_hit else disk)
        assert complaints(archive, journal) == [], f"operation {at}"
        assert disk.was_hit == (at != operations[-1])


@pytest.mark.parametrize("fault", EXITS)
def test_wherever_a_process_is_gone_the_next_run_completes_the_archive(fault: Fault, place: Path) -> None:
    operations = _operations(fault, place)
    _let_processes_exit("two runs", fault, operations, place)
    for at in operations:
        archive, journal = place / f"{at}" / "archive", Journal(place / f"{at}" / "journal")
        assert complaints_at_once(archive, journal) == [], f"operation {at}"
        play(archive, journal, Clock(later=LATER), Disk())
        assert complaints(archive, journal) == [], f"operation {at}"


@pytest.mark.parametrize("fault", REFUSALS)
def test_whatever_goes_wrong_while_a_crash_is_mended_the_next_mending_completes_it(fault: Fault, place: Path) -> None:
    crashed, journal = _crashed_before_its_seal(place)
    for at in count(1):
        archive, disk = place / f"{at}", FaultyDisk(fault, at)
        shutil.copytree(crashed, archive)
        if not _is_refused(partial(mend, archive, disk)):
            assert not disk.was_hit
            break
        assert complaints_at_once(archive, journal) == [], f"operation {at}"
        mend(archive, Disk())
        assert complaints_at_once(archive, journal) == [], f"operation {at}"
        assert stray_files(archive) == [], f"operation {at}"
    assert at > FEWEST_OF_A_SEAL


@pytest.mark.parametrize("fault", REFUSALS)
def test_whatever_goes_wrong_in_a_compaction_the_next_one_completes_it(fault: Fault, place: Path) -> None:
    whole, journal = place / "whole", Journal(place / "journal")
    play(whole, journal, Clock(), Disk())
    for at in count(1):
        archive, disk = place / f"{at}", FaultyDisk(fault, at)
        shutil.copytree(whole, archive)
        was_refused = _is_refused(partial(compact_autumn, archive, disk))
        assert complaints(archive, journal, but_left_behind=was_refused) == [], f"operation {at}"
        if not disk.was_hit:
            break
        compact_autumn(archive, Disk())
        assert complaints(archive, journal) == [], f"operation {at}"
    assert at > FEWEST_OF_A_COMPACTION
    assert len(list(archive.glob("articles/*/*.parquet"))) == 1


@pytest.mark.parametrize("fault", EXITS)
def test_wherever_a_process_is_gone_in_a_compaction_the_next_one_completes_it(fault: Fault, place: Path) -> None:
    journal, rehearsal = Journal(place / "journal"), FaultyDisk()
    play(place / "whole", journal, Clock(), Disk())
    shutil.copytree(place / "whole", place / "rehearsal")
    compact_autumn(place / "rehearsal", rehearsal)
    only = ONLY.get(fault, set(rehearsal.done))
    operations = [at for at, name in enumerate(rehearsal.done, 1) if name in only] + [len(rehearsal.done) + 1]
    for at in operations:
        shutil.copytree(place / "whole", place / f"{at}" / "archive")
    _let_processes_exit("compaction", fault, operations, place)
    for at in operations:
        archive = place / f"{at}" / "archive"
        assert complaints(archive, journal, but_left_behind=True) == [], f"operation {at}"
        compact_autumn(archive, Disk())
        assert complaints(archive, journal) == [], f"operation {at}"


def _let_processes_exit(work: str, fault: Fault, operations: list[int], place: Path) -> None:
    children = subprocess.run(
        [sys.executable, "-m", "tests.crash.exits", work, str(place), fault, *map(str, operations)],
        cwd=ROOT, check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert (children.returncode, children.stderr) == (0, "")


def _operations(fault: Fault, place: Path) -> list[int]:
    """The operations where ``fault`` is to happen; the last one is beyond the end of the workload."""
    disk = FaultyDisk()
    play(place / "rehearsal", Journal(place / "rehearsal-journal"), Clock(), disk)
    assert len(disk.done) > FEWEST
    only = ONLY.get(fault, set(disk.done))
    return [at for at, name in enumerate(disk.done, 1) if name in only] + [len(disk.done) + 1]


def _crashed_before_its_seal(place: Path) -> tuple[Path, Journal]:
    archive, journal = place / "crashed", Journal(place / "journal")
    rehearsal = FaultyDisk()
    play(place / "rehearsal", Journal(place / "rehearsal-journal"), Clock(), rehearsal)
    disk = FaultyDisk(Fault.READ_ONLY, _first_seal(rehearsal.done))
    assert _is_refused(partial(play, archive, journal, Clock(), disk))
    return archive, journal


def _first_seal(operations: list[str]) -> int:
    # The first file moved into place is the one that says what the folder is; three operations make each.
    return [at for at, name in enumerate(operations, 1) if name == "replace"][1] - 3


def _is_refused(work: Callable[[], None]) -> bool:
    try:
        work()
    except StorageError:
        return True
    return False
