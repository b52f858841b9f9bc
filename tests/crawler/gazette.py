"""A little news site inside the test's own process, which can make a crawler wait and can misbehave."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Lock, Thread
from time import monotonic

_SECONDS = 30.0


@dataclass(slots=True)
class Reply:
    """One answer. ``length`` overrides Content-Length, so that an answer can break off.

    With validators, it is 304 where they are asked by, an ETag before a date; ``is_deaf``: it is whole all the same.
    """

    body: bytes = b""
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    location: str | None = None
    length: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    is_deaf: bool = False

    @property
    def validators(self) -> dict[str, str]:
        """The headers that tell this version from others."""
        told = {"ETag": self.etag, "Last-Modified": self.last_modified}
        return {name: value for name, value in told.items() if value is not None}

    def to(self, asked: "Asked") -> "Reply":
        """The answer to ``asked``."""
        is_known = asked.etag == self.etag if asked.etag else bool(asked.date) and asked.date == self.last_modified
        if self.is_deaf or not is_known:
            return self
        return replace(self, status=304, body=b"", length=None)


@dataclass(slots=True)
class Asked:
    """One request as it came, with the validators it carried."""

    path: str
    user_agent: str
    at: float
    etag: str | None = None
    date: str | None = None


_NOTHING = Reply(b"<html><body>Nothing here</body></html>", status=404)


@dataclass(slots=True)
class Gazette:
    """The site: its replies by path, what was asked for, and the path at which a crawler is held."""

    address: str = ""
    replies: dict[str, Reply] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    held_path: str | None = None
    reached: Event = field(default_factory=Event)
    released: Event = field(default_factory=Event)
    open_answers: int = 0
    most_open_answers: int = 0
    lock: Lock = field(default_factory=Lock)

    @property
    def paths(self) -> list[str]:
        """The paths asked for, in order, but for robots.txt."""
        return [asked.path for asked in self.asked if asked.path != "/robots.txt"]

    def hold(self, path: str) -> None:
        """Make whoever asks for ``path`` wait until `release`."""
        self.held_path = path
        self.reached.clear()
        self.released.clear()

    def wait_until_held(self) -> None:
        assert self.reached.wait(_SECONDS), f"nobody asked for {self.held_path}"

    def release(self) -> None:
        self.held_path = None
        self.released.set()

    def answer(self, path: str, headers: Mapping[str, str]) -> Reply:
        asked = Asked(
            path,
            headers.get("User-Agent", ""),
            monotonic(),
            etag=headers.get("If-None-Match"),
            date=headers.get("If-Modified-Since"),
        )
        with self.lock:
            self.asked.append(asked)
            self.open_answers += 1
            self.most_open_answers = max(self.most_open_answers, self.open_answers)
        if path == self.held_path:
            self.reached.set()
            self.released.wait(_SECONDS)
        with self.lock:
            self.open_answers -= 1
        return self.replies.get(path, _NOTHING).to(asked)

    def publish(self, count: int, *, extra: str = "") -> None:
        """Put ``count`` articles on the front page, and ``extra`` HTML below them."""
        links = "".join(f'<li><a href="/news/story-{n}/{n}/">Story number {n}</a></li>' for n in range(1, count + 1))
        self.replies["/"] = Reply(f"<html><body><h1>Gazette</h1><ul>{links}</ul>{extra}</body></html>".encode())
        for n in range(1, count + 1):
            self.replies[f"/news/story-{n}/{n}/"] = Reply(article(n))

    def write_definition(
        self, folder: Path, name: str = "gazette", *, delay_seconds: float = 0.01, concurrent_requests: int = 1
    ) -> Path:
        """A site file for this site."""
        path = folder / f"{name}.toml"
        path.write_text(
            f'name = "{name}"\ntitle = "Gazette"\naddress = "{self.address}"\ntime_zone = "UTC"\n'
            'rules_only = ["body"]\n[listings]\nstart = ["/"]\n'
            "[articles]\npath = '/news/(?P<slug>[^/]+)/(?P<id>\\d+)/'\nidentity = \"{id}\"\n"
            '[[fields.title]]\ncss = "h1"\n[[fields.body]]\ncss = "div.body p"\n'
            f"[politeness]\ndelay_seconds = {delay_seconds}\nconcurrent_requests = {concurrent_requests}\n",
            encoding="utf-8",
        )
        return path


def article(number: int, text: str = "says what happened, when, and to whom, in one sentence.") -> bytes:
    return (
        f'<html lang="en"><head><title>Story number {number}</title></head><body><h1>Story number {number}</h1>'
        f'<time datetime="2026-01-05T08:00:00+00:00">Jan. 5, 2026</time>'
        f'<div class="body"><p>Story {number} {text}</p><p>A second paragraph of story {number}.</p></div>'
        "</body></html>"
    ).encode()


@contextmanager
def serve(gazette: Gazette | None = None) -> Iterator[Gazette]:
    """A running gazette on a free port of this machine."""
    site = gazette or Gazette()
    with serving(_handler(site)) as site.address:
        try:
            yield site
        finally:
            site.release()


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """A server that answers by ``handler`` on a free port of this machine; its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(site: Gazette) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            reply = site.answer(self.path, dict(self.headers))
            try:
                self.send_response(reply.status)
                self.send_header("Content-Type", reply.content_type)
                self.send_header("Content-Length", str(len(reply.body) if reply.length is None else reply.length))
                for name, value in reply.validators.items():
                    self.send_header(name, value)
                if reply.location:
                    self.send_header("Location", reply.location)
                self.end_headers()
                self.wfile.write(reply.body)
            except OSError:
                pass  # the crawler hung up
            self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's own name
            """Say nothing: the test reads `asked`."""

    return Handler
