"""The benchmark of questions runs, keeps what it made, and tells of every figure."""

import subprocess
import sys
from pathlib import Path

import pyarrow.compute as pc

from archive.query.archive import Archive
from benchmarks.archive.asking import QUERIES
from benchmarks.archive.rows import Corpus, Edited
from benchmarks.query.archives import made
from benchmarks.query.overhead import HEAVY

ROOT = Path(__file__).parents[2]
SIZES = ("--articles", "600", "--observations", "900")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks.query", *arguments]
    return subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)


def test_a_tiny_run_prints_every_figure_and_the_next_one_uses_what_it_made(tmp_path: Path) -> None:
    done = run(*SIZES, "--keep", str(tmp_path), "--only", "asking", "overhead")
    assert done.returncode in (0, 1), done.stdout + done.stderr  # so small, a ratio may or may not hold
    figures = [line for line in done.stdout.splitlines() if line.endswith((" yes", " NO"))]
    assert len(figures) == 2 * len(QUERIES) + 2 * len(HEAVY)
    again = run(*SIZES, "--keep", str(tmp_path), "--only", "memory", "search")
    assert again.returncode in (0, 1), again.stdout + again.stderr
    assert "making 600 articles" in done.stderr
    assert "making 600 articles" not in again.stderr
    assert "a rare word / ILIKE" in again.stdout
    other = run("--articles", "700", "--observations", "900", "--keep", str(tmp_path))
    assert (other.returncode, "name another folder" in other.stderr) == (2, True)


def test_sealed_and_compacted_archives_hold_the_same_rows(tmp_path: Path) -> None:
    archives = made(tmp_path, 300, 400)
    for view in ("revisions", "observations"):
        sealed, compacted = (
            Archive(path).sql(f"SELECT * FROM {view} ORDER BY ALL").arrow()
            for path in (archives.sealed, archives.compacted)
        )
        assert sealed.equals(compacted)


def test_some_articles_are_edited_days_later() -> None:
    rows = next(Edited(Corpus(2000)).segments())
    revisions = dict(zip(*(column.to_pylist() for column in pc.value_counts(rows["revision"]).flatten()), strict=True))
    assert revisions[1] == 2000
    assert 70 <= revisions[2] <= 80
    assert 15 <= revisions[3] <= 20
