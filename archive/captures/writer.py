"""Writing captures: the files of one run, each record durable before the row that points to it."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from archive.captures.exchange import Capture, Earlier, Exchange
from archive.captures.limits import Limits, prune
from archive.captures.places import OPEN, file_of, name_of, present
from archive.captures.warc import Randomness, Records, body_digest, pack
from archive.disk import Disk
from archive.errors import StorageError
from archive.folder import ArchiveFolder
from archive.version import __version__

EARLIER_DIGITS = 32
ROW_DIGITS = 16
_GATHERED_BYTES = 1_000_000


@dataclass(slots=True)
class Tally:
    """What a run kept: ``answers`` whole, ``unchanged`` as references to earlier ones, in so many ``bytes`` of files;
    and how many old files of how many bytes were removed to make room.
    """  # noqa: D205

    answers: int = 0
    unchanged: int = 0
    bytes: int = 0
    removed_files: int = 0
    removed_bytes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Visited:
    """One visit to keep: its ``exchanges`` in their order, of which the last is the answer to it; what came of it
    ``about`` it; and an ``earlier`` answer that may have the same body; None: there is none.
    """  # noqa: D205

    exchanges: Sequence[Exchange]
    about: Mapping[str, str]
    earlier: Earlier | None = None
    is_not_modified: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Where a visit's answer lies, and the whole answer that the next visit may refer to; None: there is none."""

    capture: Capture
    source: Earlier | None


