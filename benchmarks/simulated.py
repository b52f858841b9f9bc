"""Many crawls in one process, one after the other, by a clock that moves only when it is told to."""

from collections.abc import Callable, Coroutine, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from archive.disk import Disk
from crawler.crawls import Crawls
from crawler.report import Report, report_of
from pipelines.content import PageReader
from spiders.news import NewsSpider, start_of
from spiders.open_run import open_run
from spiders.site import SiteDefinition

# Each look at the clock takes so long: what happens one after the other has two times.
TICK = timedelta(milliseconds=1)
_SETTINGS: Mapping[str, Any] = {"LOG_LEVEL": "CRITICAL", "NEWSREEL_WORKERS": 0, "NEWSREEL_PROGRESS": False}


class SimulatedClock:
    """The time, which stands still but for a tick at every look."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """The present time."""
        self.now += TICK
        return self.now

    def move_to(self, moment: datetime) -> None:
        """Let it be ``moment``, or later where it is later already."""
        self.now = max(self.now, moment)


class Simulation:
    """Crawls of one site into one archive. ``settings`` stand before newsreel's own; pages are read in this process."""

    def __init__(
        self,
        site: SiteDefinition,
        archive: Path,
        clock: SimulatedClock,
        *,
        process: Crawls | None = None,
        settings: Mapping[str, Any] | None = None,
    ) -> None:
        self.site = site
        self.archive = archive
        self.clock = clock
        self.process = process or Crawls({**_SETTINGS, **(settings or {})})

    def run(self, plan: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Do what ``plan`` does, which awaits `crawl`. One call per process. Raises what it raises."""
        self.process.run(plan()).result()

    async def crawl(
        self, *, due_only: bool = False, disk: Disk | None = None, reader: PageReader | None = None
    ) -> Report:
        """One crawl from its beginning to its end, whose pages ``reader`` reads; None: newsreel's own.

        Raises what `open_run` raises, and what made the crawl stop.
        """
        site = self.site
        start = start_of(site)
        with open_run(site.rules, self.archive, start, clock=self.clock, disk=disk, due_only=due_only) as run:
            run.reader = reader
            crawler = self.process.create_crawler(NewsSpider)
            await self.process.crawl(crawler, site=site, run=run)
            if run.failure is not None:
                raise run.failure
            assert crawler.stats is not None
            return report_of(run, reason=crawler.stats.get_value("finish_reason"))
