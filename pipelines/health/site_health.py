"""The health of the site of one run: its visits noted, at the end of the run judged by the site's history."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from pipelines.health.alarm import OF_PAGES, Alarm, Basis, Measure, one_each
from pipelines.health.arrivals import after_arrivals
from pipelines.health.course import Course, after_known, after_new
from pipelines.health.evidence import Evidence, short_ones
from pipelines.health.history import History
from pipelines.health.lengths import and_more, first_usual, length_class
from pipelines.health.listings import after_listings
from pipelines.health.sums import Sum

HEALTH = "health"
"""The part of what an archive remembers of a site that is about its health."""

# Fewer articles say nothing of what a site file expects.
_FEWEST_EXPECTED = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """The end of a run, for a judgement: when the run began, whether it went to its end, and chose for itself what to
    visit, and what it read: ``records`` articles, ``fields`` of them by name; what the site file ``expects`` of those.
    """  # noqa: D205

    began_at: datetime
    is_whole: bool
    is_unbounded: bool
    records: int = 0
    fields: Mapping[str, int] = field(default_factory=dict)
    expects: Mapping[str, float] = field(default_factory=dict)


class SiteHealth:
    """What is known of how a site is read (``history``), and what this run has shown of it so far (``evidence``)."""

    def __init__(self, history: History | None = None) -> None:
        self.history = history or History()
        self.evidence = Evidence()

    @classmethod
    def unpacked(cls, state: bytes | None) -> "SiteHealth":
        """The health of a site whose history was packed into ``state``; see `History.unpacked`."""
        return cls(History.unpacked(state))

    def judge(self, ending: Ending) -> tuple[Alarm, ...]:
        """The alarms of the run that ends so, one a measure; the history has learnt of it from then on."""
        self.history = after_run(self.history, self.evidence, ending)
        return one_each((*self.history.alarms, *below_expected(self.evidence, ending)))


def after_run(history: History, evidence: Evidence, ending: Ending) -> History:
    """``history`` after a run that has shown ``evidence`` and ended so."""
    at = ending.began_at
    new = evidence.new | {Measure.BODY_LENGTH.value: _short(history, evidence)}
    courses = {}
    for measure in OF_PAGES:
        course = after_known(history.course(measure), measure, evidence.known[measure], at=at)
        if ending.is_unbounded:
            course = after_new(course, measure, new[measure], at=at, has_moved=evidence.has_moved)
        courses[measure] = course
    is_usual = not (courses[Measure.ARTICLE].standing or courses[Measure.BODY_LENGTH].standing)
    arrivals = history.arrivals
    if ending.is_unbounded:
        arrivals = after_arrivals(arrivals, evidence.fresh, at=at, is_whole=ending.is_whole)
    return msgspec.structs.replace(
        history,
        pages={name: course for name, course in courses.items() if course != Course()},
        lengths=and_more(history.lengths, (length for length, _ in evidence.lengths if is_usual)),
        listings=after_listings(history.listings, evidence.entries, at=at),
        feeds=after_listings(history.feeds, evidence.feed_entries, at=at),
        arrivals=arrivals,
    )


def _short(history: History, evidence: Evidence) -> Sum:
    """Those of the new articles that are short for this site; none where nothing is known of that."""
    usual = first_usual(history.lengths)
    if usual is None:
        return Sum()
    return short_ones(evidence.lengths, (length_class(length) < usual for length, _ in evidence.lengths))


def below_expected(evidence: Evidence, ending: Ending) -> tuple[Alarm, ...]:
    """The fields that fewer articles of a run have than the site file expects."""
    if ending.records < _FEWEST_EXPECTED:
        return ()
    shares = {name: ending.fields.get(name, 0) / ending.records for name in ending.expects}
    return tuple(
        Alarm(
            measure=name,
            basis=Basis.SITE_FILE,
            found=shares[name],
            expected=expected,
            pages=ending.records,
            since=ending.began_at,
            examples=evidence.lacking.get(name, ()),
        )
        for name, expected in ending.expects.items()
        if shares[name] < expected
    )
