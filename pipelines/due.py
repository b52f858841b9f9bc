"""Deciding when an address is fetched again after it ended."""

from datetime import datetime, timedelta

from archive.outcomes import Family, Outcome

_FIRST_WAIT = timedelta(minutes=1)
_LONGEST_WAIT = timedelta(days=1)
_MAX_DOUBLINGS = 12


def due_after(outcome: Outcome, now: datetime, attempts: int) -> datetime | None:
    """When an address that ended so is due again; None: when something leads to it again.

    An article is due in the next run, and so is what a budget left over; a failure after a wait that doubles with each
    of ``attempts`` before it. What is gone, refused or off-limits, and listings, are found again by the next run or not
    at all.
    """
    if outcome.family is Family.ARTICLE or outcome is Outcome.BUDGET:
        return now
    if outcome.family is Family.FAILED:
        doubled: int = 2 ** min(attempts, _MAX_DOUBLINGS)
        return now + min(_FIRST_WAIT * doubled, _LONGEST_WAIT)
    return None
