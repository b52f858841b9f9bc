"""When a list of articles (a listing, a feed, a sitemap) is visited again: as soon as it has one or two new entries.

The rate of new entries is estimated as that of a Poisson process whose past counts the less the older it is: new
entries over time watched, both fading with the same exponential weight (the gamma prior of Cho and Garcia-Molina,
Estimating frequency of change, ACM TOIT 3(3), 2003, with forgetting).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import exp

from pipelines.revisit.settings import DEFAULT, Policy

# What is believed of a list that was seen once: an entry an hour, worth half an entry of what is seen later.
_PRIOR_ENTRIES = 0.5
_PRIOR_TIME = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrivals:
    """What the visits to one list have shown: new entries by weight, in ``time`` watched by the same weight.

    ``shown`` entries stood there at the last visit at ``last_at`` (aware UTC).
    """

    last_at: datetime
    shown: int
    entries: float = 0.0
    time: timedelta = timedelta()

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
            last_at=max(at, self.last_at),
            shown=shown,
            entries=self.entries * faded + came,
            time=self.time * faded + watched,
        )

    def unchanged(self, at: datetime, policy: Policy = DEFAULT) -> "Arrivals":
        """What is known after one more visit ``at`` to which the server said that nothing has changed."""
        return self.visited(at, new=0, shown=self.shown, policy=policy)

    @property
    def an_hour(self) -> float:
        """New entries expected in an hour: above 0."""
        return (self.entries + _PRIOR_ENTRIES) / ((self.time + _PRIOR_TIME) / timedelta(hours=1))


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


def next_visit_to_list(arrivals: Arrivals, policy: Policy = DEFAULT, *, is_sitemap: bool = False) -> NextList:
    """When the list with ``arrivals`` is due again, counted from its last visit."""
    rate = arrivals.an_hour
    hours, reason = policy.entries / rate, ListReason.ENTRIES
    until_replaced = policy.shown * arrivals.shown / rate
    if arrivals.shown and until_replaced < hours:
        hours, reason = until_replaced, ListReason.REPLACED
    shortest = policy.sitemaps_shortest if is_sitemap else policy.listings_shortest
    longest = policy.sitemaps_longest if is_sitemap else policy.listings_longest
    wait = timedelta(hours=min(hours, longest / timedelta(hours=1) + 1))
    if wait < shortest:
        wait, reason = shortest, ListReason.SHORTEST
    elif wait > longest:
        wait, reason = longest, ListReason.LONGEST
    return NextList(at=arrivals.last_at + wait, reason=reason)
