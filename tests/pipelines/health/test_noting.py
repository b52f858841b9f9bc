"""What a visit tells of the health of its site: the pages that came whole, and nothing else."""

from dataclasses import replace
from typing import Any

import pytest

from archive.outcomes import Outcome
from pipelines.health import SiteHealth
from pipelines.health.noting import note_visit
from pipelines.health.shown import Shown, shown_by
from pipelines.listing import Entry
from pipelines.visit import Kind, Visit
from tests.pipelines.making import ADDRESS, VISIT, page_of, record_of

WHOLE = shown_by(record_of())
PAGE = page_of("<p>A page.</p>")


def visit_of(outcome: Outcome, kind: Kind = Kind.ARTICLE, **facts: Any) -> Visit:
    visit = Visit(address=ADDRESS, kind=kind, observed_at=VISIT, outcome=outcome, http_status=200, page=PAGE)
    return replace(visit, **facts)


def noted(visit: Visit, before: Shown | None = None) -> tuple[SiteHealth, Shown | None]:
    health = SiteHealth()
    return health, note_visit(health, visit, before)


def test_a_new_article_counts_among_the_new_and_is_remembered() -> None:
    health, shown = noted(visit_of(Outcome.NEW, record=record_of(views=None)))
    assert (health.evidence.new["title"].pages, health.evidence.new["title"].lacking) == (1, 0)
    assert (health.evidence.new["views"].lacking, health.evidence.new["views"].examples) == (1, (ADDRESS,))
    assert (health.evidence.fresh, health.evidence.known["title"].pages) == (1, 0)
    assert shown == shown_by(record_of(views=None))


def test_a_known_article_counts_where_it_had_something_and_what_it_had_stays_known() -> None:
    health, shown = noted(visit_of(Outcome.CHANGED, record=record_of(views=None, modified_at=VISIT)), WHOLE)
    assert (health.evidence.known["views"].pages, health.evidence.known["views"].lacking) == (1, 1)
    assert health.evidence.known["modified_at"].pages == 0
    assert shown is not None
    assert shown.has("views")
    assert shown.has("modified_at")


@pytest.mark.parametrize("outcome", [Outcome.NO_BODY, Outcome.NOT_ARTICLE, Outcome.LISTING])
def test_a_known_article_that_reads_as_none_any_more_is_lost(outcome: Outcome) -> None:
    kind = Kind.LISTING if outcome is Outcome.LISTING else Kind.ARTICLE
    health, shown = noted(visit_of(outcome, kind), WHOLE)
    assert (health.evidence.known["article"].lacking, health.evidence.known["title"].pages) == (1, 0)
    assert shown == WHOLE


@pytest.mark.parametrize(
    "visit",
    [
        visit_of(Outcome.GONE, http_status=404, page=None),
        visit_of(Outcome.TIMEOUT, http_status=None, page=None),
        visit_of(Outcome.DUPLICATE, record=record_of()),
        visit_of(Outcome.OUT_OF_RANGE, record=record_of()),
        visit_of(Outcome.NOT_ARTICLE, http_status=None, page=None),
        visit_of(Outcome.UNCHANGED, http_status=304, page=None, is_not_modified=True),
    ],
    ids=lambda visit: visit.outcome,
)
def test_what_did_not_come_whole_says_nothing_of_the_pages(visit: Visit) -> None:
    health, shown = noted(visit, WHOLE)
    assert sum(total.pages for total in (*health.evidence.known.values(), *health.evidence.new.values())) == 0
    assert shown == WHOLE


def test_articles_that_are_there_and_those_that_are_gone_are_counted() -> None:
    health = SiteHealth()
    note_visit(health, visit_of(Outcome.GONE, http_status=404, page=None), WHOLE)
    note_visit(health, visit_of(Outcome.GONE, http_status=404, page=None), None)
    note_visit(health, visit_of(Outcome.UNCHANGED, http_status=304, page=None, is_not_modified=True), WHOLE)
    assert (health.evidence.gone, health.evidence.kept) == (1, 1)


def test_the_entries_of_first_pages_are_counted_those_of_feeds_apart() -> None:
    entry = Entry(box="listing", position=1, title="A", teaser=None, address=ADDRESS, published=None)
    health = SiteHealth()
    note_visit(health, visit_of(Outcome.LISTING, Kind.LISTING, address="/", entries=(entry,) * 20), None)
    note_visit(health, visit_of(Outcome.LISTING, Kind.LISTING, address="/2", data={"page_number": 2}), None)
    note_visit(health, visit_of(Outcome.LISTING, Kind.LISTING, address="/304", is_not_modified=True), None)
    note_visit(health, visit_of(Outcome.NOT_ARTICLE, Kind.LISTING, address="/all"), None)
    note_visit(health, visit_of(Outcome.FEED, Kind.FEED, address="/rss", entries=(entry,)), None)
    note_visit(health, visit_of(Outcome.SITEMAP, Kind.SITEMAP, address="/map"), None)
    assert (health.evidence.entries, health.evidence.feed_entries) == ({"/": 20, "/all": 0}, {"/rss": 1})
