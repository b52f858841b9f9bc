"""The search index on disk: opened, written to, and replaced as a whole. Needs the package tantivy.

_index/search-0001/            the index; the highest number counts
_index/search-0002.partial/    one that is still being made, and never asked; renamed when it is whole
_index/search.lock             held by who writes
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import tantivy

from archive.disk import Disk
from archive.folder import ArchiveFolder
from archive.search.index_form import (
    ARTICLE,
    FORM,
    STATE,
    article_document,
    read_kept,
    schema,
    state_document,
    unpacked,
)
from archive.search.rows import Kept, Row, Version, digest, version_of
from archive.sources import Source

_WRITER_BYTES = 64_000_000
_PARTIAL = ".partial"
_PROBE_BYTES = 1_000_000


Hits = Sequence[tuple[Any, tantivy.DocAddress]]
"""What was found, each with its score or its order key."""


class IndexDamagedError(Exception):
    """Raised where the search index cannot be read; it is made anew."""


class State(msgspec.Struct, frozen=True, kw_only=True):
    """What an index was made of: files of the articles table (path → bytes) and the log, as `log_mark` tells it."""

    archive_id: str
    form: str = FORM
    files: Mapping[str, int] = {}
    log: str = ""

    def is_of(self, folder: ArchiveFolder) -> bool:
        """Whether the index is one of this archive, in today's form."""
        return (self.form, self.archive_id) == (FORM, folder.archive_id)


