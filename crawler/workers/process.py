"""One process that reads pages, as the crawl sees it: started, asked, ended."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Self

from archive.errors import UnreadablePageError, WorkersError
from crawler.workers.messages import (
    LENGTH,
    Known,
    Limits,
    Question,
    Reply,
    decode_reply,
    encode,
    framed,
)
from pipelines.content import PageTask
from pipelines.page.page import Page
from spiders.probe.answer import Answer
from spiders.site import SiteDefinition

WORKER = "crawler.workers.worker"
_START_SECONDS = 60.0
_POLL_SECONDS = 0.005
# Nothing that is read off a page of the largest size allowed comes near; a length beyond is no length.
_MAX_REPLY_BYTES = 512 * 1024 * 1024
# The end of a crawl is its own affair: it closes the socket when it is through with its workers.
_LEFT_TO_THE_CRAWL = {signal.SIGINT, signal.SIGTERM}


class WorkerProcess:
    """A process that reads one page at a time.

    A socket, not pipes and locks shared by several: whoever is killed, at whatever moment, harms no other, and
    the end of a process, however it came, is the end of its stream.
    """

    def __init__(self, process: subprocess.Popen[bytes], connection: socket.socket, limits: Limits) -> None:
        self._process = process
        self._socket = connection
        self._limits = limits
        self._known = Known()
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    @classmethod
    async def start(cls, limits: Limits) -> Self:
        """A new process that is ready for pages. Raises WorkersError."""
        try:
            worker = cls(*_spawned(), limits)
        except OSError as problem:
            raise WorkersError(_words_for(f"the system says {problem}")) from problem
        try:
            async with asyncio.timeout(_START_SECONDS):
                worker._reader, worker._writer = await asyncio.open_connection(sock=worker._socket)
                await worker._exchange(framed(encode(limits)))
        except BaseException as problem:
            status = await worker.end()
            if not isinstance(problem, (EOFError, OSError)):
                raise
            raise WorkersError(_words_for(f"it {_told(status)}")) from problem
        return worker

    @property
    def has_ended(self) -> bool:
        """Whether it is known to have ended."""
        return self._process.poll() is not None

    async def read(self, task: PageTask, site: SiteDefinition) -> Reply:
        """The reply to ``task``, a page of ``site``. Raises as `_ask`."""
        reply = await self._ask(Question.of(task, site, known=self._known))
        self._known = Known.after(task, site)
        return reply

    async def read_answer(self, answer: Answer, page: Page, site: SiteDefinition) -> Reply:
        """The reply to the ``answer`` of a probe of ``site``, which brought ``page``. Raises as `_ask`."""
        reply = await self._ask(Question.of_probe(answer, page, site, known=self._known))
        self._known = replace(self._known, site=site)
        return reply

    async def _ask(self, question: Question) -> Reply:
        """The reply to ``question``. Raises UnreadablePageError; the process is then at its end, and must be ended."""
        limits = self._limits
        try:
            async with asyncio.timeout(limits.seconds):
                reply = decode_reply(await self._exchange(framed(encode(question))))
        except TimeoutError as problem:
            raise UnreadablePageError(f"reading it took more than {limits.seconds:g} s") from problem
        except (EOFError, OSError) as problem:
            status = await self.end()
            if status == -signal.SIGPROF:
                words = f"reading it took more than {limits.cpu_seconds:g} s of processor time"
            else:
                words = f"the process that read it {_told(status)}"
            raise UnreadablePageError(words) from problem
        if reply.lacked_memory:
            raise UnreadablePageError(f"reading it took more than {limits.memory_bytes // 1024**2} MiB of memory")
        return reply

    async def end(self) -> int:
        """End the process, whatever it is doing. Returns how it ended, as `subprocess.Popen.returncode` tells it."""
        with suppress(ProcessLookupError):
            self._process.kill()
        (self._writer or self._socket).close()
        # A killed process takes a moment to give back a gigabyte, in which the crawl goes on.
        while self._process.poll() is None:  # noqa: ASYNC110 - no event tells of it on every system
            await asyncio.sleep(_POLL_SECONDS)
        assert self._process.returncode is not None
        return self._process.returncode

    async def _exchange(self, frame: bytes) -> bytes:
        """What the process answers to ``frame``. Raises EOFError where it ended, OSError where the socket broke."""
        assert self._reader is not None
        assert self._writer is not None
        self._writer.write(frame)
        (length,) = LENGTH.unpack(await self._reader.readexactly(LENGTH.size))
        if length > _MAX_REPLY_BYTES:
            raise EOFError
        return await self._reader.readexactly(length)


def _words_for(cause: str) -> str:
    return (
        f"no process that reads pages can be started: {cause}; is there memory for as many as NEWSREEL_WORKERS says? "
        "With NEWSREEL_WORKERS=0 the crawl reads them itself, without limits"
    )


def _spawned() -> tuple[subprocess.Popen[bytes], socket.socket]:
    """A new process, and our end of the socket that it serves. Raises OSError."""
    ours, theirs = socket.socketpair()
    with theirs:
        try:
            return _spawn(theirs), ours
        except OSError:
            ours.close()
            raise


def _spawn(connection: socket.socket) -> subprocess.Popen[bytes]:
    """A process that serves ``connection``, with our packages and the interpreter's others on its path."""
    here = Path(__file__).resolve().parents[2]
    paths = [str(here), *filter(None, [os.environ.get("PYTHONPATH")])]  # an empty one would be the current folder
    # One thread each: there are as many of them as processors.
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths), "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-P", "-m", WORKER, str(connection.fileno()), str(os.getpid())]
    with _held_back(_LEFT_TO_THE_CRAWL):
        return subprocess.Popen(  # noqa: S603 - our own command
            command, pass_fds=[connection.fileno()], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            env=environment,
        )  # fmt: skip


@contextmanager
def _held_back(signals: set[signal.Signals]) -> Iterator[None]:
    """Processes begun in this context never hear of ``signals``; this one does, after it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _told(status: int) -> str:
    return f"was ended by {signal.Signals(-status).name}" if status < 0 else f"ended with status {status}"
