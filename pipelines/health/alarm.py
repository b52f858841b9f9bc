"""An alarm: what is read less often than it was, how that is known, and where it can be seen."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from pipelines.rules.site_rules import FieldName


class Measure(StrEnum):
    """What is measured of a site besides the fields of its articles, which go by `FieldName`."""

    ARTICLE = "article"
    BODY_LENGTH = "body_length"
    ENTRIES = "entries"
    ARRIVALS = "arrivals"


# All articles that are stored have a body: a body that is lost is an article that is not read any more.
FIELDS = tuple(name.value for name in FieldName if name is not FieldName.BODY)
"""The fields that are measured. Each has a bit of `pipelines.health.shown.Shown`: new ones only at the end."""
# What a page has or lacks.
OF_PAGES = (Measure.ARTICLE.value, Measure.BODY_LENGTH.value, *FIELDS)
MOST_EXAMPLES = 3


class Basis(StrEnum):
    """What an alarm rests on, the strongest first."""

    KNOWN = "known_articles"
    NEW = "new_articles"
    LISTINGS = "listings"
    TIME = "time"
    SITE_FILE = "site_file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """``measure`` (a field, or a `Measure`) is less than ``basis`` lets expect.

    ``found`` and ``expected`` are shares from 0 to 1 of ``pages`` pages; numbers of entries on ``pages`` listings;
    numbers of new articles in as many hours. ``since`` is the start of the first run that said so. ``examples`` are up
    to three addresses of the site where it can be seen.
    """

    measure: str
    basis: Basis
    found: float
    expected: float
    pages: int
    since: datetime
    examples: tuple[str, ...] = ()

    def as_text(self) -> str:
        """The alarm in one line, without its examples and without a way out."""
        wording = _WORDINGS.get((self.basis, self.measure)) or _WORDINGS[self.basis, None]
        said = wording.format(found=self.found, expected=self.expected, pages=self.pages)
        return f"{self.measure}: {said}"


_WORDINGS: Mapping[tuple[Basis, str | None], str] = {
    (Basis.KNOWN, None): "{found:.0%} of {pages} known articles that had it still have it, before {expected:.0%}",
    (Basis.KNOWN, Measure.ARTICLE): (
        "{found:.0%} of {pages} known articles are still read as articles, before {expected:.0%}"
    ),
    (Basis.KNOWN, Measure.BODY_LENGTH): (
        "{found:.0%} of {pages} known articles have kept the length of their text, before {expected:.0%}"
    ),
    (Basis.NEW, None): "read for {found:.0%} of {pages} new articles, before {expected:.0%}",
    (Basis.NEW, Measure.ARTICLE): "{found:.0%} of {pages} new pages are read as articles, before {expected:.0%}",
    (Basis.NEW, Measure.BODY_LENGTH): (
        "{found:.0%} of {pages} new articles are as long as those before, of which {expected:.0%} were"
    ),
    (Basis.LISTINGS, None): "{found:.0f} on {pages} listings that never had fewer than {expected:.0f} together",
    (Basis.TIME, None): "{found:.0f} new articles in {pages} hours; on the slowest day before it, {expected:.0f}",
    (Basis.SITE_FILE, None): "read for {found:.0%} of {pages} articles, the site file expects {expected:.0%}",
}


def one_each(alarms: tuple[Alarm, ...]) -> tuple[Alarm, ...]:
    """The strongest of ``alarms`` of each measure, by its basis; it began when the first of them did."""
    strength = list(Basis)
    told: dict[str, Alarm] = {}
    for alarm in sorted(alarms, key=lambda one: strength.index(one.basis)):
        before = told.get(alarm.measure)
        told[alarm.measure] = replace(before, since=min(before.since, alarm.since)) if before else alarm
    return tuple(told[measure] for measure in sorted(told))
