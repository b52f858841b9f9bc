"""The policy: from the history of an article to the time of its next visit, a pure function.

Edits of news come soon after publication and ever more rarely: their rate falls with age a as k / (a + s). The more an
article was edited compared with what its age lets expect, the higher its own rate: the mean of a gamma distribution
after what was seen, which estimates a Poisson rate with a prior (compare Cho and Garcia-Molina, Estimating frequency of
change, ACM TOIT 3(3), 2003). The next visit is due when the expected number of unseen edits has reached ``tolerance``,
the same for every article, so that requests go where most edits wait (compare Olston and Pandey, Recrawl scheduling
based on information longevity, WWW 2008; Azar and others, Tractable near-optimal policies for crawling, PNAS 115(32),
2018).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import exp, log, log1p

from pipelines.revisit.history import History
from pipelines.revisit.settings import DEFAULT, Policy

_MOST_DOUBLINGS = 60.0  # of the age, in natural logarithms: past any longest wait, and no overflow
_DAY_SECONDS = 86_400
_GREATEST_LOAD = 1_000.0
# Ever more rarely: what was taken down by mistake is soon back.
_GONE = tuple(timedelta(days=days) for days in (1, 3, 10, 30))


class Reason(StrEnum):
    """What the time of the next visit follows from."""

    EDITS = "edits"
    LISTED = "listed"
    VIEWS = "views"
    GONE = "gone"
    SHORTEST = "shortest"
    LONGEST = "longest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """When an article is due, and what that follows from. ``rate`` is its own against an ordinary article's (1)."""

    at: datetime
    reason: Reason
    rate: float


def next_visit(
    history: History, policy: Policy = DEFAULT, *, listed_at: datetime | None = None, load: float = 1.0
) -> Next:
    """When the article with ``history`` is due again, counted from its last visit.

    ``listed_at`` is when it last stood among what the site shows first; None: never. ``load`` stretches waits where the
    visits wanted of a host exceed those allowed: the one by the other.
    """
    rate = own_rate(history, policy)
    wait, reason = _until_edited(history, policy, rate), Reason.EDITS
    views = _until_grown(history, policy)
    if views is not None and views < wait:
        wait, reason = views, Reason.VIEWS
    listed = _while_listed(history, policy, listed_at)
    if listed is not None and listed < wait:
        wait, reason = listed, Reason.LISTED
    wait = min(wait, policy.longest + policy.shortest) * max(load, 1.0)
    if wait < policy.shortest:
        wait, reason = policy.shortest, Reason.SHORTEST
    elif wait > policy.longest:
        wait, reason = policy.longest, Reason.LONGEST
    return Next(at=history.last_at + wait, reason=reason, rate=rate)


def next_look_for(times: int, last_at: datetime, policy: Policy = DEFAULT) -> Next:
    """When an article that was gone at its last ``times`` visits, the last at ``last_at``, is looked for again."""
    wait = _GONE[min(max(times, 1), len(_GONE)) - 1] if times <= len(_GONE) else policy.longest
    return Next(at=last_at + min(max(wait, policy.shortest), policy.longest), reason=Reason.GONE, rate=0.0)


def load_of(wanted_a_day: float, *, delay_seconds: float) -> float:
    """How many times more visits are wanted within a day than ``delay_seconds`` between two of them allows; 1: no more.

    The longest wait bounds what a greater load than the greatest here could do.
    """
    return min(max(wanted_a_day * delay_seconds / _DAY_SECONDS, 1.0), _GREATEST_LOAD)


def own_rate(history: History, policy: Policy) -> float:
    """How much more often the article is edited than an ordinary one of its age (1): above 0."""
    expected = policy.edits * (
        _ages(history.last_at - history.born_at, policy) - _ages(history.first_at - history.born_at, policy)
    )
    return (policy.confidence + history.changes) / (policy.confidence + expected)


def _ages(age: timedelta, policy: Policy) -> float:
    return log1p(max(age / policy.settling, 0.0))


def _until_edited(history: History, policy: Policy, rate: float) -> timedelta:
    """How long until ``tolerance`` edits are expected: the wait t with rate k ln((a + s + t) / (a + s)) equal to it."""
    growth = policy.tolerance / (rate * policy.edits)
    age = max(history.last_at - history.born_at, timedelta())
    if growth > log(policy.longest / (age + policy.settling) + 1):
        return policy.longest + policy.shortest  # cut to the longest, and said to be
    return (age + policy.settling) * (exp(min(growth, _MOST_DOUBLINGS)) - 1)


def _until_grown(history: History, policy: Policy) -> timedelta | None:
    """How long until the views, if they go on as they did, have grown by ``views_growth``; None: they do not grow."""
    if history.views is None or history.earlier_views is None:
        return None
    assert history.views_at is not None
    assert history.earlier_views_at is not None
    grown, within = history.views - history.earlier_views, history.views_at - history.earlier_views_at
    if grown <= 0 or within <= timedelta():
        return None
    needed = policy.views_growth * max(history.views, 1)
    return min(within * (needed / grown), policy.longest * 2)


def _while_listed(history: History, policy: Policy, listed_at: datetime | None) -> timedelta | None:
    """How long at most while a site shows the article among its first; None: it does not."""
    if listed_at is None or history.last_at - listed_at > policy.listed_for:
        return None
    return max(policy.listed, policy.listed_share * (history.last_at - history.born_at))
