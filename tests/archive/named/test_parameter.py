"""The values that parameters of named queries take."""

from datetime import UTC, datetime

from archive.query.named import Kind, Parameter


def test_the_last_day_of_the_calendar_is_an_end_too() -> None:
    end = Parameter(kind=Kind.END, help="Until.").read("until", "9999-12-31")
    assert end == datetime.max.replace(tzinfo=UTC)


def test_a_count_beyond_what_can_be_counted_means_all() -> None:
    assert Parameter(kind=Kind.COUNT, help="So many.").read("limit", "9" * 30) == 2**63 - 1
