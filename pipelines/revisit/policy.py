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

_MOST_DOUBLINGS = 60.0  # of the age, in natural logarithms: past any longest wait, and no overflow


class Reason(StrEnum):
    """What the time of the next visit follows from."""

    EDITS = "edits"
    LISTED = "listed"
    VIEWS = "views"
    SHORTEST = "shortest"
    LONGEST = "longest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How eagerly articles are visited again.

    ``tolerance``: edits expected to be unseen when the next visit is due. ``edits`` (k) and ``settling`` (s) are the
    rate of an ordinary article: k ln((a + s) / s) edits until age a. ``confidence``: how many edits' worth the ordinary
    rate counts against what was seen. ``listed``: the longest wait of an article that stood on a listing within
    ``listed_for``. ``views_growth``: the share by which views may grow unseen. ``shortest`` and ``longest`` bound every
    wait. ``load`` stretches waits where a host's visits due exceed its budget: visits wanted by visits allowed.
    """

    tolerance: float = 0.1
    edits: float = 0.4
    settling: timedelta = timedelta(minutes=30)
    confidence: float = 0.3
    listed: timedelta = timedelta(minutes=30)
    listed_for: timedelta = timedelta(hours=24)
    views_growth: float = 0.25
    shortest: timedelta = timedelta(minutes=15)
    longest: timedelta = timedelta(days=60)
    load: float = 1.0


DEFAULT = Policy()


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """When an article is due, and what that follows from. ``rate`` is its own against an ordinary article's (1)."""

    at: datetime
    reason: Reason
    rate: float


def next_visit(history: History, policy: Policy = DEFAULT) -> Next:
    """When the article with ``history`` is due again, counted from its last visit."""
    rate = own_rate(history, policy)
    wait, reason = _until_edited(history, policy, rate), Reason.EDITS
    views = _until_grown(history, policy)
    if views is not None and views < wait:
        wait, reason = views, Reason.VIEWS
    is_listed = history.listed_at is not None and history.last_at - history.listed_at <= policy.listed_for
    if is_listed and policy.listed < wait:
        wait, reason = policy.listed, Reason.LISTED
    wait *= max(policy.load, 1.0)
    if wait < policy.shortest:
        wait, reason = policy.shortest, Reason.SHORTEST
    elif wait > policy.longest:
        wait, reason = policy.longest, Reason.LONGEST
    return Next(at=history.last_at + wait, reason=reason, rate=rate)


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
