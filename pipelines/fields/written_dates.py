"""Dates in the running text of a page: those written out within a line, and those told from the visit."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import dateparser

from pipelines.fields.moments import DateHints, Moment, Precision, parse_moment

_MONTH = r"[^\W\d_]{3,12}\.?"
_DAY = r"\d{1,2}(?:st|nd|rd|th|er|º|\.)?"
_CLOCK = (
    r"(?:[,\s]*(?:at|um|à|às|a las|alle|ore|kl\.?|klo|kell|o|в|om|[-–—|•·/])?\s*"
    r"(?:\d{1,2}[:.h時]\d{2}(?::\d{2})?(?:\s*[ap]\.?m\b\.?)?|\d{1,2}\s?[ap]\.?m\b\.?|noon|midnight)(?:\s*(?:Uhr|UTC|GMT|[A-Z]{2,4}T)\b)?)?"
)
_DATES = re.compile(
    rf"(?<![\w/.-])(?:{_DAY}\s(?:de\s|d['’])?{_MONTH},?\s(?:de\s|del\s)?\d{{4}}|{_MONTH}\s{_DAY},?\s\d{{4}}|"
    rf"\d{{4}}\s?[-/.年년]\s?\d{{1,2}}\s?[-/.月월]\s?\d{{1,2}}(?:\s?[日일]\.?)?|\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{4}})"
    rf"(?![\w-])(?P<clock>{_CLOCK})",
    re.IGNORECASE,
)
_MAX_LINE_CHARACTERS = 200
_MAX_DATES = 3
# "4 min" is how long a text takes to read. Japanese, Chinese and Korean write "ago" without a space.
_DURATION = re.compile(r"(?:\d+\s*[^\W\d]+(?<![前전])\.?[\s,]*)+")
_MAX_RELATIVE_CHARACTERS = 40
_MAX_WORD_CHARACTERS = 12  # "yesterday" and its like have no digit
_DIGIT = re.compile(r"\d")
_MAX_RELATIVE_AGE = timedelta(days=7)  # "2 months ago" leaves the day open
_HOUR, _DAY_LONG = timedelta(hours=1), timedelta(hours=24)


def dates_within(text: str, hints: DateHints) -> Iterator[Moment]:
    """The dates written out within ``text``, a line of at most 200 characters, in their order."""
    line = " ".join(text.split())
    if len(line) > _MAX_LINE_CHARACTERS or not any(char.isdigit() for char in line):
        return
    for match in list(_DATES.finditer(line))[:_MAX_DATES]:
        without_clock = line[match.start() : match.start("clock")]
        moment = parse_moment(match[0], hints) or parse_moment(without_clock, hints)
        if moment:
            yield moment


def parse_relative(text: str, hints: DateHints) -> Moment | None:
    """The moment that ``text``, such as "3 hours ago" or "gestern", states as seen from the visit.

    Its precision is what the text tells: minutes, hours or days; None for more than a week, which leaves the
    day open, and for anything else. The offset is that of the site, if known.
    """
    written = " ".join(text.split())
    is_short = 0 < len(written) <= (_MAX_RELATIVE_CHARACTERS if _DIGIT.search(written) else _MAX_WORD_CHARACTERS)
    if not is_short or _DURATION.fullmatch(written):
        return None
    age = _age(written.casefold(), (hints.language or "en").split("-")[0].lower())
    if age is None or not timedelta() <= age <= _MAX_RELATIVE_AGE:
        return None
    zone = ZoneInfo(hints.time_zone) if hints.time_zone else None
    at = hints.fetched_at.astimezone(zone or UTC) - age
    offset = at.utcoffset() if zone else None
    minutes = None if offset is None else int(offset.total_seconds() // 60)
    if age >= _DAY_LONG or not age:  # "today" has no age, and no hour
        day = at.replace(hour=0, minute=0, second=0, microsecond=0)
        return Moment(day.astimezone(UTC), written, minutes, Precision.DAY)
    precision = Precision.HOUR if age >= _HOUR else Precision.MINUTE
    return Moment(at.astimezone(UTC).replace(second=0, microsecond=0), written, minutes, precision)


@lru_cache(maxsize=4096)
def _age(written: str, language: str) -> timedelta | None:
    """How long ago ``written`` says that something was."""
    base = datetime(2026, 1, 1, 12)  # noqa: DTZ001 - any fixed moment: only the distance from it counts
    settings = {"PARSERS": ["relative-time"], "RELATIVE_BASE": base}
    for languages in dict.fromkeys(((language,), ("en",))):
        try:
            found: datetime | None = dateparser.parse(written, languages=list(languages), settings=settings)
        except (ValueError, OverflowError):
            continue
        if found is not None:
            return base - found.replace(tzinfo=None)
    return None
