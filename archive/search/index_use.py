"""The index as a search or `newsreel search --index` wants it: up to date, damage mended, or the reason why not."""

import shutil
from dataclasses import dataclass

from archive.errors import ArchiveDamagedError, StorageError, UsageError
from archive.folder import ArchiveFolder
from archive.query.archive import Archive
from archive.search.pace import Pace
from archive.search.question import Page, Question
from archive.sources import MovedOnError, Source, read_sources

try:
    from archive.search.index import IndexDamagedError, SearchIndex, discard, lock, open_index
    from archive.search.searching import search_index
    from archive.search.updating import bring_up_to_date, is_up_to_date
except ImportError:
    HAS_PACKAGE = False
else:
    HAS_PACKAGE = True

NO_PACKAGE = (
    "searched without an index, by reading every article; for answers in milliseconds: pip install 'newsreel[search]'"
)
_UNDER_WAY = "another process is bringing the search index up to date; this answer is of {what}"
_NOT_WRITABLE = "the search index cannot be written ({problem}); this answer is of {what}"
_TOO_LONG = "the search index is not up to date yet; finish it with: newsreel search --index; this answer is of {what}"
_OLD = "the index as it was before"
_SCANNED = "every article, read without it"
_TRIES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Updated:
    """The index as it is after it was brought up to date: how many articles it has, and its size in bytes."""

    articles: int
    size: int


def ask_index(folder: ArchiveFolder, source: Source, question: Question, pace: Pace) -> tuple[Page | None, str | None]:
    """The answer of the index, brought up to date as far as ``pace`` lets it come; None: there is none to ask.

    Beside it stands what is to be said of the answer, if anything. Raises MovedOnError, ArchiveDamagedError.
    """
    for _ in range(2):
        index, note = _ready(folder, source, pace)
        if index is None:
            return None, note and note.format(what=_SCANNED)
        try:
            return search_index(index, question), note and note.format(what=_OLD)
        except IndexDamagedError:
            if problem := _removed(folder, index):
                return None, _NOT_WRITABLE.format(problem=problem, what=_SCANNED)
    return None, _NOT_WRITABLE.format(problem="it is damaged again and again", what=_SCANNED)


def update_index(archive: Archive, pace: Pace | None = None) -> Updated:
    """Bring the search index of ``archive`` up to date, after any other process that does so.

    Raises UsageError without the package tantivy, StorageError, ArchiveDamagedError.
    """
    if not HAS_PACKAGE:
        raise UsageError("the search index needs a package that is not installed: pip install 'newsreel[search]'")
    folder = archive.folder
    for _ in range(_TRIES):
        try:
            with lock(folder, waits=True):
                index = _mended(folder, read_sources(folder)["articles"], pace or Pace())
        except MovedOnError:
            continue
        except OSError as problem:
            raise StorageError(folder.index, problem) from problem
        except IndexDamagedError as problem:
            raise StorageError(folder.index, OSError(str(problem))) from problem
        if index is None:
            return Updated(articles=0, size=0)
        size = sum(path.stat().st_size for path in index.path.iterdir())
        return Updated(articles=index.articles(), size=size)
    raise ArchiveDamagedError(f"{folder.path} names files that are not there; see: newsreel check")


def _ready(folder: ArchiveFolder, source: Source, pace: Pace) -> "tuple[SearchIndex | None, str | None]":
    """The index, and a note with a place for what the answer is of; None where it is up to date."""
    index = open_index(folder)
    if index is not None and is_up_to_date(folder, source, index.state):
        return index, None
    try:
        with lock(folder, waits=False) as is_ours:
            if not is_ours:
                return index, _UNDER_WAY
            index = _mended(folder, source, pace) or open_index(folder)
    except (OSError, IndexDamagedError) as problem:
        told = problem.strerror if isinstance(problem, OSError) and problem.strerror else str(problem)
        return open_index(folder), _NOT_WRITABLE.replace("{problem}", told.replace("{", "(").replace("}", ")"))
    if index is not None and is_up_to_date(folder, source, index.state):
        return index, None
    return index, _TOO_LONG


def _mended(folder: ArchiveFolder, source: Source, pace: Pace) -> "SearchIndex | None":
    """What `bring_up_to_date` gives, from nothing where the index there was is damaged."""
    try:
        return bring_up_to_date(folder, source, pace)
    except IndexDamagedError:
        discard(folder)
        return bring_up_to_date(folder, source, pace)


def _removed(folder: ArchiveFolder, damaged: "SearchIndex") -> str | None:
    """Remove an index that is ``damaged``; says why where it cannot be."""
    try:
        with lock(folder, waits=False) as is_ours:
            if not is_ours:
                return "it is damaged, and another process holds it"
            shutil.rmtree(damaged.path)
    except OSError as problem:
        return problem.strerror or str(problem)
    return None
