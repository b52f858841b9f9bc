"""Crawl a site three times with newsreel and with Scrapy, and tell what the second and the third time cost."""

import json
import sys
import tempfile
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.archive.figures import table
from benchmarks.recrawl.measuring import SYSTEMS, Crawl, crawls_of, downloads
from benchmarks.recrawl.process import site_process
from benchmarks.recrawl.report import HEADINGS, Results, figures, markdown, rows
from benchmarks.section import write_section


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; 1 where newsreel does not hold what it is to hold."""
    options = _read_options(arguments)
    results = measure(options)
    held = list(figures(results))
    shown = Table()
    for number, heading in enumerate(HEADINGS):
        shown.add_column(heading, justify="left" if number < 2 else "right")
    for row in rows(results):
        shown.add_row(*row)
    Console(width=None if sys.stdout.isatty() else 200).print(shown)
    print(table(held))
    if options.json:
        options.json.write_text(json.dumps(asdict(results), indent=1), encoding="utf-8")
    if options.markdown:
        write_section(options.markdown, "recrawl", markdown(results))
    return 0 if all(figure.holds for figure in held) else 1


def measure(options: Namespace) -> Results:
    """The crawls of every system, each of a site that only it has seen changing."""
    with tempfile.TemporaryDirectory(prefix="recrawl-") as folder:
        place = Path(folder)
        with site_process(options.pages) as site:
            _say("download only")
            download = downloads(site, place / "download", times=options.times)
        return Results(download=download, crawls=list(_crawls(options, place)))


def _crawls(options: Namespace, place: Path) -> Iterator[Crawl]:
    for system in SYSTEMS:
        if system in options.system:
            _say(system)
            with site_process(options.pages) as site:
                yield from crawls_of(system, site, place / system, share=options.share, times=options.times)


def _say(what: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {what} …", file=sys.stderr, flush=True)


def _read_options(arguments: Sequence[str] | None) -> Namespace:
    parser = ArgumentParser(prog="python -m benchmarks.recrawl", description=__doc__)
    parser.add_argument("--pages", type=int, default=500, help="articles of the site (%(default)s)")
    parser.add_argument("--share", type=float, default=0.05, help="share of them that changes (%(default)s)")
    parser.add_argument("--times", type=int, default=3, help="crawls whose median CPU time counts (%(default)s)")
    parser.add_argument(
        "--system", nargs="+", choices=SYSTEMS, default=SYSTEMS, metavar="NAME",
        help=f"only these, newsreel among them: {'; '.join(SYSTEMS)}",
    )  # fmt: skip
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything that was measured there")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the section of docs/recrawl.md there")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
