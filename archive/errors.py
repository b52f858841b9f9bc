"""The errors newsreel raises, in one tree.

NewsreelError                anything the user can be told in one line
├── UsageError               a wrong path, query or argument
│   ├── ArchiveNotFound      no archive in the folder named
│   ├── QueryError           SQL that DuckDB refuses, or a search text that cannot be read
│   └── LimitReachedError    a question that takes more than it may (raised by archive.sandbox)
│       ├── TooSlowError
│       ├── TooLittleMemoryError
│       └── AnswerTooLargeError
├── SiteDefinitionError      a site file that is missing or wrong (raised by spiders)
├── ArchiveDamagedError      a file of the archive that cannot be read
├── ArchiveFormatError       an archive written by a newer newsreel
├── ArchiveBusyError         another crawl of the same site holds the archive
├── LeaseLostError           another crawl has taken over the site of a stalled one
├── StorageError             the disk refused: full, read-only, failing
├── UnsavedError             what was fetched could not be saved, for another reason (raised by pipelines)
├── ForcedEndError           a crawl was forced to end before its last save (raised by crawler)
├── UnreadablePageError      one page that takes too much time or memory to read (ends one request, never a crawl)
├── WorkersError             no process that reads pages can be started (raised by crawler)
├── SandboxError             the process that answers a stranger's question does not work
├── FetchError               one page asked for could not be fetched (raised by crawler)
├── ModelFileError           the model of article bodies cannot be used (raised by pipelines)
└── MixedPackagesError       another package has one of our names (raised by crawler)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


class NewsreelError(Exception):
    """Root of all errors with a message for the user: what, which value, and the way out."""


class UsageError(NewsreelError):
    """Raised where a path, query or argument cannot mean what was asked; correct the call."""


class ArchiveNotFoundError(UsageError):
    """Raised on opening a folder that holds no archive; crawl first, or name another folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in a query something stands: ``line`` and ``column`` count from 1, in characters.

    ``text`` is that line of the query; ``width`` is how many characters of it are meant, at least 1.
    """

    line: int
    column: int
    text: str
    width: int = 1


class QueryError(UsageError):
    """Raised for SQL that DuckDB refuses, and for a search text that cannot be read; the message says where.

    ``place`` is where in the query, None where nobody knows. ``nearest`` are the names there are that were perhaps
    meant, the likest first.
    """

    def __init__(self, message: str, *, place: Place | None = None, nearest: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.place = place
        self.nearest = tuple(nearest)


class LimitReachedError(UsageError):
    """Raised for a question that takes more than it may; the message says which limit, and what to ask instead."""


class TooSlowError(LimitReachedError):
    """Raised for a question that takes longer than it may."""


class TooLittleMemoryError(LimitReachedError):
    """Raised for a question that needs more memory than it may use."""


class AnswerTooLargeError(LimitReachedError):
    """Raised for a question whose answer has more rows or bytes than it may."""


class SandboxError(NewsreelError):
    """Raised where the process that answers a stranger's question cannot be started, or does not work."""


class SiteDefinitionError(NewsreelError):
    """Raised by the site-file loader; the message names the file, the key and the value."""


class ArchiveDamagedError(NewsreelError):
    """Raised when a file of the archive cannot be read; the message names the file."""


class ArchiveFormatError(NewsreelError):
    """Raised when an archive's format version is not one this newsreel reads; install a newer one."""


class ArchiveBusyError(NewsreelError):
    """Raised when another running crawl holds the same site of the same archive; wait or stop it."""


class LeaseLostError(NewsreelError):
    """Raised on a commit of a run that stalled so long that another took its site over; nothing was written."""


class UnreadablePageError(NewsreelError):
    """Raised by a reader of pages for one that exceeds its limits, or takes its process down; the message says how."""


class WorkersError(NewsreelError):
    """Raised where the processes that read pages do not start; the message names the settings to change."""


class UnsavedError(NewsreelError):
    """Raised where records cannot be written though the disk is well: a fault of newsreel; please report it."""


class FetchError(NewsreelError):
    """Raised where an address gave no HTML page; the message says why."""


class ForcedEndError(NewsreelError):
    """Raised where a crawl was forced to end before its last save; what it saved stays, the next run carries on."""


class ModelFileError(NewsreelError):
    """Raised on loading a model of article bodies that this version cannot use; install newsreel again."""


class MixedPackagesError(NewsreelError):
    """Raised at start-up where another package of one of our four names stands in the way."""


class StorageError(NewsreelError):
    """Raised when the disk refuses a write; nothing half-written is left under a table's folder."""

    def __init__(self, path: Path, problem: OSError) -> None:
        super().__init__(f"cannot write {path}: {problem.strerror or problem}; check the disk and its permissions")
        self.path = path
