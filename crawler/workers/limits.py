"""Limits that a process that reads pages sets itself, and that the system enforces even inside a parser's C code."""

import ctypes
import os
import resource
import signal
import sys
from contextlib import suppress
from pathlib import Path

_MEMORY_OF_PROCESS = Path("/proc/self/statm")
_SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of linux/prctl.h


def limit_memory(bytes_beyond: int) -> None:
    """Let this process have ``bytes_beyond`` more than it has: what would go beyond raises MemoryError.

    Linux only, where the size is in /proc and the limit is enforced; elsewhere nothing happens.
    """
    with suppress(OSError):
        has = int(_MEMORY_OF_PROCESS.read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (has + bytes_beyond, resource.getrlimit(resource.RLIMIT_AS)[1]))


def limit_cpu(seconds: float) -> None:
    """End this process, by SIGPROF, once it has used ``seconds`` of processor time from now on; 0 lifts the limit."""
    signal.setitimer(signal.ITIMER_PROF, seconds)


def peak_memory_bytes() -> int:
    """The most memory this process ever held."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def live_for(parent: int) -> None:
    """End this process when its ``parent`` ends, even amid a page.

    On Linux by a signal of the system; elsewhere the end of the socket to the parent does it, after the page.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, int(signal.SIGKILL))
    if os.getppid() != parent:  # it ended before the signal was asked for
        sys.exit()
