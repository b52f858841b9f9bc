"""Extractors in one form: a function of a page's bytes and address that gives its title, date, authors and body."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from pipelines import read_page


def newsreel(html: bytes, url: str) -> dict[str, Any]:
    """What newsreel reads: ``title`` and ``body`` as text, ``authors`` as a list, ``date`` in ISO 8601 or None.

    A date is given in the offset it states, without a clock where the page tells the day only.
    """
    record = read_page(html, url)
    return {
        "title": record.title,
        "date": _iso(record.published_at, record.published_offset_minutes, record.published_precision),
        "authors": list(record.authors or ()),
        "body": record.body,
        "views": record.views,
        "language": record.language,
        "summary": record.summary,
        "marks": list(record.marks),
    }


def _iso(at: datetime | None, offset_minutes: int | None, precision: str | None) -> str | None:
    if at is None:
        return None
    local = at.astimezone(UTC if offset_minutes is None else timezone(timedelta(minutes=offset_minutes)))
    if precision == "day":
        return local.date().isoformat()
    # Without a known offset the instant is the written time read as UTC: it is given as written.
    return local.replace(tzinfo=None).isoformat() if offset_minutes is None else local.isoformat()
