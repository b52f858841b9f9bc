"""Scrapy's process, made to run several crawls, at once or one after the other: Twisted's reactor starts once."""

import asyncio
from collections.abc import Coroutine, Mapping
from typing import Any

from scrapy import Spider, signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings


class Crawls(AsyncCrawlerProcess):
    """The process of a command. ``changes`` stand before newsreel's own settings.

    ``is_ending`` is set once a signal, or `end`, asked for the end: crawls that run are stopped then, and those that
    start later stop at once.
    """

    def __init__(self, changes: Mapping[str, Any]) -> None:
        settings = Settings()
        settings.setmodule("crawler.settings", priority="project")
        settings.update(changes, priority="cmdline")
        super().__init__(settings)
        self.is_ending = asyncio.Event()
        self._plan: asyncio.Task[None] | None = None

    def run(self, plan: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run ``plan``, which awaits crawls of this process, until its end. One call per process.

        Returns its task, which is not done where a second Ctrl-C left no time for that.
        """
        self._plan = asyncio.get_event_loop().create_task(plan)
        self.start()
        return self._plan

    async def end(self) -> None:
        """Stop all crawls, and wait until they have stopped."""
        self.is_ending.set()
        await super().stop()

    async def stop(self) -> None:
        """Stop all crawls, and wait for the end of the plan; for nothing where this was asked for before."""
        is_first = not self.is_ending.is_set()
        await self.end()
        if is_first and self._plan is not None:
            await asyncio.wait([self._plan])

    async def join(self) -> None:
        """Complete when the plan has, and all its crawls."""
        if self._plan is not None:
            await asyncio.wait([self._plan])
        await super().join()

    def _create_crawler(self, spidercls: str | type[Spider]) -> Crawler:
        crawler = super()._create_crawler(spidercls)
        crawler.signals.connect(self._stop_where_ending, signal=signals.engine_started)
        return crawler

    async def _stop_where_ending(self, sender: Crawler) -> None:
        if self.is_ending.is_set():
            await sender.engine.stop_async()
