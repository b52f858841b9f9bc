"""A fresh ledger of every backend, and a second connection to the same one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.ledger import Ledger
from tests.archive.ledger.backends import BACKENDS, Backend


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> Backend:
    return BACKENDS[request.param]


@pytest.fixture
def ledger(backend: Backend, tmp_path: Path) -> Iterator[Ledger]:
    with backend(tmp_path) as opened:
        yield opened


@pytest.fixture
def other(backend: Backend, tmp_path: Path, ledger: Ledger) -> Iterator[Ledger]:
    """The same ledger, opened a second time."""
    del ledger  # opened first
    with backend(tmp_path) as opened:
        yield opened
