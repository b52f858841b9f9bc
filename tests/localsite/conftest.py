"""One unchanged site for all reading tests, a fresh one for each test that moves the clock."""

import http.client
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest

from crawler.localsite import LocalSite


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@pytest.fixture(scope="session")
def site() -> Iterator[LocalSite]:
    with LocalSite() as running:
        yield running


@pytest.fixture
def changing_site() -> Iterator[LocalSite]:
    with LocalSite() as running:
        yield running


@pytest.fixture
def fetch() -> Iterator[Callable[..., Reply]]:
    connections: dict[str, http.client.HTTPConnection] = {}

    def ask(address: str, method: str = "GET", **headers: str) -> Reply:
        parts = urlsplit(address)
        connection = connections.get(parts.netloc)
        if connection is None:
            connection = connections[parts.netloc] = http.client.HTTPConnection(parts.netloc, timeout=20)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        spelled = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers=spelled)
        response = connection.getresponse()
        held = {name.lower(): value for name, value in response.getheaders()}
        return Reply(status=response.status, headers=held, body=response.read())

    yield ask
    for connection in connections.values():
        connection.close()
