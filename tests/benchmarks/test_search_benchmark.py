"""The search benchmark measures what it says."""

from pathlib import Path

from archive.tables import ARTICLES
from benchmarks.archive.rows import Corpus
from benchmarks.archive.sizes import build
from benchmarks.search.__main__ import QUERIES, WORST, measure


def test_every_figure_is_told(tmp_path: Path) -> None:
    figures = measure(build(tmp_path / "archive", ARTICLES, Corpus(60).segments()))
    assert [figure.name for figure in figures[3:-1]] == [f"{name} / ILIKE" for name in [*QUERIES, WORST]]
    assert all(figure.value > 0 for figure in figures)
