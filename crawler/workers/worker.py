"""The process that reads pages, python -m crawler.workers.worker SOCKET PARENT; started by `process`."""

import sys
import traceback
from dataclasses import replace
from socket import socket
from typing import BinaryIO

from crawler.workers.limits import MemoryLimit, limit_cpu, live_for
from crawler.workers.messages import LENGTH, Known, Limits, Reply, decode_limits, decode_question, encode, framed
from spiders.probe.reading import read_answer
from spiders.reading import read_content

_LACKED_MEMORY = framed(encode(Reply(lacked_memory=True, is_last=True)))


class Reader:
    """Reads pages, with what was last told of their site."""

    def __init__(self) -> None:
        self._known = Known()

    def reply(self, frame: bytes) -> Reply:
        """The reply to ``frame``, a question."""
        question = decode_question(frame)
        site = question.site_for(self._known)
        if question.answer is not None:
            self._known = replace(self._known, site=site)
            return Reply(answer=read_answer(question.answer, question.page, site))
        task = question.task(self._known)
        self._known = Known.after(task, site)
        return Reply(content=read_content(task, site))


def work(connection: socket, pages: BinaryIO, limits: Limits) -> None:
    """Read the pages that come in ``pages``, one at a time, until they end; the replies go to ``connection``."""
    memory = MemoryLimit(limits.memory_bytes)
    reader = Reader()
    connection.sendall(framed(b""))
    while frame := _frame(pages):
        limit_cpu(limits.cpu_seconds)
        reply = _reply_to(frame, reader, memory)
        limit_cpu(0)
        connection.sendall(reply)


def _reply_to(frame: bytes, reader: Reader, memory: MemoryLimit) -> bytes:
    try:
        reply = encode(replace(reader.reply(frame), is_last=memory.is_worn_out()))
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
        limits = _frame(pages)
        if limits:
            work(connection, pages, decode_limits(limits))


if __name__ == "__main__":
    main()
