"""How much memory answers take: large ones read in batches, and what each of the other benchmarks' queries needs."""

from pathlib import Path

from benchmarks.archive.figures import Figure
from benchmarks.query.overhead import HEAVY
from benchmarks.query.processes import megabytes_of

AT_MOST = 1000
"""Megabytes; all revisions of a million articles are 4,900 as Arrow. What counts distinct values needs more."""

_EVERYTHING = "SELECT * FROM revisions"
_VISITS = "SELECT * FROM observations"
_BATCHES = """
import sys
from archive import Archive
print(sum(batch.num_rows for batch in Archive(sys.argv[1]).sql(sys.argv[2]).batches()))
"""
_ARROW = """
import sys
from archive import Archive
print(Archive(sys.argv[1]).sql(sys.argv[2]).arrow().num_rows)
"""
_NEWSREEL = "from crawler.cli import main; main()"


def memory(path: Path) -> list[Figure]:
    """The figures for the archive at ``path``; each of a process of its own."""
    figures = []
    for name, query in (("all revisions", _EVERYTHING), ("all visits", _VISITS)):
        ask = ["query", "--archive", str(path), "--format", "csv", query]
        figures += [
            _figure(f"{name} in batches", megabytes_of(_BATCHES, str(path), query), AT_MOST),
            _figure(f"{name} by newsreel query --format csv", megabytes_of(_NEWSREEL, *ask), AT_MOST),
        ]
    return figures + [
        _figure(name, megabytes_of(_ARROW, str(path), query), 2 * AT_MOST) for name, query in HEAVY.items()
    ]


def _figure(name: str, megabytes: float, at_most: float) -> Figure:
    return Figure(name=f"memory: {name}", value=megabytes, at_most=at_most, unit="MB")
