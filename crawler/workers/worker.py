"""The process that reads pages, python -m crawler.workers.worker SOCKET PARENT; started by `process`."""

import pickle
import sys
import traceback
from dataclasses import replace
from socket import socket
from typing import BinaryIO

from crawler.workers.limits import MemoryLimit, limit_cpu, live_for
from crawler.workers.messages import LENGTH, Hello, Known, Reply, decode_question, encode, framed
from spiders.probe.reading import read_answer
from spiders.reading import read_content
from spiders.site import SiteDefinition

_LACKED_MEMORY = framed(encode(Reply(lacked_memory=True, is_last=True)))


class KnownSite:
    """The site whose pages this process reads, and what was last told of it."""

    def __init__(self, site: SiteDefinition) -> None:
        self._site = site
        self._known = Known()

    def reply(self, frame: bytes) -> Reply:
        """The reply to ``frame``, a question."""
        question = decode_question(frame)
        if question.answer is not None:
            return Reply(answer=read_answer(question.answer, question.page, self._site))
        task = question.task(self._known)
        self._known = Known.after(task)
        return Reply(content=read_content(task, self._site))


def work(connection: socket, pages: BinaryIO, hello: Hello) -> None:
    """Read the pages that come in ``pages``, one at a time, until they end; the replies go to ``connection``."""
    memory = MemoryLimit(hello.limits.memory_bytes)
    site = KnownSite(hello.site)
    connection.sendall(framed(b""))
    while frame := _frame(pages):
        limit_cpu(hello.limits.cpu_seconds)
        reply = _reply_to(frame, site, memory)
        limit_cpu(0)
        connection.sendall(reply)


def _reply_to(frame: bytes, site: KnownSite, memory: MemoryLimit) -> bytes:
    try:
        reply = encode(replace(site.reply(frame), is_last=memory.is_worn_out()))
    except MemoryError:
        return _LACKED_MEMORY
    except Exception:  # noqa: BLE001 - a process edge: the crawl logs it
        reply = encode(Reply(fault=traceback.format_exc()))
    return _LACKED_MEMORY if memory.was_met() else framed(reply)


def _frame(stream: BinaryIO) -> bytes:
    """The next frame of ``stream``; empty at its end."""
    head = stream.read(LENGTH.size)
    return stream.read(LENGTH.unpack(head)[0]) if len(head) == LENGTH.size else b""


def main() -> None:
    """Serve the parent until it closes the socket or ends."""
    descriptor, parent = map(int, sys.argv[1:])
    live_for(parent)
    with socket(fileno=descriptor) as connection, connection.makefile("rb") as pages:
        hello = _frame(pages)
        if hello:
            work(connection, pages, pickle.loads(hello))  # noqa: S301 - from our own parent


if __name__ == "__main__":
    main()
