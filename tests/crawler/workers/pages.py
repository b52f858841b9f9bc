"""Pages to read, good and hostile, and a pool of workers to read them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from crawler.workers.messages import Limits
from crawler.workers.pool import WorkerPool
from pipelines.content import Kind, PageContent, PageTask
from pipelines.page.page import Page
from spiders.reading import read_content
from spiders.site import SiteDefinition, site_at
from tests.archive.rows import NOON

ADDRESS = "https://news.example/news/bells/101/"
SITE = site_at("https://news.example/")
LIMITS = Limits(cpu_seconds=20, seconds=60, memory_bytes=1024**3)

_STORY = "<p>The bells of the hill rang at noon, which nobody had expected, and the baker closed his shop at once.</p>"
GOOD = f"<html lang=en><body><h1>Bells at noon</h1>{_STORY * 20}<a href='/2026/01/bread/'>Bread</a></body>".encode()
# Parsers compare every attribute with all before it: minutes for a page of a megabyte.
MANY_ATTRIBUTES = b"<html><body><p " + b" ".join(b"a%d=1" % number for number in range(100_000)) + b">" + GOOD
MANY_BREAKS = b"<html><body>" + GOOD + b"<br>" * (32 * 1024 * 1024 // 4)


def task(body: bytes = GOOD, kind: Kind = Kind.ARTICLE) -> PageTask:
    page = Page(body=body, address=ADDRESS, fetched_at=NOON, content_type="text/html; charset=utf-8")
    return PageTask(kind=kind, address=ADDRESS, data={"depth": 1}, page=page)


GOOD_CONTENT: PageContent = read_content(task(), SITE)


class Workers(WorkerPool):
    """A pool whose pages are those of one site, unless another is named."""

    def __init__(self, limits: Limits, count: int, site: SiteDefinition) -> None:
        super().__init__(limits, count)
        self._site = site

    async def read(self, task: PageTask, site: SiteDefinition | None = None) -> PageContent:
        return await super().read(task, site or self._site)


@asynccontextmanager
async def workers(count: int = 1, *, limits: Limits = LIMITS, site: SiteDefinition = SITE) -> AsyncIterator[Workers]:
    pool = Workers(limits, count, site)
    try:
        yield pool
    finally:
        await pool.close()
