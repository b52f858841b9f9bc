"""The processes that read the pages of crawls, as many as are needed at most so many, each replaced where it ends."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any

from archive.errors import WorkersError
from crawler.workers.messages import Limits, Reply
from crawler.workers.process import WorkerProcess
from pipelines.content import PageContent, PageTask
from pipelines.page.page import Page
from spiders.probe.answer import Answer
from spiders.site import SiteDefinition


class PageCrashError(Exception):
    """Raised for a fault of our own readers on a page; the message is the worker's traceback, its last line first."""


class WorkerPool:
    """Up to ``count`` processes that read pages of any site, each page within ``limits``.

    A process is started when a page finds none at leisure. Where no more can be started, those that live do the
    work; with none alive, a few more attempts are made before anybody is told. Every page is asked of one process
    once: if that ends over it, the page is unreadable, and the next page gets another process.
    """

    def __init__(self, limits: Limits, count: int) -> None:
        self._limits = limits
        self._allowed = count
        self._count = count
        self._workers = 0  # that live or are being started
        self._waiting = 0
        self._failed_starts = 0  # in a row
        self._idle: asyncio.Queue[WorkerProcess | WorkersError] = asyncio.Queue()
        self._tasks: set[asyncio.Task[None]] = set()

    async def read(self, task: PageTask, site: SiteDefinition) -> PageContent:
        """The content of a page of ``site``.

        Raises UnreadablePageError, WorkersError, or PageCrashError for a fault of ours.
        """
        reply = await self._reply(lambda worker: worker.read(task, site))
        assert reply.content is not None
        return reply.content

    async def read_answer(self, answer: Answer, page: Page, site: SiteDefinition) -> Answer:
        """The ``answer`` of a probe of ``site`` with what its ``page`` tells. Raises as `read`."""
        reply = await self._reply(lambda worker: worker.read_answer(answer, page, site))
        assert reply.answer is not None
        return reply.answer

    async def _reply(self, ask: Callable[[WorkerProcess], Awaitable[Reply]]) -> Reply:
        """What a process at leisure replies, which is no fault."""
        worker = await self._take()
        is_well = False
        try:
            reply = await ask(worker)
            is_well = not reply.is_last
        finally:
            if is_well:
                self._idle.put_nowait(worker)
            else:
                self._bury(worker)
        if reply.fault is not None:
            lines = reply.fault.strip().splitlines()
            raise PageCrashError("\n".join([*lines[-1:], *lines]))
        return reply

    def prepare(self) -> None:
        """Start a process where there is none, ahead of the first page of a crawl; earlier troubles are forgotten."""
        self._count, self._failed_starts = self._allowed, 0
        for _ in range(self._idle.qsize()):
            worker = self._idle.get_nowait()
            if isinstance(worker, WorkerProcess):
                self._idle.put_nowait(worker)
        if not self._workers:
            self._start_another()

    async def close(self) -> None:
        """End all processes; pages that are still being read are unreadable."""
        for task in self._tasks.copy():
            if task.get_name() == _STARTING:
                task.cancel()
        while not self._idle.empty():
            worker = self._idle.get_nowait()
            if isinstance(worker, WorkerProcess):
                self._bury(worker)
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _take(self) -> WorkerProcess:
        """A process at leisure, which lives as far as is known."""
        while True:
            if self._idle.empty():
                self._start_another()
            with self._in_line():
                worker = await self._idle.get()
            if isinstance(worker, WorkersError):
                self._idle.put_nowait(worker)  # for whoever else waits
                raise worker
            if not worker.has_ended:
                return worker
            self._bury(worker)

    @contextmanager
    def _in_line(self) -> Iterator[None]:
        self._waiting += 1
        try:
            yield
        finally:
            self._waiting -= 1

    def _start_another(self) -> None:
        if self._workers < self._count:
            self._workers += 1
            self._in_background(self._start(), _STARTING)

    async def _start(self) -> None:
        try:
            self._idle.put_nowait(await WorkerProcess.start(self._limits))
            self._failed_starts = 0
        except WorkersError as problem:
            self._workers -= 1
            self._failed_starts += 1
            if self._workers:
                self._count = self._workers  # those that live will do
            elif self._failed_starts < _STARTS:
                self._start_another()
            else:
                self._idle.put_nowait(problem)

    def _bury(self, worker: WorkerProcess) -> None:
        """End ``worker``; whoever waits gets another."""
        self._workers -= 1
        self._in_background(worker.end(), _ENDING)
        if self._waiting:
            self._start_another()

    def _in_background(self, coroutine: Coroutine[Any, Any, Any], name: str) -> None:
        task = asyncio.get_running_loop().create_task(coroutine, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


_STARTS = 3
_STARTING, _ENDING = "newsreel: starting a worker", "newsreel: ending a worker"
