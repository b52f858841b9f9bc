"""Dates as people and machines write them, and those that are not believed."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.fields.moments import DateHints, Moment, Precision, parse_moment, parse_stamp
from tests.pipelines.making import HINTS, VISIT

JAN_9 = "2025-01-09"


def hints(**known: str) -> DateHints:
    return DateHints(fetched_at=VISIT, **known)


def instant(text: str, **known: str) -> str | None:
    moment = parse_moment(text, hints(**known))
    return moment.at.isoformat().removesuffix(":00+00:00") if moment else None


def test_a_stated_offset_is_kept_beside_the_instant_in_utc() -> None:
    moment = parse_moment("2025-11-02T05:00:00+09:00", HINTS)

    assert moment == Moment(datetime(2025, 11, 1, 20, tzinfo=UTC), "2025-11-02T05:00:00+09:00", 540, Precision.SECOND)


@pytest.mark.parametrize(
    ("text", "at", "offset", "precision"),
    [
        ("2025-11-02T05:00:00Z", "2025-11-02T05:00", 0, "second"),
        ("2025-11-02T05:00:00.250Z", None, 0, "second"),
        ("2025-11-02T05:00+05:30", "2025-11-01T23:30", 330, "minute"),
        ("2025-11-02T05:00:00-0330", "2025-11-02T08:30", -210, "second"),
        ("2025-11-02 05:00:07", None, None, "second"),
        ("2025-11-02 05:00", "2025-11-02T05:00", None, "minute"),
        ("2025-11-02", "2025-11-02T00:00", None, "day"),
        ("Thu, 02 Jan 2025 10:00:00 GMT", "2025-01-02T10:00", 0, "second"),
        ("Thu, 02 Jan 2025 10:00:00 +0100", "2025-01-02T09:00", 60, "second"),
    ],
)
def test_dates_for_machines_are_read(text: str, at: str | None, offset: int | None, precision: str) -> None:
    moment = parse_moment(text, HINTS)

    assert moment is not None
    assert (moment.text, moment.offset_minutes, moment.precision) == (text, offset, precision)
    assert at is None or instant(text) == at


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("Jan. 9, 2025, 6:55 a.m.", "2025-01-09T06:55"),
        ("Jan. 9, 2025, noon", "2025-01-09T12:00"),
        ("Jan. 9, 2025, midnight", "2025-01-09T00:00"),
        ("Jan. 9, 2025, 4 p.m.", "2025-01-09T16:00"),
        ("Jan. 9, 2025, 12:05 a.m.", "2025-01-09T00:05"),
        ("Sept. 3, 2024, 9 a.m.", "2024-09-03T09:00"),
        ("March 31, 2025, 11:59 p.m.", "2025-03-31T23:59"),
        ("9 January 2025 06:55", "2025-01-09T06:55"),
    ],
)
def test_english_dates_with_a_clock_are_read_to_the_minute(text: str, at: str) -> None:
    moment = parse_moment(text, HINTS)

    assert instant(text) == at
    assert moment is not None
    assert (moment.precision, moment.offset_minutes, moment.text) == (Precision.MINUTE, None, text)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("9 de janeiro de 2025 às 06:55", "pt"),
        ("9 de enero de 2025 a las 06:55", "es"),
        ("9. Januar 2025, 06:55 Uhr", "de"),
        ("9 janvier 2025 à 06h55", "fr"),
        ("9 gennaio 2025, 06:55", "it"),
        ("9 января 2025, 06:55", "ru"),
        ("2025年1月9日 06:55", "ja"),
        ("Jan. 9, 2025, 6:55 a.m.", "pt-BR"),
        ("Jan. 9, 2025, 6:55 a.m.", "tlh"),
    ],
)
def test_the_pages_language_helps_and_english_is_always_understood(text: str, language: str) -> None:
    assert instant(text, language=language) == f"{JAN_9}T06:55"


@pytest.mark.parametrize("text", ["Jan. 9, 2025", "9 January 2025", JAN_9, "2025/01/09", "January 9th, 2025"])
def test_a_date_without_a_clock_is_a_day(text: str) -> None:
    assert parse_moment(text, HINTS) == Moment(datetime(2025, 1, 9, tzinfo=UTC), text, None, Precision.DAY)


@pytest.mark.parametrize(("text", "language"), [("09.01.2025", "de"), ("2025.01.09", "en"), ("9.1.2025", "de")])
def test_dots_between_the_parts_of_a_date_are_no_clock(text: str, language: str) -> None:
    moment = parse_moment(text, hints(language=language))

    assert moment == Moment(datetime(2025, 1, 9, tzinfo=UTC), text, None, Precision.DAY)


@pytest.mark.parametrize(
    "text",
    ["2026-02-31", "2025-02-29", "2026-13-45", "Feb. 30, 2025", "31/02/2025", "2025-01-09T25:00:00", "2025-00-10"],
)
def test_a_day_that_never_was_is_not_bent_into_one(text: str) -> None:
    assert parse_moment(text, HINTS) is None


@pytest.mark.parametrize("offset", ["+99:00", "-24:00", "+24:00", "+1:00:00:00"])
def test_an_offset_that_cannot_be_is_no_date(offset: str) -> None:
    assert parse_moment(f"2025-11-20T10:00:00{offset}", HINTS) is None


@pytest.mark.parametrize("year", ["2099", "9999", "0000", "0001", "1901", "1970"])
def test_a_year_no_news_page_can_bear_is_not_believed(year: str) -> None:
    assert parse_moment(f"{year}-01-09T06:55:00Z", HINTS) is None
    assert parse_moment(f"Jan. 9, {year}", HINTS) is None


def test_a_date_may_run_two_days_ahead_of_the_visit_and_no_more() -> None:
    ahead = VISIT + timedelta(days=2)

    assert parse_moment(ahead.isoformat(), HINTS) is not None
    assert parse_moment((ahead + timedelta(seconds=1)).isoformat(), HINTS) is None


@pytest.mark.parametrize("text", ["12/11/2025", "12/11/2025 10:00", "1/2/2025", "12-11-2025", "12.11.2025"])
def test_a_date_that_could_be_two_days_is_not_guessed(text: str) -> None:
    assert parse_moment(text, HINTS) is None


@pytest.mark.parametrize(
    ("order", "day"), [("DMY", "2025-11-12T00:00"), ("MDY", "2025-12-11T00:00")], ids=["DMY", "MDY"]
)
@pytest.mark.parametrize("text", ["12/11/2025", "12-11-2025", "12.11.2025"])
def test_the_sites_order_decides_between_two_days(order: str, day: str, text: str) -> None:
    assert instant(text, order=order) == day


@pytest.mark.parametrize(("text", "day"), [("13/11/2025", "2025-11-13"), ("11/13/2025", "2025-11-13")])
def test_a_slashed_date_that_can_only_be_one_day_needs_no_order(text: str, day: str) -> None:
    assert instant(text) == f"{day}T00:00"


@pytest.mark.parametrize("order", ["DMY", "MDY", "YMD"])
@pytest.mark.parametrize("text", ["Jan. 9, 2025", "2025/01/09", JAN_9])
def test_an_order_changes_nothing_where_the_parts_are_plain(order: str, text: str) -> None:
    assert instant(text, order=order) == f"{JAN_9}T00:00"


@pytest.mark.parametrize(
    ("text", "at", "offset"),
    [
        ("Jan. 9, 2025, noon", "2025-01-09T12:00", 0),
        ("July 9, 2025, noon", "2025-07-09T11:00", 60),
        ("2025-07-09", "2025-07-08T23:00", 60),
        ("2025-07-09T12:00:00+02:00", "2025-07-09T10:00", 120),
    ],
)
def test_the_sites_zone_stands_in_where_the_text_states_none(text: str, at: str, offset: int) -> None:
    moment = parse_moment(text, hints(time_zone="Europe/Lisbon"))

    assert instant(text, time_zone="Europe/Lisbon") == at
    assert moment is not None
    assert moment.offset_minutes == offset


@pytest.mark.parametrize(
    "text",
    ["", " ", "yesterday", "5 minutes ago", "Monday", "6:55 a.m.", "Jan 2025", "2025", "Jan. 9", "9/1/25", "20250109"],
)
def test_what_leaves_the_day_or_the_year_open_is_no_date(text: str) -> None:
    assert parse_moment(text, HINTS) is None


@pytest.mark.parametrize(
    "text",
    ["On Jan. 9, 2025 it rained", "Jan. 9, 2025, 6:55 a.m. 3742", "3742", "© 2025", "Jan. 9, 2025 – Jan. 12, 2025"],
)
def test_a_date_is_the_whole_text(text: str) -> None:
    assert parse_moment(text, HINTS) is None


def test_white_space_within_a_date_is_folded() -> None:
    moment = parse_moment(" Jan. 9,\n 2025,\u00a06:55 a.m.\t", HINTS)

    assert moment is not None
    assert (moment.text, moment.at) == ("Jan. 9, 2025, 6:55 a.m.", datetime(2025, 1, 9, 6, 55, tzinfo=UTC))


_WORDS = [
    "Jan.",
    "9",
    "31",
    "2025",
    "2026",
    "12/11",
    "noon",
    "a.m.",
    "às",
    "T",
    "Z",
    "+09:00",
    ":",
    "-",
    "00",
    "EST",
    "٣",
]


@given(
    st.one_of(
        st.text(), st.lists(st.sampled_from(_WORDS)).map(" ".join), st.lists(st.sampled_from(_WORDS)).map("".join)
    )
)
def test_reading_a_date_never_fails(text: str) -> None:
    moment = parse_moment(text, HINTS)

    assert moment is None or (moment.at.tzinfo is UTC and moment.at <= VISIT + timedelta(days=2))


@given(
    st.text(),
    st.sampled_from(["pt", "zh-Hant", "xx", "", "-", "en_GB"]),
    st.sampled_from(["Europe/Lisbon", "Asia/Kathmandu"]),
    st.sampled_from(["DMY", "MDY", "YMD"]),
)
def test_reading_a_date_never_fails_whatever_the_hints(text: str, language: str, time_zone: str, order: str) -> None:
    known = DateHints(fetched_at=VISIT, language=language, time_zone=time_zone, order=order)
    parse_moment(text, known)
    parse_moment(f"Jan. 9, 2025 {text}", known)


@given(
    st.datetimes(datetime(1990, 1, 2), datetime(2026, 1, 5)),  # noqa: DTZ001 - the zone is drawn beside them
    st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)
def test_an_iso_date_is_read_back_to_the_same_instant(written: datetime, zone: timezone) -> None:
    aware = written.replace(tzinfo=zone)
    moment = parse_moment(aware.isoformat(), HINTS)

    assert moment is not None
    assert moment.at == aware
    offset = aware.utcoffset()
    assert offset is not None
    assert moment.offset_minutes == offset.total_seconds() / 60


@pytest.mark.parametrize(
    ("text", "at", "offset"),
    [
        ("2025-11-02T05:00:00+0000", "2025-11-02T05:00", 0),
        ("2025-11-02T05:00:00+09", "2025-11-01T20:00", 540),
        ("2025-11-02 05:00:00 UTC", "2025-11-02T05:00", 0),
        ("2025-11-02 05:00 GMT", "2025-11-02T05:00", 0),
        ("2025-11-02T5:00", "2025-11-02T05:00", None),
        ("2025-11-02t05:00:00z", "2025-11-02T05:00", 0),
    ],
)
def test_other_spellings_of_the_same_machine_date_are_read(text: str, at: str, offset: int | None) -> None:
    moment = parse_moment(text, HINTS)

    assert instant(text) == at
    assert moment is not None
    assert moment.offset_minutes == offset


@pytest.mark.parametrize("language", ["no", "nb", "sv", "de", "fr", "it", "pl", "ru", "tr"])
def test_with_dots_the_day_stands_first_in_every_language_but_english(language: str) -> None:
    assert instant("09.01.2025", language=language) == f"{JAN_9}T00:00"


@pytest.mark.parametrize(("stamp", "at"), [("1767348000", "2026-01-02T10:00"), ("1767348000123", "2026-01-02T10:00")])
def test_unix_time_is_read_in_seconds_and_milliseconds(stamp: str, at: str) -> None:
    moment = parse_stamp(stamp, HINTS)

    assert moment is not None
    assert (moment.at.isoformat().removesuffix(":00+00:00"), moment.offset_minutes, moment.text) == (at, 0, stamp)


@pytest.mark.parametrize(
    "stamp", ["", "0", "123456789", "0000000000", "9999999999", "17673480001", "١٧٦٧٣٤٨٠٠٠", "-176734800"]
)
def test_other_numbers_are_no_unix_time_of_a_news_page(stamp: str) -> None:
    assert parse_stamp(stamp, HINTS) is None
