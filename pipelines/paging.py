"""Paging: what the listings of a run have shown so far, and deciding whether a listing is read any further."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

MAX_LOOKED_UP = 30
"""So many entries of a listing page, the first, are looked up among what is stored."""


class Paging(StrEnum):
    """What becomes of the next page of a listing."""

    GOES_ON = "goes_on"
    HAS_ENDED = "has_ended"
    IS_KNOWN = "is_known"


@dataclass(slots=True)
class Chain:
    """The pages of one listing, as far as they were read: the entries they showed, by number, and how many of the last
    were stored before.
    """  # noqa: D205

    shown: set[int] = field(default_factory=set)
    known: int = 0


@dataclass(slots=True)
class Listings:
    """The listings of one run: the chain that each further page to come belongs to, and counts.

    ``begun`` listing pages were asked for. ``unstored`` are the articles that listings led to and that were not stored
    before the run, by number, until they are asked for; kept where the run is to store so many and no more. ``fresh``
    are the addresses that lists led to and that nobody had before the run, by number; kept in a run for what is due.
    """

    chains: dict[str, Chain] = field(default_factory=dict)
    begun: int = 0
    unstored: set[int] = field(default_factory=set)
    fresh: set[int] = field(default_factory=set)


def paging_after(
    chain: Chain, entries: Collection[int], known: Sequence[bool], *, is_first: bool, known_in_a_row: int | None
) -> Paging:
    """Whether a listing goes on after a page that shows ``entries``, and ``chain`` brought up to date.

    ``known`` says of its first entries, in order, whether they were stored before the run. A further page that shows
    nothing new is beyond the end, or repeats; a first page may lead on to entries without having any.
    """
    is_new = any(entry not in chain.shown for entry in entries)
    chain.shown.update(entries)
    chain.known = known_at_end(known, chain.known)
    if not is_new and not is_first:
        return Paging.HAS_ENDED
    is_known = known_in_a_row is not None and chain.known >= known_in_a_row
    return Paging.IS_KNOWN if is_known else Paging.GOES_ON


def paging_as_before(chain: Chain, entries: int, *, known_in_a_row: int | None) -> Paging:
    """The same for a page that has not changed since it showed that many ``entries``: all of them are known.

    It led on then, or there is nothing to lead on to.
    """
    chain.known += entries
    is_known = known_in_a_row is not None and chain.known >= known_in_a_row
    return Paging.IS_KNOWN if is_known else Paging.GOES_ON


def known_at_end(known: Sequence[bool], before: int) -> int:
    """How many of the last entries are known, given ``known`` for those of a page and how many were ``before`` it."""
    in_a_row = 0
    for is_known in reversed(known):
        if not is_known:
            return in_a_row
        in_a_row += 1
    return before + in_a_row
