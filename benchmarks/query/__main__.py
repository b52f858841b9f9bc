"""Measure what questions cost at a million articles and ten million visits, by ratios within one run, in CPU time."""

import os
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from archive import Archive
from archive.folder import open_folder
from archive.search import update_index
from archive.tables import ARTICLES
from benchmarks.archive.asking import asked_of
from benchmarks.archive.figures import Figure, cpu_seconds, table
from benchmarks.archive.sizes import Built
from benchmarks.query.archives import Archives, made, say
from benchmarks.query.memory import memory
from benchmarks.query.overhead import overhead
from benchmarks.query.starting import starting
from benchmarks.search.__main__ import searching

PARTS = ("asking", "overhead", "starting", "memory", "search")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; 1 where a figure does not hold, 2 where it cannot be run."""
    options = _read_options(arguments)
    with tempfile.TemporaryDirectory(prefix="query-benchmark-") as scratch:
        try:
            archives = made(options.keep or Path(scratch), options.articles, options.observations)
        except ValueError as problem:
            print(problem, file=sys.stderr)
            return 2
        figures = list(measure(archives, options.only))
    print(f"{options.articles} articles and their revisions, {options.observations} observations")
    print(f"load of the machine {', '.join(f'{load:.1f}' for load in os.getloadavg())}; CPUs {os.cpu_count()}\n")
    print(table(figures))
    return 0 if all(figure.holds for figure in figures) else 1


def measure(archives: Archives, parts: Sequence[str]) -> Iterator[Figure]:
    """The figures of ``parts``, in the order of `PARTS`."""
    measures: dict[str, Callable[[], list[Figure]]] = {
        "asking": lambda: _asking(archives),
        "overhead": lambda: overhead(archives.compacted),
        "starting": lambda: starting(archives.compacted),
        "memory": lambda: memory(archives.compacted),
        "search": lambda: _search(archives),
    }
    for name in PARTS:
        if name in parts:
            say(name)
            yield from measures[name]()


def _asking(archives: Archives) -> list[Figure]:
    figures = []
    for state, path in (("compacted", archives.compacted), ("sealed", archives.sealed)):
        built = Built(open_folder(path), ARTICLES, archives.articles)
        figures += asked_of(built, archives.single, state=f", {state}")
    return figures


def _search(archives: Archives) -> list[Figure]:
    """The index is made where there is none yet, and told of by the figure of its making."""
    archive = Archive(archives.compacted)
    seconds = cpu_seconds(lambda: update_index(archive))
    say(f"the search index was made, or was there, in {seconds:.0f} s of CPU time")
    return searching(archive, archives.articles)


def _read_options(arguments: Sequence[str] | None) -> Namespace:
    parser = ArgumentParser(prog="python -m benchmarks.query", description=__doc__)
    parser.add_argument("--articles", type=int, default=1_000_000, help="articles to ask (%(default)s)")
    parser.add_argument("--observations", type=int, default=10_000_000, help="visits to ask (%(default)s)")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, metavar="PART", help=", ".join(PARTS))
    parser.add_argument(
        "--keep", type=Path, metavar="DIR", help="make the archives there, 5 GB, or use those made there before"
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
