"""How often a site that stays as it is raises an alarm, and how soon one that has changed does."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.health.crawled import lost_after, stable_runs
from benchmarks.health.invented import KINDS, invented_runs
from crawler.localsite.designs import Design


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; 1 where the local site raised a false alarm."""
    parser = ArgumentParser(prog="python -m benchmarks.health", description=__doc__)
    parser.add_argument("--sites", type=int, default=200, help="invented sites of each kind")
    parser.add_argument("--runs", type=int, default=50, help="runs over each site, the local one too; 0: not that one")
    parser.add_argument("--stories", type=int, default=40, help="of the local site at first")
    options = parser.parse_args(arguments)
    for line in _invented(options.sites, options.runs or 50):
        print(line, flush=True)
    if not options.runs:
        return 0
    false_alarms = 0
    for by_name, name in ((True, "demo"), (False, "its address alone")):
        with TemporaryDirectory() as folder:
            stable = stable_runs(Path(folder), by_name=by_name, runs=options.runs, stories=options.stories)
        false_alarms += len(stable.alarms)
        print(
            f"\nThe local site by {name}: {stable.runs} runs, {len(stable.alarms)} with an alarm {stable.alarms or ''}"
        )
        for design in Design:
            with TemporaryDirectory() as folder:
                lost = lost_after(Path(folder), design, by_name=by_name, stories=options.stories)
            print(f"  {design}: missing in the next run: {', '.join(lost) or 'nothing'}", flush=True)
    return 1 if false_alarms else 0


def _invented(sites: int, runs: int) -> Iterator[str]:
    yield f"{sites} invented sites of each kind, {runs} runs each, then a redesign that loses authors and summaries\n"
    yield "| kind of site | runs | with a false alarm | sites with one | redesigns seen in one run | runs until seen |"
    yield "|---|---|---|---|---|---|"
    for kind in KINDS:
        told = [invented_runs(kind, runs, seed) for seed in range(sites)]
        false_alarms = sum(one.false_alarms for one in told)
        with_one = sum(one.false_alarms > 0 for one in told)
        seen = sorted(one.seen_after for one in told)
        at_once = sum(one == 1 for one in seen) / sites
        usual = f"{seen[sites // 2]}, at most {seen[-1]}"
        yield f"| {kind.name} | {sites * runs} | {false_alarms} | {with_one} | {at_once:.0%} | {usual} |"


if __name__ == "__main__":
    sys.exit(main())
