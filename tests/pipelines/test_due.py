"""When an address is visited again: articles and lists by what is known of them, failures after a while."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.known import KnownArticle
from archive.ledger import Task
from archive.outcomes import Family, Outcome
from pipelines.address_data import PAGE_NUMBER, SKIP
from pipelines.due import Due, due_after
from pipelines.record import PageRecord
from pipelines.revisit import DEFAULT, History
from pipelines.revisit.listings import Arrivals
from pipelines.revisit.memory import Gone, VisitMemory
from pipelines.visit import Kind, Visit
from tests.pipelines.crawling import found_at
from tests.pipelines.making import ADDRESS, VISIT, record_of

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NOTHING = VisitMemory()


def outcomes_of(*families: Family) -> list[Outcome]:
    return [outcome for outcome in Outcome if outcome.family in families]


def visit_of(outcome: Outcome, **facts: Any) -> Visit:
    return Visit(**{"address": ADDRESS, "kind": Kind.ARTICLE, "observed_at": VISIT, "outcome": outcome, **facts})


def wait(due: Due) -> timedelta:
    assert due.at is not None
    return due.at - VISIT


def _article(page: PageRecord, first_seen_at: datetime = VISIT) -> KnownArticle:
    return KnownArticle(
        article_id=page.article_id,
        revision=1,
        content_hash=page.content_hash,
        first_seen_at=first_seen_at,
        address=page.final_address,
    )


def known_for(age: timedelta) -> VisitMemory:
    return VisitMemory(history=History.begun(VISIT - HOUR, published_at=VISIT - age))


@pytest.mark.parametrize("outcome", outcomes_of(Family.ARTICLE))
def test_the_older_an_article_the_later_it_is_due(outcome: Outcome) -> None:
    young, old = (due_after(visit_of(outcome), known_for(age)) for age in (2 * HOUR, 30 * DAY))
    assert DEFAULT.shortest <= wait(young) < 2 * HOUR < DAY < wait(old) <= DEFAULT.longest


def test_a_first_visit_begins_a_history_at_the_date_of_publication() -> None:
    page = record_of(published_at=VISIT - 3 * DAY, views=7)
    due = due_after(visit_of(Outcome.NEW, record=page, article=_article(page)), NOTHING)
    assert due.memory.history == History.begun(VISIT, published_at=VISIT - 3 * DAY, views=7)


def test_an_article_of_unknown_date_is_as_old_as_the_archive_has_it() -> None:
    page = record_of(published_at=None)
    article = _article(page, first_seen_at=VISIT - 30 * DAY)
    due = due_after(visit_of(Outcome.UNCHANGED, record=page, article=article), NOTHING)
    assert wait(due) > 5 * DAY


def test_a_change_makes_the_next_visit_sooner_and_counts() -> None:
    memory = known_for(DAY)
    changed, same = (due_after(visit_of(outcome), memory) for outcome in (Outcome.CHANGED, Outcome.UNCHANGED))
    assert wait(changed) < wait(same)
    assert changed.memory.history is not None
    assert (changed.memory.history.visits, changed.memory.history.changes) == (2, 1)


def test_what_stands_among_the_first_is_due_within_minutes() -> None:
    task = Task(address=ADDRESS, kind="article", host="news.example", data={}, attempts=0, listed_at=VISIT - HOUR)
    assert wait(due_after(visit_of(Outcome.UNCHANGED, task=task), known_for(10 * HOUR))) == 30 * MINUTE
    evergreen = due_after(visit_of(Outcome.UNCHANGED, task=task), known_for(365 * DAY))
    assert wait(evergreen) == 0.05 * 365 * DAY


@pytest.mark.parametrize("outcome", outcomes_of(Family.REFUSED))
def test_a_known_article_that_could_not_be_read_stays_due_and_what_never_was_one_is_closed(outcome: Outcome) -> None:
    memory = known_for(30 * DAY)
    due = due_after(visit_of(outcome, known_as="bread/101/en"), memory)
    assert wait(due) > DAY
    assert due.memory.history is not None
    assert (due.memory.history.visits, due.memory.history.last_at) == (1, VISIT)
    assert due_after(visit_of(outcome), NOTHING) == Due(at=None, memory=NOTHING)


@pytest.mark.parametrize("outcome", outcomes_of(Family.GONE))
def test_what_is_gone_is_looked_for_ever_more_rarely(outcome: Outcome) -> None:
    gone = [VisitMemory(gone=Gone(times, VISIT - DAY)) for times in (1, 2, 3, 4, 5, 99)]
    waits = [wait(due_after(visit_of(outcome, known_as="bread/101/en"), memory)) for memory in gone]
    assert waits == [DAY, 3 * DAY, 10 * DAY, 30 * DAY, 60 * DAY, 60 * DAY]
    assert due_after(visit_of(outcome), NOTHING).at is None


@pytest.mark.parametrize("outcome", outcomes_of(Family.FAILED))
def test_a_failure_waits_a_minute_and_twice_as_long_after_each_before_it(outcome: Outcome) -> None:
    waits = [wait(due_after(visit_of(outcome, attempts=attempts), NOTHING)) for attempts in range(4)]
    assert waits == [MINUTE, 2 * MINUTE, 4 * MINUTE, 8 * MINUTE]


@given(st.integers(0, 10**9))
def test_no_failure_waits_longer_than_a_day_or_shorter_than_the_one_before(attempts: int) -> None:
    due, later = (wait(due_after(visit_of(Outcome.TIMEOUT, attempts=one), NOTHING)) for one in (attempts, attempts + 1))
    assert MINUTE <= due <= later <= DAY


def test_what_a_budget_left_over_is_due_in_the_next_run() -> None:
    assert wait(due_after(visit_of(Outcome.BUDGET), NOTHING)) == timedelta()


@pytest.mark.parametrize("outcome", [Outcome.ROBOTS, Outcome.OFF_SITE])
def test_a_known_article_that_is_off_limits_for_now_is_looked_at_again_as_an_article(outcome: Outcome) -> None:
    due = due_after(visit_of(outcome, known_as="bread/101/en"), known_for(DAY))
    assert DEFAULT.shortest <= wait(due) <= DEFAULT.longest
    assert due.memory.history == known_for(DAY).history.missed(VISIT)  # type: ignore[union-attr]
    assert due_after(visit_of(outcome), NOTHING).at is None


@pytest.mark.parametrize("outcome", [Outcome.TRAP])
def test_what_is_off_limits_waits_until_something_leads_to_it(outcome: Outcome) -> None:
    assert due_after(visit_of(outcome, known_as="bread/101/en"), known_for(DAY)).at is None


@pytest.mark.parametrize("outcome", outcomes_of(Family.PAGE))
def test_the_first_page_of_a_list_is_due_by_itself_and_further_ones_are_not(outcome: Outcome) -> None:
    found = tuple(found_at(f"{ADDRESS}{number}/") for number in range(20))
    first = due_after(visit_of(outcome, kind=Kind.LISTING, found=found), NOTHING)
    assert first.memory.arrivals == Arrivals.begun(VISIT, shown=20)
    assert HOUR <= wait(first) < 2 * HOUR
    for data in ({PAGE_NUMBER: 2}, {SKIP: 1000}):
        assert due_after(visit_of(outcome, kind=Kind.LISTING, found=found, data=data), NOTHING).at is None


def test_a_list_with_new_entries_is_due_sooner_than_one_without() -> None:
    found = tuple(found_at(f"{ADDRESS}{number}/") for number in range(20))
    memory = VisitMemory(arrivals=Arrivals.begun(VISIT - HOUR, shown=20))
    fresh = frozenset(one.address for one in found[:6])
    lively = due_after(visit_of(Outcome.FEED, kind=Kind.FEED, found=found, fresh=fresh), memory)
    quiet = due_after(visit_of(Outcome.FEED, kind=Kind.FEED, found=found), memory)
    same = due_after(visit_of(Outcome.FEED, kind=Kind.FEED, is_not_modified=True), memory)
    assert wait(lively) < HOUR / 2 < 2 * HOUR < wait(quiet) == wait(same)
    assert same.memory.arrivals is not None
    assert same.memory.arrivals.shown == 20


def test_a_list_that_is_gone_or_broken_is_asked_for_once_a_day() -> None:
    memory = VisitMemory(arrivals=Arrivals.begun(VISIT - HOUR, shown=20))
    for outcome in (Outcome.GONE, Outcome.NOT_SOURCE):
        assert wait(due_after(visit_of(outcome, kind=Kind.FEED), memory)) == DAY


def test_a_budget_of_the_host_stretches_the_waits_of_articles() -> None:
    visit, memory = visit_of(Outcome.UNCHANGED), known_for(DAY)
    assert wait(due_after(visit, memory, load=3.0)) == 3 * wait(due_after(visit, memory))
