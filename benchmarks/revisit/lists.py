"""Lists with new entries, invented, and how soon policies of visiting them find each: ours, fixed, and Nutch's."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import numpy as np

from pipelines.revisit.listings import Arrivals, next_visit_to_list
from pipelines.revisit.settings import DEFAULT

DAYS = 28
_SHOWN = 30
_FIRST_DAYS = 2.0  # not counted: every policy has to learn
_START = datetime(2026, 1, 5, tzinfo=UTC)
_RATES = (150.0, 40.0, 40.0, 8.0, 8.0, 8.0, 1.0, 1.0, 1.0, 0.2)  # entries a day, a list each
_SHORTEST, _LONGEST = 5 / 60, 24.0

Entries = Sequence[float]
Policy = Callable[[Entries, float], Iterator[float]]
"""The hours at which a list is visited, for the hours at which entries came and the dial."""


def invent(seed: int) -> list[list[float]]:
    """The hours at which entries come to each list: by day rather than by night, on working days rather than others."""
    dice = np.random.default_rng(seed)
    lists = []
    for rate in _RATES:
        hours = np.sort(dice.uniform(0, DAYS * 24, dice.poisson(rate * DAYS * 2)))
        of_day, day = hours % 24, (hours // 24) % 7
        keep = np.where((of_day > 7) & (of_day < 21), 0.8, 0.2) * np.where(day < 5, 1.0, 0.5)
        lists.append([float(hour) for hour in hours[dice.random(len(hours)) < keep]])
    return lists


def fixed(entries: Entries, hours: float) -> Iterator[float]:
    """Every list each so many hours."""
    del entries
    yield from np.arange(0, DAYS * 24, hours).tolist()


def adaptive(entries: Entries, hours: float) -> Iterator[float]:
    """Begin with so many hours; 20 % shorter after something new, 40 % longer without (Apache Nutch's default)."""
    now, wait, seen = 0.0, hours, 0
    while now < DAYS * 24:
        yield now
        there = bisect_right(entries, now)
        wait = min(max(wait * (0.8 if there > seen else 1.4), _SHORTEST), _LONGEST)
        seen = there
        now += wait


def ours(entries: Entries, new_entries: float) -> Iterator[float]:
    """Ours: when so many new entries are expected."""
    policy = replace(DEFAULT, new_entries=new_entries)
    arrivals, now, seen = Arrivals.begun(_START, shown=_SHOWN), 0.0, bisect_right(entries, 0.0)
    while now < DAYS * 24:
        yield now
        moment, there = _START + timedelta(hours=now), bisect_right(entries, now)
        if now:
            arrivals = arrivals.visited(moment, new=min(there - seen, _SHOWN), shown=_SHOWN, policy=policy)
        seen = there
        now = (next_visit_to_list(arrivals, policy).at - _START) / timedelta(hours=1)


POLICIES: dict[str, tuple[Policy, tuple[float, ...]]] = {
    "newsreel": (ours, (8.0, 4.0, 2.0, 1.5, 1.0, 0.5, 0.25, 0.12)),
    "every n hours": (fixed, (24, 12, 6, 3, 1.5, 0.75, 0.4)),
    "adaptive, as Nutch": (adaptive, (24, 1, 0.25)),
}


@dataclass(frozen=True, slots=True)
class Found:
    """``visits`` a list and day; ``minutes`` until an entry is found (mean), and the share ``lost``: gone from the list
    before any visit.
    """  # noqa: D205

    visits: float
    minutes: float
    lost: float


def measure(lists: Sequence[Entries], policy: Policy, dial: float) -> Found:
    """What ``policy`` at ``dial`` finds of the entries of ``lists``, once it has learnt for two days."""
    visited, waits, lost, entries_in_all = 0, 0.0, 0, 0
    for entries in lists:
        visits = np.array([*policy(entries, dial), DAYS * 24.0])
        visited += int((visits >= _FIRST_DAYS * 24).sum()) - 1
        for place, came in enumerate(entries):
            if came < _FIRST_DAYS * 24:
                continue
            entries_in_all += 1
            at = float(visits[np.searchsorted(visits, came)])
            waits += at - came
            lost += place + _SHOWN < len(entries) and entries[place + _SHOWN] < at
    days = (DAYS - _FIRST_DAYS) * len(lists)
    return Found(visited / days, 60 * waits / entries_in_all, lost / entries_in_all)
