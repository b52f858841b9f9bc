"""Store: every visit ends here; its rows go to the archive, its outcome to the account of the run."""

from collections.abc import Iterator
from dataclasses import replace

import msgspec
from scrapy.exceptions import DropItem

from archive.ledger import Ended, Found
from archive.outcomes import Family, Outcome
from archive.records import ArticleRevision, Observation, Sighting
from pipelines.addresses.twins import Part, changes_between
from pipelines.capture import with_capture, with_captured
from pipelines.changes.learning import learn_from
from pipelines.content import Kind
from pipelines.deduplicate import is_alias
from pipelines.due import Due, due_after
from pipelines.health.noting import note_visit
from pipelines.health.shown import fields_of
from pipelines.listed import as_listed
from pipelines.record import noted_address, noted_second, noted_views
from pipelines.revisit.validators import remembered, to_keep
from pipelines.rules.addresses import host_of
from pipelines.run import CrawlRun, Step
from pipelines.tombstones import article_id_of, gone_after
from pipelines.visit import Visit


class Store(Step):
    """Scrapy pipeline: the one place where a visit ends.

    Articles stored as a new revision pass on, as `ArticleRevision`, to whatever else listens for items (a
    feed export, say); every other visit is dropped here, after it was counted and noted.
    """

    def process_item(self, item: Visit) -> ArticleRevision:
        """The revision of ``item``, saved with the next commit. Raises DropItem where ``item`` has none."""
        revision = end_visit(self.run, item).revision
        if revision is None:
            raise DropItem(f"{item.outcome}: {item.address}", log_level="DEBUG")
        return revision


def end_visit(run: CrawlRun, visit: Visit) -> Visit:
    """Count the outcome of ``visit``; buffer its rows, its end and what it led to, to be saved all at once.

    Returns it with where its answer was kept.
    """
    visit, captured = with_capture(visit, run)
    assert visit.outcome is not None
    run.account.end(visit.address, visit.outcome, body_bytes=visit.body_bytes, detail=visit.detail)
    run.writer.add(rows_of(visit, run_id=run.writer.run_id, site=run.rules.site))
    if visit.record is not None and visit.record.refused is None:
        run.account.note_record(fields_of(visit.record), len(visit.record.body or ""))
    if run.memory is not None and visit.outcome is Outcome.NEW:  # so that each article teaches once
        run.memory.learn(visit.block_keys)
    if run.noise is not None:
        learn_from(run.noise, visit)
    run.servers.learn(visit)
    if visit.is_not_modified:
        run.traffic.save(visit.outcome, whole=visit.memory.size, taken=visit.wire_bytes)
    admitted = as_listed(run.gate.admit(visit) if run.gate else visit.found, visit, run)
    moved_to = _moved_to(visit, run)
    # What a budget left out of a list is found when the list is read again.
    visit = replace(visit, read_by=None) if run.gate and run.gate.is_full else visit
    memory = with_captured(remembered(visit, _leads(visit, admitted, moved_to)), captured)
    memory = msgspec.structs.replace(
        memory,
        gone=gone_after(visit, visit.memory.gone),
        had=note_visit(run.health, visit, visit.memory.had),
    )
    due = due_after(visit, memory, run.rules.revisit, load=run.load)
    ended = _ended(visit, replace(due, at=None) if moved_to else due)
    run.writer.end(ended, (*admitted, *moved_to), visit.article)
    return visit


def _leads(visit: Visit, admitted: tuple[Found, ...], moved_to: tuple[Found, ...]) -> Iterator[Found]:
    """What the page of ``visit`` leads to beside articles that the archive hears of once; and where its own moved.

    Pages that only a bound of this run keeps out are among them: another run may have another.
    """
    yield from moved_to
    if visit.kind is not Kind.ARTICLE:
        yield from (found for found in admitted if found.kind != Kind.ARTICLE)
        seen = {found.address for found in visit.found}
        yield from (lead for lead in visit.leads if lead.address not in seen)


