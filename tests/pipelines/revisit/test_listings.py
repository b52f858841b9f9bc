"""When a list is visited again follows from how often it had something new."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.revisit.listings import Arrivals, ListReason, bounds_of_list, next_visit_to_list
from pipelines.revisit.settings import DEFAULT
from tests.pipelines.making import VISIT

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
FIRST = Arrivals.begun(VISIT, shown=30)


def after(steps: list[tuple[timedelta, int]], shown: int = 30) -> Arrivals:
    arrivals = Arrivals.begun(VISIT, shown=shown)
    for later, new in steps:
        arrivals = arrivals.visited(arrivals.last_at + later, new=new, shown=shown)
    return arrivals


def wait_after(arrivals: Arrivals) -> timedelta:
    return next_visit_to_list(arrivals, DEFAULT).at - arrivals.last_at


def test_after_a_first_visit_a_list_is_due_in_an_hour_or_two() -> None:
    assert wait_after(FIRST) == 1.5 * HOUR


def test_a_steady_list_is_due_when_one_or_two_entries_are_expected() -> None:
    steady = after([(HOUR, 3)] * 24)
    assert steady.an_hour == pytest.approx(3, rel=0.1)
    assert 25 * MINUTE < wait_after(steady) < 35 * MINUTE
    assert (steady.visits, steady.new) == (24, 72)


def test_a_list_that_falls_silent_is_asked_less_and_less_and_one_that_wakes_sooner() -> None:
    lively = after([(HOUR, 3)] * 24)
    waits = []
    for _ in range(6):
        lively = lively.visited(lively.last_at + 4 * HOUR, new=0, shown=30)
        waits.append(wait_after(lively))
    assert waits == sorted(waits)
    assert waits[-1] > 3 * waits[0]
    assert wait_after(lively.visited(lively.last_at + HOUR, new=5, shown=30)) < 0.7 * waits[-1]


def test_a_short_list_is_visited_before_half_of_it_is_replaced() -> None:
    due = next_visit_to_list(after([(HOUR, 2)] * 24, shown=2), replace(DEFAULT, new_entries=10.0))
    assert due.reason is ListReason.REPLACED
    assert due.at - (VISIT + 24 * HOUR) <= 30 * MINUTE


def test_where_all_entries_are_new_more_may_have_come_and_gone() -> None:
    assert after([(HOUR, 30)]).entries == 2 * after([(HOUR, 29)]).entries + 2


def test_bounds_are_those_of_the_kind_of_list() -> None:
    silent = after([(7 * DAY, 0)] * 9)
    for is_sitemap, is_index, longest in ((False, False, DAY), (True, False, 7 * DAY), (True, True, DAY)):
        bounds = bounds_of_list(DEFAULT, is_sitemap=is_sitemap, is_index=is_index)
        due = next_visit_to_list(silent, DEFAULT, bounds)
        assert (due.at - silent.last_at, due.reason) == (longest, ListReason.LONGEST)
    busy = after([(MINUTE, 25)] * 9)
    assert wait_after(busy) == 5 * MINUTE
    assert next_visit_to_list(busy, DEFAULT, bounds_of_list(DEFAULT, is_sitemap=True)).at - busy.last_at == HOUR


@given(st.lists(st.tuples(st.floats(0, 1e5), st.integers(0, 10**6)), max_size=20), st.integers(0, 10**6))
def test_any_list_has_a_next_visit_within_the_bounds(steps: list[tuple[float, int]], shown: int) -> None:
    arrivals = after([(timedelta(hours=hours), new) for hours, new in steps], shown)
    assert DEFAULT.listings_shortest <= wait_after(arrivals) <= DEFAULT.listings_longest


@given(st.integers(0, 28), st.integers(0, 28))
def test_more_new_entries_never_make_the_wait_longer(few: int, more: int) -> None:
    waits = [wait_after(after([(HOUR, 2), (HOUR, new)])) for new in sorted((few, more))]
    assert waits[1] <= waits[0]
