"""Which policy of revisiting catches more edits with fewer requests? Over invented lives of articles."""

import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.revisit.histories import DAYS, Life, invent
from benchmarks.revisit.policies import POLICIES

BUDGETS = (5, 10, 20, 40)  # requests an article


@dataclass(frozen=True, slots=True)
class Result:
    """One policy at one setting: requests an article, the share of versions seen (0 to 1), hours until seen (mean)."""

    requests: float
    seen: float
    hours: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; 1 where another policy catches more than ours for the same requests."""
    parser = ArgumentParser(prog="python -m benchmarks.revisit", description=__doc__)
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args(arguments)
    lives = invent(options.articles, options.seed)
    curves = {name: [measure(lives, name, dial) for dial in dials] for name, (_, dials) in POLICIES.items()}
    print(f"{len(lives)} articles over {DAYS} days, {sum(len(life.edits) for life in lives)} edits\n")
    print("| policy | " + " | ".join(f"versions seen at {budget} requests, hours until" for budget in BUDGETS) + " |")
    print("|---|" + "---|" * len(BUDGETS))
    for name, curve in curves.items():
        print(f"| {name} | " + " | ".join(_shown(at_budget(curve, budget)) for budget in BUDGETS) + " |")
    ours = [at_budget(curves["newsreel"], budget).seen for budget in BUDGETS]
    others = [max(at_budget(curves[name], budget).seen for name in curves if name != "newsreel") for budget in BUDGETS]
    return 0 if all(mine >= other for mine, other in zip(ours, others, strict=True)) else 1


def measure(lives: Sequence[Life], name: str, dial: float) -> Result:
    """What policy ``name`` at setting ``dial`` makes of ``lives``."""
    policy, _ = POLICIES[name]
    requests, versions, seen, hours = 0, 0, 0, 0.0
    for life in lives:
        visits = np.array(list(policy(life, dial)))
        requests += len(visits)
        edits = np.array(life.edits)
        following = np.searchsorted(visits, edits)
        # A version is seen if a visit comes before the next one replaces it; at last, it is met by the last visit.
        until = np.append(edits[1:], DAYS * 24.0)
        met = np.where(following < len(visits), visits[np.minimum(following, len(visits) - 1)], np.inf)
        versions += len(edits)
        seen += int((met < until).sum())
        hours += float((np.minimum(met, DAYS * 24.0) - edits).sum())
    return Result(requests / len(lives), seen / max(versions, 1), hours / max(versions, 1))


def at_budget(curve: Sequence[Result], budget: float) -> Result:
    """Where ``curve`` stands at so many requests an article, between its measured points."""
    points = sorted(curve, key=lambda result: result.requests)
    requests = [result.requests for result in points]
    seen, hours = ([getattr(result, name) for result in points] for name in ("seen", "hours"))
    return Result(budget, float(np.interp(budget, requests, seen)), float(np.interp(budget, requests, hours)))


def _shown(result: Result) -> str:
    return f"{result.seen:.2f}, {result.hours:.0f} h"


if __name__ == "__main__":
    sys.exit(main())
