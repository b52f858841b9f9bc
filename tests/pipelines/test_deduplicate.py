"""Whether an article is new, changed, unchanged, or one the archive has under another address."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from archive.folder import create_folder
from archive.known import KnownArticle, KnownArticles
from archive.outcomes import Outcome
from archive.records import ArticleRevision
from archive.writer import ArchiveWriter
from pipelines.deduplicate import Deduplicate, compare, revision_of
from pipelines.normalise import content_hash
from pipelines.record import PageRecord
from pipelines.rules.site_rules import SiteRules
from pipelines.run import CrawlRun
from pipelines.visit import Kind, Visit
from tests.pipelines.making import VISIT, record_of

EARLIER = datetime(2025, 12, 1, tzinfo=UTC)


def known_as(**facts: Any) -> KnownArticle:
    article = KnownArticle(
        article_id="bread/101/en",
        revision=3,
        content_hash="0" * 64,
        first_seen_at=EARLIER,
        address="https://news.example/news/warm-bread/101/en/",
        language="en",
    )
    return replace(article, **facts)


def verdict_on(record: PageRecord, *articles: KnownArticle, seen: bool = False) -> tuple[Outcome, str, int, datetime]:
    verdict = compare(record, KnownArticles.of(articles), seen=seen)
    return verdict.outcome, verdict.article_id, verdict.revision, verdict.first_seen_at


def test_an_article_nobody_knows_is_new_from_this_visit_on() -> None:
    assert verdict_on(record_of()) == (Outcome.NEW, "bread/101/en", 1, VISIT)


def test_an_article_with_other_content_is_changed_and_keeps_its_first_sight() -> None:
    assert verdict_on(record_of(content_hash="1" * 64), known_as()) == (Outcome.CHANGED, "bread/101/en", 4, EARLIER)


def test_an_article_with_the_same_content_is_unchanged() -> None:
    assert verdict_on(record_of(), known_as()) == (Outcome.UNCHANGED, "bread/101/en", 3, EARLIER)


def test_an_article_met_a_second_time_in_one_run_is_a_duplicate_whatever_it_says() -> None:
    assert verdict_on(record_of(), known_as(), seen=True) == (Outcome.DUPLICATE, "bread/101/en", 3, EARLIER)
    assert verdict_on(record_of(content_hash="1" * 64), known_as(), seen=True)[0] is Outcome.DUPLICATE


def test_the_same_content_under_another_id_is_a_duplicate_of_the_first() -> None:
    twin = known_as(article_id="bread/77/en")

    assert verdict_on(record_of(), twin) == (Outcome.DUPLICATE, "bread/77/en", 3, EARLIER)


def test_the_same_content_in_another_language_is_an_article_of_its_own() -> None:
    assert verdict_on(record_of(), known_as(article_id="bread/77/pt", language="pt"))[0] is Outcome.NEW


def test_a_revision_holds_what_the_record_says_and_nothing_else() -> None:
    record = record_of(views=0, summary="", authors=(), tags=None)
    revision = revision_of(record, compare(record, KnownArticles.of([]), seen=False), run_id="run")

    shared = {field.name for field in fields(ArticleRevision)} & {field.name for field in fields(PageRecord)}
    assert {name: getattr(revision, name) for name in shared} == {name: getattr(record, name) for name in shared}
    assert (revision.revision, revision.run_id, revision.first_seen_at) == (1, "run", VISIT)
    assert (revision.views, revision.summary, revision.authors, revision.tags) == (0, "", (), None)


@pytest.fixture
def run(tmp_path: Path) -> CrawlRun:
    return CrawlRun(
        rules=SiteRules(site="bread"),
        writer=ArchiveWriter(create_folder(tmp_path / "archive", archive_id="test", now=VISIT), "run"),
        known=KnownArticles.of([]),
        clock=lambda: VISIT,
        started_at=VISIT,
    )


def visit_of(record: PageRecord | None, **facts: Any) -> Visit:
    visit = Visit(address="https://news.example/a", kind=Kind.ARTICLE, observed_at=VISIT, record=record)
    return replace(visit, **facts)


def saying(body: str, **changes: Any) -> PageRecord:
    record = record_of(body=body, **changes)
    return replace(record, content_hash=content_hash(record))


def test_a_new_article_leaves_with_its_revision(run: CrawlRun) -> None:
    visit = Deduplicate(run).process_item(visit_of(saying("One.")))

    assert (visit.outcome, visit.article_id, visit.revision_number) == (Outcome.NEW, "bread/101/en", 1)
    assert visit.revision is not None
    assert visit.revision.body == "One."


def test_one_run_stores_an_article_once_however_often_it_meets_it(run: CrawlRun) -> None:
    step = Deduplicate(run)
    visits = [step.process_item(visit_of(saying("One.", views=views))) for views in (0, None, 7)]

    assert [visit.outcome for visit in visits] == [Outcome.NEW, Outcome.DUPLICATE, Outcome.DUPLICATE]
    assert [visit.revision is not None for visit in visits] == [True, False, False]


def test_a_later_run_tells_changed_from_unchanged(run: CrawlRun) -> None:
    Deduplicate(run).process_item(visit_of(saying("One.")))
    unchanged = Deduplicate(run).process_item(visit_of(saying("One.", views=99)))
    changed = Deduplicate(run).process_item(visit_of(saying("Two.")))

    assert (unchanged.outcome, unchanged.revision_number, unchanged.revision) == (Outcome.UNCHANGED, 1, None)
    assert (changed.outcome, changed.revision_number) == (Outcome.CHANGED, 2)
    assert changed.revision is not None
    assert changed.revision.first_seen_at == VISIT


def test_two_new_articles_of_one_content_are_stored_once(run: CrawlRun) -> None:
    step = Deduplicate(run)
    step.process_item(visit_of(saying("One.")))
    copy = step.process_item(visit_of(saying("One.", article_id="bread/102/en", fetched_at=VISIT + timedelta(hours=1))))

    assert (copy.outcome, copy.article_id, copy.revision) == (Outcome.DUPLICATE, "bread/101/en", None)


def test_a_change_is_stored_although_a_copy_of_the_old_content_came_first(run: CrawlRun) -> None:
    Deduplicate(run).process_item(visit_of(saying("One.")))
    later = Deduplicate(run)
    copy = later.process_item(visit_of(saying("One.", article_id="bread/102/en")))
    changed = later.process_item(visit_of(saying("Two.")))

    assert copy.outcome is Outcome.DUPLICATE
    assert changed.outcome is Outcome.CHANGED
    assert changed.revision is not None


@pytest.mark.parametrize(
    ("record", "outcome"), [(None, Outcome.GONE), (record_of(body=None), Outcome.NO_BODY), (None, None)]
)
def test_a_visit_that_has_ended_or_brought_nothing_passes_as_it_is(
    run: CrawlRun, record: PageRecord | None, outcome: Outcome | None
) -> None:
    visit = visit_of(record, outcome=outcome)

    assert Deduplicate(run).process_item(visit) is visit
