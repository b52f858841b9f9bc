"""Measure the archive by the ratios it must hold, all in one run, in CPU time."""

import sys
import tempfile
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from archive.tables import ARTICLES
from benchmarks.archive.asking import asking
from benchmarks.archive.figures import Figure, table
from benchmarks.archive.known import known
from benchmarks.archive.rows import Corpus
from benchmarks.archive.sizes import article_sizes, build, visit_sizes
from benchmarks.archive.writing import flushing, writing

NAMES = ("writing", "flushing", "asking", "articles", "observations", "known")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; 1 where a figure does not hold."""
    options = _read_options(arguments)
    with tempfile.TemporaryDirectory(prefix="archive-benchmark-", dir=options.place) as place:
        figures = list(measure(options, Path(place)))
    print(f"{options.articles} articles, {options.observations} observations, {options.known} known addresses\n")
    print(table(figures))
    return 0 if all(figure.holds for figure in figures) else 1


def measure(options: Namespace, place: Path) -> Iterator[Figure]:
    """The figures asked for. Queries meet the sealed files, before they are compacted."""
    parts: dict[str, Callable[[], list[Figure]]] = {
        "writing": lambda: writing(options.articles, place),
        "flushing": lambda: flushing(options.articles, place),
        "observations": lambda: visit_sizes(options.observations, options.articles, place),
        "known": lambda: known(options.known, place),
    }
    for name in NAMES:
        if name in parts and name in options.only:
            _say(name)
            yield from parts[name]()
    if {"asking", "articles"} & set(options.only):
        _say(f"making {options.articles} articles")
        built = build(place / "articles", ARTICLES, Corpus(options.articles).segments())
        if "asking" in options.only:
            _say("asking")
            yield from asking(built, place)
        if "articles" in options.only:
            _say("articles")
            yield from article_sizes(built)


def _say(what: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {what} …", file=sys.stderr, flush=True)


def _read_options(arguments: Sequence[str] | None) -> Namespace:
    parser = ArgumentParser(prog="python -m benchmarks.archive", description=__doc__)
    parser.add_argument("--articles", type=int, default=1_000_000, help="articles to size and to ask (%(default)s)")
    parser.add_argument("--observations", type=int, default=10_000_000, help="visits to size (%(default)s)")
    parser.add_argument("--known", type=int, default=10_000_000, help="addresses of the ledger (%(default)s)")
    parser.add_argument("--only", nargs="+", choices=NAMES, default=NAMES, metavar="NAME", help=", ".join(NAMES))
    parser.add_argument(
        "--place", type=Path, metavar="DIR", help="where to work, 20 GB free; else the temporary folder"
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
