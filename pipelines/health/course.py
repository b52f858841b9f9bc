"""The course of one measure over the runs of a site: what is usual, what waits for more evidence, what alarm stands."""

from dataclasses import replace
from datetime import datetime, timedelta

import msgspec

from pipelines.health.alarm import Alarm, Basis
from pipelines.health.drops import LEVEL, SUSPICION, known_chance, new_chance, usual_lack, usual_loss
from pipelines.health.sums import Sum

# Fewer pages say nothing alone: they wait for those of the next runs. Four that have all lost it do.
FEWEST_PAGES = 8
_FEWEST_IF_ALL = 4
# So many batches show how much runs differ; older ones are forgotten.
_FEWEST_BATCHES = 3
_MOST_BATCHES = 40
_MOST_PAGES = 2000
_MOST_WAITING = 500
# New pages alone are a change of the site, and not of what it writes about, when they stay so for so long.
_LASTING = timedelta(days=3)
_FEWEST_RUNS = 3


class Course(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """``known`` is learnt of known articles, ``batches`` of those met for the first time, a batch a run or more.

    ``known_waiting`` and ``new_waiting`` are not judged yet, the latter since ``waiting_since`` and over
    ``waiting_runs``. ``standing`` are the alarms that no run has disproved.
    """

    known: Sum = Sum()
    batches: tuple[Sum, ...] = ()
    known_waiting: Sum = Sum()
    new_waiting: Sum = Sum()
    waiting_since: datetime | None = None
    waiting_runs: int = 0
    standing: tuple[Alarm, ...] = ()

    def alarm_by(self, basis: Basis) -> Alarm | None:
        """The standing alarm that rests on ``basis``."""
        return next((alarm for alarm in self.standing if alarm.basis is basis), None)


def after_known(course: Course, measure: str, now: Sum, *, at: datetime) -> Course:
    """``course`` after a run that began ``at`` and met ``now`` of the known articles that had ``measure``."""
    seen = (course.known_waiting + now).within(_MOST_WAITING)
    is_enough = seen.pages >= FEWEST_PAGES or _FEWEST_IF_ALL <= seen.pages == seen.lacking
    if not is_enough or not now.pages:
        return msgspec.structs.replace(course, known_waiting=seen)
    chance = known_chance(course.known, seen)
    if chance <= LEVEL:
        alarm = _alarm_of(measure, Basis.KNOWN, seen, usual_loss(course.known), at)
        return msgspec.structs.replace(_alarmed(course, alarm), known_waiting=Sum())
    if chance <= SUSPICION:
        return msgspec.structs.replace(course, known_waiting=seen)
    known = (course.known + seen.without_examples()).within(_MOST_PAGES)
    return msgspec.structs.replace(course, known=known, known_waiting=Sum(), standing=_without(course, Basis.KNOWN))


def after_new(course: Course, measure: str, now: Sum, *, at: datetime, has_moved: bool = False) -> Course:
    """``course`` after a run that began ``at`` and met ``now`` for the first time.

    ``has_moved``: the known articles are no longer where they were, so that nothing can be learnt of them.
    """
    if course.alarm_by(Basis.KNOWN):
        return _cleared(course)  # a site that has just changed does not show what is usual
    if not now.pages:
        return course
    course = msgspec.structs.replace(
        course,
        new_waiting=(course.new_waiting + now).within(_MOST_WAITING),
        waiting_since=course.waiting_since or at,
        waiting_runs=course.waiting_runs + 1,
    )
    seen = course.new_waiting
    if seen.pages < FEWEST_PAGES:
        return course
    is_judged = len(course.batches) >= _FEWEST_BATCHES
    chance = new_chance(course.batches, seen) if is_judged else 1.0
    if chance <= LEVEL and (has_moved or course.alarm_by(Basis.NEW) or _has_lasted(course, at)):
        return _cleared(_alarmed(course, _alarm_of(measure, Basis.NEW, seen, usual_lack(course.batches), at)))
    if chance <= SUSPICION:
        return course
    batches = (*course.batches, seen.without_examples())[-_MOST_BATCHES:]
    return msgspec.structs.replace(_cleared(course), batches=batches, standing=_without(course, Basis.NEW))


def _has_lasted(course: Course, at: datetime) -> bool:
    assert course.waiting_since is not None
    return course.waiting_runs >= _FEWEST_RUNS and at - course.waiting_since >= _LASTING


def _cleared(course: Course) -> Course:
    return msgspec.structs.replace(course, new_waiting=Sum(), waiting_since=None, waiting_runs=0)


def _alarm_of(measure: str, basis: Basis, seen: Sum, usual: float, at: datetime) -> Alarm:
    return Alarm(
        measure=measure,
        basis=basis,
        found=1 - seen.share,
        expected=1 - usual,
        pages=seen.pages,
        since=at,
        examples=seen.examples,
    )


def _alarmed(course: Course, alarm: Alarm) -> Course:
    """``course`` with ``alarm``, which began when the one that it takes the place of did."""
    before = course.alarm_by(alarm.basis)
    alarm = replace(alarm, since=before.since) if before else alarm
    return msgspec.structs.replace(course, standing=(*_without(course, alarm.basis), alarm))


def _without(course: Course, basis: Basis) -> tuple[Alarm, ...]:
    return tuple(alarm for alarm in course.standing if alarm.basis is not basis)
