"""Who is reading a table's files just now: other programs list a folder first, and open what they saw there later."""

import errno
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

if sys.platform == "linux":
    from asyncinotify import Inotify, Mask

_SEEMS_OPEN = 5  # times the while


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long nobody may have read for it to count as quiet, and how long to wait for that, in seconds."""

    quiet_seconds: float = 0.5
    at_most_seconds: float = 60.0


class Onlookers:
    """Watches the reading of one table's folder; made by `watching`."""

    def __init__(self, watch: "Inotify", clock: Callable[[], float] = time.monotonic) -> None:
        self._watch = watch
        self._clock = clock
        self._open = 0

    def are_gone(self, patience: Patience) -> bool:
        """Wait until no file is open and nothing was read for a while; False where that did not come.

        Files opened before the watch began are not known, and need not be: an open file is read to its end. The system
        folds equal events into one (inotify(7)), so a file may seem open that is not: after five times the while, that
        counts no more.
        """
        last = self._clock()
        deadline = last + patience.at_most_seconds
        self._watch.sync_timeout = patience.quiet_seconds
        while True:
            event = self._watch.sync_get()
            if event is None and (self._open == 0 or self._clock() - last >= _SEEMS_OPEN * patience.quiet_seconds):
                return True
            if event is not None:
                last = self._clock()
            if event is not None and not event.mask & Mask.ISDIR:
                opened = bool(event.mask & Mask.OPEN) - bool(event.mask & Mask.CLOSE)
                self._open = max(0, self._open + opened)
            if self._clock() > deadline:
                return False


@contextmanager
def watching(table: Path) -> Iterator[Onlookers]:
    """Watch the folder ``table`` and the folders in it. Raises OSError where the system cannot."""
    if sys.platform != "linux":
        raise OSError(errno.ENOTSUP, "this system cannot tell who reads a folder")
    with Inotify() as watch:
        for folder in (table, *(path for path in table.iterdir() if path.is_dir())):
            watch.add_watch(folder, Mask.OPEN | Mask.ACCESS | Mask.CLOSE)
        yield Onlookers(watch)
