"""Deduplicate: whether an article is new, changed, unchanged, or one the archive has under another address."""

from dataclasses import dataclass, replace

from archive.known import KnownArticle
from archive.outcomes import Outcome
from archive.records import ArticleRevision
from pipelines.addresses.twins import Part, changes_between
from pipelines.changes.comparison import Comparison
from pipelines.changes.differences import Noise
from pipelines.changes.noise import NO_NOISE
from pipelines.moves import kin_of, title_key
from pipelines.record import PageRecord, noted_address, noted_second, noted_views
from pipelines.revisit.as_before import ended_as_before
from pipelines.rules.addresses import AddressRules
from pipelines.run import Step
from pipelines.tombstones import gone_before, led_to_another, noted_absence, with_kin, with_return
from pipelines.visit import Visit


class Deduplicate(Step):
    """Scrapy pipeline: gives an accepted record its outcome, and its revision where there is one to store."""

    def process_item(self, item: Visit) -> Visit:
        """``item`` with its outcome: what its record is to the archive, or as before since nothing changed.

        One that has ended without an article where there was one says why.
        """
        if item.outcome is None and item.is_not_modified:
            known = self.run.writer.article(item.known_as) if item.known_as else None
            return ended_as_before(item, known, run_id=self.run.writer.run_id)
        record = item.record
        if item.outcome is not None or record is None:
            return noted_absence(item)
        writer, addresses = self.run.writer, self.run.rules.addresses
        known = writer.article(item.known_as) if item.known_as else None
        ids = ids_of(record, known, addresses)
        is_itself = known is not None and known.article_id == ids[0]
        before = known if is_itself else next(filter(None, map(writer.article, ids)), None)
        is_led = is_led_on(record, addresses)
        kin = None if before else kin_of(item, record, known, writer, is_led=is_led)
        before, copied = (kin.article, None) if kin and kin.is_here else (before, kin.article if kin else None)
        if known and is_led and (before is None or before.article_id != known.article_id):
            return led_to_another(item, record.final_address, is_known=before is not None)
        noise = self.run.noise or NO_NOISE
        verdict = compare(record, before, copied, run_id=writer.run_id, noise=noise)
        is_stored = verdict.outcome in (Outcome.NEW, Outcome.CHANGED)
        ended = replace(
            item,
            outcome=verdict.outcome,
            article=verdict.article,
            is_met=verdict.outcome is Outcome.DUPLICATE and before is not None and not is_alias(record, before),
            revision=revision_of(record, verdict.article, verdict.changed_fields) if is_stored else None,
            comparison=verdict.comparison,
        )
        return with_kin(ended, kin) if kin else with_return(ended, gone_before(item))


def ids_of(record: PageRecord, known: KnownArticle | None, addresses: AddressRules) -> tuple[str, ...]:
    """The ids under which the archive may have the article of ``record``: an article keeps the id it has.

    First its own, then the one of ``known``, the article that this address was before, where another spelling of it is
    that article's own; last the address that answered, which was the id before canonical links were believed.
    """
    ids = [record.article_id]
    if known and not is_led_on(record, addresses) and _is_spelling(record.address, known.address):
        ids.append(known.article_id)
    return tuple(dict.fromkeys([*ids, f"{record.site}/{record.final_address}"]))


def is_led_on(record: PageRecord, addresses: AddressRules) -> bool:
    """Whether the address that was asked for led to another one, and not just to its own in another spelling."""
    asked = addresses.plain(record.address)
    changes = changes_between(asked, record.final_address)
    return asked != record.final_address and (changes is None or any(one.part is Part.PARAMETER for one in changes))


def _is_spelling(address: str, other: str) -> bool:
    return changes_between(address, other) is not None or changes_between(other, address) is not None


def is_alias(record: PageRecord, article: KnownArticle) -> bool:
    """Whether ``record`` is of an address that says itself that ``article`` stands at another one."""
    standing = f"{record.site}/{record.canonical_address}"
    return record.canonical_address != record.final_address and article.article_id == record.article_id == standing


