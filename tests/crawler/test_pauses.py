"""When a watched site is looked at again."""

from datetime import timedelta

import pytest

from crawler.watch.pauses import LONGEST, SHORTEST, is_due, wake_at
from tests.archive.rows import NOON

HALF_AN_HOUR = timedelta(minutes=30)


@pytest.mark.parametrize(
    ("due", "wakes"),
    [
        (HALF_AN_HOUR, HALF_AN_HOUR),
        (timedelta(0), SHORTEST),
        (-HALF_AN_HOUR, SHORTEST),
        (timedelta(days=3), LONGEST),
        (None, LONGEST),
    ],
)
def test_it_is_when_something_is_due_but_neither_at_once_nor_after_more_than_an_hour(
    due: timedelta | None, wakes: timedelta
) -> None:
    assert wake_at(None if due is None else NOON + due, NOON) == NOON + wakes


def test_each_failure_in_a_row_doubles_the_pause_up_to_an_hour() -> None:
    pauses = [wake_at(NOON, NOON, failures=failures) - NOON for failures in range(9)]
    assert [pause / SHORTEST for pause in pauses] == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert wake_at(NOON, NOON, failures=10**6) == NOON + LONGEST


def test_a_failure_brings_nothing_forward() -> None:
    assert wake_at(NOON + HALF_AN_HOUR, NOON, failures=1) == NOON + HALF_AN_HOUR


def test_something_is_due_from_its_moment_on_and_where_nothing_is_known_to_be() -> None:
    assert is_due(NOON, NOON)
    assert is_due(None, NOON)
    assert not is_due(NOON + timedelta(seconds=1), NOON)
