"""Traps: the addresses and pages with which a site, meaning no harm, keeps a crawl busy without end."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from urllib.parse import parse_qsl

# Scrapy's own limit is 2,083, the longest address that Internet Explorer took.
MAX_CHARACTERS = 2_000
MAX_PARAMETERS = 10
_TIMES = 3
_LONGEST_LOOP = 4
_MOST_OF_ONE_SEGMENT = 4
# What is announced stands no further ahead; the first newspaper appeared in 1605.
_AHEAD = timedelta(days=31)
_FIRST_YEAR = 1605


class Reason(StrEnum):
    """Why an address is not asked for."""

    TOO_LONG = "too_long"
    PARAMETERS = "parameters"
    PATH_LOOP = "path_loop"
    FUTURE = "future"
    PAST = "past"
    SAME_ENTRIES = "same_entries"
    NO_ENTRIES = "no_entries"
    BARREN = "barren"
    SPELLING = "spelling"
    DEPTH = "depth"
    HOST = "host"
    LISTINGS = "listings"

    @property
    def is_budget(self) -> bool:
        """Whether a budget keeps the address out, which another run may have room for; else a trap does."""
        return self in (Reason.DEPTH, Reason.HOST, Reason.LISTINGS)

    @property
    def meaning(self) -> str:
        """What the address has about it, in words for people."""
        return _MEANINGS[self]


_MEANINGS = {
    Reason.TOO_LONG: f"an address of more than {MAX_CHARACTERS} characters",
    Reason.PARAMETERS: f"an address with more than {MAX_PARAMETERS} parameters",
    Reason.PATH_LOOP: "a path that repeats itself",
    Reason.FUTURE: "a calendar's page of days to come",
    Reason.PAST: "a calendar's page of days before there was news",
    Reason.SAME_ENTRIES: "further pages of a listing that showed an earlier page again",
    Reason.NO_ENTRIES: "further pages of a listing that had come to its end",
    Reason.BARREN: "another page like many that had led to nothing new",
    Reason.SPELLING: "another spelling of an address that is asked for instead",
    Reason.DEPTH: "more links away from a listing than the site file allows",
    Reason.HOST: "more addresses of a host than the site file allows in one run",
    Reason.LISTINGS: "more listing pages than the site file allows in one run",
}


def trap_of(address: str, today: date) -> Reason | None:
    """The trap that ``address`` shows by itself, or None."""
    if len(address) > MAX_CHARACTERS:
        return Reason.TOO_LONG
    _, path, query = _parts_of(address)
    if query.count("&") >= MAX_PARAMETERS:
        return Reason.PARAMETERS
    if has_loop(path):
        return Reason.PATH_LOOP
    shown = calendar_date(path, query)
    if shown is None:
        return None
    return Reason.FUTURE if shown > today + _AHEAD else Reason.PAST if shown.year < _FIRST_YEAR else None


def _parts_of(address: str) -> tuple[str, str, str]:
    """Host, path and query of an address in plain form, at a fraction of what a parser takes: it is for every link."""
    before, _, query = address.partition("?")
    host, slash, path = before.partition("://")[2].partition("/")
    return host, slash + path, query


def has_loop(path: str) -> bool:
    """Whether ``path`` says the same again and again, as links relative to the wrong folder make it: /a/b/a/b/a/b."""
    segments = [segment for segment in path.split("/") if segment]
    if len(segments) < _TIMES:
        return False
    words = [segment for segment in segments if not segment.isdecimal()]
    if len(words) - len(set(words)) < _TIMES - 1:
        return False
    if any(words.count(word) >= _MOST_OF_ONE_SEGMENT for word in set(words)):
        return True
    return any(_repeats(segments, size) for size in range(1, _LONGEST_LOOP + 1))


def _repeats(segments: list[str], size: int) -> bool:
    for start in range(len(segments) - _TIMES * size + 1):
        first = segments[start : start + size]
        if all(part.isdecimal() for part in first):  # /11/11/11/ is a date
            continue
        if segments[start : start + _TIMES * size] == first * _TIMES:
            return True
    return False


_DATE_PATH = re.compile(r"/(\d{4})[/-](\d{1,2})(?:[/-](\d{1,2}))?(?:/(?:page/\d+|index\.\w+|[a-z]{0,8}))?/?$")
_DATE_VALUE = re.compile(r"(\d{4})-?(\d{2})(?:-?(\d{2}))?")
_YEAR_NAMES = ("year", "yr", "y")
_MONTH_NAMES = ("month", "mon", "mo", "m")
_DATE_NAMES = re.compile(r"(?:.*[_-])?(?:date|day|month|calendar|cal|m|ym)", re.IGNORECASE)


def calendar_date(path: str, query: str) -> date | None:
    """The month or day whose page an address is, where a calendar's address says so and names nothing further.

    The first of the month where no day is named; None where the numbers are no date.
    """
    return next((found for numbers in _dates(path, query) if (found := _date(*numbers))), None)


def _dates(path: str, query: str) -> Iterator[tuple[str, str, str | None]]:
    in_path = _DATE_PATH.search(path)
    if in_path:
        yield in_path[1], in_path[2], in_path[3]
    if not query:
        return
    values = {name.lower(): value for name, value in parse_qsl(query)}
    year = next((values[name] for name in _YEAR_NAMES if name in values), None)
    month = next((values[name] for name in _MONTH_NAMES if name in values), None)
    if year and month:
        yield year, month, None
    for name, value in values.items():
        match = _DATE_VALUE.fullmatch(value)
        if match and _DATE_NAMES.fullmatch(name):
            yield match[1], match[2], match[3]


def _date(year: str, month: str, day: str | None) -> date | None:
    try:
        return date(int(year), int(month), int(day) if day else 1)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Shape:
    """What addresses of one series have in common, and whether numbers or choices alone tell them apart."""

    text: str
    is_series: bool = False
    has_choices: bool = False


_NUMBERS = re.compile(r"\d+")
_SLUG_HYPHENS = 2


def shape_of(address: str) -> Shape:
    """The series that ``address`` is of: its numbers and long names left out, and of several parameters the values."""
    host, path, choices = _parts_of(address)
    path = "/".join("{name}" if part.count("-") >= _SLUG_HYPHENS else _NUMBERS.sub("0", part)
                    for part in path.split("/"))  # fmt: skip
    query = ""
    if choices:
        pairs = choices.split("&")
        query = "?{choices}" if len(pairs) > 1 else "?" + _NUMBERS.sub("0", pairs[0])
    has_choices = query == "?{choices}"
    return Shape(f"{host}{path}{query}", has_choices or "0" in path + query, has_choices)
