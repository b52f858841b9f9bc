"""The watch itself: each site in a task of its own, which sleeps until something is due, crawls it, and tells."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from archive.errors import (
    ArchiveBusyError,
    ArchiveDamagedError,
    ArchiveFormatError,
    LeaseLostError,
    NewsreelError,
    StorageError,
    UnsavedError,
)
from crawler.exits import ExitStatus
from crawler.report import Report
from crawler.watch.due import next_due
from crawler.watch.pauses import BUSY, is_due, wake_at
from crawler.watch.round import Means, Round, crawl_round
from crawler.watch.sites import WatchedSite
from crawler.watch.timekeeper import Timekeeper
from pipelines.run import CrawlRun

logger = logging.getLogger(__name__)

# Of the archive, which all sites share: no other run would fare better.
_OF_ALL = (StorageError, UnsavedError, ArchiveDamagedError, ArchiveFormatError)
_HELD = (ArchiveBusyError, LeaseLostError)
_WELL = (ExitStatus.DONE, ExitStatus.SITE_CHANGED, ExitStatus.INTERRUPTED)


class Listener(Protocol):
    """Whoever is told what a watch does."""

    def begun(self, site: str, run: CrawlRun) -> None:
        """A run over ``site`` begins."""

    def ended(self, done: Round) -> None:
        """A run ended."""

    def sleeps(self, site: str, until: datetime) -> None:
        """The site is left alone until then."""

    def complains(self, text: str) -> None:
        """Something that whoever runs the watch is to know."""


@dataclass(slots=True)
class _Course:
    """How the watch of one site goes: its runs so far, how many of the last failed in a row, when to look again.

    ``is_held``: another process was crawling the site at the last look.
    """

    site: WatchedSite
    wakes_at: datetime
    rounds: int = 0
    failures: int = 0
    is_held: bool = False


@dataclass(slots=True, kw_only=True)
class Watch:
    """Watches sites until its process ends, or until each was crawled ``rounds`` times (None: for ever).

    At most ``at_once`` sites are crawled at the same time.
    """

    means: Means
    timekeeper: Timekeeper
    listener: Listener
    at_once: int
    rounds: int | None = None
    _problem: Exception | None = field(default=None, init=False)
    _places: asyncio.Semaphore = field(init=False)

    def __post_init__(self) -> None:
        self._places = asyncio.Semaphore(self.at_once)

    async def run(self, sites: Sequence[WatchedSite]) -> None:
        """Watch ``sites``. Raises what ended all of it: StorageError and the other troubles of an archive."""
        await asyncio.gather(*(self._watch(_Course(site, self.timekeeper.now())) for site in sites))
        if self.means.workers is not None:
            await self.means.workers.close()
        if self._problem is not None:
            raise self._problem

    async def _watch(self, course: _Course) -> None:
        try:
            while not self._is_ending and (self.rounds is None or course.rounds < self.rounds):
                await self._look(course)
                if self.rounds is None or course.rounds < self.rounds:
                    await self._rest(course.wakes_at)
        except Exception as problem:  # noqa: BLE001 - a process edge: `run` raises it once all has ended cleanly
            self._problem = self._problem or problem
            await self.means.process.end()

    async def _look(self, course: _Course) -> None:
        """Crawl the site if something on it is due; set when to look again."""
        site = course.site
        site.read_again()
        if course.rounds:  # the first run finds what a crash left, too
            due, now = self._next_due(site), self.timekeeper.now()
            if not is_due(due, now):
                course.wakes_at = wake_at(due, now)
                self.listener.sleeps(site.name, course.wakes_at)
                return
        async with self._places:
            if not self._is_ending:
                await self._crawl(course)

    async def _crawl(self, course: _Course) -> None:
        site = course.site
        report: Report | None = None
        problem: Exception | None = None
        try:
            report = await crawl_round(site, self.means, lambda run: self.listener.begun(site.name, run))
        except _OF_ALL:
            raise
        except _HELD as held:
            self._wait_for(course, held)
            return
        except NewsreelError as trouble:
            problem = trouble
        except Exception as fault:  # a process edge: the other sites go on, and this one is tried again
            logger.critical("a run over %s failed", site.name, exc_info=True)
            problem = fault
        self._end_round(course, report, problem)

    def _wait_for(self, course: _Course, held: NewsreelError) -> None:
        """Look again soon at a site that another process is crawling."""
        course.wakes_at = self.timekeeper.now() + BUSY
        if not course.is_held:
            self.listener.complains(f"{held}; {course.site.name} is crawled once that is done")
        course.is_held = True
        self.listener.sleeps(course.site.name, course.wakes_at)

    def _end_round(self, course: _Course, report: Report | None, problem: Exception | None) -> None:
        """Count the run, decide when the site is looked at again, and tell."""
        now = self.timekeeper.now()
        course.rounds += 1
        course.is_held = False
        course.failures = 0 if report is not None and report.status in _WELL else course.failures + 1
        site = course.site
        course.wakes_at = wake_at(self._next_due(site), now, failures=course.failures)
        self.listener.ended(
            Round(site=site.name, ended_at=now, report=report, problem=problem, next_at=course.wakes_at)
        )
        self.listener.sleeps(site.name, course.wakes_at)

    def _next_due(self, site: WatchedSite) -> datetime | None:
        return next_due(self.means.archive, site.definition, self.timekeeper.now())

    @property
    def _is_ending(self) -> bool:
        return self.means.process.is_ending.is_set()

    async def _rest(self, until: datetime) -> None:
        """Sleep until then, or until the watch ends."""
        ending = asyncio.ensure_future(self.means.process.is_ending.wait())
        sleeping = asyncio.ensure_future(self.timekeeper.sleep_until(until))
        try:
            await asyncio.wait({ending, sleeping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (ending, sleeping):
                task.cancel()
        if sleeping.done():
            sleeping.result()  # raises what kept it from sleeping
