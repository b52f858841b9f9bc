"""Deduplicate: whether an article is new, changed, unchanged, or one the archive has under another address."""

from dataclasses import dataclass, replace
from datetime import datetime

from archive.known import KnownArticle, KnownArticles
from archive.outcomes import Outcome
from archive.records import ArticleRevision
from pipelines.record import PageRecord
from pipelines.run import CrawlRun, Step
from pipelines.visit import Visit


class Deduplicate(Step):
    """Scrapy pipeline: gives an accepted record its outcome, and its revision where there is one to store."""

    def __init__(self, run: CrawlRun) -> None:
        super().__init__(run)
        self._seen: set[str] = set()

    def process_item(self, item: Visit) -> Visit:
        """``item`` with its outcome, where it brought a record that is not refused."""
        record = item.record
        if item.outcome is not None or record is None:
            return item
        verdict = compare(record, self.run.known, seen=record.article_id in self._seen)
        self._seen.add(record.article_id)
        revision = None
        if verdict.outcome in (Outcome.NEW, Outcome.CHANGED):
            revision = revision_of(record, verdict, run_id=self.run.writer.run_id)
            self.run.known.remember(_known(revision))
        return replace(
            item,
            outcome=verdict.outcome,
            article_id=verdict.article_id,
            revision_number=verdict.revision,
            revision=revision,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a record is to the archive: which revision of which article."""

    outcome: Outcome
    article_id: str
    revision: int
    first_seen_at: datetime


def compare(record: PageRecord, known: KnownArticles, *, seen: bool) -> Verdict:
    """What ``record`` is, given the articles ``known``; ``seen`` says that this run has met its article before."""
    before = known.get(record.article_id)
    if before is None:
        twin = known.with_content(record.content_hash, record.language)
        if twin:
            return _verdict(Outcome.DUPLICATE, twin)
        return Verdict(outcome=Outcome.NEW, article_id=record.article_id, revision=1, first_seen_at=record.fetched_at)
    if seen:
        return _verdict(Outcome.DUPLICATE, before)
    if before.content_hash == record.content_hash:
        return _verdict(Outcome.UNCHANGED, before)
    return replace(_verdict(Outcome.CHANGED, before), revision=before.revision + 1)


def revision_of(record: PageRecord, verdict: Verdict, *, run_id: str) -> ArticleRevision:
    """The row to store for ``record``, an accepted page, as ``verdict`` has it."""
    assert record.body is not None
    return ArticleRevision(
        article_id=verdict.article_id,
        revision=verdict.revision,
        site=record.site,
        address=record.address,
        final_address=record.final_address,
        canonical_address=record.canonical_address,
        language=record.language,
        title=record.title,
        published_at=record.published_at,
        published_text=record.published_text,
        published_offset_minutes=record.published_offset_minutes,
        published_precision=record.published_precision,
        modified_at=record.modified_at,
        views=record.views,
        views_text=record.views_text,
        summary=record.summary,
        body=record.body,
        authors=record.authors,
        section=record.section,
        tags=record.tags,
        image=record.image,
        content_hash=record.content_hash,
        first_seen_at=verdict.first_seen_at,
        fetched_at=record.fetched_at,
        run_id=run_id,
        extractor_version=record.extractor_version,
        capture_file=None,
        capture_offset=None,
        capture_length=None,
        sources=record.sources,
    )


def _verdict(outcome: Outcome, article: KnownArticle) -> Verdict:
    return Verdict(
        outcome=outcome,
        article_id=article.article_id,
        revision=article.revision,
        first_seen_at=article.first_seen_at,
    )


def _known(revision: ArticleRevision) -> KnownArticle:
    return KnownArticle(
        article_id=revision.article_id,
        revision=revision.revision,
        content_hash=revision.content_hash,
        first_seen_at=revision.first_seen_at,
        address=revision.final_address,
        language=revision.language,
    )
