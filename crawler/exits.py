"""Exit statuses of the command line, and which error or run ends with which."""

from enum import IntEnum

from archive import errors
from archive.outcomes import Family
from crawler.fetch import FetchError
from crawler.packages import MixedPackagesError
from pipelines.account import Account

MAX_FAILED_SHARE = 0.5


class ExitStatus(IntEnum):
    """What the newsreel command tells the shell."""

    DONE = 0
    CRASHED = 1
    USAGE = 2
    SITE_DEFINITION = 3
    ARCHIVE_DAMAGED = 4
    ARCHIVE_BUSY = 5
    STORAGE_FAILED = 6
    TOO_MANY_FAILURES = 7
    INTERRUPTED = 130

    @property
    def meaning(self) -> str:
        """One sentence for people: what happened, and what to do."""
        return _MEANINGS[self]


_MEANINGS = {
    ExitStatus.DONE: "The command did what it was asked to.",
    ExitStatus.CRASHED: "newsreel itself failed; run again with --debug and report the traceback.",
    ExitStatus.USAGE: "A wrong option, path, address or SQL query; the message says which. Nothing was changed.",
    ExitStatus.SITE_DEFINITION: "No such site, or its site file is wrong; the message names file, key and value.",
    ExitStatus.ARCHIVE_DAMAGED: "A file of the archive cannot be read, or a newer newsreel wrote it.",
    ExitStatus.ARCHIVE_BUSY: "Another crawl of the same site holds the archive; wait for it, or stop it.",
    ExitStatus.STORAGE_FAILED: "The disk refused a write (full, read-only, failing). What was saved before is whole.",
    ExitStatus.TOO_MANY_FAILURES: (
        "The crawl ended, but more than half of its addresses failed, or its listings led to no article."
    ),
    ExitStatus.INTERRUPTED: "Stopped by Ctrl-C or SIGTERM; everything fetched until then was saved.",
}

_STATUS_OF_ERROR: tuple[tuple[type[errors.NewsreelError], ExitStatus], ...] = (
    (errors.UsageError, ExitStatus.USAGE),
    (errors.SiteDefinitionError, ExitStatus.SITE_DEFINITION),
    (errors.ArchiveDamagedError, ExitStatus.ARCHIVE_DAMAGED),
    (errors.ArchiveFormatError, ExitStatus.ARCHIVE_DAMAGED),
    (errors.ArchiveBusyError, ExitStatus.ARCHIVE_BUSY),
    (errors.StorageError, ExitStatus.STORAGE_FAILED),
    (FetchError, ExitStatus.TOO_MANY_FAILURES),
    (MixedPackagesError, ExitStatus.CRASHED),
)


def status_of_error(error: errors.NewsreelError) -> ExitStatus:
    """The exit status of a command that ``error`` ended."""
    return next(status for kind, status in _STATUS_OF_ERROR if isinstance(error, kind))


def status_of_run(account: Account, *, interrupted: bool) -> ExitStatus:
    """The exit status of a crawl that ended with ``account``."""
    if interrupted:
        return ExitStatus.INTERRUPTED
    families = account.by_family()
    tried = account.outcomes.total() - families[Family.NOT_TRIED]
    if families[Family.FAILED] > tried * MAX_FAILED_SHARE or not families[Family.ARTICLE]:
        return ExitStatus.TOO_MANY_FAILURES
    return ExitStatus.DONE
