"""Dates within the text of a page, and dates told as seen from the visit."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.fields.moments import DateHints, Precision
from pipelines.fields.written_dates import dates_within, parse_relative
from tests.pipelines.making import HINTS, VISIT


def hints(**known: str) -> DateHints:
    return DateHints(fetched_at=VISIT, **known)


def within(text: str, **known: str) -> list[str]:
    return [moment.at.isoformat().removesuffix(":00+00:00") for moment in dates_within(text, hints(**known))]


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Published on December 22, 2023", "en", "2023-12-22T00:00"),
        ("By Ada Example | Jan. 9, 2025, 6:55 a.m.", "en", "2025-01-09T06:55"),
        ("Posted Dec 19th 2023 18:45", "en", "2023-12-19T18:45"),
        ("Veröffentlicht am 9. Januar 2025 um 06:55 Uhr von Ada", "de", "2025-01-09T06:55"),
        ("Stand: 09.01.2025", "de", "2025-01-09T00:00"),
        ("Publisert: 09.01.2025 06:55", "no", "2025-01-09T06:55"),
        ("Publicado: 9 de enero de 2025 - 06:55", "es", "2025-01-09T06:55"),
        ("Publié le 9 janvier 2025", "fr", "2025-01-09T00:00"),
        ("9 января 2025, 06:55, редакция", "ru", "2025-01-09T06:55"),
        ("입력 2025.01.09 06:55", "ko", "2025-01-09T06:55"),
        ("公開日 2025年1月9日", "ja", "2025-01-09T00:00"),
    ],
)
def test_a_date_is_found_within_a_line_in_many_languages(text: str, language: str, found: str) -> None:
    assert within(text, language=language) == [found]


@pytest.mark.parametrize(
    "text", ["", "no date", "call 0800 12 12 2025", "12/11/2025", "31.02.2025", "x" * 201 + " Jan. 9, 2025"]
)
def test_a_line_without_a_date_that_can_be_told_has_none(text: str) -> None:
    assert within(text) == []


@pytest.mark.parametrize(
    ("text", "language", "at", "precision"),
    [
        ("5 minutes ago", "en", "2026-01-05T07:55", Precision.MINUTE),
        ("3 hours ago", "en", "2026-01-05T05:00", Precision.HOUR),
        ("vor 2 Stunden", "de", "2026-01-05T06:00", Precision.HOUR),
        ("há 5 minutos", "pt", "2026-01-05T07:55", Precision.MINUTE),
        ("hace 2 horas", "es", "2026-01-05T06:00", Precision.HOUR),
        ("2 часа назад", "ru", "2026-01-05T06:00", Precision.HOUR),
        ("2 saat önce", "tr", "2026-01-05T06:00", Precision.HOUR),
        ("3時間前", "ja", "2026-01-05T05:00", Precision.HOUR),
        ("3시간 전", "ko", "2026-01-05T05:00", Precision.HOUR),
        ("yesterday", "en", "2026-01-04T00:00", Precision.DAY),
        ("gestern", "de", "2026-01-04T00:00", Precision.DAY),
        ("il y a 3 jours", "fr", "2026-01-02T00:00", Precision.DAY),
        ("today", "en", "2026-01-05T00:00", Precision.DAY),
        ("3 hours ago", "pt", "2026-01-05T05:00", Precision.HOUR),
    ],
)
def test_a_relative_date_is_held_against_the_visit(text: str, language: str, at: str, precision: Precision) -> None:
    moment = parse_relative(text, hints(language=language))

    assert moment is not None
    assert (moment.at.isoformat().removesuffix(":00+00:00"), moment.precision, moment.text) == (at, precision, text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "4 min",
        "1 hr 6 mins",
        "12 minutes",
        "2 months ago",
        "2 weeks ago",
        "last year",
        "in 3 hours",
        "Monday",
        "3",
        "42 views",
    ],
)
def test_a_length_of_reading_and_what_leaves_the_day_open_is_no_date(text: str) -> None:
    assert parse_relative(text, HINTS) is None


def test_yesterday_is_the_sites_yesterday() -> None:
    moment = parse_relative("yesterday", hints(time_zone="Asia/Tokyo"))

    assert moment is not None
    assert (moment.at, moment.offset_minutes) == (datetime(2026, 1, 3, 15, tzinfo=UTC), 540)


@given(st.text(), st.sampled_from(["en", "de", "xx", "", "-"]))
def test_reading_dates_off_any_text_never_fails(text: str, language: str) -> None:
    known = hints(language=language)
    relative = parse_relative(text, known)

    assert relative is None or relative.at <= VISIT
    list(dates_within(f"{text} Jan. 9, 2025 {text}", known))
