"""When a list of articles (a listing, a feed, a sitemap) is visited again: as soon as it has one or two new entries.

The rate of new entries is estimated as that of a Poisson process whose past counts the less the older it is: new
entries over time watched, both fading with the same exponential weight (the gamma prior of Cho and Garcia-Molina,
Estimating frequency of change, ACM TOIT 3(3), 2003, with forgetting).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import exp
from typing import Annotated

import msgspec

from pipelines.revisit.settings import DEFAULT, Policy

# What is believed of a list that was seen once: an entry an hour, worth half an entry of what is seen later.
_PRIOR_ENTRIES = 0.5
_PRIOR_HOURS = 0.5
_HOUR = timedelta(hours=1)
_INDEX = timedelta(days=1)
_MOST = 1e9


_Weight = Annotated[float, msgspec.Meta(ge=0, le=1e9)]


class Arrivals(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the visits to one list have shown: new entries by weight, in ``hours`` watched by the same weight.

    ``shown`` entries stood there at the last visit at ``last_at`` (aware UTC). ``visits`` and ``new`` count without any
    weight, for people: the visits after the first, and the new entries they brought.
    """

    last_at: Annotated[datetime, msgspec.Meta(tz=True)]
    shown: Annotated[int, msgspec.Meta(ge=0)]
    entries: _Weight = 0.0
    hours: _Weight = 0.0
    visits: Annotated[int, msgspec.Meta(ge=0)] = 0
    new: Annotated[int, msgspec.Meta(ge=0)] = 0

    @classmethod
    def begun(cls, at: datetime, *, shown: int) -> "Arrivals":
        """What a first visit ``at`` tells of a list: how much it shows, and nothing of how often that changes."""
        return cls(last_at=at, shown=shown)

    def visited(self, at: datetime, *, new: int, shown: int, policy: Policy = DEFAULT) -> "Arrivals":
        """What is known after one more visit ``at`` that found ``new`` entries among ``shown``.

        Where all of them are new, others may have come and gone: there were twice as many as far as we know.
        """
        watched = max(at - self.last_at, timedelta())
        faded = exp(-watched / policy.arrivals_for)
        came = 2 * new if new and new >= shown else new
        return Arrivals(
            last_at=at,
            shown=shown,
            entries=round(min(self.entries * faded + came, _MOST), 4),
            hours=round(min(self.hours * faded + watched / _HOUR, _MOST), 4),
            visits=self.visits + 1,
            new=self.new + new,
        )

    def unchanged(self, at: datetime, policy: Policy = DEFAULT) -> "Arrivals":
        """What is known after one more visit ``at`` to which the server said that nothing has changed."""
        return self.visited(at, new=0, shown=self.shown, policy=policy)

    @property
    def an_hour(self) -> float:
        """New entries expected in an hour: above 0."""
        return (self.entries + _PRIOR_ENTRIES) / (self.hours + _PRIOR_HOURS)


class ListReason(StrEnum):
    """What the time of the next visit to a list follows from."""

    ENTRIES = "entries"
    REPLACED = "replaced"
    SHORTEST = "shortest"
    LONGEST = "longest"


@dataclass(frozen=True, slots=True, kw_only=True)
class NextList:
    """When a list is due, and what that follows from."""

    at: datetime
    reason: ListReason


def bounds_of_list(policy: Policy, *, is_sitemap: bool, is_index: bool = False) -> tuple[timedelta, timedelta]:
    """The shortest and the longest wait of a list. An index is short, and may lead to a sitemap that is new."""
    if not is_sitemap:
        return policy.listings_shortest, policy.listings_longest
    return policy.sitemaps_shortest, min(policy.sitemaps_longest, _INDEX) if is_index else policy.sitemaps_longest


def next_visit_to_list(
    arrivals: Arrivals, policy: Policy, bounds: tuple[timedelta, timedelta] | None = None
) -> NextList:
    """When the list with ``arrivals`` is due again, counted from its last visit, within ``bounds`` (as a listing)."""
    shortest, longest = bounds or bounds_of_list(policy, is_sitemap=False)
    rate = arrivals.an_hour
    hours, reason = policy.new_entries / rate, ListReason.ENTRIES
    until_replaced = policy.shown * arrivals.shown / rate
    if arrivals.shown and until_replaced < hours:
        hours, reason = until_replaced, ListReason.REPLACED
    wait = timedelta(hours=min(hours, longest / _HOUR + 1))
    if wait < shortest:
        wait, reason = shortest, ListReason.SHORTEST
    elif wait > longest:
        wait, reason = longest, ListReason.LONGEST
    return NextList(at=arrivals.last_at + wait, reason=reason)
