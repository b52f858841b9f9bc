"""Processes that are gone at operations of a work: python -m tests.crash.exits WORK FOLDER FAULT NUMBER…

One process does the work for each operation, in a folder of that number. They are forked from one that has done
nothing yet, so that hundreds of them take seconds.
"""

import os
import sys
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pyarrow as pa

from archive.disk import Disk
from tests.crash.faulty_disk import EXIT_STATUS, Fault, FaultyDisk
from tests.crash.journal import Journal
from tests.crash.workload import Clock, compact_autumn, drop, keep, play

Work = Callable[[Path, Disk], None]

_CRASHED = 1


def main(work: Work, folder: Path, fault: Fault, operations: list[int]) -> int:
    """0 where each process was gone as it should, and the last, whose operation never comes, came to its end."""
    pa.array([0])  # loads pandas where there is one; not in each process
    statuses = []
    for at in operations:
        place = folder / f"{at}"
        place.mkdir(exist_ok=True)
        statuses.append(_status_of(partial(work, place, FaultyDisk(fault, at))))
    return int(statuses != [EXIT_STATUS] * (len(operations) - 1) + [0])


def _status_of(work: Callable[[], None]) -> int:
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException:  # noqa: BLE001 - the edge of this process
            traceback.print_exc()
            os._exit(_CRASHED)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _two_runs(place: Path, disk: Disk) -> None:
    play(place / "archive", Journal(place / "journal"), Clock(), disk)


def _compaction(place: Path, disk: Disk) -> None:
    compact_autumn(place / "archive", disk)


def _keeping(place: Path, disk: Disk) -> None:
    keep(place / "archive", disk)


def _dropping(place: Path, disk: Disk) -> None:
    drop(place / "archive", disk)


if __name__ == "__main__":
    _, _work, _folder, _fault, *_numbers = sys.argv
    _works: dict[str, Work] = {
        "two runs": _two_runs,
        "compaction": _compaction,
        "keeping": _keeping,
        "dropping": _dropping,
    }
    sys.exit(main(_works[_work], Path(_folder), Fault(_fault), [int(number) for number in _numbers]))
