"""Deciding when a watched site is looked at again."""

from datetime import datetime, timedelta

# Every run asks for robots.txt anew: what comes due in the next minute is visited together.
SHORTEST = timedelta(minutes=1)
# Another process may crawl the site too, or have its ledger made anew: so often the due time is read again, at least.
LONGEST = timedelta(hours=1)
# Between two looks at a site that another process is crawling.
BUSY = timedelta(seconds=10)
_MAX_DOUBLINGS = 6


def is_due(next_due: datetime | None, now: datetime) -> bool:
    """Whether there is something to visit. Where nothing is due at all (None), the listings are looked at again."""
    return next_due is None or next_due <= now


def wake_at(next_due: datetime | None, now: datetime, *, failures: int = 0) -> datetime:
    """When to look at a site again that has something to visit at ``next_due``, after ``failures`` runs in a row.

    A minute from now at the soonest, which doubles with each failure, and an hour from now at the latest.
    """
    soonest = now + min(SHORTEST * 2 ** min(failures, _MAX_DOUBLINGS), LONGEST)
    latest = now + LONGEST
    return latest if next_due is None else max(soonest, min(next_due, latest))
