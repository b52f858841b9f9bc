"""A watch of local news sites in a clock that jumps from due time to due time, and what it holds of the machine."""

import asyncio
import gc
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

START = datetime(2026, 1, 5, 8, tzinfo=UTC)
_HOUR = timedelta(hours=1)
_LOOK_SECONDS = 0.005


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What the process holds after a run: resident memory, open files, child processes, asyncio tasks, objects."""

    rss_bytes: int
    files: int
    children: int
    tasks: int
    objects: int


def held_now() -> Held:
    """What this process holds, after a collection of garbage."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    me = os.getpid()
    return Held(
        rss_bytes=pages * os.sysconf("SC_PAGE_SIZE"),
        files=sum(1 for _ in Path("/proc/self/fd").iterdir()),
        children=len(Path(f"/proc/{me}/task/{me}/children").read_text(encoding="ascii").split()),
        tasks=len(asyncio.all_tasks()),
        objects=len(gc.get_objects()),
    )


@dataclass(slots=True, kw_only=True)
class SimulatedClock:
    """A timekeeper whose nights are short: where no crawl is under way, it jumps to where the first sleeper wakes.

    No jump is shorter than ``step``, so that whoever sleeps may oversleep. ``passed`` is told of the hours that passed.
    """

    step: timedelta
    is_busy: Callable[[], bool]
    passed: Callable[[int], None]
    moment: datetime = START
    _told: datetime = START
    _sleepers: list[datetime] = field(default_factory=list)

    def now(self) -> datetime:
        """The simulated time."""
        return self.moment

    async def sleep_until(self, moment: datetime) -> None:
        """Return once it is ``moment``, or a little later."""
        self._sleepers.append(moment)
        try:
            while self.moment < moment:
                await asyncio.sleep(_LOOK_SECONDS)
                if not self.is_busy() and moment == min(self._sleepers) and self.moment < moment:
                    self.jump(moment)
        finally:
            self._sleepers.remove(moment)

    def jump(self, moment: datetime) -> None:
        """Make it ``moment``, or later."""
        self.moment = max(moment, self.moment + self.step)
        hours = (self.moment - self._told) // _HOUR
        if hours:
            self._told += hours * _HOUR
            self.passed(hours)
