"""Which policy of revisiting catches more edits with fewer requests? Over lives of articles, invented or recorded."""

import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path

from benchmarks.revisit import lists
from benchmarks.revisit.histories import DAYS, Life, invent
from benchmarks.revisit.measuring import Result, at_budget, measure
from benchmarks.revisit.policies import EDITS_ALONE, OURS, POLICIES
from benchmarks.revisit.recorded import recorded
from pipelines.revisit import DEFAULT

BUDGETS = (5, 10, 20, 40)  # requests an article
Curves = dict[str, list[Result]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; 1 where another policy catches more edits than ours for the same requests, 2: no lives."""
    parser = ArgumentParser(prog="python -m benchmarks.revisit", description=__doc__)
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--archive", type=Path, help="lives as this archive recorded them, in place of invented ones")
    options = parser.parse_args(arguments)
    lives = recorded(options.archive) if options.archive else invent(options.articles, options.seed)
    edits = sum(len(life.edits) for life in lives)
    if not edits:
        print(f"{len(lives)} articles without one edit: nothing to measure", file=sys.stderr)
        return 2
    print(f"{len(lives):,} articles over {DAYS} days, {edits:,} edits\n")
    curves = curves_of(lives)
    tell_edits(curves)
    tell_usual(lives)
    if not options.archive:
        tell_front(curves)
        tell_lists(options.seed)
    return 0 if is_ahead(curves) else 1


def curves_of(lives: Sequence[Life]) -> Curves:
    """Each policy that can be had for ``lives``, at each position of its dial."""
    is_made = all(life.rate is not None for life in lives)
    return {
        name: [measure(lives, one.visits, dial) for dial in one.dials]
        for name, one in POLICIES.items()
        if is_made or name != "the true rates known"
    }


def is_ahead(curves: Curves) -> bool:
    """Whether ours sees at least as large a share of the versions as each rival, at each budget."""
    for budget in BUDGETS:
        mine = at_budget(curves[EDITS_ALONE], budget)
        rivals = [at_budget(curve, budget) for name, curve in curves.items() if POLICIES[name].is_rival]
        if mine is not None and any(rival and rival.seen > mine.seen for rival in rivals):
            return False
    return True


def tell_edits(curves: Curves) -> None:
    """Print the table of edits seen at each budget."""
    print("| versions seen, and hours until | " + " | ".join(f"{budget} requests" for budget in BUDGETS) + " |")
    print("|---|" + "---|" * len(BUDGETS))
    for name, curve in curves.items():
        cells = (at_budget(curve, budget) for budget in BUDGETS)
        print(f"| {name} | " + " | ".join(f"{one.seen:.2f}, {one.hours:.0f} h" if one else "–" for one in cells) + " |")


def tell_usual(lives: Sequence[Life]) -> None:
    """Print what ours takes and sees as it is set without anybody's doing."""
    print()
    for name in (EDITS_ALONE, OURS):
        usual = measure(lives, POLICIES[name].visits, DEFAULT.tolerance)
        print(f"{name}, usual settings: {usual.requests:.1f} requests, {usual.seen:.2f} seen, {usual.hours:.0f} h")


def tell_front(curves: Curves) -> None:
    """Print the table of what is seen of the front page and of views."""
    print("\n| edits in front seen after, views short by | " + " | ".join(f"{one} requests" for one in BUDGETS) + " |")
    print("|---|" + "---|" * len(BUDGETS))
    for name, curve in curves.items():
        if name == EDITS_ALONE:
            continue
        cells = (at_budget(curve, budget) for budget in BUDGETS)
        told = (f"{one.front_hours:.1f} h, {one.views_off:.1%}" if one else "–" for one in cells)
        print(f"| {name} | " + " | ".join(told) + " |")


def tell_lists(seed: int) -> None:
    """Print the table of lists: how soon new entries are found."""
    invented = lists.invent(seed)
    print(f"\n{len(invented)} lists over {lists.DAYS} days, {sum(map(len, invented)):,} entries\n")
    print("| policy | visits a list and day | minutes until an entry is found | entries never seen |")
    print("|---|---|---|---|")
    for name, (policy, dials) in lists.POLICIES.items():
        for dial in dials:
            found = lists.measure(invented, policy, dial)
            print(f"| {name} ({dial:g}) | {found.visits:.1f} | {found.minutes:.0f} | {found.lost:.2%} |")


if __name__ == "__main__":
    sys.exit(main())
