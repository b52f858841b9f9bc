"""Bounds: how much of a site a crawl is asked to fetch and to store, and deciding what that keeps out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from itertools import pairwise
from urllib.parse import unquote, urlsplit

# What a list says of a date may be rounded, or be in another zone than the article.
GRACE = timedelta(days=1)
_ENOUGH_DATES = 3


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


class Bound(StrEnum):
    """Why an address that was found is not asked for."""

    MAX_ARTICLES = "max_articles"
    MAX_PAGES = "max_pages"
    PAGES_OF_LISTING = "pages_of_listing"
    DATES = "dates"
    SECTIONS = "sections"
    KNOWN = "known_in_a_row"

    @property
    def meaning(self) -> str:
        """One sentence for people."""
        return _MEANINGS[self]


_MEANINGS = {
    Bound.MAX_ARTICLES: "left for the next crawl, as this one stored so many new articles",
    Bound.MAX_PAGES: "listing pages beyond those that a crawl may read",
    Bound.PAGES_OF_LISTING: "listing pages beyond those that are read of each listing",
    Bound.DATES: "published outside of the dates asked for, or further pages of lists that have passed them",
    Bound.SECTIONS: "of other sections than those asked for",
    Bound.KNOWN: "further pages of listings whose entries the archive had before",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldBack:
    """An address that was found and is not asked for, and why not."""

    address: str
    kind: str
    bound: Bound


def first_moment(day: date | None, zone: tzinfo) -> datetime | None:
    """When ``day`` begins in ``zone``, aware."""
    return datetime.combine(day, time(), zone) if day else None


def moment_after(day: date | None, zone: tzinfo) -> datetime | None:
    """When ``day`` is over in ``zone``, aware; None for the last day there is, which is never over."""
    return datetime.combine(day + timedelta(days=1), time(), zone) if day and day < date.max else None


def is_within(published: datetime | None, bounds: Bounds, grace: timedelta = timedelta()) -> bool:
    """Whether what was ``published`` then is within the dates of ``bounds``; what states no date is."""
    if published is None:
        return True
    is_late_enough = bounds.since is None or published + grace >= bounds.since
    return is_late_enough and (bounds.until is None or published - grace < bounds.until)


def has_passed(dates: Sequence[datetime], bounds: Bounds) -> bool:
    """Whether a list with ``dates``, in its order, runs from new to old and has passed the first day of ``bounds``.

    One entry in ten, such as one that is pinned to the top, may stand out of order. The last entries tell.
    """
    if bounds.since is None or not dates:
        return False
    out_of_order = sum(earlier + GRACE < later for earlier, later in pairwise(dates))
    last = dates[-_ENOUGH_DATES:]
    is_ordered = out_of_order <= len(dates) // 10 + 1 and dates[0] >= last[-1]
    return is_ordered and all(one + GRACE < bounds.since for one in last)


def names_section(name: str, address: str | None, text: str | None, *, is_listing: bool = False) -> bool:
    """Whether ``text`` is the words of the section called ``name``, or ``address`` lies in it.

    An address lies in a section that is a part of its path; the last part of an article's names the article.
    """
    wanted = _plain(name)
    if text is not None and _plain(text) == wanted:
        return True
    parts = [_plain(part) for part in urlsplit(address or "").path.split("/") if part]
    return wanted in (parts if is_listing else parts[:-1])


def is_of_sections(bounds: Bounds, address: str | None, text: str | None, *, is_listing: bool = False) -> bool:
    """Whether ``address`` or ``text`` names one of the sections of ``bounds``; all do where it names none."""
    return not bounds.sections or any(
        names_section(name.strip("/"), address, text, is_listing=is_listing) for name in bounds.sections
    )


def _plain(text: str) -> str:
    return " ".join(unquote(text).replace("-", " ").replace("_", " ").casefold().split()).removesuffix(".html")
