"""Limits that a process that reads pages sets itself, and that the system enforces even inside a parser's C code."""

import ctypes
import os
import re
import resource
import signal
import sys
from contextlib import suppress
from pathlib import Path

_SIZES = Path("/proc/self/status")
_SIZE = re.compile(r"^Vm(Size|Peak|HWM):\s+(\d+) kB", re.MULTILINE)
_SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of linux/prctl.h

# Closer to its limit than this share of it, a page counts as having met it: libraries of parsing answer to memory
# that is refused with a page that is empty, or cut short.
_MARGIN_SHARE = 0.25
# A process that ever held so much of it is not given another page: memory is seldom given back, and then in pieces.
_WORN_OUT_SHARE = 0.5


class MemoryLimit:
    """``bytes_beyond`` more than this process has, and no more: what would go beyond raises MemoryError, mostly.

    Linux only, where the sizes are in /proc and the limit is enforced; elsewhere nothing is refused.
    """

    def __init__(self, bytes_beyond: int) -> None:
        self._met = self._worn_out = sys.maxsize
        with suppress(OSError):
            now = _sizes()
            limit = now["Size"] + bytes_beyond
            resource.setrlimit(resource.RLIMIT_AS, (limit, resource.getrlimit(resource.RLIMIT_AS)[1]))
            self._met = limit - int(bytes_beyond * _MARGIN_SHARE)
            self._worn_out = now["HWM"] + int(bytes_beyond * _WORN_OUT_SHARE)

    def is_worn_out(self) -> bool:
        """Whether this process has held so much that another should take its place."""
        return self._worn_out < sys.maxsize and _sizes()["HWM"] > self._worn_out

    def was_met(self) -> bool:
        """Whether this process came so close to its limit that what it made of its page is not to be trusted."""
        return self._met < sys.maxsize and _sizes()["Peak"] > self._met


def _sizes() -> dict[str, int]:
    """The address space of this process now (Size) and at its largest (Peak), and the most memory it held (HWM).

    In bytes; see proc(5). Raises OSError.
    """
    return {name: int(kilobytes) * 1024 for name, kilobytes in _SIZE.findall(_SIZES.read_text(encoding="ascii"))}


def limit_cpu(seconds: float) -> None:
    """End this process, by SIGPROF, once it has used ``seconds`` of processor time from now on; 0 lifts the limit."""
    signal.setitimer(signal.ITIMER_PROF, seconds)


def live_for(parent: int) -> None:
    """End this process when its ``parent`` ends, even amid a page.

    On Linux by a signal of the system; elsewhere the end of the socket to the parent does it, after the page.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, int(signal.SIGKILL))
    if os.getppid() != parent:  # it ended before the signal was asked for
        sys.exit()
