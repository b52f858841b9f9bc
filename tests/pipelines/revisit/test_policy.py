"""When an article is visited again follows from its history alone."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.revisit import DEFAULT, History, Reason, next_look_for, next_visit
from tests.pipelines.making import VISIT

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FIRST = History.begun(VISIT, published_at=VISIT)


def wait_after(history: History) -> timedelta:
    return next_visit(history).at - history.last_at


def aged(age: timedelta) -> History:
    return History.begun(VISIT, published_at=VISIT - age)


def test_the_older_an_article_the_longer_the_wait() -> None:
    waits = [wait_after(aged(age)) for age in (timedelta(), HOUR, DAY, 7 * DAY, 30 * DAY)]
    assert waits == sorted(waits)
    assert waits[0] < HOUR
    assert waits[-1] > 5 * DAY


def test_an_edited_article_is_due_sooner_than_one_that_was_left_alone() -> None:
    edited = FIRST.visited(VISIT + HOUR, changed=True).visited(VISIT + DAY, changed=True)
    left_alone = FIRST.visited(VISIT + HOUR, changed=False).visited(VISIT + DAY, changed=False)
    assert wait_after(edited) < wait_after(left_alone) / 3
    assert next_visit(edited).rate > 1 > next_visit(left_alone).rate


def test_what_stands_on_a_listing_is_due_within_half_an_hour() -> None:
    due = next_visit(aged(10 * HOUR), listed_at=VISIT)
    assert (due.at - VISIT, due.reason) == (timedelta(minutes=30), Reason.LISTED)
    assert next_visit(aged(30 * DAY), listed_at=VISIT - 2 * DAY).reason is not Reason.LISTED


def test_an_evergreen_on_the_front_page_is_not_asked_for_every_half_an_hour() -> None:
    due = next_visit(aged(100 * DAY), listed_at=VISIT)
    assert (due.at - VISIT, due.reason) == (5 * DAY, Reason.LISTED)


def test_fast_growing_views_bring_the_visit_forward() -> None:
    old = History.begun(VISIT, published_at=VISIT - 30 * DAY, views=1_000)
    growing = old.visited(VISIT + HOUR, changed=False, views=1_250)
    still = old.visited(VISIT + HOUR, changed=False, views=1_000)
    assert next_visit(growing).reason is Reason.VIEWS
    assert HOUR < wait_after(growing) < 2 * HOUR
    assert next_visit(still).reason is not Reason.VIEWS


def test_a_host_with_too_much_due_is_asked_less_often() -> None:
    history = aged(DAY)
    stretched = next_visit(history, load=3.0).at - VISIT
    assert stretched / wait_after(history) == pytest.approx(3.0)


def test_waits_have_bounds_and_say_so() -> None:
    quiet = aged(3_000 * DAY)
    assert next_visit(quiet).at - VISIT == DEFAULT.longest
    assert next_visit(quiet).reason is Reason.LONGEST
    busy = FIRST
    for number in range(1, 40):
        busy = busy.visited(VISIT + number * timedelta(minutes=2), changed=True)
    assert wait_after(busy) == DEFAULT.shortest
    assert next_visit(busy).reason is Reason.SHORTEST


def test_a_date_of_publication_in_the_future_is_not_believed() -> None:
    assert History.begun(VISIT, published_at=VISIT + DAY).born_at == VISIT


@given(
    age=st.floats(0, 1e6),
    steps=st.lists(st.tuples(st.floats(0, 1e4), st.booleans(), st.none() | st.integers(0, 10**13)), max_size=30),
    load=st.floats(0, 1e6),
)
def test_any_history_has_a_next_visit_within_the_bounds(
    age: float, steps: list[tuple[float, bool, int | None]], load: float
) -> None:
    history = aged(timedelta(hours=age))
    for hours, changed, views in steps:
        history = history.visited(history.last_at + timedelta(hours=hours), changed=changed, views=views)
    due = next_visit(history, load=load)
    assert DEFAULT.shortest <= due.at - history.last_at <= DEFAULT.longest
    assert due == next_visit(history, load=load)
    listed = next_visit(history, listed_at=history.last_at, load=load)
    assert DEFAULT.shortest <= listed.at - history.last_at <= due.at - history.last_at


@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_at_a_first_visit_the_older_of_two_articles_is_never_due_sooner(age: float, older: float) -> None:
    waits = [wait_after(aged(timedelta(hours=hours))) for hours in sorted((age, older))]
    assert waits == sorted(waits)


@given(st.floats(0, 1e5), st.lists(st.tuples(st.floats(0.1, 1e4), st.booleans()), min_size=1, max_size=20), st.data())
def test_one_more_change_never_makes_the_wait_longer(
    age: float, steps: list[tuple[float, bool]], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(steps) - 1))
    waits = []
    for is_changed in (False, True):
        history = aged(timedelta(hours=age))
        for number, (hours, changed) in enumerate(steps):
            history = history.visited(
                history.last_at + timedelta(hours=hours), changed=is_changed if number == place else changed
            )
        waits.append(wait_after(history))
    assert waits[1] <= waits[0]


def test_what_is_gone_is_looked_for_after_days_then_weeks_and_never_beyond_the_longest_wait() -> None:
    waits = [next_look_for(times, VISIT).at - VISIT for times in range(1, 7)]
    assert waits == [DAY, 3 * DAY, 10 * DAY, 30 * DAY, 60 * DAY, 60 * DAY]
    assert next_look_for(4, VISIT, replace(DEFAULT, longest=7 * DAY)).at - VISIT == 7 * DAY
