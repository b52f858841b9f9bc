"""Dates as the site shows them: Django's `N j, Y, P` in English, its long form in Portuguese."""

from collections.abc import Callable
from datetime import datetime

_ENGLISH_MONTHS = (
    "Jan.", "Feb.", "March", "April", "May", "June",
    "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.",
)  # fmt: skip
_PORTUGUESE_MONTHS = (
    "janeiro", "fevereiro", "março", "abril", "maio", "junho",
    "julho", "agosto", "setembro", "outubro", "novembro", "dezembro",
)  # fmt: skip
_NOON = 12


def english_date(moment: datetime) -> str:
    """Write a moment like `Jan. 9, 2025, 6:55 a.m.`, with noon, midnight and bare full hours."""
    return f"{_ENGLISH_MONTHS[moment.month - 1]} {moment.day}, {moment.year}, {_english_time(moment)}"


def portuguese_date(moment: datetime) -> str:
    """Write a moment like `9 de janeiro de 2025 às 06:55`."""
    return f"{moment.day} de {_PORTUGUESE_MONTHS[moment.month - 1]} de {moment.year} às {moment:%H:%M}"


_WRITERS: dict[str, Callable[[datetime], str]] = {"en": english_date, "pt": portuguese_date}


def visible_date(moment: datetime, language: str) -> str:
    """Write a moment the way pages in this language do."""
    return _WRITERS[language](moment)


def _english_time(moment: datetime) -> str:
    if moment.minute == 0 and moment.hour % _NOON == 0:
        return "noon" if moment.hour == _NOON else "midnight"
    minutes = f":{moment:%M}" if moment.minute else ""
    half = "a.m." if moment.hour < _NOON else "p.m."
    return f"{moment.hour % _NOON or _NOON}{minutes} {half}"
