"""What a policy makes of lives: the requests it takes, and what it sees of edits, of the front page and of views."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

import numpy as np

from benchmarks.revisit.histories import DAYS, Life
from benchmarks.revisit.policies import Policy

_END = DAYS * 24.0
# Ages in hours at which the views that were seen last are held against those there are.
_LOOKS = np.geomspace(0.5, _END, 40)


@dataclass(frozen=True, slots=True)
class Result:
    """One policy at one position of its dial.

    ``requests`` an article; ``seen`` is the share of versions that a visit met (0 to 1), ``hours`` how long it took
    until an edit was seen (mean), ``front_hours`` the same of edits while the article stood in front; ``views_off`` by
    how much of itself (0 to 1) the number of views seen last was short, over all ages (logarithmic).
    """

    requests: float
    seen: float
    hours: float
    front_hours: float
    views_off: float


def measure(lives: Sequence[Life], policy: Policy, dial: float) -> Result:
    """What ``policy`` at ``dial`` makes of ``lives``."""
    requests, versions, seen, hours = 0, 0, 0, 0.0
    front: list[float] = []
    views: list[float] = []
    for life in lives:
        visits = np.array(list(policy(life, dial)))
        requests += len(visits)
        edits = np.array(life.edits)
        met = _met(visits, edits)
        # A version is seen if a visit comes before the next one replaces it; at last, it is met by the last visit.
        until = np.append(edits[1:], _END)
        waits = np.minimum(met, _END) - edits
        versions += len(edits)
        seen += int((met < until).sum())
        hours += float(waits.sum())
        front += waits[edits < life.in_front].tolist()
        views += _views_off(life, visits)
    return Result(requests / len(lives), seen / max(versions, 1), hours / max(versions, 1), _mean(front), _mean(views))


def _met(visits: np.ndarray, edits: np.ndarray) -> np.ndarray:
    """The first visit at or after each edit; infinite where there is none."""
    following = np.searchsorted(visits, edits)
    return np.where(following < len(visits), visits[np.minimum(following, len(visits) - 1)], np.inf)


def _views_off(life: Life, visits: np.ndarray) -> Iterator[float]:
    for look in _LOOKS if life.readers is not None else ():
        last = visits[max(int(np.searchsorted(visits, look, side="right")) - 1, 0)]
        now, then = life.views_at(float(look)), life.views_at(float(last))
        if now:
            yield 1 - (then or 0) / now


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else float("nan")


def at_budget(curve: Sequence[Result], budget: float) -> Result | None:
    """Where ``curve`` stands at so many requests an article, between its points; None: it was measured nowhere near."""
    points = sorted(curve, key=lambda result: result.requests)
    requests = [result.requests for result in points]
    if not requests[0] <= budget <= requests[-1]:
        return None
    values = (np.interp(budget, requests, [getattr(one, field.name) for one in points]) for field in fields(Result))
    return Result(*(float(value) for value in values))