def _moved_to(visit: Visit, run: CrawlRun) -> tuple[Found, ...]:
    """Where an article's address led, or where it says it stands, if that is elsewhere: that is visited from now on."""
    if visit.article is None or visit.final_address is None:
        return ()
    visiting = run.rules.addresses.visiting
    target = final = visiting(visit.final_address)
    if visit.is_not_modified:
        target = next((lead.address for lead in visit.memory.leads), target)
    if visit.record and is_alias(visit.record, visit.article):
        canonical = visit.record.canonical_address
        target = (run.gate.preferred(canonical) if run.gate else canonical) or final
    if target == visiting(visit.address):
        target = final  # what stands there leads back here
    target = (run.gate.preferred(target) if run.gate else target) or target
    if target == visiting(visit.address):
        return ()
    # What was read a moment ago, perhaps under another spelling, is visited again in the next run.
    due_at = visit.observed_at if _is_spelling_of(final, target) else None
    article_id = visit.article.article_id
    return (Found(address=target, kind=visit.kind, host=host_of(target), due_at=due_at, article_id=article_id),)


def _is_spelling_of(address: str, other: str) -> bool:
    """Whether both are spellings of one page: not of a version for phones or for print, which says less."""
    changes = changes_between(address, other) or frozenset()
    return address == other or (bool(changes) and all(change.part is not Part.MARK for change in changes))


def _ended(visit: Visit, due: Due) -> Ended:
    assert visit.outcome is not None
    etag, last_modified = to_keep(visit)
    record, article = visit.record, visit.article
    return Ended(
        address=visit.address,
        outcome=visit.outcome,
        due_at=due.at,
        failed=visit.outcome.family is Family.FAILED,
        reason=visit.detail,
        etag=etag,
        last_modified=last_modified,
        content_hash=record.content_hash if record and article else None,
        article_id=article.article_id if article else None,
        revision=_shown_revision(visit),
        views=record.views if record and article else None,
        history=due.memory.packed(),
    )


def _shown_revision(visit: Visit) -> int | None:
    """The revision that the page of ``visit`` shows; 0: none of its article's, so that it is not taken for one."""
    if visit.is_undecided:
        return 0
    return visit.article.revision if visit.article else None


def rows_of(visit: Visit, *, run_id: str, site: str) -> Iterator[ArticleRevision | Observation | Sighting]:
    """The rows that ``visit`` leaves in the archive: its revision if any, its sightings, its observation."""
    assert visit.outcome is not None
    if visit.revision:
        yield visit.revision
    yield from _sightings(visit, run_id=run_id, site=site)
    is_accepted = visit.record is not None and visit.record.refused is None
    record, capture = visit.record if is_accepted else None, visit.capture
    yield Observation(
        address=visit.address,
        final_address=noted_address(visit.final_address, visit.address),
        site=site,
        observed_at=noted_second(visit.observed_at),
        kind=visit.kind,
        outcome=visit.outcome,
        detail=visit.detail,
        http_status=visit.http_status,
        article_id=article_id_of(visit),
        revision=visit.article.revision if visit.article else None,
        views=record.views if record else None,
        views_text=noted_views(record) if record else None,
        content_hash=record.content_hash if record and not _is_of_revision(visit) else None,
        etag=visit.etag,
        last_modified=visit.last_modified,
        body_bytes=visit.body_bytes,
        run_id=run_id,
        capture_file=capture.file if capture else None,
        capture_offset=capture.offset if capture else None,
        capture_length=capture.length if capture else None,
        capture_digest=capture.digest if capture else None,
    )


def _is_of_revision(visit: Visit) -> bool:
    """Whether the content seen is that of the revision which the visit names."""
    return bool(visit.record and visit.article and visit.record.content_hash == visit.article.content_hash)


def _sightings(visit: Visit, *, run_id: str, site: str) -> Iterator[Sighting]:
    for entry in visit.entries:
        yield Sighting(
            listing_address=visit.final_address or visit.address,
            box=entry.box,
            position=entry.position,
            seen_at=noted_second(visit.observed_at),
            site=site,
            address=entry.address,
            title=entry.title,
            teaser=entry.teaser,
            published_at=entry.published.at if entry.published else None,
            published_text=entry.published.text if entry.published else None,
            run_id=run_id,
        )
