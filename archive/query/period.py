"""A time from one date or instant to another, as people give them."""

from datetime import UTC, date, datetime, time, timedelta

from archive.errors import UsageError


def period(since: date | datetime | None, until: date | datetime | None) -> tuple[datetime | None, datetime | None]:
    """The first instant from ``since`` on, and the first one after ``until``, to the second; None: no bound.

    A date stands for the whole day in UTC; an instant (aware) for the first one, and the one after the last. Raises
    UsageError for an instant without a time zone, and where nothing can be between the two.
    """
    first, beyond = _first(since), _beyond(until)
    if first is not None and beyond is not None and first >= beyond:
        raise UsageError("since is after until: nothing can be published in between")
    return first, beyond


def _first(moment: date | datetime | None) -> datetime | None:
    if isinstance(moment, datetime):
        if moment.tzinfo is None:
            raise UsageError(f"{moment} has no time zone; give an aware datetime, or a date for a whole day in UTC")
        return moment.replace(microsecond=0)
    return None if moment is None else datetime.combine(moment, time(), UTC)


def _beyond(moment: date | datetime | None) -> datetime | None:
    if isinstance(moment, datetime) or moment is None:
        return _first(moment)
    first = datetime.combine(moment, time(), UTC)
    return first + timedelta(days=1) if moment < date.max else datetime.max.replace(tzinfo=UTC)
