"""Policies side by side: ours, fixed intervals, and those of the literature; each with one dial, eagerness."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import log

from benchmarks.revisit.histories import DAYS, Life
from pipelines.revisit import DEFAULT, History, next_visit

_BORN = datetime(2026, 1, 1, tzinfo=UTC)
_END = DAYS * 24.0
_FIRST = 0.25  # hours after publication at which a crawl meets an article
_SHORTEST = 0.25

Visits = Iterator[float]
Policy = Callable[[Life, float], Visits]
"""The ages in hours at which an article is visited, for a life and the dial."""


def fixed(life: Life, hours: float) -> Visits:
    """Every article each so many hours, for ever."""
    del life
    age = _FIRST
    while age < _END:
        yield age
        age += hours


def fixed_for_a_week(life: Life, hours: float) -> Visits:
    """Every article each so many hours for a week, then never again: what most news crawlers do."""
    return (age for age in fixed(life, hours) if age < 7 * 24)


def adaptive(life: Life, hours: float) -> Visits:
    """Begin with so many hours; 20 % shorter after a change, 40 % longer without one (Apache Nutch's default)."""
    age, wait, seen = _FIRST, hours, 0
    while age < _END:
        yield age
        edited = _edits_until(life, age)
        wait *= 0.8 if edited > seen else 1.4
        seen = edited
        age += max(wait, _SHORTEST)


def estimated_rate(life: Life, tolerance: float) -> Visits:
    """In proportion to a constant rate of change, estimated as Cho and Garcia-Molina (2003) have it."""
    age, seen, visits, changes = _FIRST, 0, 0, 0
    while age < _END:
        yield age
        edited = _edits_until(life, age)
        changes += edited > seen
        visits, seen = visits + 1, edited
        # -log((n - X + 0.5) / (n + 0.5)) changes a visit, of visits of the mean length so far.
        rate = -log((visits - changes + 0.5) / (visits + 0.5)) / (age / visits)
        age += max(tolerance / rate if rate > 0 else 2 * age, _SHORTEST)


def by_age(life: Life, share: float) -> Visits:
    """After a share of the age, whatever was seen."""
    del life
    age = _FIRST
    while age < _END:
        yield age
        age += max(share * age, _SHORTEST)


def ours(life: Life, tolerance: float) -> Visits:
    """newsreel's: edits expected of its age, corrected by those seen."""
    policy = replace(DEFAULT, tolerance=tolerance)
    moment = _BORN + timedelta(hours=_FIRST)
    history = History.begun(moment, published_at=_BORN)
    age, seen = _FIRST, _edits_until(life, _FIRST)
    while age < _END:
        yield age
        edited = _edits_until(life, age)
        if moment > history.last_at:
            history = history.visited(moment, changed=edited > seen)
        seen = edited
        moment = next_visit(history, policy).at
        age = (moment - _BORN) / timedelta(hours=1)


def _edits_until(life: Life, age: float) -> int:
    return sum(edit <= age for edit in life.edits)


POLICIES: dict[str, tuple[Policy, tuple[float, ...]]] = {
    "newsreel": (ours, (0.8, 0.4, 0.2, 0.1, 0.05, 0.025, 0.012)),
    "every n hours": (fixed, (720, 360, 168, 96, 48, 24, 12, 6)),
    "every n hours for a week": (fixed_for_a_week, (84, 56, 24, 12, 6, 3, 1.5)),
    "adaptive, as Nutch": (adaptive, (96, 48, 24, 12, 6, 3, 1, 0.25)),
    "estimated constant rate": (estimated_rate, (8, 4, 2, 1, 0.5, 0.25, 0.12, 0.06)),
    "a share of the age": (by_age, (3, 1.5, 0.8, 0.4, 0.2, 0.1, 0.05)),
}
