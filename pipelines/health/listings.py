"""How many entries each listing of a site shows, run after run: one that had twenty and has none is the first sign."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from pipelines.health.alarm import MOST_EXAMPLES, Alarm, Basis, Measure
from pipelines.health.drops import is_fewer

# Two weeks have a listing's quiet days too. Of a site, the listings that were read last are remembered.
_MOST_DAYS = 14
_MOST_LISTINGS = 100
_FEWEST_VISITS = 3
# Half of the least there ever was may be a quiet day of one listing.
_PART = 0.5
# A listing that never had fewer than five, over three days, is not empty by chance; one may be of the day's events.
_NEVER_EMPTY = 5
_FEWEST_DAYS = 3


class Numbers(msgspec.Struct, frozen=True, array_like=True):
    """The least number of entries on each of the last days (by ordinal), and how often the listing was read."""

    leasts: dict[int, int] = {}
    visits: int = 0

    @property
    def least(self) -> int:
        """The least number of all these days; 0 as long as too little is known."""
        return min(self.leasts.values()) if self.visits >= _FEWEST_VISITS else 0

    def and_then(self, number: int, day: int) -> "Numbers":
        """The numbers after one more visit on ``day``."""
        leasts = self.leasts | {day: min(number, self.leasts.get(day, number))}
        return Numbers(dict(sorted(leasts.items())[-_MOST_DAYS:]), self.visits + 1)


class ListingsCourse(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The ``numbers`` of entries on each listing's first page, by address, the last read last; the alarm of them."""

    numbers: dict[str, Numbers] = {}
    standing: tuple[Alarm, ...] = ()


def after_listings(course: ListingsCourse, now: Mapping[str, int], *, at: datetime) -> ListingsCourse:
    """``course`` after a run that began ``at`` and read listings whole, which showed the numbers ``now``."""
    fewer = fewer_entries(course.numbers, now)
    is_disproved = not fewer and any(address in now for alarm in course.standing for address in alarm.examples)
    standing = (_alarm(course, fewer, now, at),) if fewer else () if is_disproved else course.standing
    numbers = dict(course.numbers)
    for address, number in now.items():
        if address not in fewer:
            numbers[address] = numbers.pop(address, Numbers()).and_then(number, at.toordinal())
    return ListingsCourse(numbers=dict(list(numbers.items())[-_MOST_LISTINGS:]), standing=standing)


def fewer_entries(past: Mapping[str, Numbers], now: Mapping[str, int]) -> tuple[str, ...]:
    """The listings that show so few entries as the past does not explain, by themselves or together; else none."""
    leasts = {address: past[address].least for address in now if address in past and past[address].least}
    shown = sum(now[address] for address in leasts)
    is_drop = is_fewer(shown, sum(leasts.values()), part=_PART) or any(
        is_fewer(now[address], least, part=_PART) or _is_empty(past[address], now[address])
        for address, least in leasts.items()
    )
    return tuple(address for address, least in leasts.items() if is_drop and now[address] <= least * _PART)


def _is_empty(past: Numbers, number: int) -> bool:
    return number == 0 and past.least >= _NEVER_EMPTY and len(past.leasts) >= _FEWEST_DAYS


def _alarm(course: ListingsCourse, fewer: tuple[str, ...], now: Mapping[str, int], at: datetime) -> Alarm:
    return Alarm(
        measure=Measure.ENTRIES,
        basis=Basis.LISTINGS,
        found=sum(now[address] for address in fewer),
        expected=sum(course.numbers[address].least for address in fewer),
        pages=len(fewer),
        since=course.standing[0].since if course.standing else at,
        examples=fewer[:MOST_EXAMPLES],
    )
