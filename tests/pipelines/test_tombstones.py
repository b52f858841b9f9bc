"""What is noted of a known article that is not found, and when it is back."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from archive.known import KnownArticle
from archive.ledger import Task
from archive.outcomes import Family, Outcome
from pipelines.revisit.memory import Gone, VisitMemory
from pipelines.tombstones import (
    article_id_of,
    gone_after,
    gone_before,
    is_absence,
    led_to_another,
    noted_absence,
    with_return,
)
from pipelines.visit import Kind, Visit
from tests.pipelines.crawling import HOUR
from tests.pipelines.making import ADDRESS, VISIT, record_of

KNOWN, OTHER = "bread/101/en", "https://news.example/other/"
GONE = Visit(
    address=ADDRESS,
    kind=Kind.ARTICLE,
    observed_at=VISIT,
    final_address=ADDRESS,
    http_status=404,
    outcome=Outcome.GONE,
    known_as=KNOWN,
)


def task_of(outcome: Outcome | None, memory: VisitMemory | None = None, ended_at: datetime | None = VISIT) -> Task:
    return Task(
        address=ADDRESS,
        kind=Kind.ARTICLE,
        host="news.example",
        data={},
        attempts=0,
        article_id=KNOWN,
        outcome=outcome,
        ended_at=ended_at,
        history=memory.packed() if memory else None,
    )


@pytest.mark.parametrize(
    ("outcome", "status", "is_absent"),
    [
        *((outcome, 404, True) for outcome in Outcome if outcome.family is Family.GONE),
        (Outcome.NO_BODY, 200, True),
        (Outcome.NOT_ARTICLE, 200, True),
        (Outcome.NOT_ARTICLE, None, False),  # it was not asked for
        (Outcome.LISTING, 304, True),
        (Outcome.OUT_OF_RANGE, 200, False),
        (Outcome.HTTP_ERROR, 503, False),
        (Outcome.TIMEOUT, None, False),
        (Outcome.ROBOTS, None, False),
        (Outcome.UNCHANGED, 200, False),
    ],
)
def test_an_absence_is_a_good_answer_without_the_article_or_one_that_it_is_gone(
    outcome: Outcome, status: int | None, *, is_absent: bool
) -> None:
    visit = replace(GONE, outcome=outcome, http_status=status)

    assert is_absence(visit) is is_absent
    assert article_id_of(visit) == (KNOWN if is_absent else None)
    assert not is_absence(replace(visit, known_as=None))


def test_a_tombstone_says_why_and_an_address_that_never_was_an_article_leaves_none() -> None:
    assert noted_absence(GONE).detail == "HTTP status 404"
    never = replace(GONE, known_as=None)
    assert noted_absence(never) is never


def test_an_article_that_leads_to_a_listing_has_moved_away_and_its_entries_are_not_noted_twice() -> None:
    read = replace(GONE, outcome=Outcome.LISTING, http_status=200, kind=Kind.LISTING)
    away = noted_absence(replace(read, final_address=OTHER))

    assert (away.outcome, away.detail, away.entries) == (Outcome.MOVED_AWAY, f"leads to a listing: {OTHER}", ())
    assert noted_absence(read) is read


@pytest.mark.parametrize("is_known", [True, False])
def test_another_article_is_asked_for_where_nobody_knows_it_and_nothing_of_it_is_kept_here(*, is_known: bool) -> None:
    visit = replace(GONE, outcome=None, http_status=200, final_address=OTHER, record=record_of())
    led = led_to_another(visit, OTHER, is_known=is_known)

    assert (led.outcome, led.detail) == (Outcome.MOVED_AWAY, f"leads to another article: {OTHER}")
    assert (led.record, led.article, led.revision) == (None, None, None)
    assert [found.address for found in led.found] == ([] if is_known else [OTHER])


def test_visits_that_do_not_find_it_are_counted_from_the_first_and_forgotten_when_it_is_found() -> None:
    once = gone_after(GONE, None)
    twice = gone_after(replace(GONE, observed_at=VISIT + HOUR), once)

    assert (once, twice) == (Gone(1, VISIT), Gone(2, VISIT))
    assert gone_after(replace(GONE, outcome=Outcome.TIMEOUT), twice) == twice
    assert gone_after(replace(GONE, outcome=Outcome.UNCHANGED), twice) is None


@pytest.mark.parametrize(
    ("task", "expected"),
    [
        (None, None),
        (task_of(None, ended_at=None), None),
        (task_of(Outcome.UNCHANGED), None),
        (task_of(Outcome.GONE), Gone(1, VISIT)),  # of an older newsreel
        (task_of(Outcome.GONE, VisitMemory(gone=Gone(3, VISIT - HOUR))), Gone(3, VISIT - HOUR)),
        (task_of(Outcome.NO_BODY, VisitMemory(gone=Gone(1, VISIT))), None),
        (task_of(Outcome.NO_BODY, VisitMemory(gone=Gone(2, VISIT))), Gone(2, VISIT)),
    ],
)
def test_what_was_gone_before_is_told_by_the_visits_before(task: Task | None, expected: Gone | None) -> None:
    assert gone_before(replace(GONE, task=task)) == expected


def test_a_return_is_noted_beside_what_else_there_is_to_say() -> None:
    found = replace(GONE, outcome=Outcome.UNCHANGED, article=KnownArticle(
        article_id=KNOWN, revision=1, content_hash="", first_seen_at=VISIT, address=ADDRESS
    ))  # fmt: skip
    since = Gone(2, datetime(2026, 1, 5, 8, tzinfo=UTC))

    assert with_return(found, None) is found
    assert with_return(found, since).detail == "back: it was gone since 2026-01-05 08:00 UTC"
    moved = with_return(replace(found, detail="more"), since, moved=True)
    assert moved.detail == "back at another address: it was gone since 2026-01-05 08:00 UTC; more"
