"""Places for archives: in memory where the machine offers it, since hundreds of them are synced. A site to crawl."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.localsite import LocalSite

_MEMORY = Path("/dev/shm")  # noqa: S108 - tests make a folder of their own below it


@pytest.fixture
def place() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="newsreel-crash-", dir=_MEMORY if _MEMORY.is_dir() else None) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def site() -> Iterator[LocalSite]:
    with LocalSite(stories=60) as running:
        yield running
