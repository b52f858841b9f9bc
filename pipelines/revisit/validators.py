"""Validators: when a page is asked for only if it changed, and what its answer leaves for the next one (RFC 9110, 13).

An answer is never taken for fresh by its age: only a server that was asked says that a page is as it was.
"""

import hashlib
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from archive.ledger import Found, Task
from archive.outcomes import Family, Outcome
from pipelines.bounds import Bound, Bounds
from pipelines.content import Kind
from pipelines.revisit.memory import Lead, VisitMemory
from pipelines.rules.addresses import host_of
from pipelines.visit import Visit

_READ_FAMILIES = (Family.ARTICLE, Family.PAGE, Family.REFUSED)
# What these say depends on what a crawl is asked for, and not on the page alone.
_BOUND_OUTCOMES = (Outcome.OUT_OF_RANGE, Outcome.OTHER_SECTION)
# After so many answers in a row that nothing changed, and up to so many more, another for each address, a page is asked
# for whole once: some servers say so whatever happens. A list shows what is new, and is looked at sooner.
_ARTICLE_CHECK = (6, 5)
_LIST_CHECK = (3, 3)
# An index of more parts is read again instead of being remembered.
_MOST_LEADS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a server gave to tell one version of a page from the next; None: nothing. ``of``: the address that gave
    them, where that is not the one asked for.
    """  # noqa: D205

    etag: str | None = None
    last_modified: str | None = None
    of: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to ask by."""
        return self.etag is None and self.last_modified is None


NONE = Validators()


def may_be_as_before(task: Task, memory: VisitMemory, *, read_by: str, bounds: Bounds) -> bool:
    """Whether an answer that the page of ``task`` has not changed would tell all that reading it again would.

    ``read_by`` is the fingerprint of what its page would be read by; ``bounds`` are those of the crawl.
    """
    outcome = task.outcome
    if outcome is None or outcome.family not in _READ_FAMILIES or outcome in _BOUND_OUTCOMES:
        return False
    is_article = outcome.family is Family.ARTICLE
    if is_article != (task.article_id is not None) or not task.shows_latest:
        return False
    # Dates and sections asked for decide which entries of a list are followed.
    if not is_article and (bounds.since or bounds.until or bounds.sections):
        return False
    return memory.rules is not None and is_read_alike(memory.rules, read_by, outcome)


def is_read_alike(before: str, now: str, outcome: Outcome) -> bool:
    """Whether two fingerprints of what a page is read by mean the same for a page with ``outcome``.

    What is known of a site's links, their second part, decides what is no article, and where a list leads.
    """
    if outcome.family is Family.ARTICLE:
        return before.partition(".")[0] == now.partition(".")[0]
    return before == now


def is_check_due(task: Task, memory: VisitMemory) -> bool:
    """Whether the page of ``task`` is to be asked for whole, to see whether its server says the truth."""
    first, spread = _ARTICLE_CHECK if task.kind == Kind.ARTICLE else _LIST_CHECK
    return memory.not_modified >= first + zlib.crc32(task.address.encode("utf-8", "replace")) % spread


def as_found(memory: VisitMemory) -> tuple[Found, ...]:
    """What a page led to when it was last read."""
    return tuple(
        Found(
            address=lead.address,
            kind=lead.kind,
            host=host_of(lead.address),
            data=lead.data,
            changed_by=lead.changed_by,
        )
        for lead in memory.leads
    )


def is_read_whole(visit: Visit) -> bool:
    """Whether ``visit`` brought a page that was read."""
    assert visit.outcome is not None
    return visit.read_by is not None and not visit.is_not_modified and visit.outcome.family in _READ_FAMILIES


def to_keep(visit: Visit) -> tuple[str | None, str | None]:
    """The ETag and the date to keep after ``visit``; None: as before, empty: there is none any more."""
    if visit.is_not_modified:
        return visit.etag, visit.last_modified
    return (visit.etag or "", visit.last_modified or "") if is_read_whole(visit) else (None, None)


def remembered(visit: Visit, leads: Iterable[Found]) -> VisitMemory:
    """What the next visit is to know of ``visit``, whose page led to ``leads``, the articles of a list left out."""
    before = visit.memory
    if visit.is_not_modified:
        return msgspec.structs.replace(before, not_modified=before.not_modified + 1)
    if not is_read_whole(visit):
        return before
    kept = tuple(Lead(one.address, one.kind, one.data, one.changed_by) for one in leads)
    is_whole = len(kept) <= _MOST_LEADS and not is_cut(visit) and not _differs(visit)
    return msgspec.structs.replace(
        before,
        rules=visit.read_by if is_whole else None,
        size=visit.wire_bytes,
        not_modified=0,
        leads=kept if is_whole else (),
        entries=len(visit.entries),
        shown=shown_by(visit),
        is_met=visit.is_met,
        answered_at=answered_at(visit),
    )


def answered_at(visit: Visit) -> str | None:
    """The address that answered, and gave the validators; None: the one asked for."""
    return visit.final_address if visit.final_address != visit.address else None


def shown_by(visit: Visit) -> str | None:
    """What a page showed, in short: of an article its views, which are no part of its content; else where it leads."""
    assert visit.outcome is not None
    if visit.outcome.family is Family.ARTICLE:
        return str(visit.record.views) if visit.record else None
    if visit.outcome.family is not Family.PAGE:
        return None
    digest = hashlib.blake2b(digest_size=8)
    articles = (one.address for one in visit.found if one.kind == Kind.ARTICLE)
    for address in [*articles, *(entry.address or "" for entry in visit.entries)]:
        digest.update(address.encode("utf-8", "replace") + b"\n")
    return digest.hexdigest()


def _differs(visit: Visit) -> bool:
    """Whether an address shows its article otherwise than another one, which this run met before."""
    if not visit.is_met or visit.record is None or visit.article is None:
        return False
    return visit.record.content_hash != visit.article.content_hash


def is_cut(visit: Visit) -> bool:
    """Whether the crawl was kept from something that the page leads to, which another crawl may ask for."""
    return any(held.bound in (Bound.DATES, Bound.SECTIONS) for held in visit.held_back)
