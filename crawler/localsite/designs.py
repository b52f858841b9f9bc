"""The designs of the site: how its markup calls the parts of an article, and where the views stand."""

from dataclasses import dataclass
from enum import StrEnum


class Design(StrEnum):
    """``renamed`` has the order of the first with other names; in ``regrouped`` the views stand among other facts.

    ``bare`` is renamed and says nothing in metadata; in ``scripted`` the lists have no entry before a script runs.
    """

    FIRST = "first"
    RENAMED = "renamed"
    REGROUPED = "regrouped"
    BARE = "bare"
    SCRIPTED = "scripted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The classes of the parts of an article."""

    date: str
    views: str
    brief: str
    body: str


_FIRST = Names(date="date", views="views", brief="brief", body="body")
_OTHER = Names(date="stamp", views="readers", brief="digest", body="story")


def names_of(design: Design) -> Names:
    """What ``design`` calls the parts of an article."""
    return _FIRST if design in (Design.FIRST, Design.SCRIPTED) else _OTHER
