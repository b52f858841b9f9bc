"""Whatever happens to a small site, and however its server behaves, the archive holds what a simple model says."""

import json
import sys
from pathlib import Path

from tests.crawler.commandline import ended

SEEDS = range(1, 11)


def test_after_any_edits_deletions_returns_moves_and_failures_the_archive_is_as_a_model_has_it(tmp_path: Path) -> None:
    command = [sys.executable, "-W", "error", "-m", "tests.crawler.random_sites", *map(str, SEEDS)]
    done = ended(command, cwd=tmp_path)
    assert (done.status, done.err) == (0, "")
    assert json.loads(done.out) == {}
