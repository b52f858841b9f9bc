"""What goes into the ledger and what comes out of it: plain values, no connection."""

import os
import platform
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from archive.known import KnownArticle
from archive.outcomes import Outcome


class AddressState(StrEnum):
    """Where an address is in its life.

    ``pending``: to be fetched once it is due. ``leased``: a run is fetching it. ``done``: fetched, and due again
    later. ``closed``: ended for good, until something leads to it again.
    """

    PENDING = "pending"
    LEASED = "leased"
    DONE = "done"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a site: a process of a machine."""

    process_id: int
    machine: str

    @classmethod
    def this_process(cls) -> "Holder":
        """The process that asks."""
        return cls(os.getpid(), platform.node())

    @classmethod
    def of_process(cls, process_id: int) -> "Holder":
        """A process of this machine."""
        return cls(process_id, platform.node())

    @classmethod
    def parse(cls, stored: str) -> "Holder":
        """The holder that `stored` made ``stored`` of."""
        process_id, _, machine = stored.partition("@")
        return cls(int(process_id), machine)

    def stored(self) -> str:
        """The holder as text."""
        return f"{self.process_id}@{self.machine}"

    def __str__(self) -> str:
        return f"process {self.process_id} on {self.machine}"

    def may_be_alive(self) -> bool:
        """Whether the process exists; always, for a process of another machine."""
        if self.machine != platform.node():
            return True
        try:
            os.kill(self.process_id, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
        return self.process_id != os.getpid()  # its number is ours now: it is gone


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An address to fetch. ``data`` is what the spider wants back with it: a small JSON object.

    ``changed_by`` is the moment by which its last change that is known of was made; what was visited after it, and
    ended for good, is not asked for again. None: nothing is known of its changes. ``due_at`` is when it is to be
    fetched, which is not before the next run; None: in this one.
    ``listed_at`` is when it was seen among what a site shows first; None: it was not. ``due_by`` is when it is due at
    the latest where it was fetched before, which is not before the next run; None: when it is due already. ``gone_by``
    is the same for what was gone when it was fetched before, and may be in this run.
    ``article_id`` is the article that is known to stand there now; None: nobody knows.
    """

    address: str
    kind: str
    host: str
    data: Mapping[str, int | str] = field(default_factory=dict)
    changed_by: datetime | None = None
    due_at: datetime | None = None
    listed_at: datetime | None = None
    due_by: datetime | None = None
    gone_by: datetime | None = None
    article_id: str | None = None

    def and_again(self, found: "Found") -> "Found":
        """The same address, found again as ``found``: what only one of them knows of its visits, or knows better."""
        if not (found.listed_at or found.due_by or found.gone_by or found.article_id):  # as of most links
            return self
        return replace(
            self,
            listed_at=max(filter(None, (self.listed_at, found.listed_at)), default=None),
            due_by=min(filter(None, (self.due_by, found.due_by)), default=None),
            gone_by=min(filter(None, (self.gone_by, found.gone_by)), default=None),
            article_id=self.article_id or found.article_id,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A leased address. ``attempts`` counts the fetches that failed in a row before this one.

    ``article_id`` is the article that it was when it was fetched before; None: it was none, or never fetched.
    ``shows_latest`` says that this very address showed the latest revision of that article; true without an article.
    ``etag`` and ``last_modified`` are the last that the server gave; None: it gave none. ``history`` is what was
    remembered when it last ended, in the form of whoever ended it; ``outcome`` and ``ended_at`` say how and when that
    was; None before the first time. ``listed_at``: see `Found`.
    """

    address: str
    kind: str
    host: str
    data: Mapping[str, int | str]
    attempts: int
    article_id: str | None = None
    shows_latest: bool = True
    etag: str | None = None
    last_modified: str | None = None
    history: str | None = None
    outcome: Outcome | None = None
    ended_at: datetime | None = None
    listed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """The end of one task. ``due_at``: when to fetch the address again; None closes it.

    ``etag`` and ``last_modified``: None, as before; empty, the server gives none any more. ``history`` is what whoever
    ended it wants to know at the next visit, in a form of its own; None: as before.
    """

    address: str
    outcome: Outcome
    due_at: datetime | None
    failed: bool = False
    reason: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    content_hash: str | None = None
    article_id: str | None = None
    revision: int | None = None
    views: int | None = None
    history: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressEntry:
    """All that the ledger knows of one address; see `Task` and `Ended` for what each part is.

    ``due_at`` is None for what is being fetched, or closed.
    """

    site: str
    address: str
    kind: str
    host: str
    state: AddressState
    due_at: datetime | None
    attempts: int
    ended_at: datetime | None
    outcome: Outcome | None
    reason: str | None
    etag: str | None
    last_modified: str | None
    article_id: str | None
    revision: int | None
    views: int | None
    history: str | None
    listed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownAddress:
    """An address as the tables tell of it, for a ledger that is made anew."""

    site: str
    kind: str
    host: str
    ended_at: datetime
    ended: Ended


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPosition:
    """How much of one log segment is part of the archive, by table: ``positions`` in bytes, ``rows``, and the CRC-32
    of those bytes in ``checksums``.
    """  # noqa: D205

    segment: str
    run_id: str
    positions: Mapping[str, int]
    rows: Mapping[str, int]
    checksums: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """What one flush makes true, all at once.

    ``due_before`` is the moment up to which addresses are due in this run. ``found`` addresses become due in it where
    they are new, or were closed before that moment. ``finishes_run``: the next run begins anew, and does not carry on.
    ``memories`` is what is known of the site from now on, in the form of whoever learnt it, by the part of the site
    that it is about (empty: its pages); of parts that are not named, what was known stays.

    Lists that are found are due in the run, whenever they would be due by themselves; but with ``refused_before``, only
    those that changed since their last visit, as far as whoever led there says. Then what was refused, gone or off
    limits is due only where its last visit was before that moment.
    """

    run_id: str
    site: str
    now: datetime
    due_before: datetime
    ended: tuple[Ended, ...] = ()
    found: tuple[Found, ...] = ()
    articles: tuple[KnownArticle, ...] = ()
    log: LogPosition | None = None
    finishes_run: bool = False
    memories: Mapping[str, bytes] = field(default_factory=dict)
    refused_before: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedFile:
    """A finished Parquet file: ``path`` is relative to the archive's folder.

    ``size`` (bytes) and ``changed_ns`` (modification time in nanoseconds) tell cheaply whether somebody touched it.
    """

    table: str
    path: str
    rows: int
    sha256: str
    size: int
    changed_ns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A month folder (relative path) about to hold ``new`` in place of the ``old`` files (relative paths)."""

    folder: str
    new: SealedFile
    old: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The archive at one instant: its sealed files, the log segments with their committed positions, and the
    compactions under way.
    """  # noqa: D205

    files: tuple[SealedFile, ...]
    logs: tuple[LogPosition, ...]
    exchanges: tuple[Exchange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The state of one site: addresses by state, the next due time, the oldest lease."""

    site: str
    states: Mapping[AddressState, int]
    next_due_at: datetime | None
    oldest_lease_at: datetime | None
    failing: int
    holder: str | None
