"""The HTTP server of the site, with the control addresses under `/_control/`."""

import json
from collections import deque
from email.utils import formatdate, parsedate_to_datetime
from http import HTTPStatus
from typing import Any, TypedDict
from urllib.parse import unquote

from twisted.internet.posixbase import PosixReactorBase
from twisted.web.http import Request
from twisted.web.resource import Resource
from twisted.web.server import Site

from crawler.localsite.designs import Design
from crawler.localsite.newsroom import Change, Newsroom
from crawler.localsite.routes import Answer, Routes
from crawler.localsite.truth import tell_truth

_CONTROL = "/_control/"
_LOG_ENTRIES = 500_000  # older ones fall out
_USUAL_HOURS = "6"


class LogEntry(TypedDict):
    """One request that the site answered; `path` includes the query, `bytes` counts the body as sent."""

    method: str
    path: str
    status: int
    bytes: int


class Frontage(Resource):
    """Everything that the server answers."""

    def __init__(self, routes: Routes) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.isLeaf = True
        self._routes = routes
        self._log: deque[LogEntry] = deque(maxlen=_LOG_ENTRIES)

    def render(self, request: Request) -> bytes:
        """Answer a page, or a control call, which stays out of the log."""
        path = unquote(request.path.decode("ascii", "replace"))
        if path.startswith(_CONTROL):
            return self._control(request, path.removeprefix(_CONTROL))
        body = self._page(request, path)
        self._log.append(
            LogEntry(
                method=request.method.decode("ascii", "replace"),
                path=request.uri.decode("ascii", "replace"),
                status=request.code,
                bytes=len(body) if request.method == b"GET" else 0,
            )
        )
        return b"" if request.method == b"HEAD" else body

    def _page(self, request: Request, path: str) -> bytes:
        if request.method not in {b"GET", b"HEAD"}:
            _set(request, "Allow", "GET, HEAD")
            request.setResponseCode(HTTPStatus.METHOD_NOT_ALLOWED)
            return b""
        answer = self._routes.answer(path, _argument(request, b"page", ""))
        request.setResponseCode(answer.status)
        _set(request, "Vary", "Accept-Encoding")
        if answer.location:
            _set(request, "Location", answer.location)
        if answer.status == HTTPStatus.OK:
            modified = int(self._routes.newsroom.now.timestamp())
            _set(request, "Cache-Control", "max-age=0")
            _set(request, "ETag", answer.etag)
            _set(request, "Last-Modified", formatdate(modified, usegmt=True))
            if _is_known(request, answer, modified):
                request.setResponseCode(HTTPStatus.NOT_MODIFIED)
                return b""
        return _send(request, answer)

    def _control(self, request: Request, command: str) -> bytes:
        match request.method, command:
            case b"GET", "truth":
                return _json(request, tell_truth(self._routes.newsroom, self._routes.base))
            case b"GET", "log":
                return _json(request, list(self._log))
            case b"POST", "log/clear":
                self._log.clear()
                return _json(request, {"cleared": True})
            case b"POST", "advance":
                return self._advance(request)
            case b"POST", "redesign":
                return self._redesign(request)
            case _:
                return _json(request, {"error": "No such control call."}, HTTPStatus.NOT_FOUND)

    def _advance(self, request: Request) -> bytes:
        try:
            change = self._routes.newsroom.advance(int(_argument(request, b"hours", _USUAL_HOURS)))
        except ValueError as error:
            return _json(request, {"error": str(error)}, HTTPStatus.BAD_REQUEST)
        return _json(request, _write_change(change, self._routes.base))

    def _redesign(self, request: Request) -> bytes:
        try:
            self._routes.newsroom.design = Design(_argument(request, b"to", ""))
        except ValueError as error:
            return _json(request, {"error": str(error)}, HTTPStatus.BAD_REQUEST)
        return _json(request, {"design": self._routes.newsroom.design})


def open_site(reactor: PosixReactorBase, newsroom: Newsroom, host: str, port: int) -> str:
    """Start to listen and say the site's address; port 0 takes any free one."""
    site = Site(Resource())  # type: ignore[no-untyped-call]
    listening = reactor.listenTCP(port, site, 512, host)  # type: ignore[no-untyped-call]
    base = f"http://{host}:{listening.getHost().port}"
    site.resource = Frontage(Routes(newsroom, base))
    return f"{base}/"


def _set(request: Request, name: str, value: str) -> None:
    request.responseHeaders.setRawHeaders(name, [value])


def _send(request: Request, answer: Answer) -> bytes:
    _set(request, "Content-Type", answer.content_type)
    body = answer.body
    if _takes_gzip(request):
        _set(request, "Content-Encoding", "gzip")
        body = answer.zipped
    _set(request, "Content-Length", str(len(body)))
    return body


def _is_known(request: Request, answer: Answer, modified: int) -> bool:
    """Say whether the client holds this page already; as HTTP has it, a tag outweighs a date."""
    tags = request.getHeader(b"If-None-Match")
    if tags is not None:
        held = {tag.strip().removeprefix("W/") for tag in tags.decode("ascii", "replace").split(",")}
        return answer.etag in held or "*" in held
    since = request.getHeader(b"If-Modified-Since")
    try:
        return since is not None and parsedate_to_datetime(since.decode("ascii")).timestamp() >= modified
    except ValueError:
        return False


def _takes_gzip(request: Request) -> bool:
    accepted = (request.getHeader(b"Accept-Encoding") or b"").lower()
    for choice in accepted.split(b","):
        coding, _, weight = choice.partition(b";")
        if coding.strip() == b"gzip":
            return weight.replace(b" ", b"") not in {b"q=0", b"q=0.0", b"q=0.00", b"q=0.000"}
    return False


def _argument(request: Request, name: bytes, otherwise: str) -> str:
    values: list[bytes] = request.args.get(name, [])
    return values[0].decode("ascii", "replace") if values else otherwise


def _write_change(change: Change, base: str) -> dict[str, Any]:
    return {
        "now": change.now.isoformat(),
        "added": [base + path for path in change.added],
        "edited": [base + path for path in change.edited],
        "deleted": [base + path for path in change.deleted],
        "moved": [{"from": base + old, "to": base + new} for old, new in change.moved],
    }


def _json(request: Request, data: object, status: int = HTTPStatus.OK) -> bytes:
    request.setResponseCode(status)
    _set(request, "Content-Type", "application/json")
    return json.dumps(data, ensure_ascii=False).encode()
