"""The process that reads pages, python -m crawler.workers.worker SOCKET PARENT; started by `process`."""

import pickle
import sys
import traceback
from socket import socket
from typing import BinaryIO

from crawler.workers.limits import limit_cpu, limit_memory, live_for, peak_memory_bytes
from crawler.workers.messages import LENGTH, Hello, Reply, decode_task, encode, framed
from spiders.reading import read_content

# Memory once taken is seldom given back: a worker that has taken so much of its limit makes room for a fresh one.
_WORN_OUT_SHARE = 0.5
_LACKED_MEMORY = framed(encode(Reply(lacked_memory=True, is_last=True)))


def work(connection: socket, pages: BinaryIO, hello: Hello) -> None:
    """Read the pages that come in ``pages``, one at a time, until they end; the replies go to ``connection``."""
    limit_memory(hello.limits.memory_bytes)
    worn_out_bytes = peak_memory_bytes() + int(hello.limits.memory_bytes * _WORN_OUT_SHARE)
    connection.sendall(framed(b""))
    while frame := _frame(pages):
        limit_cpu(hello.limits.cpu_seconds)
        reply = _reply_to(frame, hello, worn_out_bytes)
        limit_cpu(0)
        connection.sendall(reply)


def _reply_to(frame: bytes, hello: Hello, worn_out_bytes: int) -> bytes:
    try:
        content = read_content(decode_task(frame), hello.site)
        return framed(encode(Reply(content=content, is_last=peak_memory_bytes() > worn_out_bytes)))
    except MemoryError:
        pass  # what the page holds is let go of with the exception, and only then is there room for a reply
    except Exception:  # noqa: BLE001 - a process edge: the crawl logs it
        return framed(encode(Reply(fault=traceback.format_exc())))
    return _LACKED_MEMORY


def _frame(stream: BinaryIO) -> bytes:
    """The next frame of ``stream``; empty at its end."""
    head = stream.read(LENGTH.size)
    return stream.read(LENGTH.unpack(head)[0]) if len(head) == LENGTH.size else b""


def main() -> None:
    """Serve the parent until it closes the socket or ends."""
    descriptor, parent = map(int, sys.argv[1:])
    live_for(parent)
    with socket(fileno=descriptor) as connection, connection.makefile("rb") as pages:
        work(connection, pages, pickle.loads(_frame(pages)))  # noqa: S301 - from our own parent


if __name__ == "__main__":
    main()
