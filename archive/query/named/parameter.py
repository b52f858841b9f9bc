"""What a parameter of a named query takes: its kind, its default, and how its values are read."""

import math
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

import msgspec

from archive.errors import UsageError

_DAY_LENGTH = len("2026-01-05")
_MOST = 2**63 - 1  # what DuckDB counts to
_LAST = datetime.max.replace(tzinfo=UTC)
NOW = "now"
"""The parameter that every query may use and nobody gives: the moment that is asked about."""


class Kind(StrEnum):
    """What the values of a parameter are."""

    TEXT = "text"
    COUNT = "count"
    NUMBER = "number"
    TIME = "time"
    END = "end"  # a time as well, of which a day without an hour is the end


class Parameter(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One parameter of a named query, as its file describes it.

    ``default``: None: nothing is given then, and the SQL sees null. ``required``: the query means nothing without it.
    """

    kind: Kind
    help: str
    default: str | int | float | None = None
    required: bool = False

    def read(self, name: str, value: Any) -> Any:
        """``value``, or what it says as text, as the SQL takes it.

        A time without a zone is in UTC, a day its beginning, or its end for an end. Raises UsageError where it is not
        of this kind.
        """
        if value is None:
            return None
        try:
            return _READERS[self.kind](value)
        except (TypeError, ValueError, OverflowError):
            raise UsageError(f"{name} takes {_FORMS[self.kind]}, not {value!r}") from None


_FORMS: Mapping[Kind, str] = {
    Kind.TEXT: "text",
    Kind.COUNT: "a whole number, 0 or more",
    Kind.NUMBER: "a number",
    Kind.TIME: "a time, such as 2026-01-05 or '2026-01-05 12:00' (UTC)",
    Kind.END: "a time, such as 2026-01-05 (then all of that day counts) or '2026-01-05 12:00' (UTC)",
}


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _count(value: Any) -> int:
    if not isinstance(value, int | str) or isinstance(value, bool):
        raise TypeError
    if int(value) < 0:
        raise ValueError
    return min(int(value), _MOST)  # nobody has more rows: what is beyond means all


def _number(value: Any) -> float:
    if not isinstance(value, int | float | str) or isinstance(value, bool):
        raise TypeError
    if not math.isfinite(float(value)):
        raise ValueError
    return float(value)


def _time(value: Any) -> datetime:
    moment = _day(value)
    if moment is None:
        moment = datetime.fromisoformat(value.strip()) if isinstance(value, str) else value
    if not isinstance(moment, datetime):
        raise TypeError
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _end(value: Any) -> datetime:
    day = _day(value)
    if day is None:
        return _time(value)
    begun = _time(day)
    return _LAST if begun.date() == date.max else begun + timedelta(days=1)


def _day(value: Any) -> datetime | None:
    """The beginning of the day that ``value`` is; None where it is none, or has an hour."""
    if isinstance(value, str) and len(value.strip()) == _DAY_LENGTH:
        value = date.fromisoformat(value.strip())
    is_day = isinstance(value, date) and not isinstance(value, datetime)
    return datetime.combine(value, time.min) if is_day else None


_READERS: Mapping[Kind, Callable[[Any], Any]] = {
    Kind.TEXT: _text,
    Kind.COUNT: _count,
    Kind.NUMBER: _number,
    Kind.TIME: _time,
    Kind.END: _end,
}
