"""Worker processes as the system sees them."""

import os
from pathlib import Path
from threading import Event
from time import monotonic

_SECONDS = 30.0
_NEVER = Event()


def workers_of(process_id: int) -> set[int]:
    """The living processes that read pages for ``process_id``."""
    found = set()
    for folder in Path("/proc").iterdir():
        if not folder.name.isdecimal():
            continue
        try:
            state, parent = _stat(int(folder.name))[:2]
            command = (folder / "cmdline").read_bytes()
        except OSError:  # it ended meanwhile
            continue
        if int(parent) == process_id and state != "Z" and b"crawler.workers.worker" in command:
            found.add(int(folder.name))
    return found


def is_alive(process_id: int) -> bool:
    try:
        return _stat(process_id)[0] != "Z"
    except OSError:
        return False


def wait_until_gone(process_id: int) -> None:
    deadline = monotonic() + _SECONDS
    while is_alive(process_id):
        assert monotonic() < deadline, f"{process_id} is still there"
        _NEVER.wait(0.01)


def wait_until_busy(parent: int, *, seconds: float = 1.0) -> int:
    """The first worker of ``parent`` that has used ``seconds`` of processor time."""
    deadline = monotonic() + _SECONDS
    while monotonic() < deadline:
        for worker in workers_of(parent):
            if _cpu_seconds(worker) > seconds:
                return worker
        _NEVER.wait(0.02)
    raise AssertionError(f"{parent} has no busy worker")


def _cpu_seconds(process_id: int) -> float:
    fields = _stat(process_id)
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _stat(process_id: int) -> list[str]:
    """The fields of proc(5) stat from the state on."""
    return Path(f"/proc/{process_id}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
