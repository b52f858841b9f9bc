"""When an address is fetched again: an article in the next run, a failure after a while, the rest when led to."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.outcomes import Family, Outcome
from pipelines.due import due_after
from tests.pipelines.making import VISIT

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def outcomes_of(*families: Family) -> list[Outcome]:
    return [outcome for outcome in Outcome if outcome.family in families]


@pytest.mark.parametrize("outcome", outcomes_of(Family.ARTICLE))
@pytest.mark.parametrize("attempts", [0, 7])
def test_an_article_is_due_in_the_next_run_however_often_it_failed_before(outcome: Outcome, attempts: int) -> None:
    assert due_after(outcome, VISIT, attempts) == VISIT


@pytest.mark.parametrize("outcome", outcomes_of(Family.FAILED))
def test_a_failure_waits_a_minute_and_twice_as_long_after_each_before_it(outcome: Outcome) -> None:
    dues = [due_after(outcome, VISIT, attempts) for attempts in range(4)]

    assert dues == [VISIT + MINUTE, VISIT + 2 * MINUTE, VISIT + 4 * MINUTE, VISIT + 8 * MINUTE]


@given(st.integers(0, 10**9))
def test_no_failure_waits_longer_than_a_day_or_shorter_than_the_one_before(attempts: int) -> None:
    due, later = (due_after(Outcome.TIMEOUT, VISIT, count) for count in (attempts, attempts + 1))

    assert due is not None
    assert later is not None
    assert VISIT + MINUTE <= due <= later <= VISIT + DAY


def test_an_address_that_keeps_failing_is_tried_once_a_day() -> None:
    assert due_after(Outcome.HTTP_ERROR, VISIT, 11) == VISIT + DAY


def test_what_a_budget_left_over_is_due_in_the_next_run() -> None:
    assert due_after(Outcome.BUDGET, VISIT, 0) == VISIT


@pytest.mark.parametrize(
    "outcome", sorted({*outcomes_of(*(set(Family) - {Family.ARTICLE, Family.FAILED}))} - {Outcome.BUDGET})
)
def test_what_is_gone_refused_off_limits_or_a_listing_waits_until_something_leads_to_it(outcome: Outcome) -> None:
    assert due_after(outcome, VISIT, 0) is None


def test_an_article_that_moved_away_is_closed_and_unknown_robots_are_tried_again() -> None:
    assert due_after(Outcome.MOVED_AWAY, VISIT, 3) is None
    assert due_after(Outcome.ROBOTS_UNKNOWN, VISIT, 0) == VISIT + MINUTE
