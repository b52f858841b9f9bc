import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest

from archive.tables import ARTICLES, OBSERVATIONS
from benchmarks.archive.figures import Figure, table
from benchmarks.archive.rows import VISITS_A_MONTH, Corpus, Visits
from benchmarks.archive.texts import bodies

ROOT = Path(__file__).parents[2]
ARCHIVE_FIGURES = 18
TINY = {
    "archive": ("--articles", "600", "--observations", "900", "--known", "500"),
    "frontier": ("--pages", "30", "--pairs", "1", "--pending", "300", "--take", "100", "--known", "300"),
}


@pytest.mark.parametrize("name", TINY)
def test_a_tiny_run_prints_every_figure_with_what_it_must_hold(name: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", f"benchmarks.{name}", *TINY[name], "--place", str(tmp_path)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode in (0, 1), done.stdout + done.stderr  # so small, a ratio may or may not hold
    figures = [line for line in done.stdout.splitlines() if line.endswith((" yes", " NO"))]
    assert all(" ≤ " in line for line in figures)
    assert len(figures) == (ARCHIVE_FIGURES if name == "archive" else 7)
    assert list(tmp_path.iterdir()) == []


def test_one_figure_can_be_asked_for_alone(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "benchmarks.archive",
        "--only",
        "known",
        "--known",
        "200",
        "--place",
        str(tmp_path),
    ]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    assert "known-address lookup" in done.stdout
    assert "write_table" not in done.stdout


def test_a_figure_holds_up_to_its_limit() -> None:
    good, bad = (Figure(name="ratio", value=value, at_most=1.5, told="why") for value in (1.5, 1.51))
    assert (good.holds, bad.holds) == (True, False)
    assert table([good, bad]).splitlines()[2].split() == ["ratio", "1.5", "≤", "1.5", "yes"]
    assert table([good, bad]).splitlines()[3].endswith("NO")


def test_made_up_rows_are_the_same_every_time_and_fit_their_tables() -> None:
    rows = Corpus(50).rows(0, 50)
    assert rows.equals(Corpus(50).rows(0, 50))
    assert rows.schema.equals(ARTICLES.schema)
    assert rows["address"].unique().equals(rows["address"].combine_chunks())
    assert bodies(3, seed=1).equals(bodies(3, seed=1))
    assert not bodies(3, seed=1).equals(bodies(3, seed=2))


def test_visits_go_round_all_addresses() -> None:
    known = Corpus(40).rows(0, 40)
    visits = pa.concat_tables(Visits(100, known).segments())
    assert visits.schema.equals(OBSERVATIONS.schema)
    assert visits.num_rows == 100
    counts = sorted(visits["address"].value_counts().field("counts").to_pylist())
    assert counts == [2] * 20 + [3] * 20
    assert VISITS_A_MONTH > 2
    assert len({moment.month for moment in visits["observed_at"].to_pylist()}) == 1
