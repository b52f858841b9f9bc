"""Measure the ledger as a frontier: CPU a page, memory and disk at a million pending, start-up at ten million known."""

import pstats
import socket
import sys
import tempfile
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from archive.folder import create_folder
from benchmarks.archive.figures import Figure, table
from benchmarks.archive.known import fill, run_fresh
from benchmarks.corpus_crawl.server import Server, serving
from benchmarks.frontier.downloads import KINDS

NAMES = ("crawl", "pending", "known")
PAGE = b"<!doctype html><title>A page</title>\n" + b"<p>Some words of a page that nobody reads.</p>\n" * 850  # 40 kB


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; 1 where a figure does not hold."""
    options = _read_options(arguments)
    with tempfile.TemporaryDirectory(prefix="frontier-benchmark-", dir=options.place) as place:
        figures = list(measure(options, Path(place)))
    print(f"{options.pages} pages × {options.pairs}, {options.pending} pending, {options.known} known addresses\n")
    print(table(figures))
    return 0 if all(figure.holds for figure in figures) else 1


def measure(options: Namespace, place: Path) -> Iterator[Figure]:
    """The figures asked for."""
    if "crawl" in options.only:
        _say("crawling")
        yield crawling(options, place)
    if "pending" in options.only:
        _say(f"{options.pending} pending addresses")
        yield from pending(options, place)
    if "known" in options.only:
        _say(f"{options.known} known addresses")
        yield from starting(options.known, place)


class PageServer(Server):
    """Answers every address with the same page, at once: no packet of it waits for the acknowledgement of another."""

    def get_request(self) -> tuple[socket.socket, Any]:
        """The next connection."""
        connection, address = super().get_request()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection, address

    def answer(self, method: str, target: str) -> bytes | None:
        """The page."""
        return PAGE if method == "GET" and target else None


def crawling(options: Namespace, place: Path) -> Figure:
    """CPU a page of a crawl over the ledger against one over Scrapy's queue in memory, in turns."""
    pairs = []
    server = PageServer()
    with serving([server]):
        for number in range(options.pairs):
            pair = [_crawl(kind, server, options.pages, place / f"crawl-{number}") for kind in KINDS]
            pairs.append((pair[0], pair[1]))
        for kind in KINDS if options.profile else ():
            _profile(kind, server, options.pages, place)
    told = ", ".join(f"{ours:.2f} / {theirs:.2f}" for ours, theirs in pairs)
    return Figure(
        name="CPU a page / Scrapy's memory queue",
        value=median(ours / theirs for ours, theirs in pairs),
        at_most=1.10,
        told=f"{options.pages} pages of {len(PAGE) // 1000} kB, CPU ms a page {told}",
    )


def pending(options: Namespace, place: Path) -> list[Figure]:
    """Memory and disk of many addresses that wait to be fetched."""
    count, take = options.pending, min(options.take, options.pending)
    archive = _filled(place / "pending", count, state="pending")
    size = _disk(archive)
    ours = run_fresh("benchmarks.frontier.pending", "ledger", str(archive), str(count), str(take))
    theirs = run_fresh("benchmarks.frontier.pending", "memory", str(archive), str(count), str(take))
    told = (
        f"handed out and ended {take} in {ours['take_ms']:.0f} ms, asked whether more is due {ours['ask_ms']:.0f} ms, "
        f"closed {ours['close_ms']:.0f} ms; Scrapy's memory queue {theirs['megabytes']:.0f} MB"
    )
    return [
        Figure(name="memory of a run over pending addresses", value=ours["megabytes"], at_most=30, unit="MB"),
        Figure(name="disk of a pending address", value=size / count, at_most=530, unit="B", told=told),
    ]


def starting(count: int, place: Path) -> list[Figure]:
    """What a run pays to begin and to end in an archive that knows many addresses, all due."""
    archive = _filled(place / "known", count, state="done")
    paid = run_fresh("benchmarks.frontier.pending", "ledger", str(archive), str(count), "1")
    told = f"asked whether more is due {paid['ask_ms']:.0f} ms; {_disk(archive) / count:.0f} bytes an address"
    return [
        Figure(name="a run begins, known addresses", value=paid["open_ms"], at_most=50, unit="ms"),
        Figure(name="the first request", value=paid["first_ms"], at_most=50, unit="ms"),
        Figure(name="a run ends", value=paid["close_ms"], at_most=50, unit="ms"),
        Figure(name="memory", value=paid["megabytes"], at_most=20, unit="MB", told=told),
    ]


def _crawl(kind: str, server: Server, pages: int, archive: Path) -> float:
    took = run_fresh("benchmarks.frontier.downloads", kind, server.origin, str(pages), str(archive))
    if took["pages"] != pages:
        raise AssertionError(f"{kind}: {took['pages']} pages came, not {pages}")
    return 1000 * took["cpu"] / pages


def _profile(kind: str, server: Server, pages: int, place: Path) -> None:
    stats = place / f"{kind}.stats"
    arguments = (kind, server.origin, str(pages), str(place / f"profiled-{kind}"), "--profile", str(stats))
    run_fresh("benchmarks.frontier.downloads", *arguments)
    print(f"{kind}:")
    pstats.Stats(str(stats)).sort_stats("tottime").print_stats(25)


def _filled(path: Path, count: int, *, state: str) -> Path:
    folder = create_folder(path, archive_id="benchmark", now=datetime.now(UTC))
    fill(folder.ledger, count, state=state)
    return path


def _disk(archive: Path) -> int:
    return sum(file.stat().st_size for file in (archive / "_state").iterdir())


def _say(what: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {what} …", file=sys.stderr, flush=True)


def _read_options(arguments: Sequence[str] | None) -> Namespace:
    parser = ArgumentParser(prog="python -m benchmarks.frontier", description=__doc__)
    parser.add_argument("--pages", type=int, default=6_000, help="pages of a crawl (%(default)s)")
    parser.add_argument("--pairs", type=int, default=5, help="crawls of each kind (%(default)s)")
    parser.add_argument("--pending", type=int, default=1_000_000, help="pending addresses (%(default)s)")
    parser.add_argument("--take", type=int, default=2_000, help="addresses handed out of them (%(default)s)")
    parser.add_argument("--known", type=int, default=10_000_000, help="known addresses (%(default)s)")
    parser.add_argument("--only", nargs="+", choices=NAMES, default=NAMES, metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--profile", action="store_true", help="print where the CPU time of a crawl goes")
    parser.add_argument(
        "--place", type=Path, metavar="DIR", help="where to work, 20 GB free; else the temporary folder"
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
