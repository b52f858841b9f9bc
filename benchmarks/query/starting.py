"""What comes before the first answer: loading, opening, and the whole process of a small query."""

from pathlib import Path

from benchmarks.archive.figures import Figure
from benchmarks.query.processes import NEWSREEL, PYTHON, costs_of
from benchmarks.surroundings import output_of

TIMES = 9
_QUESTION = "SELECT title FROM articles WHERE address = 'https://www.site-07.example/'"
_DUCKDB = "import duckdb; duckdb.sql('SELECT 42 AS n').fetchall()"
_WITH_ARROW = "import duckdb, pyarrow; duckdb.sql('SELECT 42 AS n').to_arrow_table()"


def starting(path: Path) -> list[Figure]:
    """The figures for the archive at ``path``."""
    opened = output_of("benchmarks.query.opening", str(path), _QUESTION)
    told = ", ".join(f"{name.replace('_', ' ')} {value:.1f}" for name, value in opened.items())
    return [
        Figure(
            name="open an archive",
            value=opened["open"],
            at_most=5,
            unit="ms",
            told=f"CPU ms in one fresh process: {told}",
        ),
        *_processes(path),
    ]


def _processes(path: Path) -> list[Figure]:
    ask = ["query", "--archive", str(path), "--format", "csv"]
    commands = {
        "python": [*PYTHON, "pass"],
        "python, duckdb": [*PYTHON, _DUCKDB],
        "python, duckdb and pyarrow": [*PYTHON, _WITH_ARROW],
        "import archive": [*PYTHON, "import archive"],
        "from archive import Archive": [*PYTHON, "from archive import Archive"],
        "newsreel --version": [*NEWSREEL, "--version"],
        "newsreel query 'SELECT 42'": [*NEWSREEL, *ask, "SELECT 42 AS n"],
        "newsreel query, an address": [*NEWSREEL, *ask, _QUESTION],
    }
    costs = dict(zip(commands, costs_of(list(commands.values()), TIMES), strict=True))
    told = "; ".join(f"{name}: {cost.cpu_ms:.0f} ({cost.clock_ms:.0f})" for name, cost in costs.items())
    bare = costs["python, duckdb and pyarrow"].cpu_ms
    return [
        Figure(
            name="newsreel query 'SELECT 42' / python with duckdb and pyarrow",
            value=costs["newsreel query 'SELECT 42'"].cpu_ms / bare,
            at_most=2.0,
            told=f"CPU ms of the whole process (ms by the clock): {told}",
        )
    ]
