"""Durations are read and written as people have them."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.revisit.durations import read_duration, write_duration


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("15 min", 900), ("15min", 900), ("90 s", 90), ("1 h 30 min", 5_400), ("1.5 hours", 5_400), ("60 d", 5_184_000),
        ("2 weeks", 1_209_600), (" 1 Day ", 86_400), ("12 minutes", 720),
    ],
)  # fmt: skip
def test_a_duration_is_numbers_with_units(text: str, seconds: int) -> None:
    assert read_duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "15", "min", "15 m", "5 months", "-3 h", "1 h and more", "3 h 5", "0 h", "1e9 d"])
def test_anything_else_is_none_and_the_message_shows_one(text: str) -> None:
    with pytest.raises(ValueError, match="looks like 30 min, 12 h"):
        read_duration(text)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"), (45, "45 s"), (900, "15 min"), (5_400, "1 h 30 min"), (3_605, "1 h"), (90_000, "1 d 1 h"),
        (5_184_000, "60 d"), (400_000, "4 d"), (-5, "0 s"),
    ],
)  # fmt: skip
def test_a_duration_is_written_in_one_unit_or_two(seconds: int, text: str) -> None:
    assert write_duration(timedelta(seconds=seconds)) == text


@given(st.integers(1, 10**8))
def test_what_is_written_can_be_read_and_is_nearly_that_long(seconds: int) -> None:
    written = read_duration(write_duration(timedelta(seconds=seconds)).replace(",", ""))
    assert abs(written / timedelta(seconds=seconds) - 1) < 0.25
