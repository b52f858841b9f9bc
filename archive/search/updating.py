"""Bringing the search index up to date with the archive: only revisions it has not seen. Needs the package tantivy."""

from collections.abc import Iterator
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
    log_mark,
    logged_rows,
    open_index,
    open_partial,
    publish,
)
from archive.search.index_form import version_name
from archive.search.pace import Pace, Progress
from archive.search.rows import VERSION_COLUMNS, all_versions, article_count, file_rows, log_rows
from archive.sources import MovedOnError, Source

COMMIT_SECONDS = 30.0
"""How often what was done is made to count, so that a process that is killed has not worked for nothing."""


def is_up_to_date(folder: ArchiveFolder, source: Source, state: State) -> bool:
    """Whether an index with ``state`` has seen all of ``source``. Raises MovedOnError."""
    try:
        return state.log == log_mark(source) and state.files == file_marks(folder, source)
    except FileNotFoundError as gone:
        raise MovedOnError from gone


def bring_up_to_date(folder: ArchiveFolder, source: Source, pace: Pace) -> SearchIndex | None:
    """The index with all of ``source`` in it, or as far as ``pace`` lets it come; None: none is whole yet.

    Hold `index.lock`. Raises IndexDamagedError, MovedOnError, ArchiveDamagedError and OSError.
    """
    index = open_index(folder)
    if index is not None and is_up_to_date(folder, source, index.state):
        return index
    began = pace.clock()
    if index is not None:
        updating = _Updating(folder=folder, source=source, index=index, pace=pace)
        if not updating.run() or not updating.has_articles_too_many:
            return index
        # Articles are gone from the archive, which a crawl never does: one is made anew beside this one.
    updating = _Updating(folder=folder, source=source, index=open_partial(folder), pace=pace.since(began))
    return publish(folder, updating.index, Disk()) if updating.run() else None


class _Updating:
    """One pass over what ``index`` has not seen of ``source``."""

    def __init__(self, *, folder: ArchiveFolder, source: Source, index: SearchIndex, pace: Pace) -> None:
        self.index = index
        self.has_articles_too_many = False
        self._folder = folder
        self._source = source
        self._pace = pace
        self._began = self._committed = pace.clock()
        self._marks = _marks(folder, source)
        self._seen = dict(index.state.files)
        self._has_lost_rows = source.log_rows.num_rows < logged_rows(index.state.log) or any(
            self._marks.get(path) != size for path, size in self._seen.items()
        )
        self._unseen = [
            path for path in source.files if self._seen.get(self._name(path)) != self._marks[self._name(path)]
        ]
        self._rows = source.log_rows.num_rows + sum(map(_rows_in, self._unseen))
        self._done = 0

    def run(self) -> bool:
        """Whether all was seen; if not, time was up, and what was seen until then counts."""
        writer = self.index.writer()
        try:
            for path in self._unseen:
                if not self._put(writer, self._wanted_of(path)):
                    return False
                self._seen[self._name(path)] = self._marks[self._name(path)]
            if not self._put(writer, self._wanted_of_log()):
                return False
            self._finish(writer)
            return True
        finally:
            writer.close()

    def _finish(self, writer: IndexWriter) -> None:
        if self._has_lost_rows:
            writer.commit(self._state())
            self.has_articles_too_many = self.index.articles() != article_count(all_versions(self._source))
        if not self.has_articles_too_many:
            self._seen = dict(self._marks)
            writer.commit(msgspec.structs.replace(self._state(), log=log_mark(self._source)))

    def _state(self) -> State:
        return msgspec.structs.replace(self.index.state, files=dict(self._seen))

    def _name(self, path: Path) -> str:
        return path.relative_to(self._folder.path).as_posix()

    def _put(self, writer: IndexWriter, batches: Iterator[pa.RecordBatch]) -> bool:
        for batch in batches:
            for row in batch.to_pylist():
                writer.put(row)
            now = self._pace.clock()
            self._pace.told(Progress(done=self._done, rows=self._rows))
            is_time_up = self._pace.at_most_seconds is not None and now - self._began > self._pace.at_most_seconds
            if is_time_up or now - self._committed > COMMIT_SECONDS:
                writer.commit(self._state())
                self._committed = self._pace.clock()
            if is_time_up:
                return False
        return True

    def _wanted_of(self, path: Path) -> Iterator[pa.RecordBatch]:
        """The rows of a file that the index has not seen. Most files that are new have been seen in the log."""
        if self.index.articles():
            unseen = [one for batch in file_rows(path, VERSION_COLUMNS) for one in self._unseen_of(batch)]
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
            yield batch.filter(pa.array(self._unseen_of(batch.select(list(VERSION_COLUMNS))), pa.bool_()))

    def _unseen_of(self, batch: pa.RecordBatch) -> list[bool]:
        return [not self.index.had(version_name(row)) for row in batch.to_pylist()]


def _marks(folder: ArchiveFolder, source: Source) -> dict[str, int]:
    try:
        return file_marks(folder, source)
    except FileNotFoundError as gone:
        raise MovedOnError from gone


def _rows_in(path: Path) -> int:
    try:
        return int(pq.read_metadata(path).num_rows)
    except FileNotFoundError as gone:
        raise MovedOnError from gone
    except (pa.ArrowException, OSError) as problem:
        raise ArchiveDamagedError(f"{path} is not readable: {problem}; see: newsreel check") from problem
