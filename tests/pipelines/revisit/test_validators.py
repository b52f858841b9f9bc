"""When a page may be asked for only if it changed, and what each answer leaves for the next visit."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.known import KnownArticle
from archive.ledger import Found, Task
from archive.outcomes import Family, Outcome
from pipelines.bounds import Bound, Bounds, HeldBack
from pipelines.content import Kind
from pipelines.revisit.as_before import ended_as_before
from pipelines.revisit.memory import Lead, VisitMemory
from pipelines.revisit.validators import as_found, is_check_due, may_be_as_before, remembered, to_keep
from pipelines.visit import Visit
from tests.pipelines.making import ADDRESS, VISIT, record_of

READ = VisitMemory(rules="a.b", size=900, shown="12")
NO_BOUNDS = Bounds()
PAGE_2 = Found(address=f"{ADDRESS}?page=2", kind=Kind.LISTING, host="news.example", data={"page_number": 2})


def task_of(outcome: Outcome | None = Outcome.UNCHANGED, **facts: Any) -> Task:
    is_article = outcome is not None and outcome.family is Family.ARTICLE
    task = Task(
        address=ADDRESS,
        kind=Kind.ARTICLE if is_article else Kind.LISTING,
        host="news.example",
        data={},
        attempts=0,
        article_id="bread/101/en" if is_article else None,
        etag='"1"',
        last_modified="Mon",
        outcome=outcome,
    )
    return replace(task, **facts)


def visit_of(outcome: Outcome, **facts: Any) -> Visit:
    visit = Visit(
        address=ADDRESS,
        kind=Kind.ARTICLE if outcome.family is Family.ARTICLE else Kind.LISTING,
        observed_at=VISIT,
        final_address=ADDRESS,
        http_status=200,
        etag='"2"',
        outcome=outcome,
        read_by="a.b",
        wire_bytes=700,
        task=task_of(history=READ.packed()),
    )
    return replace(visit, **facts)


@pytest.mark.parametrize("outcome", Outcome)
def test_only_what_was_read_the_last_time_is_asked_for_conditionally(outcome: Outcome) -> None:
    is_bound = outcome in (Outcome.OUT_OF_RANGE, Outcome.OTHER_SECTION)
    expected = outcome.family in (Family.ARTICLE, Family.PAGE, Family.REFUSED) and not is_bound
    assert may_be_as_before(task_of(outcome), READ, read_by="a.b", bounds=NO_BOUNDS) is expected


@pytest.mark.parametrize(
    ("task", "memory"),
    [
        (task_of(None), READ),
        (task_of(), VisitMemory()),
        (task_of(shows_latest=False), READ),
        (task_of(article_id=None), READ),
        (task_of(Outcome.NO_BODY, article_id="bread/101/en"), READ),
        (task_of(), VisitMemory(rules="x.b")),
        (task_of(Outcome.LISTING), VisitMemory(rules="a.x")),
    ],
    ids=["new", "never read whole", "not the latest", "no article", "an article no more", "other rules", "other links"],
)
def test_what_was_not_read_as_it_would_be_now_is_asked_for_whole(task: Task, memory: VisitMemory) -> None:
    assert not may_be_as_before(task, memory, read_by="a.b", bounds=NO_BOUNDS)


def test_what_is_known_of_links_makes_no_article_another() -> None:
    assert may_be_as_before(task_of(), VisitMemory(rules="a.x"), read_by="a.b", bounds=NO_BOUNDS)


@pytest.mark.parametrize("bounds", [Bounds(since=VISIT), Bounds(until=VISIT), Bounds(sections=("town",))])
def test_dates_and_sections_asked_for_have_lists_read_whole_and_articles_not(bounds: Bounds) -> None:
    assert not may_be_as_before(task_of(Outcome.LISTING), READ, read_by="a.b", bounds=bounds)
    assert may_be_as_before(task_of(), READ, read_by="a.b", bounds=bounds)


@given(st.text(min_size=1), st.sampled_from(Kind))
def test_every_address_is_asked_for_whole_now_and_then_and_not_twice_in_a_row(address: str, kind: Kind) -> None:
    task = task_of(address=address, kind=kind)
    due = [is_check_due(task, VisitMemory(not_modified=count)) for count in range(20)]
    first = due.index(True)
    assert first in (range(6, 11) if kind is Kind.ARTICLE else range(3, 6))
    assert all(due[first:])


def test_a_whole_answer_replaces_both_validators_even_by_none() -> None:
    assert to_keep(visit_of(Outcome.UNCHANGED)) == ('"2"', "")
    assert to_keep(visit_of(Outcome.NO_BODY, etag=None, last_modified="Tue")) == ("", "Tue")


def test_what_a_304_does_not_say_stays_as_it_was() -> None:
    assert to_keep(visit_of(Outcome.UNCHANGED, is_not_modified=True, etag=None)) == (None, None)
    assert to_keep(visit_of(Outcome.UNCHANGED, is_not_modified=True)) == ('"2"', None)


@pytest.mark.parametrize("outcome", [one for one in Outcome if one.family in (Family.FAILED, Family.GONE)])
def test_a_failure_keeps_what_was_known(outcome: Outcome) -> None:
    visit = visit_of(outcome, http_status=503)
    assert to_keep(visit) == (None, None)
    assert remembered(visit, []) == READ


def test_a_whole_answer_is_remembered_by_its_size_its_rules_and_where_it_leads() -> None:
    memory = remembered(visit_of(Outcome.LISTING, final_address=f"{ADDRESS}all"), [PAGE_2])
    assert (memory.rules, memory.size, memory.not_modified, memory.answered_at) == ("a.b", 700, 0, f"{ADDRESS}all")
    assert memory.leads == (Lead(PAGE_2.address, "listing", {"page_number": 2}),)
    assert as_found(VisitMemory.unpacked(memory.packed())) == (PAGE_2,)


def test_answers_that_nothing_changed_are_counted_until_a_whole_one() -> None:
    once = remembered(visit_of(Outcome.UNCHANGED, is_not_modified=True), [])
    assert once == VisitMemory(rules="a.b", size=900, shown="12", not_modified=1)
    whole = visit_of(Outcome.UNCHANGED, task=task_of(history=once.packed()))
    assert remembered(whole, []).not_modified == 0


@pytest.mark.parametrize("bound", Bound)
def test_a_page_that_dates_or_sections_cut_is_asked_for_whole_the_next_time(bound: Bound) -> None:
    held = HeldBack(address=f"{ADDRESS}x", kind=Kind.ARTICLE, bound=bound)
    memory = remembered(visit_of(Outcome.LISTING, held_back=(held,)), [])
    assert (memory.rules is None) is (bound in (Bound.DATES, Bound.SECTIONS))


def test_an_index_of_very_many_parts_is_read_again_instead_of_being_remembered() -> None:
    parts = [replace(PAGE_2, address=f"{ADDRESS}{number}") for number in range(501)]
    memory = remembered(visit_of(Outcome.SITEMAP), parts)
    assert (memory.rules, memory.leads) == (None, ())


def known(**changes: Any) -> KnownArticle:
    article = KnownArticle(
        article_id="bread/101/en",
        revision=3,
        content_hash="f" * 32,
        first_seen_at=datetime(2026, 1, 1, tzinfo=UTC),
        address=ADDRESS,
        run_id="before",
    )
    return replace(article, **changes)


def not_modified(outcome: Outcome = Outcome.NEW, memory: VisitMemory = READ) -> Visit:
    task = task_of(outcome, history=memory.packed())
    return replace(visit_of(Outcome.UNCHANGED, is_not_modified=True, task=task), outcome=None)


@pytest.mark.parametrize("outcome", [Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED])
def test_an_article_that_has_not_changed_is_unchanged_and_met(outcome: Outcome) -> None:
    visit = ended_as_before(not_modified(outcome), known(), run_id="now")
    assert (visit.outcome, visit.article, visit.revision) == (Outcome.UNCHANGED, known(run_id="now"), None)


def test_an_article_that_the_run_has_met_is_a_duplicate() -> None:
    visit = ended_as_before(not_modified(), known(run_id="now"), run_id="now")
    assert (visit.outcome, visit.article) == (Outcome.DUPLICATE, known(run_id="now"))


def test_another_address_of_an_article_stays_that_and_does_not_meet_it() -> None:
    elsewhere = known(address=f"{ADDRESS}print/")
    visit = ended_as_before(not_modified(Outcome.DUPLICATE), elsewhere, run_id="now")
    assert (visit.outcome, visit.article) == (Outcome.DUPLICATE, elsewhere)


def test_the_own_address_of_an_article_that_was_a_duplicate_once_is_its_own_again() -> None:
    assert ended_as_before(not_modified(Outcome.DUPLICATE), known(), run_id="now").outcome is Outcome.UNCHANGED


def test_what_was_a_duplicate_for_being_met_is_none_where_it_is_met_first() -> None:
    visit = not_modified(Outcome.DUPLICATE, VisitMemory(rules="a.b", is_met=True))
    assert ended_as_before(visit, known(), run_id="now").outcome is Outcome.UNCHANGED


def test_a_met_article_that_looks_another_at_this_address_is_read_again() -> None:
    shown = visit_of(Outcome.DUPLICATE, is_met=True, record=record_of(content_hash="a" * 32), article=known())
    assert remembered(shown, []).rules is None


def test_an_article_that_the_archive_has_lost_is_an_error_and_asked_for_again() -> None:
    visit = ended_as_before(not_modified(), None, run_id="now")
    assert (visit.outcome, visit.is_not_modified) == (Outcome.HTTP_ERROR, False)
