"""Where something goes wrong with two of thirty articles, the next crawl brings those two, and nothing twice."""

import json
import sys
from pathlib import Path
from typing import Any

from tests.crawler.commandline import ended

PATHS = {number: f"/news/story-{number}/{number}/" for number in range(1, 31)}


def crawls(what: str, folder: Path) -> list[dict[str, Any]]:
    done = ended([sys.executable, "-m", "tests.crawler.faulty_crawls", what, str(folder)], cwd=folder)
    assert done.status == 0, done.err
    told: list[dict[str, Any]] = json.loads(done.out)
    return told


def test_articles_that_the_disk_refused_are_fetched_and_stored_by_the_next_crawl(tmp_path: Path) -> None:
    first, second = crawls("disk", tmp_path)
    assert first["error"] == "StorageError"
    assert first["stored"] == list(range(1, 29))
    assert set(first["asked"]) >= {PATHS[29], PATHS[30]}
    assert second["error"] is None
    assert second["stored"] == list(range(1, 31))
    assert [path for path in second["asked"] if path != "/"] == [PATHS[29], PATHS[30]]
    assert second["outcomes"]["new"] == 30


def test_articles_whose_reading_failed_are_read_and_stored_by_the_next_crawl(tmp_path: Path) -> None:
    first, second = crawls("reading", tmp_path)
    assert first["error"] is None
    assert first["stored"] == list(range(1, 29))
    assert first["outcomes"]["crashed"] == 2
    assert second["stored"] == list(range(1, 31))
    assert sorted(second["asked"]) == sorted(["/", *PATHS.values()])
    assert second["outcomes"] == first["outcomes"] | {"new": 30, "unchanged": 28, "listing": 2}
