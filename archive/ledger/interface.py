"""The ledger's interface, which every backend meets and one behaviour suite checks."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from archive.known import KnownArticle
from archive.ledger.entries import (
    AddressEntry,
    Commit,
    Exchange,
    Holder,
    KnownAddress,
    LogPosition,
    SealedFile,
    Snapshot,
    Summary,
    Task,
)


class Ledger(Protocol):
    """What the archive knows. All times are aware UTC."""

    def open_run(self, run_id: str, site: str, holder: Holder, *, now: datetime, until: datetime) -> datetime:
        """Take ``site`` for the run, until ``until``.

        Returns the moment up to which addresses are due in this run: ``now``, or the start of the last run of the
        site if that one never ended, which this run then carries on. Raises ArchiveBusyError where a run holds the site
        that may be alive: its heartbeat has not run out, and its process, if of this machine, exists.
        """

    def bring_forward(self, site: str, *, to: datetime) -> None:
        """Make every article's address of the site that was fetched before ``to``, and is due later, due then.

        What was gone, what was a list, and what failed stay due when they are.
        """

    def heartbeat(self, run_id: str, *, until: datetime) -> None:
        """Prolong the run's hold. Raises LeaseLostError where another run has taken the site."""

    def close_run(self, run_id: str) -> None:
        """Let go of the site and of every leased address. A run that no commit finished is carried on by the next."""

    def lease(self, run_id: str, site: str, *, now: datetime, due_before: datetime, limit: int) -> list[Task]:
        """Lease up to ``limit`` addresses of the site that are due.

        Feeds come first, then listings, then sitemaps; of each what is new before what is known, and the longest due.
        """

    def take(self, run_id: str, site: str, addresses: Sequence[str], *, now: datetime) -> list[Task]:
        """Lease these very ``addresses`` of the site, due or not, in their order; not those leased or unknown."""

    def has_due(self, site: str, *, due_before: datetime) -> bool:
        """Whether any address of the site is due and not leased."""

    def pending(self, site: str, *, due_before: datetime) -> int:
        """How many addresses of the site are due and not leased."""

    def commit(self, commit: Commit) -> None:
        """Make ``commit`` true. Raises LeaseLostError, and changes nothing, where the run lost its site."""

    def article(self, article_id: str) -> KnownArticle | None:
        """What is known of an article."""

    def article_with_content(self, site: str, content_hash: str, language: str | None) -> KnownArticle | None:
        """An article of the site with this very content."""

    def articles_with_title(self, site: str, title_key: int, language: str | None, *, most: int) -> list[KnownArticle]:
        """Articles of the site with this title, the latest found first, ``most`` of them."""

    def memory(self, site: str, *, of: str = "") -> bytes | None:
        """What the last commit that had a memory of the site, or of that part of it, said; None before the first."""

    def stored_before(self, site: str, addresses: Sequence[str], *, moment: datetime) -> frozenset[str]:
        """Those of ``addresses`` of the site at which an article is that was first stored before ``moment``."""

    def unknown(self, site: str, addresses: Sequence[str]) -> frozenset[str]:
        """Those of ``addresses`` of the site that were never found."""

    def known_address(self, address: str) -> list[AddressEntry]:
        """All that is known of ``address``, of each site that has it; nothing where none has."""

    def wanted(self, site: str, *, now: datetime, within: timedelta) -> float:
        """How many visits the known articles of the site want from ``now`` on ``within`` that time, by their waits.

        Each that is due then counts at least once.
        """

    def next_addresses(self, site: str, *, limit: int) -> list[AddressEntry]:
        """The addresses of the site that are due next and not being fetched, the first due first."""

    def addresses_of(self, host: str, *, limit: int) -> list[str]:
        """Addresses of ``host`` that are known, those found last first."""

    def next_due(self, site: str) -> datetime | None:
        """When the next address of the site is due that is not being fetched; None: none is."""

    def has_articles(self, site: str) -> bool:
        """Whether any address of the site is to be visited again that led to an article that was stored."""

    def snapshot(self) -> Snapshot:
        """The archive at this instant."""

    def dead_logs(self, *, now: datetime) -> list[LogPosition]:
        """Log segments whose run is not `running`."""

    def running(self, *, now: datetime) -> frozenset[str]:
        """The runs that hold a site and may be alive, however long they gave no sign of it.

        Of this very process, those whose hold has not run out: whether one of them ended, only its hold can tell.
        """

    def seal(self, segment: str, files: Sequence[SealedFile]) -> bool:
        """The rows of the segment are in ``files`` from now on, and no longer in the log.

        False, and nothing is changed, where the segment is not in the log: another has sealed it.
        """

    def exchanges(self) -> list[Exchange]:
        """The compactions that began and have not ended."""

    def begin_exchange(self, exchange: Exchange) -> None:
        """Note that a compaction is about to exchange a folder."""

    def end_exchange(self, exchange: Exchange, *, happened: bool) -> None:
        """The new file holds from now on what the old ones held; or, where it did not happen, all is as it was."""

    def restore(self, *, articles: Iterable[tuple[str, KnownArticle]], addresses: Iterable[KnownAddress]) -> None:
        """Fill a new ledger with what the tables tell: articles by site, and addresses."""

    def set_files(self, files: Sequence[SealedFile]) -> None:
        """Note the files as they are now, by path."""

    def set_log(self, log: LogPosition) -> None:
        """Note how far a log segment goes."""

    def summaries(self, *, now: datetime) -> list[Summary]:
        """The state of every site."""
