"""Measure full-text search against scans of the same articles, in CPU time: the index's making, size and answers."""

import json
import subprocess
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from archive import Archive
from archive.search import search
from archive.tables import ARTICLES
from benchmarks.archive.figures import Figure, cpu_seconds, median_cpu_ms, table
from benchmarks.archive.rows import Corpus
from benchmarks.archive.sizes import Built, build
from benchmarks.archive.texts import words

TIMES = 15
_MILLION = 1_000_000
_FREQUENT, _MIDDLE, _RARE = words()[20], words()[400], words()[4000]
QUERIES = {
    "a rare word": _RARE,
    "a frequent word": _FREQUENT,
    "two words": f"{_FREQUENT} {_MIDDLE}",
    "a phrase": f'"{_MIDDLE} {_FREQUENT}"',
    "either word, not a third": f"({_RARE} OR {_MIDDLE}) -{_FREQUENT}",
    "in the title": f"title:{_MIDDLE}",
}
WORST = "a phrase of the most frequent words"
"""Its words stand in every article, many times: what takes longest."""
_WORST = f'"{words()[5]} {words()[9]}"'
_ILIKE = "SELECT count(*) AS n FROM articles WHERE title ILIKE $like OR summary ILIKE $like OR body ILIKE $like"

_MAKING = """
import json, sys, threading, time
from archive import Archive
from archive.search import update_index
def own_bytes():  # without the pages of files, which the system takes back when it needs them
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("RssAnon"))
peak, is_done = 0, threading.Event()
def watch():
    global peak
    while not is_done.wait(0.05):
        peak = max(peak, own_bytes())
watching = threading.Thread(target=watch)
watching.start()
start = time.process_time()
updated = update_index(Archive(sys.argv[1]))
seconds = time.process_time() - start
is_done.set()
watching.join()
print(json.dumps({"articles": updated.articles, "size": updated.size, "seconds": seconds, "peak_bytes": peak}))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """An index that was made: its articles and bytes, the CPU seconds it took, and the most memory, in bytes."""

    articles: int
    size: int
    seconds: float
    peak_bytes: int


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; 1 where a figure does not hold."""
    options = _read_options(arguments)
    with tempfile.TemporaryDirectory(prefix="search-benchmark-", dir=options.place) as place:
        print(f"making {options.articles} articles …", file=sys.stderr, flush=True)
        figures = measure(build(Path(place) / "archive", ARTICLES, Corpus(options.articles).segments()))
    print(f"{options.articles} articles\n")
    print(table(figures))
    return 0 if all(figure.holds for figure in figures) else 1


def measure(built: Built) -> list[Figure]:
    """All figures of the archive ``built``."""
    archive = Archive(built.folder.path)
    made = _made(built.folder.path)
    if made.articles != built.rows:
        raise AssertionError(f"{made.articles} of {built.rows} articles are in the index")
    parquet = sum(file.stat().st_size for file in built.files())
    return [
        Figure(name="making the index, an article", value=1e6 * made.seconds / built.rows, at_most=1500, unit="µs CPU"),
        Figure(
            name="index / Parquet files, bytes",
            value=made.size / parquet,
            at_most=2.5,
            told=f"{made.size / built.rows:.0f} / {parquet / built.rows:.0f} bytes an article",
        ),
        Figure(name="memory of the process that makes it", value=made.peak_bytes / 1e6, at_most=600, unit="MB"),
        *searching(archive, built.rows),
    ]


def searching(archive: Archive, articles: int) -> list[Figure]:
    """What searches cost against a scan; ``archive`` has ``articles`` articles and an index of them."""
    like = {"like": f"%{_RARE}%"}
    by_duckdb = 1000 * cpu_seconds(lambda: archive.sql(_ILIKE, **like).arrow())
    by_scan = 1000 * cpu_seconds(lambda: search(archive, _RARE, use_index=False))
    figures = []
    # A scan takes the longer, the more articles there are; the bar is for a million.
    at_most = _MILLION / articles / 1000
    for name, text, bar in [*((name, text, at_most) for name, text in QUERIES.items()), (WORST, _WORST, 20 * at_most)]:
        total = search(archive, text).total
        took = median_cpu_ms(lambda text=text: search(archive, text), TIMES)  # type: ignore[misc]
        told = f"{took:.1f} ms, {total} hits; DuckDB's ILIKE {by_duckdb:.0f} ms, our scan {by_scan:.0f} ms"
        figures.append(Figure(name=f"{name} / ILIKE", value=took / by_duckdb, at_most=bar, told=told))
    figures.append(
        Figure(
            name="our scan / ILIKE", value=by_scan / by_duckdb, at_most=4, told=f"{by_scan:.0f} / {by_duckdb:.0f} ms"
        )
    )
    return figures


def _made(path: Path) -> Made:
    """Make the index in a process of its own, so that its memory is told alone."""
    done = subprocess.run([sys.executable, "-c", _MAKING, str(path)], capture_output=True, text=True, check=True)
    return Made(**json.loads(done.stdout))


def _read_options(arguments: Sequence[str] | None) -> Namespace:
    parser = ArgumentParser(prog="python -m benchmarks.search", description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000, help="articles to search (%(default)s)")
    parser.add_argument("--place", type=Path, metavar="DIR", help="where to work; else the temporary folder")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