class CaptureWriter:
    """Writes the captures of one run into files of its own, as `archive.writer` commits them.

    Nothing here raises before `sync`: what the disk refuses on the way is told there, and no row of the commit that
    asked for it is written. A file is called .open until it is finished.
    """

    def __init__(
        self,
        folder: ArchiveFolder,
        run_id: str,
        *,
        disk: Disk,
        randomness: Randomness,
        limits: Limits | None = None,
    ) -> None:
        self.tally = Tally()
        self.limits = limits or Limits()
        self._folder = folder
        self._run_id = run_id
        self._disk = disk
        self._records = Records(randomness)
        self._files = 0
        self._name = ""
        self._file: IO[bytes] | None = None
        self._size = 0
        self._gathered = bytearray()
        self._is_synced = True
        self._problem: StorageError | None = None

    def keep(self, visited: Visited, *, now: datetime) -> Kept:
        """Keep one visit, durable once `sync` returns.

        Its answer comes first; behind it lie its request, the redirects that led there, and what came of it.
        """
        self._make_room(now)
        exchange, earlier = visited.exchanges[-1], self._usable(visited, now)
        record_id, digest = self._records.new_id(), body_digest(exchange.body)
        if earlier is not None and visited.is_not_modified:
            digest = earlier.digest
            record = self._records.revisit(exchange, record_id, earlier, None)
        elif earlier is not None and earlier.digest == digest[:EARLIER_DIGITS] and earlier.address == exchange.address:
            record = self._records.revisit(exchange, record_id, earlier, digest)
        else:
            earlier, record = None, self._records.answer(exchange, record_id, digest)
        offset = self._size
        length = self._add(record)
        self._add(self._records.request(exchange, record_id))
        for before in visited.exchanges[:-1]:
            self._add_beside(before, record_id)
        self._add(self._records.metadata(exchange.address, exchange.answered_at, record_id, visited.about))
        self.tally.unchanged += earlier is not None
        self.tally.answers += earlier is None
        return Kept(
            capture=Capture(file=file_of(self._name), offset=offset, length=length, digest=digest[:ROW_DIGITS]),
            source=earlier or self._source(exchange, digest, is_whole=not visited.is_not_modified),
        )

    def sync(self) -> None:
        """Make everything kept so far durable. Raises StorageError, also for what went wrong before; then for ever."""
        self._try(self._sync)
        if self._problem is not None:
            raise self._problem

    def finish(self, *, now: datetime) -> None:
        """End the present file, and remove old ones beyond the limits. Raises StorageError."""
        self.sync()
        self._try(self._end_file)
        if self._problem is not None:
            raise self._problem
        self._prune(now)

    def close(self) -> None:
        """Close what is open. An unfinished file stays so; the next crawl finishes it."""
        file, self._file = self._file, None
        if file is not None:
            with suppress(OSError):
                file.close()

    def _usable(self, visited: Visited, now: datetime) -> Earlier | None:
        """The earlier answer of ``visited``, if its body is there and, where there is a choice, stays for a while."""
        earlier = visited.earlier
        if earlier is None:
            return None
        # The present file may not be on the disk yet.
        if earlier.name != self._name and present(self._folder, file_of(earlier.name)) is None:
            return None
        is_old = self.limits.is_worth_keeping_again(earlier.answered_at, now=now)
        return None if is_old and not visited.is_not_modified else earlier

    def _source(self, exchange: Exchange, digest: str, *, is_whole: bool) -> Earlier | None:
        if not is_whole:
            return None
        return Earlier(
            digest=digest[:EARLIER_DIGITS], name=self._name, answered_at=exchange.answered_at, address=exchange.address
        )

    def _add_beside(self, exchange: Exchange, record_id: str) -> None:
        own = self._records.new_id()
        self._add(self._records.answer(exchange, own, body_digest(exchange.body), concurrent_to=record_id))
        self._add(self._records.request(exchange, own))

    def _add(self, record: bytes) -> int:
        """Add ``record``; the length it takes in the file."""
        packed = pack(record)
        self._gathered += packed
        self._size += len(packed)
        self.tally.bytes += len(packed)
        self._is_synced = False
        if len(self._gathered) >= _GATHERED_BYTES:
            self._try(self._flush)
        return len(packed)

    def _make_room(self, now: datetime) -> None:
        """Begin a file where there is none, or the present one is full."""
        if self._name and self._size < self.limits.file_limit:
            return
        if self._name:
            self._try(self._sync)
            self._try(self._end_file)
            if self._problem is None:
                try:
                    self._prune(now)
                except StorageError as problem:
                    self._problem = problem
        self._files += 1
        self._name = name_of(self._run_id, self._files)
        self._size = 0
        fields = {
            "software": f"newsreel {__version__}",
            "format": "WARC File Format 1.1",
            "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
            "isPartOf": self._run_id,
            "robots": "obey",
        }
        self._add(self._records.warcinfo(Path(file_of(self._name)).name, now, fields))

    def _flush(self) -> None:
        gathered, self._gathered = self._gathered, bytearray()
        if self._file is None:
            self._file = self._disk.create(self._path(OPEN))
            self._sync_names()
        self._disk.write(self._file, memoryview(gathered))

    def _sync(self) -> None:
        if self._is_synced:
            return
        if self._gathered:
            self._flush()
        assert self._file is not None
        self._disk.sync(self._file)
        self._is_synced = True

    def _end_file(self) -> None:
        if self._file is None:
            return
        self.close()
        self._disk.replace(self._path(OPEN), self._path())
        self._disk.sync_folder(self._path().parent)
        self._name = ""

    def _sync_names(self) -> None:
        month = self._path().parent
        for folder in (month, month.parent, month.parent.parent):
            self._disk.sync_folder(folder)

    def _path(self, ending: str = "") -> Path:
        path = self._folder.captures / file_of(self._name)
        return path.with_name(path.name + ending)

    def _prune(self, now: datetime) -> None:
        removed = prune(self._folder, self.limits, self._disk, now=now)
        self.tally.removed_files += len(removed)
        self.tally.removed_bytes += sum(file.size for file in removed)

    def _try(self, action: Callable[[], None]) -> None:
        """Do ``action`` unless the disk refused something before; what it refuses now is told by `sync`."""
        if self._problem is not None:
            return
        try:
            action()
        except OSError as problem:
            self._problem = StorageError(self._path(OPEN), problem)
