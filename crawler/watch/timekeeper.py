"""The clock that a watch lives by, which a test may replace."""

import asyncio
from datetime import datetime
from typing import Protocol

from spiders.open_run import utc_now

# A machine that slept meanwhile, or whose clock was set, is noticed so soon.
_STEP_SECONDS = 30.0


class Timekeeper(Protocol):
    """Tells the time, and sleeps."""

    def now(self) -> datetime:
        """The present time, aware UTC."""

    async def sleep_until(self, moment: datetime) -> None:
        """Return once it is ``moment``, or later."""


class WallClock:
    """The time of this machine."""

    def now(self) -> datetime:
        """The present time, aware UTC."""
        return utc_now()

    async def sleep_until(self, moment: datetime) -> None:
        """Return once it is ``moment``, by the clock on the wall."""
        while (left := (moment - self.now()).total_seconds()) > 0:  # noqa: ASYNC110 - the clock on the wall sends no event
            await asyncio.sleep(min(left, _STEP_SECONDS))
