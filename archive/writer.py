"""Writing: what one run finds out is committed, a flush at a time, to the log and the ledger."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime

from archive.captures.limits import Limits
from archive.captures.warc import Randomness
from archive.captures.writer import CaptureWriter
from archive.disk import Disk
from archive.errors import LeaseLostError
from archive.folder import ArchiveFolder
from archive.known import KnownArticle
from archive.ledger import Commit, Ended, Found, Ledger
from archive.log import LogSegment
from archive.records import ArticleRevision, Observation, Record, Run, Sighting
from archive.seal import seal_segment
from archive.tables import TABLES

SEAL_ROWS = 50_000


class ArchiveWriter:
    """Adds the work of one run to an archive.

    What is added is *buffered*. After `commit` returns it is *saved*, all of it at once: rows durable in the log and
    visible to newsreel's readers, addresses ended, what they led to found. After a crash everything else never was.
    ``captures`` writes the answers that rows point to, which are durable before them; None: none are kept.
    """

    def __init__(self, folder: ArchiveFolder, ledger: Ledger, run_id: str, site: str, *, disk: Disk) -> None:
        self.folder = folder
        self.ledger = ledger
        self.run_id = run_id
        self.refused_before: datetime | None = None
        self.captures: CaptureWriter | None = None
        self.saved_revisions = 0
        self.saved_sightings = 0
        self._site = site
        self._disk = disk
        self._segment: LogSegment | None = None
        self._segments = 0
        self._clear()

    def _clear(self) -> None:
        self._rows: dict[str, list[Record]] = defaultdict(list)
        self._ended: list[Ended] = []
        self._found: dict[str, Found] = {}
        self._articles: dict[str, KnownArticle] = {}
        self._memories: dict[str, bytes] = {}

    def keep_captures(self, limits: Limits, *, randomness: Randomness) -> None:
        """Have answers kept from now on, within ``limits``; the ids of their records are of ``randomness``."""
        self.captures = CaptureWriter(self.folder, self.run_id, disk=self._disk, randomness=randomness, limits=limits)

    def add(self, records: Iterable[ArticleRevision | Observation | Sighting | Run]) -> None:
        """Buffer ``records``, each for the table of its class."""
        for record in records:
            self._rows[_TABLE_OF[type(record)].name].append(record)

    def end(self, ended: Ended, found: Iterable[Found], article: KnownArticle | None) -> None:
        """Buffer the end of an address, what its page led to, and the article it was."""
        self._ended.append(ended)
        self.find(found)
        if article is not None:
            self._articles[article.article_id] = article

    def find(self, found: Iterable[Found]) -> None:
        """Buffer addresses to fetch."""
        for one in found:
            known = self._found.get(one.address)
            self._found[one.address] = known.and_again(one) if known else one

    def remember(self, memory: bytes, *, of: str = "") -> None:
        """Buffer what the run has learnt of its site so far, or of that part of it."""
        self._memories[of] = memory

    @property
    def buffered(self) -> int:
        """Number of rows not yet saved."""
        return sum(len(rows) for rows in self._rows.values())

    @property
    def has_found(self) -> bool:
        """Whether addresses were found that are not saved yet."""
        return bool(self._found)

    def unknown(self, addresses: Sequence[str]) -> frozenset[str]:
        """Those of ``addresses`` of this site that were never found, saved or not."""
        return self.ledger.unknown(self._site, [one for one in addresses if one not in self._found])

    def article(self, article_id: str) -> KnownArticle | None:
        """What is known of an article, saved or not."""
        return self._articles.get(article_id) or self.ledger.article(article_id)

    def article_with_content(self, content_hash: str, language: str | None) -> KnownArticle | None:
        """An article of this site with this very content, saved or not."""
        for article in self._articles.values():
            if article.content_hash == content_hash and article.language == language:
                return article
        known = self.ledger.article_with_content(self._site, content_hash, language)
        # What is buffered is newer: that article may have given this content up.
        return None if known is None or known.article_id in self._articles else known

    def articles_with_title(self, title_key: int, language: str | None, *, most: int) -> list[KnownArticle]:
        """Articles of this site with this title, saved or not; of those saved, ``most`` of the latest."""
        buffered = [
            article
            for article in self._articles.values()
            if article.title_key == title_key and article.language == language
        ]
        known = self.ledger.articles_with_title(self._site, title_key, language, most=most)
        return [*buffered, *(article for article in known if article.article_id not in self._articles)]

    def commit(self, *, now: datetime, due_before: datetime, finishes_run: bool = False) -> None:
        """Save everything buffered. Raises StorageError or LeaseLostError; then nothing of it was saved."""
        if not (self._rows or self._ended or self._found or self._memories or finishes_run):
            return
        segment = self._segment or self._new_segment()
        self._segment = None  # until the commit is through: what a failed one left is never appended to
        try:
            self._save(segment, now=now, due_before=due_before, finishes_run=finishes_run)
        except BaseException:
            with suppress(OSError):  # closing writes what the disk has refused already
                segment.close()
            raise
        self.saved_revisions += len(self._rows["articles"])
        self.saved_sightings += len(self._rows["sightings"])
        self._clear()
        self._segment = segment
        if segment.rows >= SEAL_ROWS:
            self.seal()

    def close(self) -> None:
        """Close what is open, saved or not."""
        if self._segment is not None:
            with suppress(OSError):  # what was saved is synced; the rest does not count
                self._segment.close()
        if self.captures is not None:
            self.captures.close()

    def seal(self) -> None:
        """Move what is saved from the log to Parquet files. What is saved stays saved.

        Raises StorageError, and LeaseLostError where another run has taken over and done it.
        """
        segment, self._segment = self._segment, None
        if segment is None:
            return
        segment.close()
        try:
            if segment.rows:
                seal_segment(self.folder, self.ledger, segment.position, self._disk)
        except FileNotFoundError as gone:
            raise LeaseLostError(f"run {self.run_id} stalled, and another has sealed what it saved") from gone

    def _save(self, segment: LogSegment, *, now: datetime, due_before: datetime, finishes_run: bool) -> None:
        if self.captures is not None:
            self.captures.sync()
        if self._rows:
            segment.append(self._rows, _TABLES)
        self.ledger.commit(
            Commit(
                run_id=self.run_id,
                site=self._site,
                now=now,
                due_before=due_before,
                ended=tuple(self._ended),
                found=tuple(self._found.values()),
                articles=tuple(self._articles.values()),
                log=segment.position if segment.rows else None,
                finishes_run=finishes_run,
                memories=dict(self._memories),
                refused_before=self.refused_before,
            )
        )

    def _new_segment(self) -> LogSegment:
        self._segments += 1
        return LogSegment(self.folder.log, self.run_id, self._segments, self._disk)


_TABLES = {table.name: table for table in TABLES}
_TABLE_OF = {table.record: table for table in TABLES}
