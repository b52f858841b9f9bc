"""The item that travels through the pipelines: one request, from its answer to its outcome."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from archive.captures.exchange import Capture, Exchange
from archive.known import KnownArticle
from archive.ledger import Found, Task
from archive.outcomes import Outcome
from archive.records import ArticleRevision
from pipelines.bounds import HeldBack
from pipelines.changes.comparison import Comparison
from pipelines.content import Kind
from pipelines.listing import Entry
from pipelines.page.page import Page
from pipelines.record import PageRecord
from pipelines.revisit.memory import VisitMemory

__all__ = ["Kind", "Visit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request and what came of it.

    The spider fills the facts of the answer; each step adds its part. Once ``outcome`` is set it stays, but for a known
    article's address that turns out to lead away from it. ``page`` is set where an HTML page with a good status came,
    ``found`` are the addresses it led to, ``held_back`` those that a bound keeps the crawl from asking for, ``data`` is
    what the finder of this address wanted back with it, ``declared`` is the address that the page declares to stand for
    its article. ``known_as`` is the article id of this address when it was visited before. ``task`` is what the ledger
    handed out, with all that is known of the visits before; None: nothing is. ``wire_bytes`` is the length of the
    answer as it came over the wire, head and body. ``is_conditional``: the page was asked for only if it had changed;
    ``is_not_modified``: the answer was that it had not. ``leads`` are the pages of lists that its page led to, also
    where a bound of the run keeps them out. ``is_met``: it is a duplicate only since the run had met the article.
    ``read_by`` is the fingerprint of what its page is read by; None: it was not read. ``fresh`` are those of the
    articles that a list leads to that were never found before. ``comparison`` is set where its article was held against
    what the archive had of it. ``is_undecided``: it found nearly what a known article says, whose own address is looked
    at first; nothing of it is stored, and it is read again. ``exchanges`` are all that went over the wire for it, its
    answer last; ``capture`` is where that was kept.
    """

    address: str
    kind: Kind
    observed_at: datetime
    final_address: str | None = None
    http_status: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_bytes: int | None = None
    page: Page | None = None
    outcome: Outcome | None = None
    detail: str | None = None
    entries: tuple[Entry, ...] = ()
    record: PageRecord | None = None
    article: KnownArticle | None = None
    revision: ArticleRevision | None = None
    found: tuple[Found, ...] = ()
    attempts: int = 0
    data: Mapping[str, int | str] = field(default_factory=dict)
    block_keys: tuple[int, ...] = ()
    declared: str | None = None
    known_as: str | None = None
    held_back: tuple[HeldBack, ...] = ()
    task: Task | None = None
    fresh: frozenset[str] = frozenset()
    comparison: Comparison | None = None
    is_undecided: bool = False
    wire_bytes: int | None = None
    is_conditional: bool = False
    is_not_modified: bool = False
    read_by: str | None = None
    leads: tuple[Found, ...] = ()
    is_met: bool = False
    exchanges: tuple[Exchange, ...] = ()
    capture: Capture | None = None

    @property
    def memory(self) -> VisitMemory:
        """What the visits before left to know."""
        return VisitMemory.unpacked(self.task.history if self.task else None)
