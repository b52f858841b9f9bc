"""How many entries each listing of a site shows, run after run: one that had twenty and has none is the first sign."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from pipelines.health.alarm import MOST_EXAMPLES, Alarm, Basis, Measure
from pipelines.health.drops import is_fewer

# Of one listing, the last so many numbers are kept; of a site, the listings that were read last.
_MOST_NUMBERS = 10
_MOST_LISTINGS = 100
_FEWEST_NUMBERS = 3
# Half of the least there ever was may be a quiet day of one listing.
_PART = 0.5


class ListingsCourse(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """``numbers`` are the entries of each listing's first page, by address, the last one last."""

    numbers: dict[str, tuple[int, ...]] = {}
    standing: tuple[Alarm, ...] = ()


def after_listings(course: ListingsCourse, now: Mapping[str, int], *, at: datetime) -> ListingsCourse:
    """``course`` after a run that began ``at`` and read listings whole, which showed the numbers ``now``."""
    fewer = fewer_entries(course.numbers, now)
    is_disproved = any(address in alarm.examples for alarm in course.standing for address in now if not fewer)
    standing = (_alarm(course, fewer, now, at),) if fewer else () if is_disproved else course.standing
    numbers = dict(course.numbers)
    for address, number in now.items():
        if address not in fewer:
            numbers[address] = (*numbers.pop(address, ()), number)[-_MOST_NUMBERS:]
    kept = list(numbers.items())[-_MOST_LISTINGS:]
    return ListingsCourse(numbers=dict(kept), standing=standing)


def fewer_entries(past: Mapping[str, tuple[int, ...]], now: Mapping[str, int]) -> tuple[str, ...]:
    """The listings that show so few entries as the past does not explain: each by itself, or small ones together."""
    leasts = {address: min(past[address]) for address in now if len(past.get(address, ())) >= _FEWEST_NUMBERS}
    shown = sum(now[address] for address in leasts)
    is_drop = is_fewer(shown, sum(leasts.values()), part=_PART) or any(
        is_fewer(now[address], least, part=_PART) for address, least in leasts.items()
    )
    return tuple(address for address, least in leasts.items() if is_drop and least and now[address] <= least * _PART)


def _alarm(course: ListingsCourse, fewer: tuple[str, ...], now: Mapping[str, int], at: datetime) -> Alarm:
    return Alarm(
        measure=Measure.ENTRIES,
        basis=Basis.LISTINGS,
        found=sum(now[address] for address in fewer),
        expected=sum(min(course.numbers[address]) for address in fewer),
        pages=len(fewer),
        since=course.standing[0].since if course.standing else at,
        examples=fewer[:MOST_EXAMPLES],
    )
