"""The errors newsreel raises, in one tree.

NewsreelError                anything the user can be told in one line
├── UsageError               a wrong path, query or argument
│   ├── ArchiveNotFound      no archive in the folder named
│   └── QueryError           SQL that DuckDB refuses
├── SiteDefinitionError      a site file that is missing or wrong (raised by spiders)
├── ArchiveDamagedError      a file of the archive that cannot be read
├── ArchiveFormatError       an archive written by a newer newsreel
├── ArchiveBusyError         another crawl of the same site holds the archive
└── StorageError             the disk refused: full, read-only, failing
"""

from pathlib import Path


class NewsreelError(Exception):
    """Root of all errors with a message for the user: what, which value, and the way out."""


class UsageError(NewsreelError):
    """Raised where a path, query or argument cannot mean what was asked; correct the call."""


class ArchiveNotFoundError(UsageError):
    """Raised on opening a folder that holds no archive; crawl first, or name another folder."""


class QueryError(UsageError):
    """Raised by ``Archive.sql`` for SQL that DuckDB refuses; the message says where."""


class SiteDefinitionError(NewsreelError):
    """Raised by the site-file loader; the message names the file, the key and the value."""


class ArchiveDamagedError(NewsreelError):
    """Raised when a file of the archive cannot be read; the message names the file."""


class ArchiveFormatError(NewsreelError):
    """Raised when an archive's format version is not one this newsreel reads; install a newer one."""


class ArchiveBusyError(NewsreelError):
    """Raised when another running crawl holds the same site of the same archive; wait or stop it."""


class StorageError(NewsreelError):
    """Raised when the disk refuses a write; nothing half-written is left under a table's folder."""

    def __init__(self, path: Path, problem: OSError) -> None:
        super().__init__(f"cannot write {path}: {problem.strerror or problem}; check the disk and its permissions")
        self.path = path
