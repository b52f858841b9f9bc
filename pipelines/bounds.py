"""Bounds: how much of a site a crawl is asked to fetch and to store, as plain values."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What a crawl is kept to; None and empty: no such bound.

    ``max_articles`` new articles are stored in one run, ``max_pages`` listing pages read. Articles published before
    ``since`` or at ``until`` or later (aware) are not stored. ``sections`` are names of sections, by their words or
    their part of the address. After ``known_in_a_row`` entries of a listing that were all stored before the run, its
    further pages are not read.
    """

    max_articles: int | None = None
    max_pages: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    sections: tuple[str, ...] = ()
    known_in_a_row: int | None = None


def first_moment(day: date | None, zone: tzinfo) -> datetime | None:
    """When ``day`` begins in ``zone``, aware."""
    return datetime.combine(day, time(), zone) if day else None


def moment_after(day: date | None, zone: tzinfo) -> datetime | None:
    """When ``day`` is over in ``zone``, aware."""
    return datetime.combine(day + timedelta(days=1), time(), zone) if day else None
