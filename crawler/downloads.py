"""Downloads: counted as they go over the wire, and not waited for once a crawl was told to stop."""

import asyncio

from scrapy import signals
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Request, Response
from scrapy.utils.asyncio import create_looping_call

from crawler.heads import HeadKeeping, take_heads
from crawler.wire import head_bytes
from pipelines.run import CrawlRun
from pipelines.traffic import Traffic
from spiders.answers import GivenBackError
from spiders.conditional import WIRE_BYTES, is_conditional, is_not_modified

WIRE_HEADS = "wire_heads"
"""The key of a request's meta under which the `Heads` of it and its answer come back, where captures want them."""

GRACE_SECONDS = 5.0
_LOOK_SECONDS = 0.5


class Downloads(HTTP11DownloadHandler):
    """Scrapy's own handler of HTTP, which counts what goes over the wire into the run of its crawler's spider.

    Once its crawler stops, what has not come within the grace is given back.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._limits: set[asyncio.Timeout] = set()
        self._stops_at: float | None = None
        self._timer = create_looping_call(self._look)
        run = getattr(crawler.spider, "run", None)
        self._traffic = run.traffic if isinstance(run, CrawlRun) else Traffic()
        self._keeps_heads = crawler.settings.getbool("NEWSREEL_CAPTURES")
        if self._keeps_heads:
            self._pool._factory = HeadKeeping  # noqa: SLF001 - as Scrapy does; it is held below 2.20
        # Both schemes have a handler; the same receiver is connected once.
        crawler.signals.connect(self._traffic.receive_body, signal=signals.bytes_received)

    async def download_request(self, request: Request) -> Response:
        """The answer to ``request``. Raises GivenBackError, and what Scrapy's own handler raises."""
        if not self._timer.running:
            self._timer.start(_LOOK_SECONDS, now=False)
        if self._stops_at is not None:
            raise GivenBackError(f"{request.url} was not asked for before the crawl ended")
        limit = asyncio.timeout_at(None)
        try:
            async with limit:
                self._limits.add(limit)
                return await self._counted(request)
        except TimeoutError as problem:
            if limit.expired():
                raise GivenBackError(f"{request.url} did not answer before the crawl ended") from problem
            raise
        finally:
            self._limits.discard(limit)

    async def _counted(self, request: Request) -> Response:
        self._traffic.send(is_conditional=is_conditional(request))
        response = await super().download_request(request)
        if self._keeps_heads:
            request.meta[WIRE_HEADS] = take_heads(response)
        head = head_bytes(response)
        self._traffic.receive(head, is_not_modified=is_not_modified(request, response))
        request.meta[WIRE_BYTES] = head + len(response.body)
        return response

    async def close(self) -> None:
        """Close what is open."""
        if self._timer.running:
            self._timer.stop()
        await super().close()

    def _look(self) -> None:
        """Give what is under way its last moments, once the crawler was told to stop."""
        if self._crawler.crawling or self._stops_at is not None:
            return
        self._stops_at = asyncio.get_running_loop().time() + GRACE_SECONDS
        for limit in self._limits:
            limit.reschedule(self._stops_at)
        self._empty_queues()

    def _empty_queues(self) -> None:
        """Let what waits for its turn come at once: none of it is asked for any more, so no delay is owed."""
        engine = self._crawler.engine
        assert engine is not None
        for slot in engine.downloader.slots.values():
            slot.delay = 0.0
            slot.close()  # its timer
            engine.downloader._process_queue(slot)  # noqa: SLF001 - nothing else wakes it; Scrapy is held below 2.20
