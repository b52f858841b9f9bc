"""The heads of requests and answers, byte by byte: Scrapy and Twisted pass on what they read of them only."""

from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import Any

from scrapy.core.downloader.handlers.http11 import (
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from scrapy.http import Request, Response
from twisted.web._newclient import STATUS

from crawler.wire import phrase_of

_LINE_END = b"\r\n"
# Under this name the parser hands the heads on beside the headers, since nothing else of it reaches the handler.
_CARRIER = b"X-Newsreel-Heads"


@dataclass(frozen=True, slots=True)
class Heads:
    """The heads of a request and of its answer, each from its first line to its empty one; lines end in CR LF."""

    request: bytes
    answer: bytes


class _Parser(_LenientHTTPClientParser):
    """Keeps the lines of the head; it takes the place of Scrapy's, as that takes the place of Twisted's."""

    def lineReceived(self, line: bytes) -> None:  # noqa: N802 - Twisted's name
        if self.state == STATUS:  # of the answer itself, or of one before it, such as 103
            self._lines: list[bytes] = []
        self._lines.append(line.removesuffix(b"\r"))
        super().lineReceived(line)

    def allHeadersReceived(self) -> None:  # noqa: N802 - Twisted's name
        answer = _LINE_END.join([*self._lines, b""])
        packed = b" ".join(map(b64encode, (_request_head(self.request), answer)))
        self.headers.setRawHeaders(_CARRIER, [packed])
        super().allHeadersReceived()  # type: ignore[no-untyped-call]


class _Protocol(_LenientHTTP11ClientProtocol):
    def request(self, request: Any) -> Any:
        answered = super().request(request)
        self._parser.__class__ = _Parser
        return answered


class HeadKeeping(_LenientHTTP11ClientFactory):
    """Makes connections that keep the heads of what goes over them."""

    def buildProtocol(self, addr: Any) -> _Protocol:  # noqa: N802 - Twisted's name
        """A connection."""
        del addr
        return _Protocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


def take_heads(response: Response) -> Heads | None:
    """The heads that came with ``response``, which then has them no more; None: its connection kept none."""
    packed = response.headers.get(_CARRIER)
    if packed is None:
        return None
    del response.headers[_CARRIER]
    request, answer = map(b64decode, packed.split(b" "))
    return Heads(request, answer)


def heads_from(request: Request, response: Response) -> Heads:
    """The heads as they read after Scrapy took them in: names in its spelling, the phrase that belongs to the status.

    For answers of a connection that kept none.
    """
    path = request.url.partition("://")[2].partition("/")[2].partition("#")[0]
    lines = [b"%s /%s HTTP/1.1" % (request.method.encode(), path.encode())]
    status = f"HTTP/1.1 {response.status} {phrase_of(response.status)}".encode()
    return Heads(_joined([*lines, *_lines_of(request)]), _joined([status, *_lines_of(response)]))


def _request_head(request: Any) -> bytes:
    """What Twisted writes for ``request``, which has no body."""
    lines = [b"%s %s HTTP/1.1" % (request.method, request.uri)]
    if not request.persistent:
        lines.append(b"Connection: close")
    lines += [b"%s: %s" % (name, value) for name, values in request.headers.getAllRawHeaders() for value in values]
    return _joined(lines)


def _lines_of(message: Request | Response) -> list[bytes]:
    return [b"%s: %s" % (name, value) for name, values in message.headers.items() for value in values or ()]


def _joined(lines: list[bytes]) -> bytes:
    return _LINE_END.join([*lines, b"", b""])
