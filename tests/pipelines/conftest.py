"""Property tests here try the same examples at every run, and have no stopwatch; steps work in a real run."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from pipelines.run import CrawlRun
from tests.pipelines.crawling import run_into

settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.load_profile("repeatable")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return tmp_path / "archive"


@pytest.fixture
def run(archive: Path) -> Iterator[CrawlRun]:
    with run_into(archive) as opened:
        yield opened
