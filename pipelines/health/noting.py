"""What each visit of a run tells of the health of its site."""

from archive.outcomes import Family, Outcome
from pipelines.address_data import is_further_page
from pipelines.content import Kind
from pipelines.health.alarm import Measure
from pipelines.health.shown import Shown, fields_of, shown_by
from pipelines.health.site_health import SiteHealth
from pipelines.visit import Visit

# The page came whole, and was looked at.
_READ = (Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED)
_NO_ARTICLE = (Outcome.NO_BODY, Outcome.NOT_ARTICLE)


def note_visit(health: SiteHealth, visit: Visit, before: Shown | None) -> Shown | None:
    """Note in ``health`` what ``visit`` tells, whose address has shown ``before``; None: nothing yet.

    Returns what the address has shown from then on. Of a page that did not come, or is another's too, nothing follows.
    """
    assert visit.outcome is not None
    was_article = before is not None and before.has(Measure.ARTICLE)
    if visit.kind is not Kind.ARTICLE and not was_article:
        _note_listing(health, visit)
        return before
    evidence = health.evidence
    evidence.kept += visit.is_not_modified and visit.outcome.family is Family.ARTICLE
    evidence.gone += visit.outcome.family is Family.GONE and before is not None
    is_refused = visit.outcome in (*_NO_ARTICLE, Outcome.LISTING) and visit.page is not None
    if not is_refused and (visit.outcome not in _READ or visit.record is None):
        return before
    now = shown_by(None if is_refused else visit.record, health.history.accepted)
    if before is not None:
        evidence.note_known(visit.address, before, now)
    elif visit.outcome is Outcome.NEW or (is_refused and visit.known_as is None):
        evidence.note_new(visit.address, now)
    if visit.record is not None and not is_refused:
        evidence.note_read(visit.address, fields_of(visit.record))
        if visit.outcome is Outcome.NEW:
            evidence.note_arrival(visit.record.published_at, at=visit.observed_at)
    return before.and_then(now) if before else now


def _note_listing(health: SiteHealth, visit: Visit) -> None:
    """The entries of the first page of a listing or a feed; one that reads as neither any more has none."""
    assert visit.outcome is not None
    if visit.kind is Kind.SITEMAP or is_further_page(visit.data) or visit.is_not_modified:
        return
    evidence = health.evidence
    numbers = evidence.feed_entries if visit.kind is Kind.FEED else evidence.entries
    if visit.outcome in (Outcome.LISTING, Outcome.FEED):
        numbers[visit.address] = len(visit.entries)
    elif visit.outcome in (*_NO_ARTICLE, Outcome.NOT_SOURCE) and visit.page is not None:
        numbers[visit.address] = 0
