"""Invented lives of articles: when each was published and edited. None of the policies knows how they were made."""

from dataclasses import dataclass

import numpy as np

DAYS = 60
# (share of the articles, mean edits): most articles are hardly edited, a few all the time.
_KINDS = ((0.55, 0.15), (0.30, 1.0), (0.12, 4.0), (0.03, 20.0))
_MEDIAN_HOURS, _SPREAD = 3.0, 1.7  # ages at edits: log-normal, the fewest within minutes, some after weeks
_LATE_SHARE = 0.1  # corrections at any age


@dataclass(frozen=True, slots=True)
class Life:
    """One article: the ages in hours at which it was edited, in order."""

    edits: tuple[float, ...]


def invent(articles: int, seed: int) -> list[Life]:
    """``articles`` lives over DAYS days, the same for the same ``seed``."""
    dice = np.random.default_rng(seed)
    kinds = dice.choice(len(_KINDS), size=articles, p=[share for share, _ in _KINDS])
    return [_life(dice, _KINDS[kind][1]) for kind in kinds]


def _life(dice: np.random.Generator, mean: float) -> Life:
    count = int(dice.poisson(mean))
    soon = np.exp(dice.normal(np.log(_MEDIAN_HOURS), _SPREAD, count))
    late = dice.uniform(0, DAYS * 24, count)
    ages = np.where(dice.random(count) < _LATE_SHARE, late, soon)
    return Life(tuple(sorted(float(age) for age in ages if age < DAYS * 24)))
