"""Measure newsreel and other extractors on folders of saved pages with known truth."""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console

from benchmarks.extraction.corpus import CorpusError, PageSet, find_folders, read_folder
from benchmarks.extraction.held_out import held_out
from benchmarks.extraction.measuring import Rouge, measure
from benchmarks.extraction.report import Results, Run, data, markdown, show, worst
from benchmarks.extraction.rouge import rouge_scorer
from benchmarks.extraction.systems import SYSTEMS, System


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; 2 where a folder cannot be used or no system is left to measure."""
    options = _read_options(arguments)
    try:
        sets = [read_folder(folder) for path in options.corpus for folder in find_folders(path)]
        systems = _chosen(options, sets)
    except CorpusError as problem:
        print(f"extraction: {problem}", file=sys.stderr)
        return 2
    missing = [system.name for system in systems if not system.is_installed]
    runs = list(
        run(
            sets, [system for system in systems if system.is_installed], rouge=rouge_scorer() if options.rouge else None
        )
    )
    results = Results(runs=runs, missing=missing)
    show(results, Console(width=None if sys.stdout.isatty() else 200))
    for done in runs if options.worst else ():
        print(f"\n{done.page_set}, {done.system}: the worst pages", *worst(done, options.worst), sep="\n  ")
    _write(results, options)
    return 0 if runs else 2


def run(sets: Sequence[PageSet], systems: Sequence[System], *, rouge: Rouge | None) -> Iterator[Run]:
    """Every system on every set, one after the other in this process."""
    for page_set in sets:
        for system in systems:
            print(f"{page_set.name}: {system.name}, {len(page_set.pages)} pages …", file=sys.stderr, flush=True)
            yield Run(page_set=page_set.name, system=system.name, measured=measure(page_set, system, rouge))


def _chosen(options: Namespace, sets: Sequence[PageSet]) -> list[System]:
    systems = [*SYSTEMS[:1], *([held_out(options.held_out, sets)] if options.held_out else ()), *SYSTEMS[1:]]
    names = {system.name for system in systems}
    unknown = [name for name in options.system if name not in names]
    if unknown:
        raise CorpusError(f"no system is called {unknown[0]!r}; there are: {', '.join(sorted(names))}")
    return [system for system in systems if not options.system or system.name in options.system]


def _write(results: Results, options: Namespace) -> None:
    if options.json:
        options.json.write_text(json.dumps(data(results), ensure_ascii=False, indent=1), encoding="utf-8")
    if options.markdown:
        options.markdown.write_text(markdown(results), encoding="utf-8")


def _read_options(arguments: Sequence[str] | None) -> Namespace:
    parser = ArgumentParser(prog="python -m benchmarks.extraction", description=__doc__)
    parser.add_argument(
        "corpus", type=Path, nargs="+", help="a folder with truth.json and NAME.html.gz, or a folder of such folders"
    )
    parser.add_argument("--system", action="append", default=[], metavar="NAME", help="only this one; may be repeated")
    parser.add_argument(
        "--held-out", type=Path, metavar="FILE", help="bodies of cross-validation, as the training writes them"
    )
    parser.add_argument("--rouge", action="store_true", help="ROUGE-LSum too (slow; needs the rouge-score package)")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="name the N worst pages of every run")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write figures and the scores of every page there")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the tables there")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
