"""Stopping a crawl from within it."""

import asyncio

from scrapy.crawler import Crawler

_stopping: set[asyncio.Task[None]] = set()


def stop_soon(crawler: Crawler) -> None:
    """End ``crawler`` once whoever calls this has returned: to wait for the end from within would be for ever."""
    task = asyncio.get_running_loop().create_task(crawler.stop_async())
    _stopping.add(task)  # asyncio itself keeps no task alive
    task.add_done_callback(_stopping.discard)