class SearchIndex:
    """One opened index, as it stood when it was opened or last committed. Every method raises IndexDamagedError."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.schema = schema()
        with _telling_damage():
            self._index = tantivy.Index.open(str(path))
            self.searcher = self._index.searcher()
        self.state = self._read_state()

    def articles(self) -> int:
        """The number of articles in the index."""
        return self.searcher.num_docs - 1  # one document is the state

    def kept(self, address: tantivy.DocAddress) -> Kept:
        """What the index keeps of the article at ``address``."""
        with _telling_damage():
            return read_kept(self.searcher.doc(address))

    def search(self, query: tantivy.Query, limit: int, offset: int, *, by_date: bool) -> tuple[int, Hits]:
        """How many articles fit ``query``, and ``limit`` of them from ``offset`` on, the best or the latest first."""
        with _telling_damage():
            order = "order" if by_date else None
            found = self.searcher.search(query, limit, offset=offset, order_by_field=order)
            return found.count, found.hits  # type: ignore[attr-defined]  # the package's own types forget count

    def had(self, version: str) -> bool:
        """Whether a revision (`index_form.version_name`) is or was in the index; those that were may be forgotten."""
        with _telling_damage():
            return self.searcher.doc_freq("version", version) > 0

    def version(self, article_id: str) -> Version | None:
        """Number and instant (microseconds) of the revision of an article that is in the index."""
        with _telling_damage():
            found = self.searcher.search(self.term("id", digest(article_id)), limit=1).hits
            if not found:
                return None
            places = [found[0][1]]
            (revision,), (fetched,) = (
                self.searcher.fast_field_values(name, places) for name in ("revision", "fetched")
            )
            return int(revision or 0), int(fetched or 0)

    def term(self, field: str, value: str) -> tantivy.Query:
        """What has exactly ``value`` in ``field``."""
        return tantivy.Query.term_query(self.schema, field, value)

    def writer(self) -> "IndexWriter":
        """The writer of this index; there is one at a time, so hold `lock`."""
        with _telling_damage():
            return IndexWriter(self, self._index.writer(_WRITER_BYTES, 1))

    def reload(self, state: State) -> None:
        """Take in what was committed, ``state`` with it."""
        with _telling_damage():
            self._index.reload()
            self.searcher = self._index.searcher()
        self.state = state

    def _read_state(self) -> State:
        with _telling_damage():
            found = self.searcher.search(self.term("kind", STATE), limit=1).hits
            if not found:
                raise ValueError("the search index does not say what it was made of")
            return msgspec.json.decode(unpacked(self.searcher.doc(found[0][1]).get_first("kept")), type=State)


class IndexWriter:
    """Writes to one index. What is put counts with `commit`, all of it at once, or not at all."""

    def __init__(self, index: SearchIndex, writer: tantivy.IndexWriter) -> None:
        self._index = index
        self._writer = writer
        self._put: dict[str, Version] = {}

    def put(self, row: Row) -> bool:
        """Put one revision in the place of an older one of its article; False where the index has it or a later one."""
        article_id, version = row["article_id"], version_of(row)
        known = self._put.get(article_id) or (self._index.version(article_id) if self._index.articles() else None)
        if known is not None and known >= version:
            return False
        self._put[article_id] = version
        with _telling_damage():
            if known is not None:
                self._writer.delete_documents_by_term("id", digest(article_id))
            self._writer.add_document(article_document(row))
        return True

    def commit(self, state: State) -> None:
        """Make everything put since the last time count, ``state`` with it."""
        with _telling_damage():
            self._writer.delete_documents_by_term("kind", STATE)
            self._writer.add_document(state_document(msgspec.json.encode(state)))
            self._writer.commit()
        self._index.reload(state)
        self._put.clear()

    def close(self) -> None:
        """Wait for what goes on in the background, and let go of the index."""
        with _telling_damage():
            self._writer.wait_merging_threads()


def open_index(folder: ArchiveFolder) -> SearchIndex | None:
    """The archive's index in today's form; None where there is none or it cannot be read."""
    paths = _indexes(folder)
    return _opened(folder, paths[-1]) if paths else None


def open_partial(folder: ArchiveFolder) -> SearchIndex:
    """The index being made: what an earlier process has left of it, or an empty one. Raises OSError."""
    number = _number(paths[-1]) + 1 if (paths := _indexes(folder)) else 1
    path = folder.index / f"search-{number:04}{_PARTIAL}"
    if path.is_dir() and (found := _opened(folder, path)) is not None:
        return found
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    with _telling_damage():
        writer = tantivy.Index(schema(), path=str(path)).writer(_WRITER_BYTES, 1)
        writer.add_document(state_document(msgspec.json.encode(State(archive_id=folder.archive_id))))
        writer.commit()
        writer.wait_merging_threads()
    return SearchIndex(path)


def discard(folder: ArchiveFolder) -> None:
    """Remove every index, whole or not. Raises OSError, before that, where the disk takes no new one."""
    with tempfile.TemporaryFile(dir=folder.index) as probe:
        probe.write(bytes(_PROBE_BYTES))
        probe.flush()
        os.fsync(probe.fileno())
    for path in folder.index.glob("search-*"):
        shutil.rmtree(path)


def publish(folder: ArchiveFolder, index: SearchIndex, disk: Disk) -> SearchIndex:
    """Put a finished ``index`` in the place of the one before, in one step. Raises OSError."""
    target = index.path.with_suffix("")
    disk.replace(index.path, target)
    disk.sync_folder(folder.index)
    for older in _indexes(folder)[:-1]:
        shutil.rmtree(older, ignore_errors=True)  # who has its files open reads them to the end
    return SearchIndex(target)


@contextmanager
def lock(folder: ArchiveFolder, *, waits: bool) -> Iterator[bool]:
    """Write to the index alone. Gives False where another process does and ``waits`` is not set. Raises OSError."""
    folder.index.mkdir(exist_ok=True)
    with (folder.index / "search.lock").open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if waits else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
        else:
            yield True


def log_mark(source: Source) -> str:
    """What tells one state of the log from another: its number of rows, and the last of them."""
    rows = source.log_rows
    last = rows.slice(max(0, rows.num_rows - 1)).select(["article_id", "revision", "fetched_at"]).to_pylist()
    return f"{rows.num_rows} {digest(last)}" if last else ""


def logged_rows(mark: str) -> int:
    """The number of rows the log had when its `log_mark` was ``mark``."""
    return int(mark.partition(" ")[0] or 0)


def file_marks(folder: ArchiveFolder, source: Source) -> dict[str, int]:
    """The files of the articles table with their sizes in bytes. Raises FileNotFoundError."""
    return {path.relative_to(folder.path).as_posix(): path.stat().st_size for path in source.files}


def articles_query(index: SearchIndex) -> tantivy.Query:
    """What every article fits, at no score."""
    return tantivy.Query.const_score_query(index.term("kind", ARTICLE), 0.0)


def _indexes(folder: ArchiveFolder) -> list[Path]:
    found = [path for path in folder.index.glob("search-*") if path.suffix != _PARTIAL and path.name[7:].isdecimal()]
    return sorted(found, key=_number)


def _number(path: Path) -> int:
    return int(path.stem.removeprefix("search-"))


def _opened(folder: ArchiveFolder, path: Path) -> SearchIndex | None:
    try:
        index = SearchIndex(path)
    except IndexDamagedError:
        return None
    return index if index.state.is_of(folder) else None


@contextmanager
def _telling_damage() -> Iterator[None]:
    try:
        yield
    except (ValueError, OSError, msgspec.MsgspecError) as problem:
        raise IndexDamagedError(str(problem)) from problem
    except BaseException as problem:
        # Where tantivy meets bytes it cannot be right about it panics, which is no Exception.
        if type(problem).__name__ != "PanicException":
            raise
        raise IndexDamagedError(str(problem)) from problem
