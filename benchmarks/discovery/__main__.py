"""Crawl every shape of the local test site from its address alone, and count what is found and what it costs."""

import json
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console

from benchmarks.discovery.crawls import Crawl, crawl
from benchmarks.discovery.finders import FINDERS, find, installed
from benchmarks.discovery.report import Finding, Results, markdown, show
from crawler.localsite.shapes import serve_shape
from crawler.localsite.shapes.definitions.catalogue import SHAPES, shape_called
from crawler.localsite.shapes.verdict import judge


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; 1 where an article is missing or something else was stored, 2 where a shape is unknown."""
    options = _read_options(arguments)
    try:
        shapes = [shape_called(name) for name in options.shape] or list(SHAPES)
    except KeyError as problem:
        print(f"discovery: {problem.args[0]}", file=sys.stderr)
        return 2
    names = [shape.name for shape in shapes]
    crawls = list(_crawls(names, options.seed))
    rivals = [name for name in FINDERS if options.rivals and installed(options.rivals, name)]
    results = Results(
        crawls=crawls,
        findings=list(_findings(names, options, rivals)),
        missing=[name for name in FINDERS if name not in rivals],
    )
    show(results, Console(width=None if sys.stdout.isatty() else 200))
    if options.markdown:
        options.markdown.write_text(markdown(results), encoding="utf-8")
    if options.json:
        options.json.write_text(json.dumps(asdict(results), ensure_ascii=False, indent=1), encoding="utf-8")
    return 0 if all(each.is_whole for each in crawls) else 1


def _crawls(names: Sequence[str], seed: int) -> Iterator[Crawl]:
    """The crawl of every shape by newsreel, each into an archive of its own."""
    for name in names:
        print(f"newsreel: {name} …", file=sys.stderr, flush=True)
        with tempfile.TemporaryDirectory(prefix="discovery-") as folder, serve_shape(name, seed=seed) as shape:
            done = crawl(shape, Path(folder))
        verdict = done.verdict
        print(f"  {verdict.found} of {verdict.there}, {verdict.requests} requests", file=sys.stderr, flush=True)
        yield done


def _findings(names: Sequence[str], options: Namespace, rivals: Sequence[str]) -> Iterator[Finding]:
    """Every rival on every shape."""
    for name in names:
        for rival in rivals:
            print(f"{rival}: {name} …", file=sys.stderr, flush=True)
            with serve_shape(name, seed=options.seed, host=f"{name}.example.org") as shape:
                found = find(options.rivals, rival, shape.address)
                verdict = judge(shape.truth, [(address,) for address in found or ()], len(shape.log))
            yield Finding(shape=name, system=rival, found=None if found is None else verdict.found, verdict=verdict)


def _read_options(arguments: Sequence[str] | None) -> Namespace:
    parser = ArgumentParser(prog="python -m benchmarks.discovery", description=__doc__)
    parser.add_argument("--shape", action="append", default=[], metavar="NAME", help="only this one; may be repeated")
    parser.add_argument("--seed", type=int, default=7, help="the same seed gives the same sites")
    parser.add_argument(
        "--rivals", metavar="PYTHON", help="the Python of an environment that holds requirements.txt beside this file"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything that was measured there")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the page docs/discovery.md there")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
