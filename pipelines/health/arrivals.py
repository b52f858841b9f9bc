"""How many new articles a site brings in a day: one that falls silent is read no more, or its lists are not."""

from datetime import datetime, timedelta

import msgspec

from pipelines.health.alarm import Alarm, Basis, Measure
from pipelines.health.drops import is_fewer

_DAY = timedelta(days=1)
# A site's weeks differ less than its days: a judgement knows two of them.
_FEWEST_DAYS = 14
_MOST_DAYS = 60
# A quarter of the slowest day is no holiday.
_PART = 0.25
# What is older when it is met is no news: a crawl fills up what it had not reached.
FRESH = timedelta(days=7)


class Day(msgspec.Struct, frozen=True, array_like=True):
    """``articles`` that were new in so many ``hours``, 24 or more."""

    hours: float
    articles: int

    @property
    def an_hour(self) -> float:
        """New articles in one hour."""
        return self.articles / self.hours


class ArrivalsCourse(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """``days`` that are over, and the one under way: since the end of a run, with so many new articles."""

    days: tuple[Day, ...] = ()
    since: datetime | None = None
    articles: int = 0
    standing: tuple[Alarm, ...] = ()


def after_arrivals(course: ArrivalsCourse, articles: int, *, at: datetime, is_whole: bool = True) -> ArrivalsCourse:
    """``course`` after a run that began ``at`` and met ``articles`` that were fresh; the first run counts none.

    One that is not whole ends no day: what it has left out is met by the next, and counts with what it met.
    """
    if not is_whole:
        return course if course.since is None else msgspec.structs.replace(course, articles=course.articles + articles)
    if course.since is None or at <= course.since:
        return msgspec.structs.replace(course, since=course.since or at)
    articles += course.articles
    if at - course.since < _DAY:
        return msgspec.structs.replace(course, articles=articles)
    day = Day((at - course.since) / timedelta(hours=1), articles)
    expected = least_expected(course.days, day)
    if expected is not None and is_fewer(day.articles, expected, part=_PART):
        alarm = Alarm(
            measure=Measure.ARRIVALS,
            basis=Basis.TIME,
            found=day.articles,
            expected=expected,
            pages=round(day.hours),
            since=course.standing[0].since if course.standing else at,
        )
        return ArrivalsCourse(days=course.days, since=at, standing=(alarm,))
    return ArrivalsCourse(days=(*course.days, day)[-_MOST_DAYS:], since=at)


def least_expected(days: tuple[Day, ...], now: Day) -> float | None:
    """How many articles the slowest of ``days`` would have brought in the hours of ``now``; None: too few days yet."""
    if sum(day.hours for day in days) < _FEWEST_DAYS * 24:
        return None
    return min(day.an_hour for day in days) * now.hours
