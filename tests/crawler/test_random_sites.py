"""Whatever happens to a small site, and however its server behaves, the archive holds what a simple model says."""

import json
import sys
from pathlib import Path

import pytest

from tests.crawler.commandline import ended

SEEDS = ((1, 2), (3, 4), (5, 6), (7, 8))  # each pair in a process of its own


@pytest.mark.parametrize("seeds", SEEDS)
def test_after_any_edits_deletions_returns_moves_and_failures_the_archive_is_as_a_model_has_it(
    seeds: tuple[int, ...], tmp_path: Path
) -> None:
    command = [sys.executable, "-W", "error", "-m", "tests.crawler.random_sites", *map(str, seeds)]
    done = ended(command, cwd=tmp_path)
    assert (done.status, done.err) == (0, "")
    assert json.loads(done.out) == {}
