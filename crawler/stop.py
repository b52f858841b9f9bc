"""Stopping a crawl from within it."""

import asyncio

from scrapy.crawler import Crawler

from archive.errors import NewsreelError
from pipelines.run import CrawlRun

_stopping: set[asyncio.Task[None]] = set()


def fail_soon(crawler: Crawler, run: CrawlRun, problem: NewsreelError) -> None:
    """End ``crawler`` for ``problem``, which decides its exit status unless another came first.

    It ends once whoever calls this has returned: to wait for the end from within would be for ever.
    """
    run.failure = run.failure or problem
    task = asyncio.get_running_loop().create_task(crawler.stop_async())
    _stopping.add(task)  # asyncio itself keeps no task alive
    task.add_done_callback(_stopping.discard)
