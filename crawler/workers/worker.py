"""The process that reads pages, python -m crawler.workers.worker SOCKET PARENT; started by `process`."""

import pickle
import sys
import traceback
from socket import socket
from typing import BinaryIO

from lxml.etree import XMLSyntaxError

from crawler.workers.limits import MemoryLimit, limit_cpu, live_for
from crawler.workers.messages import LENGTH, Hello, Reply, decode_task, encode, framed
from spiders.reading import read_content

_LACKED_MEMORY = framed(encode(Reply(lacked_memory=True, is_last=True)))


def work(connection: socket, pages: BinaryIO, hello: Hello) -> None:
    """Read the pages that come in ``pages``, one at a time, until they end; the replies go to ``connection``."""
    memory = MemoryLimit(hello.limits.memory_bytes)
    connection.sendall(framed(b""))
    while frame := _frame(pages):
        limit_cpu(hello.limits.cpu_seconds)
        reply = _reply_to(frame, hello, memory)
        limit_cpu(0)
        connection.sendall(reply)


def _reply_to(frame: bytes, hello: Hello, memory: MemoryLimit) -> bytes:
    try:
        reply = encode(Reply(content=read_content(decode_task(frame), hello.site), is_last=memory.is_worn_out()))
    except (MemoryError, XMLSyntaxError):  # lxml's word where its parser was refused memory; HTML of no kind raises it
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
