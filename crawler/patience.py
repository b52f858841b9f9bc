"""Waiting for a site that another crawl holds."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from archive.errors import ArchiveBusyError
from spiders.open_run import utc_now

Result = TypeVar("Result")
LOOK = timedelta(seconds=5)


class Clock(Protocol):
    """Tells the time, and sleeps where nothing else happens meanwhile."""

    def now(self) -> datetime:
        """The present time, aware."""

    def sleep(self, duration: timedelta) -> None:
        """Return once so much time has passed."""


class WallClock:
    """The time of this machine."""

    def now(self) -> datetime:
        """The present time, aware UTC."""
        return utc_now()

    def sleep(self, duration: timedelta) -> None:
        """Return once so much time has passed."""
        time.sleep(duration.total_seconds())


def patiently(act: Callable[[], Result], clock: Clock, *, longest: timedelta, tell: Callable[[str], None]) -> Result:
    """What ``act`` returns, tried again and again for ``longest`` while another crawl holds its site.

    ``tell`` is told once that it waits, and for whom. Raises what ``act`` raises, ArchiveBusyError only at the end.
    """
    until: datetime | None = None
    while True:
        try:
            return act()
        except ArchiveBusyError as problem:
            now = clock.now()
            if until is None:
                until = now + longest
                if longest:
                    tell(f"{problem}; waiting until that is done")
            if now >= until:
                raise
            clock.sleep(min(LOOK, until - now))
