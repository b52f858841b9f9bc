"""Scrapy's process, made to run one crawl after the other: Twisted's reactor starts once in a process."""

import asyncio
from collections.abc import Coroutine, Mapping
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings


class Crawls(AsyncCrawlerProcess):
    """The process of a command. ``changes`` stand before newsreel's own settings."""

    def __init__(self, changes: Mapping[str, Any]) -> None:
        settings = Settings()
        settings.setmodule("crawler.settings", priority="project")
        settings.update(changes, priority="cmdline")
        super().__init__(settings)
        self._plan: asyncio.Task[None] | None = None

    def run(self, plan: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run ``plan``, which awaits crawls of this process, until its end. One call per process.

        Returns its task, which is not done where a second Ctrl-C left no time for that.
        """
        self._plan = asyncio.get_event_loop().create_task(plan)
        self.start()
        return self._plan

    async def join(self) -> None:
        """Complete when the plan has, and all its crawls."""
        if self._plan is not None:
            await asyncio.wait([self._plan])
        await super().join()
