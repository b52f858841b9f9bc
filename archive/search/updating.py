"""Bringing the search index up to date with the archive: only revisions it has not seen. Needs the package tantivy."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from archive.disk import Disk
from archive.errors import ArchiveDamagedError
from archive.folder import ArchiveFolder
from archive.search.index import (
    IndexWriter,
    SearchIndex,
    State,
    file_marks,
    is_partial,
    log_mark,
    open_index,
    open_partial,
    publish,
)
from archive.search.index_form import version_name
from archive.search.rows import all_versions, article_count, file_rows, log_rows, versions_in
from archive.sources import MovedOnError, Source

COMMIT_SECONDS = 30.0
"""How often what was done is made to count, so that a process that is killed has not worked for nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the index is: rows of the archive looked at, of how many."""

    done: int
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How long to go on, in seconds (None: to the end), by which clock, and whom to tell how far it is."""

    at_most_seconds: float | None = None
    clock: Callable[[], float] = time.monotonic
    told: Callable[[Progress], None] = lambda _: None


def is_up_to_date(folder: ArchiveFolder, source: Source, state: State) -> bool:
    """Whether an index with ``state`` has seen all of ``source``. Raises MovedOnError."""
    try:
        return state.log == log_mark(source) and state.files == file_marks(folder, source)
    except FileNotFoundError as gone:
        raise MovedOnError from gone


def bring_up_to_date(folder: ArchiveFolder, source: Source, pace: Pace, *, anew: bool = False) -> SearchIndex | None:
    """The index with all of ``source`` in it, or as far as ``pace`` lets it come; None: there is none that is whole yet.

    Hold `index.lock`. Raises IndexDamagedError, MovedOnError, ArchiveDamagedError and OSError.
    """
    index = None if anew else open_index(folder)
    if index is None:
        index = open_partial(folder, anew=anew)
    elif is_up_to_date(folder, source, index.state):
        return index
    updating = _Updating(folder=folder, source=source, index=index, pace=pace)
    if not updating.run():
        return None if is_partial(index) else index
    if updating.has_lost_files and index.articles() != article_count(all_versions(source)):
        return bring_up_to_date(
            folder, source, updating.rest_of_pace(), anew=True
        )  # articles are gone from the archive
    return publish(folder, index, Disk()) if is_partial(index) else index


class _Updating:
    """One pass over what ``index`` has not seen of ``source``."""

    def __init__(self, *, folder: ArchiveFolder, source: Source, index: SearchIndex, pace: Pace) -> None:
        self._folder = folder
        self._source = source
        self._index = index
        self._pace = pace
        self._began = self._committed = pace.clock()
        self._marks = _marks(folder, source)
        self._state = msgspec.structs.replace(
            index.state, files={path: size for path, size in index.state.files.items() if self._marks.get(path) == size}
        )
        self.has_lost_files = len(self._state.files) < len(index.state.files)
        unseen = [path for path in source.files if _relative(folder, path) not in self._state.files]
        self._unseen = sorted(unseen)
        self._rows = source.log_rows.num_rows + sum(map(_rows_in, unseen))
        self._done = 0

    def run(self) -> bool:
        """Whether all was seen; if not, time was up, and what was seen until then counts."""
        writer = self._index.writer()
        try:
            for path in self._unseen:
                if not self._put(writer, self._wanted_of(path)):
                    return False
                seen = {**self._state.files, _relative(self._folder, path): self._marks[_relative(self._folder, path)]}
                self._state = msgspec.structs.replace(self._state, files=seen)
            if not self._put(writer, self._wanted_of_log()):
                return False
            writer.commit(msgspec.structs.replace(self._state, log=log_mark(self._source)))
            return True
        finally:
            writer.close()

    def rest_of_pace(self) -> Pace:
        """The pace with the time that is left."""
        if self._pace.at_most_seconds is None:
            return self._pace
        return replace(self._pace, at_most_seconds=self._began + self._pace.at_most_seconds - self._pace.clock())

    def _put(self, writer: IndexWriter, batches: Iterator[pa.RecordBatch]) -> bool:
        for batch in batches:
            for row in batch.to_pylist():
                writer.put(row)
            now = self._pace.clock()
            self._pace.told(Progress(done=self._done, rows=self._rows))
            is_time_up = self._pace.at_most_seconds is not None and now - self._began > self._pace.at_most_seconds
            if is_time_up or now - self._committed > COMMIT_SECONDS:
                writer.commit(self._state)
                self._committed = self._pace.clock()
            if is_time_up:
                return False
        return True

    def _wanted_of(self, path: Path) -> Iterator[pa.RecordBatch]:
        """The rows of a file that the index has not seen. Most files that are new have been seen in the log."""
        if self._index.articles():
            unseen = [not self._index.had(version_name(row)) for row in versions_in(path).to_pylist()]
        else:
            unseen = [True] * _rows_in(path)
        if not any(unseen):
            self._done += len(unseen)
            return
        first = 0
        for batch in file_rows(path):
            wanted = unseen[first : first + batch.num_rows]
            first += batch.num_rows
            self._done += batch.num_rows
            yield batch.filter(pa.array(wanted))

    def _wanted_of_log(self) -> Iterator[pa.RecordBatch]:
        for batch in log_rows(self._source):
            self._done += batch.num_rows
            rows = batch.select(["article_id", "revision", "fetched_at"]).to_pylist()
            yield batch.filter(pa.array([not self._index.had(version_name(row)) for row in rows], pa.bool_()))


def _marks(folder: ArchiveFolder, source: Source) -> dict[str, int]:
    try:
        return file_marks(folder, source)
    except FileNotFoundError as gone:
        raise MovedOnError from gone


def _relative(folder: ArchiveFolder, path: Path) -> str:
    return path.relative_to(folder.path).as_posix()


def _rows_in(path: Path) -> int:
    try:
        return int(pq.read_metadata(path).num_rows)
    except FileNotFoundError as gone:
        raise MovedOnError from gone
    except (pa.ArrowException, OSError) as problem:
        raise ArchiveDamagedError(f"{path} is not readable: {problem}; see: newsreel check") from problem
