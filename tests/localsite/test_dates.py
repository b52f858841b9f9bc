"""Dates as the site shows them."""

from datetime import UTC, datetime

import pytest

from crawler.localsite.dates import english_date, portuguese_date, visible_date


@pytest.mark.parametrize(
    ("hour", "minute", "shown"),
    [
        (6, 55, "6:55 a.m."),
        (12, 0, "noon"),
        (0, 0, "midnight"),
        (16, 0, "4 p.m."),
        (4, 0, "4 a.m."),
        (0, 5, "12:05 a.m."),
        (12, 30, "12:30 p.m."),
        (23, 59, "11:59 p.m."),
    ],
)
def test_english_times_follow_django(hour: int, minute: int, shown: str) -> None:
    assert english_date(datetime(2025, 1, 9, hour, minute, tzinfo=UTC)) == f"Jan. 9, 2025, {shown}"


def test_english_months_follow_the_associated_press() -> None:
    shown = [english_date(datetime(2025, month, 1, tzinfo=UTC)).split()[0] for month in range(1, 13)]
    assert " ".join(shown) == "Jan. Feb. March April May June July Aug. Sept. Oct. Nov. Dec."


@pytest.mark.parametrize(
    ("hour", "minute", "shown"), [(6, 55, "06:55"), (12, 0, "12:00"), (0, 0, "00:00"), (16, 0, "16:00")]
)
def test_portuguese_times_always_show_four_digits(hour: int, minute: int, shown: str) -> None:
    moment = datetime(2025, 1, 9, hour, minute, tzinfo=UTC)
    assert portuguese_date(moment) == f"9 de janeiro de 2025 às {shown}"


def test_the_language_chooses_the_form() -> None:
    moment = datetime(2025, 3, 1, 12, tzinfo=UTC)
    assert visible_date(moment, "en") == "March 1, 2025, noon"
    assert visible_date(moment, "pt") == "1 de março de 2025 às 12:00"
