"""A shape on this computer: its HTTP server, and the control addresses under `/_control/`."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from threading import Lock, Thread
from typing import TypedDict
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from crawler.localsite.shapes.building import HTML, JSON, Answer, ShapeTruth, Site
from crawler.localsite.shapes.definitions.catalogue import shape_called
from crawler.localsite.shapes.writing.pieces import write_pieces

_CONTROL = "/_control/"
_POLL_SECONDS = 0.02
_MISSING = Answer(body=b"<html><body><h1>404</h1></body></html>", content_type=HTML, status=HTTPStatus.NOT_FOUND)
_PATH_SAFE = "/:@!$&'()*+,;=~"


class ShapeLogEntry(TypedDict):
    """One request that the shape answered; `address` is the whole one that was asked for."""

    method: str
    address: str
    status: int
    bytes: int


@dataclass(slots=True, kw_only=True)
class ServedShape:
    """A running shape: where a crawl begins, what there is to find, and what was asked for so far."""

    address: str
    truth: ShapeTruth
    log: list[ShapeLogEntry] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, _request: object, _client_address: object) -> None:
        """Say nothing of visitors who hang up; any other error is raised."""
        if not isinstance(sys.exception(), ConnectionError):
            raise  # noqa: PLE0704 - the server calls this while it handles the error


@contextmanager
def serve_shape(name: str, *, seed: int = 7, port: int = 0, host: str | None = None) -> Iterator[ServedShape]:
    """Serve a shape while the block runs; port 0 takes any free one. ``host`` is what it calls itself, for visitors
    who find this machine under that name; None is the shape's own choice. Raises KeyError for an unknown name.
    """  # noqa: D205
    shape = shape_called(name)
    server = _Server(("127.0.0.1", port), BaseHTTPRequestHandler)
    site = Site(base=f"http://{host or shape.host}:{server.server_address[1]}")
    shape.build(site, write_pieces(Random(f"{seed} {name}"), shape.articles, *shape.languages))  # noqa: S311
    truth = site.truth(shape.name, shape.about)
    served = ServedShape(address=truth["address"], truth=truth)
    server.RequestHandlerClass = _handler(site, served)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": _POLL_SECONDS}, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def answer_of(site: Site, address: str) -> Answer:
    """What the site answers for an address. Servers know more than one spelling of it: another way of
    percent-encoding, a parameter that only counts where visitors come from, a slash too many or too few.
    """  # noqa: D205
    found = site.answers.get(address) or (site.lively(address) if site.lively else None)
    if found:
        return found
    parts = urlsplit(address)
    query = urlencode([pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _is_tracking(pair[0])])
    path = quote(unquote(parts.path), safe=_PATH_SAFE)
    plain = parts._replace(path=path, query=query).geturl()
    if plain != address and (found := site.answers.get(plain) or (site.lively(plain) if site.lively else None)):
        return found
    other = parts._replace(path=path.rstrip("/") if path.endswith("/") else path + "/", query=query).geturl()
    if other in site.answers:
        return Answer(body=b"", status=HTTPStatus.MOVED_PERMANENTLY, location=other)
    return _MISSING


def _is_tracking(name: str) -> bool:
    return name.startswith("utm_")


def _handler(site: Site, served: ServedShape) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            if self.path.startswith(_CONTROL):
                self._send(_control(served, self.path.removeprefix(_CONTROL)))
                return
            address = f"http://{self.headers.get('Host', '')}{self.path}"
            answer = answer_of(site, address)
            entry = ShapeLogEntry(method=self.command, address=address, status=answer.status, bytes=len(answer.body))
            with served.lock:
                served.log.append(entry)
            self._send(answer)

        do_HEAD = do_GET  # noqa: N815

        def _send(self, answer: Answer) -> None:
            try:
                self.send_response(answer.status)
                self.send_header("Content-Type", answer.content_type)
                self.send_header("Content-Length", str(len(answer.body)))
                if answer.location:
                    self.send_header("Location", answer.location)
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(answer.body)
            except OSError:
                self.close_connection = True  # the crawler hung up

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's own name
            """Say nothing: `/_control/log` tells."""

    return Handler


def _control(served: ServedShape, command: str) -> Answer:
    if command == "truth":
        return _json(served.truth)
    if command == "log":
        with served.lock:
            return _json(list(served.log))
    return _json({"error": "No such control call."}, HTTPStatus.NOT_FOUND)


def _json(data: object, status: int = HTTPStatus.OK) -> Answer:
    return Answer(body=json.dumps(data, ensure_ascii=False).encode(), content_type=JSON, status=status)
