"""Durations as people write them, such as 15 min or 60 d: read, and written."""

import re
from datetime import timedelta

_UNITS = {
    "s": timedelta(seconds=1),
    "min": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}
_NAMES = {
    **{unit: unit for unit in _UNITS},
    **{name: name[0] for name in ("seconds", "hours", "days", "weeks", "second", "hour", "day", "week", "sec")},
    **dict.fromkeys(("minutes", "minute", "mins"), "min"),
}
_PART = re.compile(r"\s*(\d{1,6}(?:\.\d{1,6})?)\s*([a-z]+)")
_WRITTEN = (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1))
_FEW_DAYS = 4


def read_duration(text: str) -> timedelta:
    """The duration that ``text`` states: numbers, each with s, min, h, d or w. Raises ValueError, which says so."""
    rest, total = text.strip().lower(), timedelta()
    while rest:
        part = _PART.match(rest)
        if part is None or part[2] not in _NAMES:
            raise ValueError("is no duration; one looks like 30 min, 12 h, 60 d or 1 h 30 min")
        total += float(part[1]) * _UNITS[_NAMES[part[2]]]
        rest = rest[part.end() :].strip()
    if not total:
        raise ValueError("is no time at all; a duration looks like 30 min, 12 h or 60 d")
    return total


def write_duration(duration: timedelta) -> str:
    """``duration`` for people, in one unit or two: 15 min, 1 h 30 min, 60 d; of several days, the days alone."""
    seconds = max(round(duration.total_seconds()), 0)
    parts: list[str] = []
    for place, (unit, size) in enumerate(_WRITTEN):
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(f"{count:,} {unit}")
            if unit == "d" and count >= _FEW_DAYS:
                break
            following = _WRITTEN[place + 1 :]
            if following and (beside := seconds // following[0][1]):
                parts.append(f"{beside} {following[0][0]}")
            break
    return " ".join(parts) or "0 s"
