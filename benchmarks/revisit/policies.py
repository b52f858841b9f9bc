"""Policies side by side: ours, fixed intervals, and those of the literature; each with one dial, eagerness.

Sources: Cho and Garcia-Molina, Estimating frequency of change, ACM TOIT 3(3), 2003 (the estimator); Azar, Horvitz,
Lubetzky, Peres and Shahaf, Tractable near-optimal policies for crawling, PNAS 115(32), 2018 (rates of visits that keep
most pages fresh); Apache Nutch, AdaptiveFetchSchedule (shares of 0.4 and 0.2); sitemaps.org, changefreq. The policy of
Olston and Pandey, Recrawl scheduling based on information longevity, WWW 2008, needs to know how long each piece of a
page lives, which these lives do not have.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from math import log, sqrt

from benchmarks.revisit.histories import DAYS, Life
from pipelines.revisit import DEFAULT, History, next_visit

_BORN = datetime(2026, 1, 1, tzinfo=UTC)
_END = DAYS * 24.0
_FIRST = 0.25  # hours after publication at which a crawl meets an article
_SHORTEST = 0.25
_LONGEST = 60 * 24.0

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
        edited = life.edits_until(age)
        wait *= 0.8 if edited > seen else 1.4
        seen = edited
        age += max(wait, _SHORTEST)


def _estimated(life: Life, wait_of: Callable[[float], float]) -> Visits:
    """Visits after ``wait_of`` the constant rate of changes an hour, estimated as Cho and Garcia-Molina have it."""
    age, seen, visits, changes = _FIRST, 0, 0, 0
    while age < _END:
        yield age
        edited = life.edits_until(age)
        changes += edited > seen
        visits, seen = visits + 1, edited
        # -log((n - X + 0.5) / (n + 0.5)) changes a visit, of visits of the mean length so far.
        rate = -log((visits - changes + 0.5) / (visits + 0.5)) / (age / visits)
        age += max(min(wait_of(rate) if rate > 0 else 2 * age, _LONGEST), _SHORTEST)


def estimated_rate(life: Life, tolerance: float) -> Visits:
    """In proportion to the estimated rate: so many changes are expected at each visit."""
    return _estimated(life, lambda rate: tolerance / rate)


def freshest(life: Life, dial: float) -> Visits:
    """The rates of visits that keep most pages fresh: sqrt(rate / dial) - rate; what changes too fast is given up."""

    def wait_of(rate: float) -> float:
        visits = sqrt(rate / dial) - rate
        return 1 / visits if visits > 0 else _LONGEST

    return _estimated(life, wait_of)


def by_age(life: Life, share: float) -> Visits:
    """After a share of the age, whatever was seen."""
    del life
    age = _FIRST
    while age < _END:
        yield age
        age += max(share * age, _SHORTEST)


def by_classes(life: Life, dial: float) -> Visits:
    """Hourly on the first day, daily in the first week, weekly in the first month, then monthly; times the dial."""
    del life
    age = _FIRST
    while age < _END:
        yield age
        hours = 1 if age < 24 else 24 if age < 7 * 24 else 7 * 24 if age < 30 * 24 else 30 * 24
        age += max(dial * hours, _SHORTEST)


def by_edits(life: Life, tolerance: float) -> Visits:
    """Our rule for edits alone: those expected of its age, corrected by those seen."""
    return _ours(Life(edits=life.edits), tolerance)


def ours(life: Life, tolerance: float) -> Visits:
    """Ours: edits, growth of views, and the front page, all more or less eager by the same factor."""
    return _ours(life, tolerance)


def _ours(life: Life, tolerance: float) -> Visits:
    factor = tolerance / DEFAULT.tolerance
    policy = replace(
        DEFAULT,
        tolerance=tolerance,
        listed=DEFAULT.listed * factor,
        listed_share=DEFAULT.listed_share * factor,
        views_growth=DEFAULT.views_growth * factor,
    )
    moment = _at(_FIRST)
    history = History.begun(moment, published_at=_BORN, views=life.views_at(_FIRST))
    age, seen = _FIRST, life.edits_until(_FIRST)
    while age < _END:
        yield age
        edited = life.edits_until(age)
        if moment > history.last_at:
            history = history.visited(moment, changed=edited > seen, views=life.views_at(age))
        seen = edited
        listed_at = _at(min(age, life.in_front)) if life.in_front else None
        moment = next_visit(history, policy, listed_at=listed_at).at
        age = (moment - _BORN) / timedelta(hours=1)


def rate_known(life: Life, tolerance: float) -> Visits:
    """Whenever so many unseen edits are to be expected, by the rates that the lives were made with: no rival."""
    age, seen = _FIRST, 0.0
    while age < _END:
        yield age
        seen = life.expected_until(age)
        low, high = age + _SHORTEST, _END
        if life.expected_until(high) - seen < tolerance:
            return
        while high - low > 0.01 * low:
            middle = (low + high) / 2
            low, high = (low, middle) if life.expected_until(middle) - seen >= tolerance else (middle, high)
        age = high


def _at(age: float) -> datetime:
    return _BORN + timedelta(hours=age)


@dataclass(frozen=True, slots=True)
class Contender:
    """A policy and the positions of its dial; ``is_rival``: it knows no more than a crawler can."""

    visits: Policy
    dials: tuple[float, ...]
    is_rival: bool = True


OURS, EDITS_ALONE = "newsreel", "newsreel, edits alone"
_TOLERANCES = (3.2, 1.6, 0.8, 0.4, 0.2, 0.1, 0.05, 0.025, 0.012)
POLICIES: dict[str, Contender] = {
    EDITS_ALONE: Contender(by_edits, _TOLERANCES, is_rival=False),
    OURS: Contender(ours, _TOLERANCES, is_rival=False),
    "every n hours": Contender(fixed, (720, 360, 168, 96, 48, 24, 12, 6)),
    "every n hours for a week": Contender(fixed_for_a_week, (84, 56, 24, 12, 6, 3, 1.5)),
    "classes of age, as sitemaps": Contender(by_classes, (24, 12, 6, 4, 2, 1, 0.5, 0.25)),
    "adaptive, as Nutch": Contender(adaptive, (700, 300, 96, 48, 24, 12, 6, 3, 1, 0.25)),
    "a share of the age": Contender(by_age, (20, 6, 3, 1.5, 0.8, 0.4, 0.2, 0.1, 0.05)),
    "estimated constant rate (2003)": Contender(estimated_rate, (64, 16, 8, 4, 2, 1, 0.5, 0.25, 0.12, 0.06)),
    "freshest at that rate (2018)": Contender(freshest, (200, 50, 20, 10, 5, 2, 1, 0.5, 0.2)),
    "the true rates known": Contender(rate_known, _TOLERANCES, is_rival=False),
}