def _comes_home(record: PageRecord, article: KnownArticle) -> bool:
    """Whether ``record`` is of the own address of ``article``, which was met at another one before."""
    return article.article_id == f"{record.site}/{record.final_address}" and article.address != record.final_address


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a record is to the archive, and what is known of its article from now on.

    ``changed_fields`` are those of a changed one, None where that is not known. ``comparison`` is set where the record
    was held against an earlier visit, not against another address in the same run.
    """

    outcome: Outcome
    article: KnownArticle
    changed_fields: tuple[str, ...] | None = None
    comparison: Comparison | None = None


def compare(
    record: PageRecord, before: KnownArticle | None, twin: KnownArticle | None, *, run_id: str, noise: Noise = NO_NOISE
) -> Verdict:
    """What ``record`` is, given what is known of its article and of one with the same content.

    What differs only by ``noise`` is unchanged: the revision stays, and its content hash.

    The same article met twice in one run, at two addresses, is a duplicate the second time; but where the first was
    another address than its own, what its own says counts.
    """
    if before is None and twin is None:
        return Verdict(outcome=Outcome.NEW, article=_known(record, run_id))
    if before is None:
        # Another address with old content says nothing of the article itself, which this run may still meet.
        assert twin is not None
        return Verdict(outcome=Outcome.DUPLICATE, article=twin)
    if is_alias(record, before):
        # Its page may be a shorter version for phones; the article's own address says what has changed.
        return Verdict(outcome=Outcome.DUPLICATE, article=before)
    met = replace(before, run_id=run_id)
    is_met = before.run_id == run_id
    if is_met and not _comes_home(record, before):
        return Verdict(outcome=Outcome.DUPLICATE, article=met)
    met = replace(met, address=record.final_address, title_key=title_key(record))
    comparison = Comparison.of(record, before)
    fields = comparison.changed_fields(noise)
    told = None if is_met else comparison
    if fields == ():
        unchanged = met if comparison.before else replace(met, fingerprint=record.fingerprint)
        return Verdict(outcome=Outcome.DUPLICATE if is_met else Outcome.UNCHANGED, article=unchanged, comparison=told)
    changed = replace(
        met,
        revision=before.revision + 1,
        content_hash=record.content_hash,
        language=record.language,
        fingerprint=record.fingerprint,
    )
    return Verdict(outcome=Outcome.CHANGED, article=changed, changed_fields=fields, comparison=told)


def revision_of(
    record: PageRecord, article: KnownArticle, changed_fields: tuple[str, ...] | None = None
) -> ArticleRevision:
    """The row to store for ``record``, an accepted page, as the latest revision of ``article``."""
    assert record.body is not None
    assert article.run_id is not None
    return ArticleRevision(
        article_id=article.article_id,
        revision=article.revision,
        site=record.site,
        address=record.address,
        final_address=noted_address(record.final_address, record.address),
        canonical_address=record.canonical_address,
        language=record.language,
        title=record.title,
        published_at=record.published_at,
        published_text=record.published_text,
        published_offset_minutes=record.published_offset_minutes,
        published_precision=record.published_precision,
        modified_at=record.modified_at,
        views=record.views,
        views_text=noted_views(record),
        summary=record.summary,
        body=record.body,
        authors=record.authors,
        section=record.section,
        tags=record.tags,
        image=record.image,
        content_hash=record.content_hash,
        first_seen_at=noted_second(article.first_seen_at),
        fetched_at=noted_second(record.fetched_at),
        run_id=article.run_id,
        extractor_version=record.extractor_version,
        capture_file=None,
        capture_offset=None,
        capture_length=None,
        sources=record.sources,
        marks=record.marks,
        body_kinds=record.body_kinds,
        changed_fields=changed_fields,
    )


def _known(record: PageRecord, run_id: str) -> KnownArticle:
    return KnownArticle(
        article_id=record.article_id,
        revision=1,
        content_hash=record.content_hash,
        first_seen_at=record.fetched_at,
        address=record.final_address,
        language=record.language,
        run_id=run_id,
        fingerprint=record.fingerprint,
        title_key=title_key(record),
    )
