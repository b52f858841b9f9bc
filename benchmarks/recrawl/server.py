"""The server of the benchmark's site, a process of its own: it honours validators, and notes what it sends.

Started as a program with the number of pages, it prints its address, and ends when its standard input closes.
"""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BufferedWriter
from threading import Lock, Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from benchmarks.recrawl.pages import Page, Pages

ROBOTS = b"User-agent: *\nAllow: /\n"
CONTROL = "/_control/"


class Site(ThreadingHTTPServer):
    """The site on a free port of this machine. ``has_validators``: whether it sends and honours any."""

    daemon_threads = True

    def __init__(self, pages: Pages) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.pages = pages
        self.has_validators = True
        self.log: list[dict[str, Any]] = []
        self._lock = Lock()

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"http://127.0.0.1:{self.server_port}"

    def note(self, target: str, status: int, sent_bytes: int) -> None:
        """Note an answer: ``sent_bytes`` counts its head too."""
        with self._lock:
            self.log.append({"target": target, "status": status, "bytes": sent_bytes})

    def control(self, command: str, arguments: dict[str, list[str]]) -> Any:
        """Do what the benchmark asks for."""
        match command:
            case "log":
                taken, self.log = self.log, []
                return taken
            case "pages":
                return self.pages.count
            case "change":
                return self.pages.change(float(arguments["share"][0]))
            case "validators":
                self.has_validators = arguments["sent"][0] == "1"
                return self.has_validators
            case _:
                raise ValueError(f"{command}: no such control call")


class _Counted(BufferedWriter):
    """Counts the bytes written."""

    count = 0

    def write(self, content: Any) -> int:
        """Write ``content`` and count it."""
        self.count += len(content)
        return super().write(content)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "ledger", ""
    disable_nagle_algorithm = True
    server: Site

    def setup(self) -> None:
        """Make head and body leave in one write, and be counted."""
        super().setup()
        self.wfile = self.counted = _Counted(self.connection.makefile("wb", buffering=0), 1 << 20)

    def do_GET(self) -> None:
        """Answer a page, or a control call, which stays out of the log."""
        if self.path.startswith(CONTROL):
            parts = urlsplit(self.path.removeprefix(CONTROL))
            answer = self.server.control(parts.path, parse_qs(parts.query))
            self._send(HTTPStatus.OK, json.dumps(answer).encode(), {"Content-Type": "application/json"})
            return
        before = self.counted.count
        status = self._answer()
        self.server.note(self.path, status, self.counted.count - before)

    def _answer(self) -> int:
        if self.path == "/robots.txt":
            return self._send(HTTPStatus.OK, ROBOTS, {"Content-Type": "text/plain"})
        page = self.server.pages.page(self.path)
        if page is None:
            return self._send(HTTPStatus.NOT_FOUND, b"<html><h1>Not found</h1></html>", {"Content-Type": "text/html"})
        validators = {"ETag": page.etag, "Last-Modified": page.last_modified} if self.server.has_validators else {}
        if validators and self._is_known(page):
            return self._send(HTTPStatus.NOT_MODIFIED, None, validators)
        said = {"Content-Type": "text/html; charset=utf-8", "Vary": "Accept-Encoding", **validators}
        if "gzip" in self.headers.get("Accept-Encoding", ""):
            return self._send(HTTPStatus.OK, page.zipped, said | {"Content-Encoding": "gzip"})
        return self._send(HTTPStatus.OK, page.body, said)

    def _is_known(self, page: Page) -> bool:
        """Whether the client holds this very page; as HTTP has it, a tag outweighs a date."""
        tag = self.headers.get("If-None-Match")
        if tag is not None:
            return tag == page.etag
        return self.headers.get("If-Modified-Since") == page.last_modified

    def _send(self, status: HTTPStatus, body: bytes | None, headers: dict[str, str]) -> int:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if body is not None:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body or b"")
        self.wfile.flush()
        return int(status)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the standard library's name
        """Keep quiet: the log is the server's."""


@contextmanager
def serving(pages: Pages) -> Iterator[Site]:
    """The site of ``pages``, answering in a thread until the end of the context."""
    site = Site(pages)
    thread = Thread(target=site.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield site
    finally:
        site.shutdown()
        thread.join()
        site.server_close()


def main() -> int:
    """Serve until standard input closes."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=int)
    with serving(Pages(parser.parse_args().pages)) as site:
        print(site.origin, flush=True)
        sys.stdin.read()
    return 0


if __name__ == "__main__":
    sys.exit(main())
