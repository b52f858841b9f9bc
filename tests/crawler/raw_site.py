"""A site whose server sends prepared bytes, for whatever a head or a body may look like on the wire."""

import gzip
import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

_END = b"\r\n\r\n"


def plain(body: bytes, *headers: bytes, status: bytes = b"200 OK", kind: bytes = b"text/html; charset=utf-8") -> bytes:
    """An answer with a length."""
    lines = [b"HTTP/1.1 " + status, b"Content-Type: " + kind, b"Content-Length: %d" % len(body), *headers]
    return b"\r\n".join(lines) + _END + body


def chunked(body: bytes, *headers: bytes) -> bytes:
    """An answer in chunks, packed by gzip."""
    packed = gzip.compress(body, mtime=0)
    lines = [b"HTTP/1.1 200 Fine", b"content-TYPE: text/html; charset=utf-8", b"Content-Encoding: gzip"]
    head = b"\r\n".join([*lines, *headers, b"Transfer-Encoding: chunked"])
    pieces = (packed[at : at + 100] for at in range(0, len(packed), 100))
    return head + _END + b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


@dataclass(slots=True)
class RawSite:
    """``answers`` by path; ``requests`` are the heads that came, as they came."""

    answers: dict[str, bytes] = field(default_factory=dict)
    requests: dict[str, bytes] = field(default_factory=dict)
    address: str = ""

    def answer(self, head: bytes) -> bytes:
        path = head.split(b" ")[1].decode()
        self.requests[path] = head
        answer = self.answers.get(path) or plain(b"<h1>Not found</h1>", status=b"404 Not Found")
        if b"If-None-Match" in head and b"ETag" in answer:
            return b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n'
        return answer

    def write_definition(self, folder: Path) -> Path:
        """A site file for this site."""
        path = folder / "raw.toml"
        path.write_text(
            f'name = "raw"\ntitle = "The Raw Times"\naddress = "{self.address}"\ntime_zone = "UTC"\n'
            'rules_only = ["body"]\n[listings]\nstart = ["/"]\n'
            "[articles]\npath = '/news/(?P<slug>[^/]+)/(?P<id>\\d+)/'\nidentity = \"{id}\"\n"
            '[[fields.title]]\ncss = "h1"\n[[fields.body]]\ncss = "p"\n'
            "[politeness]\ndelay_seconds = 0.0\nconcurrent_requests = 4\n",
            encoding="utf-8",
        )
        return path


def article(title: str, text: str = "Some sentences of news, for the reader to read. They go on for a while.") -> bytes:
    """A page of one article."""
    return f'<html lang="en"><title>{title}</title><body><h1>{title}</h1><p>{text}</p></body></html>'.encode()


def front(*paths: str) -> bytes:
    """A page that lists articles."""
    links = "".join(f'<li><a href="{path}">Story {path}</a></li>' for path in paths)
    return f'<html lang="en"><title>Front</title><body><h1>The Raw Times</h1><ul>{links}</ul></body></html>'.encode()


@contextmanager
def serve(site: RawSite) -> Iterator[RawSite]:
    """``site`` on a free port of this machine."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            while head := self._head():
                self.wfile.write(site.answer(head))

        def _head(self) -> bytes:
            lines = []
            while line := self.rfile.readline():
                lines.append(line)
                if line == b"\r\n":
                    return b"".join(lines)
            return b""

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        site.address = f"http://127.0.0.1:{server.server_address[1]}/"
        yield site
        server.shutdown()
        thread.join()
