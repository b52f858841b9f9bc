"""Invented lives of articles: when each was edited, how it was read, how long it stood in front.

None of the policies knows how they were made.
"""

from bisect import bisect_right
from dataclasses import dataclass
from math import erf, expm1, log, sqrt

import numpy as np

DAYS = 60
# (share of the articles, mean edits): most articles are hardly edited, a few all the time.
_KINDS = ((0.55, 0.15), (0.30, 1.0), (0.12, 4.0), (0.03, 20.0))
_MEDIAN_HOURS, _SPREAD = 3.0, 1.7  # ages at edits: log-normal, the fewest within minutes, some after weeks
_LATE_SHARE = 0.1  # corrections at any age
_IN_FRONT, _FRONT_HOURS, _FRONT_SPREAD = 0.7, 10.0, 1.0  # share that ever stands in front, for how long (log-normal)
_MEDIAN_VIEWS, _VIEWS_SPREAD = 2_000.0, 1.5
_READ_HOURS = 30.0  # after so long, all but a third (1/e) of the readers have come


@dataclass(frozen=True, slots=True)
class Life:
    """One article: the ages in hours at which it was edited, in order.

    ``rate`` is the number of edits that was expected of it (None: not known), ``readers`` how many come in the end
    (None: no number is shown), ``in_front`` the age in hours until which it stands on the front page.
    """

    edits: tuple[float, ...]
    rate: float | None = None
    readers: float | None = None
    in_front: float = 0.0

    def edits_until(self, age: float) -> int:
        """How often it was edited up to an age in hours."""
        return bisect_right(self.edits, age)

    def views_at(self, age: float) -> int | None:
        """How many have read it at an age in hours; None: it shows no number."""
        return None if self.readers is None else int(-self.readers * expm1(-age / _READ_HOURS))

    def expected_until(self, age: float) -> float:
        """How many edits were to be expected up to an age in hours, for who knows how the lives were made."""
        assert self.rate is not None
        soon = 0.5 * (1 + erf(log(max(age, 1e-9) / _MEDIAN_HOURS) / (_SPREAD * sqrt(2))))
        return self.rate * ((1 - _LATE_SHARE) * soon + _LATE_SHARE * age / (DAYS * 24))


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
    in_front = dice.random() < _IN_FRONT
    return Life(
        edits=tuple(sorted(float(age) for age in ages if age < DAYS * 24)),
        rate=mean,
        readers=float(np.exp(dice.normal(np.log(_MEDIAN_VIEWS), _VIEWS_SPREAD))),
        in_front=float(np.exp(dice.normal(np.log(_FRONT_HOURS), _FRONT_SPREAD))) if in_front else 0.0,
    )
