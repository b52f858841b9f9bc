"""The rows a visit leaves in the archive."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from archive.known import KnownArticles
from archive.outcomes import Outcome
from archive.records import ArticleRevision, Observation, Sighting
from archive.tables import ARTICLES, OBSERVATIONS, SIGHTINGS
from pipelines.deduplicate import compare, revision_of
from pipelines.fields.moments import Moment, Precision
from pipelines.listing import Entry
from pipelines.store import rows_of
from pipelines.visit import Kind, Visit
from tests.pipelines.making import ADDRESS, VISIT, record_of

JAN_2 = Moment(datetime(2026, 1, 2, tzinfo=UTC), "Jan. 2, 2026", None, Precision.DAY)
ENTRIES = (
    Entry(box="Hot news", position=1, title="Bells", teaser=None, address="https://news.example/b", published=JAN_2),
    Entry(box="Hot news", position=2, title=None, teaser="Why?", address=None, published=None),
)


def visit_of(outcome: Outcome, **facts: Any) -> Visit:
    visit = Visit(
        address=ADDRESS + "?a",
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
    verdict = compare(record, KnownArticles.of([]), seen=False)
    return visit_of(
        Outcome.NEW,
        record=record,
        entries=ENTRIES,
        article_id=verdict.article_id,
        revision_number=1,
        revision=revision_of(record, verdict, run_id="run"),
    )


def test_a_new_article_leaves_a_revision_its_sightings_and_an_observation() -> None:
    assert [type(row) for row in rows(new_article())] == [ArticleRevision, Sighting, Sighting, Observation]


def test_every_other_visit_leaves_an_observation_alone() -> None:
    for outcome in set(Outcome) - {Outcome.NEW, Outcome.CHANGED}:
        assert [type(row) for row in rows(visit_of(outcome))] == [Observation]


def test_an_observation_tells_the_visit() -> None:
    assert observation(new_article()) == Observation(
        address=ADDRESS + "?a",
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
        views_text="12",
        content_hash="0" * 64,
        etag='"x"',
        last_modified="Mon, 05 Jan 2026 08:00:00 GMT",
        body_bytes=512,
        run_id="run",
    )


@pytest.mark.parametrize(("views", "text"), [(0, "0"), (None, None), (7, "7")])
def test_zero_views_stay_zero_and_none_stay_none(views: int | None, text: str | None) -> None:
    visit = new_article(views=views, views_text=text)
    revision, seen = rows(visit)[0], observation(visit)

    assert isinstance(revision, ArticleRevision)
    assert (revision.views, revision.views_text) == (seen.views, seen.views_text) == (views, text)


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

    assert {row.listing_address for row in rows(visit) if isinstance(row, Sighting)} == {ADDRESS + "?a"}


def test_all_rows_fit_the_tables_of_the_archive() -> None:
    found = rows(new_article(summary="", authors=(), tags=None, views=0))
    tables = {ArticleRevision: ARTICLES, Sighting: SIGHTINGS, Observation: OBSERVATIONS}
    for kind, table in tables.items():
        of_kind = [row for row in found if isinstance(row, kind)]
        assert table.to_arrow(of_kind).num_rows == len(of_kind)

    (stored,) = ARTICLES.to_arrow(found[:1]).to_pylist()
    assert (stored["summary"], stored["authors"], stored["tags"], stored["views"]) == ("", [], None, 0)
