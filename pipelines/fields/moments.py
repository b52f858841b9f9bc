"""Reading a date as people and machines write it, without ever inventing a part of it."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

import dateparser

_ISO = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})(?:(?:\s*T\s*|\s+)(?P<clock>\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?",
    re.IGNORECASE,
)
_UTC = ("z", "utc", "gmt")
_CLOCK = re.compile(
    r"\d{1,2}[:h時点]\d{2}|(?<![\d.])\d{1,2}\.\d{2}(?![\d.])|\d\s*[ap]\.?\s?m\b|\bnoon\b|\bmidnight\b", re.IGNORECASE
)
_SECONDS = re.compile(r"\d{1,2}:\d{2}:\d{2}")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_ALL_DIGITS = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-]\d{4}")
_WORDED_HOURS = (
    (re.compile(r"\bnoon\b", re.IGNORECASE), "12:00 p.m."),
    (re.compile(r"\bmidnight\b", re.IGNORECASE), "12:00 a.m."),
)
_STAMP = re.compile(r"\d{10}(?:\d{3})?", re.ASCII)
_SECONDS_DIGITS = 10
# Those that most news is written in. Asking dateparser for any of its two hundred takes seconds.
_LANGUAGES = "en de es fr it pt nl pl ru uk tr ja ko zh ar cs sv da nb fi el hu ro id vi he bg".split()
_MAX_MONTH = 12
_MAX_DATE_CHARACTERS = 60
_OLDEST_YEAR = 1990  # no news page of the web is older
_TOLERANCE = timedelta(days=2)  # embargoed pieces and fast clocks


class Precision(StrEnum):
    """What a date states."""

    DAY = "day"
    HOUR = "hour"
    MINUTE = "minute"
    SECOND = "second"


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as read: its instant in UTC, its text, the stated offset and precision.

    ``offset_minutes`` is None where neither the text nor the site states a zone; ``at`` is then the
    written time read as UTC. A moment of precision ``day`` is that day's midnight.
    """

    at: datetime
    text: str
    offset_minutes: int | None
    precision: Precision


@dataclass(frozen=True, slots=True, kw_only=True)
class DateHints:
    """What helps to read a date: the page's language, the site's zone, the order of 3/4/2025, the visit's time.

    ``order`` is DMY, MDY or YMD; without one, a slashed date that could be either is not read.
    """

    fetched_at: datetime
    language: str | None = None
    time_zone: str | None = None
    order: str | None = None


def states_a_year(text: str) -> bool:
    """Whether ``text``, of which a moment was read, says it in full; else it was told from the visit: "3 hours ago"."""
    return _YEAR.search(text) is not None or _STAMP.fullmatch(text) is not None


def parse_moment(text: str, hints: DateHints) -> Moment | None:
    """The moment that ``text`` as a whole states, or None where it states none or an absurd one."""
    written = " ".join(text.split())
    if not written or len(written) > _MAX_DATE_CHARACTERS or not _YEAR.search(written):
        return None
    iso = _ISO.fullmatch(written)
    local = _parse_iso(iso) if iso else _parse_words(written, hints)
    if local is None:
        return None
    offset = _offset(local, hints.time_zone)
    try:
        at = (local.replace(tzinfo=None) - (offset or timedelta())).replace(tzinfo=UTC)
    except OverflowError:
        return None
    if not (at.year >= _OLDEST_YEAR and at <= hints.fetched_at + _TOLERANCE):
        return None
    minutes = None if offset is None else int(offset.total_seconds() // 60)
    return Moment(at, written, minutes, _precision(written))


def _parse_iso(stated: re.Match[str]) -> datetime | None:
    clock, zone = stated["clock"] or "00:00", stated["zone"] or ""
    try:
        return datetime.fromisoformat(f"{stated['day']}T{clock.replace(',', '.').zfill(5)}{_zone(zone)}")
    except ValueError:
        return None


def _zone(zone: str) -> str:
    return "+00:00" if zone.lower() in _UTC else zone


def _parse_words(written: str, hints: DateHints) -> datetime | None:
    if not hints.order and _is_ambiguous(written, hints.language):
        return None
    for word, clock in _WORDED_HOURS:
        written = word.sub(clock, written)
    base = hints.language.split("-")[0].lower() if hints.language else None
    # With dots or dashes the day stands first in every language but English; dateparser does not know it of all.
    is_day_first = base not in (None, "en") and _ALL_DIGITS.search(written) and "/" not in written
    return _dateparser(written, base, hints.order or ("DMY" if is_day_first else None))


def _is_ambiguous(written: str, language: str | None) -> bool:
    """Whether a date of digits could have its day or its month first."""
    date = _ALL_DIGITS.search(written)
    if date is None or max(int(date[1]), int(date[2])) > _MAX_MONTH:
        return False
    # 9.1.2025 is told by its language; 9/1/2025 and English are not: they are written both ways round the world.
    is_told = language is not None and language.split("-")[0] != "en" and "/" not in date[0]
    return not is_told


@lru_cache(maxsize=4096)
def _dateparser(written: str, language: str | None, order: str | None) -> datetime | None:
    settings = {"STRICT_PARSING": True, "PARSERS": ["absolute-time"]}
    if order:
        settings |= {"DATE_ORDER": order}
    # Many sites write English dates beside another language; without a language, any may be meant.
    for languages in [[language], ["en"]] if language and language != "en" else [["en"] if language else _LANGUAGES]:
        try:
            found: datetime | None = dateparser.parse(written, languages=languages, settings=settings)
        except (ValueError, OverflowError):  # a language dateparser does not know; a part out of range
            continue
        if found is not None:
            return found
    return None


def _offset(local: datetime, time_zone: str | None) -> timedelta | None:
    if local.tzinfo is None and time_zone:
        local = local.replace(tzinfo=ZoneInfo(time_zone))
    return local.utcoffset()


def _precision(written: str) -> Precision:
    if _SECONDS.search(written):
        return Precision.SECOND
    return Precision.MINUTE if _CLOCK.search(written) else Precision.DAY


def parse_stamp(stamp: str, hints: DateHints) -> Moment | None:
    """The moment of ``stamp``, Unix time in seconds or milliseconds, as some systems write it into their markup."""
    if not _STAMP.fullmatch(stamp):
        return None
    seconds = int(stamp[:_SECONDS_DIGITS])
    at = datetime.fromtimestamp(seconds, UTC)
    is_possible = at.year >= _OLDEST_YEAR and at <= hints.fetched_at + _TOLERANCE
    return Moment(at, stamp, 0, Precision.SECOND) if is_possible else None
