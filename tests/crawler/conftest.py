"""One local news site, crawled twice; read by every test that needs a real archive."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from crawler.localsite import LocalSite
from tests.crawler.commandline import Ended, newsreel
from tests.crawler.gazette import Gazette, serve


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawled:
    """A site at two moments, and the crawls made then. ``truths`` and ``crawls`` are in order of time."""

    site: LocalSite
    archive: Path
    crawls: tuple[Ended, ...]
    truths: tuple[list[dict[str, Any]], ...]
    requests: tuple[list[dict[str, Any]], ...]
    change: dict[str, Any]


@pytest.fixture(scope="session")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    """The local site crawled, moved on, crawled again, and once more without a change."""
    folder = tmp_path_factory.mktemp("crawled")
    crawls, truths, requests = [], [], []
    change: dict[str, Any] = {}
    with LocalSite(stories=30) as site:
        for number in range(3):
            if number == 1:
                change = site.advance()
            site.clear_log()
            crawls.append(newsreel("crawl", "demo", "--address", site.address, "-a", "archive", cwd=folder))
            truths.append(site.truth())
            requests.append(site.requests())
        yield Crawled(
            site=site,
            archive=folder / "archive",
            crawls=tuple(crawls),
            truths=tuple(truths),
            requests=tuple(requests),
            change=change,
        )


@pytest.fixture
def gazette() -> Iterator[Gazette]:
    with serve() as site:
        yield site
