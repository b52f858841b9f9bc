"""Where a visit ends: its rows in the archive, its end and what it led to in the ledger, its outcome in the account."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from scrapy.exceptions import DropItem

from archive.ledger import AddressState, Task
from archive.outcomes import Family, Outcome
from archive.query.archive import Archive
from archive.records import ArticleRevision, Observation, Sighting
from archive.tables import ARTICLES, OBSERVATIONS, SIGHTINGS
from pipelines.deduplicate import compare, revision_of
from pipelines.fields.moments import Moment, Precision
from pipelines.health.shown import fields_of
from pipelines.listing import Entry
from pipelines.run import CrawlRun
from pipelines.store import Store, end_visit, rows_of
from pipelines.visit import Kind, Visit
from tests.pipelines.crawling import HOUR, found_at, run_into, take_up
from tests.pipelines.making import ADDRESS, VISIT, record_of

JAN_2 = Moment(datetime(2026, 1, 2, tzinfo=UTC), "Jan. 2, 2026", None, Precision.DAY)
ENTRIES = (
    Entry(box="Hot news", position=1, title="Bells", teaser=None, address="https://news.example/b", published=JAN_2),
    Entry(box="Hot news", position=2, title=None, teaser="Why?", address=None, published=None),
)
ASKED = ADDRESS + "?a"
MINUTE = timedelta(minutes=1)


def visit_of(outcome: Outcome, **facts: Any) -> Visit:
    visit = Visit(
        address=ASKED,
        kind=Kind.ARTICLE,
        observed_at=VISIT,
        outcome=outcome,
        final_address=ADDRESS,
        http_status=200,
        etag='"x"',
        last_modified="Mon, 05 Jan 2026 08:00:00 GMT",
        body_bytes=512,
    )
    return replace(visit, **facts)


def rows(visit: Visit) -> list[ArticleRevision | Observation | Sighting]:
    return list(rows_of(visit, run_id="run", site="bread"))


def observation(visit: Visit) -> Observation:
    (seen,) = [row for row in rows(visit) if isinstance(row, Observation)]
    return seen


def new_article(**changes: Any) -> Visit:
    record = record_of(**changes)
    verdict = compare(record, None, None, run_id="run")
    return visit_of(
        Outcome.NEW,
        record=record,
        entries=ENTRIES,
        article=verdict.article,
        revision=revision_of(record, verdict.article),
    )


def test_a_new_article_leaves_a_revision_its_sightings_and_an_observation() -> None:
    assert [type(row) for row in rows(new_article())] == [ArticleRevision, Sighting, Sighting, Observation]


def test_every_other_visit_leaves_an_observation_alone() -> None:
    for outcome in set(Outcome) - {Outcome.NEW, Outcome.CHANGED}:
        assert [type(row) for row in rows(visit_of(outcome))] == [Observation]


def test_an_observation_tells_the_visit() -> None:
    assert observation(new_article()) == Observation(
        address=ASKED,
        final_address=ADDRESS,
        site="bread",
        observed_at=VISIT,
        kind="article",
        outcome=Outcome.NEW,
        detail=None,
        http_status=200,
        article_id="bread/101/en",
        revision=1,
        views=12,
        views_text=None,
        content_hash=None,
        etag='"x"',
        last_modified="Mon, 05 Jan 2026 08:00:00 GMT",
        body_bytes=512,
        run_id="run",
    )


@pytest.mark.parametrize(
    ("views", "text", "noted"), [(0, "0", None), (None, None, None), (7, "7", None), (3742, "3,742", "3,742")]
)
def test_zero_views_stay_zero_none_stay_none_and_the_text_is_noted_where_it_is_more_than_the_number(
    views: int | None, text: str | None, noted: str | None
) -> None:
    visit = new_article(views=views, views_text=text)
    revision, seen = rows(visit)[0], observation(visit)

    assert isinstance(revision, ArticleRevision)
    assert (revision.views, revision.views_text) == (seen.views, seen.views_text) == (views, noted)


def test_an_observation_has_the_hash_of_content_that_is_not_that_of_its_revision() -> None:
    visit = new_article()
    assert visit.record is not None
    other = replace(visit, record=replace(visit.record, content_hash="another"), outcome=Outcome.DUPLICATE)
    assert observation(other).content_hash == "another"


def test_an_address_is_noted_once_where_it_answered_itself() -> None:
    visit = replace(new_article(), final_address=ASKED)
    assert (observation(visit).address, observation(visit).final_address) == (ASKED, None)


def test_times_of_visits_are_noted_in_whole_seconds() -> None:
    visit = replace(new_article(), observed_at=VISIT.replace(microsecond=999_999))
    assert {row.seen_at for row in rows(visit) if isinstance(row, Sighting)} == {VISIT}
    assert observation(visit).observed_at == VISIT


def test_a_refused_page_leaves_no_views_and_no_content() -> None:
    refused = visit_of(Outcome.NO_BODY, record=record_of(body=None, refused=Outcome.NO_BODY))
    seen = observation(refused)

    assert (seen.outcome, seen.views, seen.views_text, seen.content_hash) == (Outcome.NO_BODY, None, None, None)
    assert (seen.article_id, seen.revision, seen.http_status) == (None, None, 200)


def test_sightings_keep_what_stood_where() -> None:
    first, second = (row for row in rows(new_article()) if isinstance(row, Sighting))

    assert (first.listing_address, first.box, first.position, first.seen_at) == (ADDRESS, "Hot news", 1, VISIT)
    assert (first.title, first.teaser, first.address) == ("Bells", None, "https://news.example/b")
    assert (first.published_at, first.published_text) == (JAN_2.at, "Jan. 2, 2026")
    assert (second.position, second.title, second.teaser, second.address) == (2, None, "Why?", None)
    assert (second.published_at, second.published_text) == (None, None)


def test_a_visit_without_an_answer_has_its_sightings_under_the_address_asked_for() -> None:
    visit = visit_of(Outcome.LISTING, final_address=None, entries=ENTRIES, kind=Kind.LISTING)

    assert {row.listing_address for row in rows(visit) if isinstance(row, Sighting)} == {ASKED}


def test_all_rows_fit_the_tables_of_the_archive() -> None:
    found = rows(new_article(summary="", authors=(), tags=None, views=0))
    tables = {ArticleRevision: ARTICLES, Sighting: SIGHTINGS, Observation: OBSERVATIONS}
    for kind, table in tables.items():
        of_kind = [row for row in found if isinstance(row, kind)]
        assert table.to_arrow(of_kind).num_rows == len(of_kind)

    (stored,) = ARTICLES.to_arrow(found[:1]).to_pylist()
    assert (stored["summary"], stored["authors"], stored["tags"], stored["views"]) == ("", [], None, 0)


def ended(run: CrawlRun, visit: Visit) -> Visit:
    """``visit``, taken up and ended in ``run`` at the moment of its answer, and saved."""
    visit = replace(visit, observed_at=run.clock())
    if visit.address not in run.account.open:
        take_up(run, visit.address)
    end_visit(run, visit)
    run.commit()
    return visit


def states(run: CrawlRun) -> dict[AddressState, int]:
    (summary,) = run.writer.ledger.summaries(now=run.clock())
    return dict(summary.states)


def tasks_at(run: CrawlRun, moment: datetime) -> list[Task]:
    ledger = run.writer.ledger
    return ledger.lease(run.writer.run_id, run.rules.site, now=moment, due_before=moment, limit=1000)


def test_a_revision_passes_on_to_whatever_else_listens(run: CrawlRun) -> None:
    take_up(run, ASKED)
    visit = new_article()

    assert Store(run).process_item(visit) is visit.revision


def test_a_visit_without_a_revision_is_dropped_after_it_was_counted_and_noted(run: CrawlRun) -> None:
    take_up(run, ASKED)
    with pytest.raises(DropItem, match=f"^gone: {ADDRESS}") as dropped:
        Store(run).process_item(visit_of(Outcome.GONE))

    assert dropped.value.log_level == "DEBUG"
    assert (run.account.outcomes, run.writer.buffered) == ({Outcome.GONE: 1}, 1)


def test_what_a_visit_leaves_is_saved_all_at_once(archive: Path) -> None:
    with run_into(archive) as run:
        ended(run, new_article())
        assert (run.account.outcomes, run.account.body_bytes) == ({Outcome.NEW: 1}, 512)
        assert (run.writer.buffered, run.writer.saved_revisions, run.writer.saved_sightings) == (0, 1, 2)
    counts = [
        Archive(archive).sql(f"SELECT count(*) AS n FROM {table}").rows()[0]["n"]
        for table in ("revisions", "observations", "sightings")
    ]

    assert counts == [1, 1, 2]


def test_the_fields_of_a_record_count_only_where_it_is_accepted(run: CrawlRun) -> None:
    refused = record_of(body=None, refused=Outcome.NO_BODY)
    ended(run, visit_of(Outcome.NO_BODY, record=refused, address=f"{ADDRESS}?b"))
    assert (run.account.records, run.account.fields) == (0, {})
    visit = ended(run, new_article())
    assert visit.record is not None
    assert (run.account.records, run.account.fields) == (1, dict.fromkeys(fields_of(visit.record), 1))
    assert run.account.body_characters == len(visit.record.body or "")


def test_an_address_that_nobody_took_up_leaves_nothing(run: CrawlRun) -> None:
    with pytest.raises(ValueError, match="not open"):
        end_visit(run, new_article(address=ADDRESS))

    assert (run.writer.buffered, run.writer.has_found, run.account.requested) == (0, False, 0)


def test_the_article_of_a_visit_is_known_from_then_on(archive: Path) -> None:
    with run_into(archive, "first") as run:
        visit = ended(run, new_article())
        assert run.writer.article("bread/101/en") == visit.article
    with run_into(archive, "second", now=VISIT + HOUR) as run:
        assert run.writer.article("bread/101/en") == visit.article
        assert run.writer.article_with_content("0" * 64, "en") == visit.article
        assert run.writer.article_with_content("0" * 64, "pt") is None


def test_an_article_is_due_in_the_next_run_and_not_again_in_this_one(archive: Path) -> None:
    with run_into(archive, "first") as run:
        ended(run, replace(new_article(), final_address=ASKED))
        assert take_up(run) == []
        assert states(run) == {AddressState.DONE: 1}
    with run_into(archive, "second", now=VISIT + HOUR) as run:
        assert [(task.address, task.attempts) for task in take_up(run)] == [(ASKED, 0)]


@pytest.mark.parametrize("outcome", [Outcome.NEW, Outcome.TIMEOUT])
def test_a_clock_that_is_set_back_makes_nothing_due_again_in_this_run(run: CrawlRun, outcome: Outcome) -> None:
    take_up(run, ASKED)
    end_visit(run, visit_of(outcome, observed_at=run.due_before - HOUR))
    run.commit()

    assert take_up(run) == []


def test_what_a_visit_found_is_due_in_this_run_with_what_the_spider_wants_back(run: CrawlRun) -> None:
    found = (found_at(ADDRESS, depth=2), found_at("https://news.example/all/", Kind.LISTING, page_number=3))
    ended(run, visit_of(Outcome.LISTING, kind=Kind.LISTING, found=found))

    assert [(task.address, task.kind, task.host, task.data, task.attempts) for task in take_up(run)] == [
        ("https://news.example/all/", "listing", "news.example", {"page_number": 3}, 0),
        (ADDRESS, "article", "news.example", {"depth": 2}, 0),
    ]


def test_what_was_fetched_in_this_run_is_not_due_again_when_it_is_found_again(run: CrawlRun) -> None:
    ended(run, visit_of(Outcome.GONE))
    ended(run, visit_of(Outcome.LISTING, address=ADDRESS, found=(found_at(ASKED), found_at(ADDRESS))))

    assert take_up(run) == []


@pytest.mark.parametrize(
    "outcome",
    [
        outcome
        for outcome in Outcome
        if outcome.family not in (Family.ARTICLE, Family.FAILED, Family.PAGE) and outcome is not Outcome.BUDGET
    ],
)
def test_what_is_no_article_is_closed_until_something_leads_to_it(archive: Path, outcome: Outcome) -> None:
    with run_into(archive, "first") as run:
        ended(run, visit_of(outcome))
        assert states(run) == {AddressState.CLOSED: 1}
    with run_into(archive, "second", now=VISIT + HOUR) as run:
        assert take_up(run) == []
        assert [task.address for task in take_up(run, ASKED)] == [ASKED]


@pytest.mark.parametrize("outcome", [Outcome.LISTING, Outcome.FEED, Outcome.SITEMAP])
def test_a_list_has_a_time_of_its_own_and_a_run_over_all_asks_for_it_when_led_there(
    archive: Path, outcome: Outcome
) -> None:
    with run_into(archive, "first") as run:
        ended(run, visit_of(outcome, kind=Kind.LISTING))
        assert states(run) == {AddressState.DONE: 1}
    with run_into(archive, "second", now=VISIT + MINUTE) as run:
        assert take_up(run) == []
        assert [task.address for task in take_up(run, ASKED)] == [ASKED]


@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if outcome.family is Family.FAILED])
def test_a_failure_is_tried_again_once_its_wait_is_over(run: CrawlRun, outcome: Outcome) -> None:
    visit = ended(run, visit_of(outcome, detail="why"))

    assert states(run) == {AddressState.PENDING: 1}
    assert tasks_at(run, visit.observed_at + MINUTE - timedelta(microseconds=1)) == []
    assert [(task.address, task.attempts) for task in tasks_at(run, visit.observed_at + MINUTE)] == [(ASKED, 1)]


def test_each_failure_in_a_row_waits_longer_and_an_answer_ends_the_row(archive: Path) -> None:
    attempts = []
    for number, outcome in enumerate([*[Outcome.TIMEOUT] * 3, Outcome.GONE, Outcome.TIMEOUT], 1):
        with run_into(archive, f"run-{number}", now=VISIT + number * HOUR) as run:
            (task,) = take_up(run, ASKED)
            attempts.append(task.attempts)
            visit = ended(run, visit_of(outcome, attempts=task.attempts))
            (summary,) = run.writer.ledger.summaries(now=run.clock())
            if outcome is Outcome.TIMEOUT:
                assert summary.next_due_at == visit.observed_at + MINUTE * 2**task.attempts

    assert attempts == [0, 1, 2, 3, 0]


def test_an_article_that_answered_at_another_address_is_visited_there_from_the_next_run_on(archive: Path) -> None:
    with run_into(archive, "first") as run:
        ended(run, replace(new_article(), final_address=ADDRESS))
        assert take_up(run) == []
        assert states(run) == {AddressState.CLOSED: 1, AddressState.PENDING: 1}
    with run_into(archive, "second", now=VISIT + HOUR) as run:
        assert [task.address for task in take_up(run)] == [ADDRESS]


def test_an_article_that_moved_away_stays_known(archive: Path) -> None:
    with run_into(archive, "first") as run:
        article = ended(run, replace(new_article(), final_address=ASKED)).article
    with run_into(archive, "second", now=VISIT + HOUR) as run:
        take_up(run)
        ended(run, visit_of(Outcome.MOVED_AWAY, final_address="https://news.example/"))
        assert states(run) == {AddressState.CLOSED: 1}
        assert run.writer.article("bread/101/en") == article
