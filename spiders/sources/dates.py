"""Dates as programs write them into feeds and sitemaps."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from pipelines.fields.moments import DateHints, Moment, Precision, parse_moment
from pipelines.page.text import fold

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_CLOCK = re.compile(r"\d{1,2}:\d{2}(:\d{2})?")
_MAX_CHARACTERS = 60

# A day ends at the last place on earth twelve hours after it ended in Greenwich; a time without a zone likewise.
_ZONES_BEHIND = timedelta(hours=12)
_DAY = timedelta(days=1)
# A page that changes while it is on its way to the archive has changed after the visit.
_UNDER_WAY = timedelta(minutes=10)


def machine_date(text: str | None, hints: DateHints) -> Moment | None:
    """The moment that ``text`` states in the form of RFC 822 (RSS) or ISO 8601 (all others), or None."""
    written = fold(text or "")
    if not written or len(written) > _MAX_CHARACTERS:
        return None
    if _ISO.match(written):
        return parse_moment(written, hints) if _ISO.fullmatch(written[:10]) else None
    try:
        stated = parsedate_to_datetime(written)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    clock = _CLOCK.search(written)
    iso = stated.isoformat() if clock else stated.date().isoformat()
    moment = parse_moment(iso, hints)
    return replace(moment, text=written, precision=_precision(clock)) if moment else None


def date_of_entry(text: str | None, hints: DateHints) -> Moment | None:
    """The moment that ``text`` states as programs write it, else as people do; None where it states none."""
    return machine_date(text, hints) or (parse_moment(text, hints) if text else None)


def changed_by(modified: Moment | None) -> datetime | None:
    """The moment by which what was last ``modified`` then has surely changed; None where that is not said."""
    if modified is None:
        return None
    latest = modified.at + (_DAY if modified.precision is Precision.DAY else timedelta())
    return latest + (_ZONES_BEHIND if modified.offset_minutes is None else timedelta()) + _UNDER_WAY


def _precision(clock: re.Match[str] | None) -> Precision:
    if clock is None:
        return Precision.DAY
    return Precision.SECOND if clock[1] else Precision.MINUTE
