"""What a process can still do, once it has taken from itself all that answering a question does not need.

In depth only: what a stranger's SQL may do is settled by `statements` and `database`. All of this is for the day when
there is a fault in these, or in DuckDB.
"""

import ctypes
import os
import resource
import sys
from contextlib import suppress
from pathlib import Path

_NO_NEW_PRIVILEGES = 38  # PR_SET_NO_NEW_PRIVS of linux/prctl.h
# Of linux/landlock.h: the system calls, and the rights that each version of it knows (fs, net, scoped).
_CREATE_RULESET, _RESTRICT_SELF = 444, 446
_ASK_VERSION = 1
_RIGHTS = {
    1: (0x1FFF, 0, 0),
    2: (0x3FFF, 0, 0),
    3: (0x7FFF, 0, 0),
    4: (0x7FFF, 0x3, 0),
    5: (0xFFFF, 0x3, 0),
    6: (0xFFFF, 0x3, 0x3),
}
_SIZES = Path("/proc/self/statm")


class _Ruleset(ctypes.Structure):
    """What is forbidden, `struct landlock_ruleset_attr`: without a rule that allows, all of it everywhere."""

    _fields_ = [("fs", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64)]


def give_up_the_machine() -> "Growing":
    """No more files by name, no network, no writing, no more privileges; for this thread and all begun after it.

    Returns what else is to be given up, once the limits are known and all threads have begun.
    """
    growing = Growing()
    os.chdir("/")
    for kind in (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE):
        resource.setrlimit(kind, (0, 0))
    if sys.platform == "linux":
        system = ctypes.CDLL(None, use_errno=True)
        system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        _restrict_self(system)
    return growing


def _restrict_self(system: ctypes.CDLL) -> None:
    """Forbid, by Landlock, all that this kernel knows to forbid; nothing where it has no Landlock."""
    version = system.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _ASK_VERSION)
    if version < 1:
        return
    rules = _Ruleset(*_RIGHTS[min(version, max(_RIGHTS))])
    # A kernel takes a structure that is longer than its own where the rest of it is zero.
    descriptor = system.syscall(_CREATE_RULESET, ctypes.byref(rules), ctypes.c_size_t(ctypes.sizeof(rules)), 0)
    if descriptor >= 0:
        system.syscall(_RESTRICT_SELF, descriptor, 0)
        os.close(descriptor)


def allow_open_files(count: int) -> None:
    """Let this process hold ``count`` files, as far as the system does."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):
        resource.setrlimit(
            resource.RLIMIT_NOFILE, (count if most == resource.RLIM_INFINITY else min(count, most), most)
        )


class Growing:
    """What a process could still take more of, measured while it can still be."""

    def __init__(self) -> None:
        self._sizes: int | None = None
        with suppress(OSError):
            self._sizes = os.open(_SIZES, os.O_RDONLY)

    def give_up(self, *, memory_bytes: int, cpu_seconds: float) -> None:
        """No more files, sockets, threads and processes; so much more memory and processor time, and then the end.

        Memory is bounded on Linux only.
        """
        if self._sizes is not None:
            pages = int(os.pread(self._sizes, 100, 0).split()[0])
            _limit(resource.RLIMIT_AS, pages * resource.getpagesize() + memory_bytes)
        used = resource.getrusage(resource.RUSAGE_SELF)
        most = int(used.ru_utime + used.ru_stime + cpu_seconds) + 1
        # First the signal that says why, SIGXCPU; without the second it would be a SIGKILL, as anyone sends it.
        _limit(resource.RLIMIT_CPU, most, most + 1)
        _limit(resource.RLIMIT_NPROC, 0)
        _limit(resource.RLIMIT_NOFILE, 0)


def _limit(kind: int, most: int, at_last: int | None = None) -> None:
    with suppress(OSError, ValueError):  # not every system has every limit
        resource.setrlimit(kind, (most, most if at_last is None else at_last))
