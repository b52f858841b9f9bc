"""Tombstones: what is noted where a known article is not found at its address any more, and when it is back."""

from dataclasses import replace
from datetime import datetime

from archive.addresses.plain import host_of
from archive.ledger import Found
from archive.outcomes import Family, Outcome
from pipelines.moves import Kin
from pipelines.revisit.memory import Gone
from pipelines.visit import Kind, Visit

# An address that answers well, but with no article: it may be one again a moment later.
NO_ARTICLE = frozenset(
    {Outcome.NO_BODY, Outcome.NOT_ARTICLE, Outcome.NOT_HTML, Outcome.LISTING, Outcome.FEED, Outcome.NOT_SOURCE}
)
_GOOD_STATUSES = range(200, 400)


def is_absence(visit: Visit) -> bool:
    """Whether ``visit`` found no article where the archive knows one; a visit without a good answer tells nothing."""
    if visit.known_as is None or visit.outcome is None:
        return False
    if visit.outcome.family is Family.GONE:
        return True
    return visit.outcome in NO_ARTICLE and visit.http_status in _GOOD_STATUSES


def article_id_of(visit: Visit) -> str | None:
    """The article that ``visit`` is about: the one seen, or the one that was not found; None: neither."""
    if visit.article is not None:
        return visit.article.article_id
    return visit.known_as if is_absence(visit) else None


def noted_absence(visit: Visit) -> Visit:
    """``visit``, which has ended, with the reason where it is an absence.

    A known article whose address leads to a listing has moved away; that page's own visit counts what it says.
    """
    if not is_absence(visit):
        return visit
    if visit.final_address not in (None, visit.address) and visit.outcome in (Outcome.LISTING, Outcome.FEED):
        return led_away(visit, f"a listing: {visit.final_address}")
    if visit.outcome is Outcome.GONE and visit.detail is None:
        return replace(visit, detail=f"HTTP status {visit.http_status}")
    return visit


def led_away(visit: Visit, where: str) -> Visit:
    """``visit`` as one whose address led away from its article, to ``where``; what that page says is not its own."""
    return replace(
        visit,
        outcome=Outcome.MOVED_AWAY,
        detail=f"leads to {where}",
        record=None,
        entries=(),
        found=(),
        block_keys=(),
        declared=None,
    )


def led_to_another(visit: Visit, address: str, *, is_known: bool) -> Visit:
    """``visit`` of a known article whose address led to another article at ``address``.

    That one is visited at its own address: in its own time, or in this run if the archive does not know it yet.
    """
    led = led_away(visit, f"another article: {address}")
    return led if is_known else replace(led, found=(Found(address=address, kind=Kind.ARTICLE, host=host_of(address)),))


def gone_after(visit: Visit, before: Gone | None) -> Gone | None:
    """How often in a row, up to ``visit``, the article of its address was not found, given that ``before`` it."""
    if is_absence(visit):
        return Gone(before.times + 1, before.since) if before else Gone(1, visit.observed_at)
    is_found = visit.outcome is not None and visit.outcome.family is Family.ARTICLE
    return None if is_found else before


def with_return(visit: Visit, gone: Gone | None, *, moved: bool = False) -> Visit:
    """``visit``, which found an article, with the note that it was ``gone`` before; ``moved``: at another address."""
    if gone is None:
        return visit
    where = " at another address" if moved else ""
    note = f"back{where}: it was gone since {_told(gone.since)}"
    return replace(visit, detail=f"{note}; {visit.detail}" if visit.detail else note)


def with_kin(visit: Visit, kin: Kin) -> Visit:
    """``visit`` of a page that says what ``kin`` says: that has moved here, or is to be looked at where it stood."""
    if kin.is_here:
        return with_return(visit, kin.gone, moved=True)
    if not kin.is_open:
        return visit
    address = kin.article.address
    home = Found(address=address, kind=Kind.ARTICLE, host=host_of(address), due_by=visit.observed_at)
    is_exact = visit.record is not None and visit.record.content_hash == kin.article.content_hash
    found = (*visit.found, home)
    if is_exact:
        return replace(visit, found=found)
    return replace(
        visit, detail=f"nearly the same as {address}, which is visited first", found=found, is_undecided=True
    )


def gone_before(visit: Visit) -> Gone | None:
    """Since when the article of ``visit`` was not found, as the visits before it tell; None: it was, or nobody knows.

    One visit to a page that read as no article is no sign yet.
    """
    if visit.task is None or visit.known_as is None or visit.task.outcome is None:
        return None
    is_tombstone = visit.task.outcome.family is Family.GONE
    gone = visit.memory.gone
    if gone is None and is_tombstone and visit.task.ended_at is not None:
        return Gone(1, visit.task.ended_at)  # noted by an older newsreel
    return gone if gone and (is_tombstone or gone.times > 1) else None


def _told(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
