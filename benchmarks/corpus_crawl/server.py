"""Saved pages as web sites: every folder on a port of its own, listings that lead to each page, requests logged."""

import gzip
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import quote, unquote, urlsplit

from pipelines.rules.addresses import plain_address

LISTING_LINKS = 50
ROBOTS = b"User-agent: *\nAllow: /\n"


class BenchmarkError(Exception):
    """Raised where nothing can be measured: folders that cannot be used, commands that do not run at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """One folder of saved pages. ``names`` are the keys of its truth.json, sorted; each has a NAME.html.gz."""

    path: Path
    names: tuple[str, ...]

    @property
    def front(self) -> str:
        """The path of the listing, without a page number."""
        return f"/{quote(self.path.name)}/"

    def page_path(self, name: str) -> str:
        """Where the page called ``name`` is served, in the one form in which newsreel asks for an address."""
        return urlsplit(plain_address(f"http://127.0.0.1{self.front}{quote(name, safe='')}.html")).path

    def page_paths(self) -> dict[str, str]:
        """The name of every page by its path, decoded."""
        return {unquote(self.page_path(name)): name for name in self.names}


def read_folders(corpus: Path) -> list[Folder]:
    """The folders of ``corpus`` that hold a truth.json, by name. Raises BenchmarkError."""
    folders = [_read_folder(truth) for truth in sorted(corpus.glob("*/truth.json"))]
    if not folders:
        raise BenchmarkError(f"{corpus}: no folder in it holds a truth.json")
    return folders


def _read_folder(truth: Path) -> Folder:
    try:
        names = tuple(sorted(json.loads(truth.read_bytes())))
    except (OSError, ValueError) as problem:
        raise BenchmarkError(f"{truth}: cannot be read as JSON: {problem}") from problem
    for name in names:
        page = truth.with_name(f"{name}.html.gz")
        if not page.is_file():
            raise BenchmarkError(f"{page}: is missing, though truth.json names the page; add it or drop the name")
    return Folder(path=truth.parent, names=names)


class Pages:
    """What the site of one folder answers."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._names = folder.page_paths()

    def answer(self, target: str) -> bytes | None:
        """The body for the request target ``target`` (path and query); None where the site has no such address."""
        path, _, query = target.partition("?")
        path = unquote(path)
        if target == "/robots.txt":
            return ROBOTS
        if path == unquote(self._folder.front):
            return listing(self._folder, query)
        name = self._names.get(path) if not query else None
        return gzip.decompress((self._folder.path / f"{name}.html.gz").read_bytes()) if name is not None else None


def listing(folder: Folder, query: str) -> bytes | None:
    """The listing page that ``query`` (as in page=2) asks for: its links, rel=next where more follow."""
    word, _, digits = query.partition("=")
    number = int(digits) if word == "page" and digits.isdecimal() else 0
    names = folder.names[(number - 1) * LISTING_LINKS : number * LISTING_LINKS] if number > 0 else ()
    if not names:
        return None
    has_more = number * LISTING_LINKS < len(folder.names)
    following = f'<link rel="next" href="?page={number + 1}">' if has_more else ""
    links = "\n".join(f'<li><a href="{escape(folder.page_path(name))}">{escape(name)}</a>' for name in names)
    head = f'<!doctype html><meta charset="utf-8"><title>{escape(folder.path.name)}</title>{following}'
    return f"{head}\n<ul>\n{links}\n</ul>\n".encode()


class Server(ThreadingHTTPServer):
    """A server on a free port of this machine; ``unknown`` collects the requests it had no answer for.

    Without ``pages`` it knows no address at all: as the proxy of a crawl it hears of every foreign host.
    """

    daemon_threads = True

    def __init__(self, pages: Pages | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.unknown: list[str] = []
        self._pages = pages

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"http://127.0.0.1:{self.server_port}"

    def answer(self, method: str, target: str) -> bytes | None:
        """The body for a request, or None, which is noted."""
        body = self._pages.answer(target) if self._pages and method == "GET" else None
        if body is None:
            self.unknown.append(f"{method} {target}")
        return body


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and body leave in one write; two would make every answer wait for the client's delayed ACK.
    wbufsize = -1
    server: Server

    def _respond(self) -> None:
        body = self.server.answer(self.command, self.path)
        self.send_response(HTTPStatus.NOT_FOUND if body is None else HTTPStatus.OK)
        self.send_header("Content-Type", "text/plain" if self.path == "/robots.txt" else "text/html")
        self.send_header("Content-Length", str(len(body or b"")))
        self.end_headers()
        self.wfile.write(body or b"")

    # The standard library looks handlers up by these names; CONNECT is how a proxy is asked for https.
    do_GET = do_HEAD = do_POST = do_CONNECT = _respond  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the standard library's name
        """Keep quiet: the server's own lists are the log."""


@contextmanager
def serving(servers: Sequence[Server]) -> Iterator[None]:
    """Let ``servers`` answer, each in a thread of its own, until the end of the context."""
    threads = [Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}) for server in servers]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for server, thread in zip(servers, threads, strict=True):
            server.shutdown()
            thread.join()
            server.server_close()
