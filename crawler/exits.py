"""Exit statuses of the command line, and which error or run ends with which."""

from enum import IntEnum
from typing import TYPE_CHECKING

from archive import errors
from archive.outcomes import Family, Outcome

if TYPE_CHECKING:
    from pipelines.account import Account  # at run time it would bring Scrapy along

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
    SITE_CHANGED = 8
    LIMIT_REACHED = 9
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
    ExitStatus.ARCHIVE_BUSY: (
        "Another crawl of the same site holds the archive, or took it over from one that stalled; wait, or stop it."
    ),
    ExitStatus.STORAGE_FAILED: "The disk refused a write (full, read-only, failing). What was saved before is whole.",
    ExitStatus.TOO_MANY_FAILURES: (
        "More than half of the addresses failed (or than --max-failed says), the listings led to no article, or the "
        "page asked for did not come."
    ),
    ExitStatus.SITE_CHANGED: (
        "All was saved, but the site is not read as it was: the report names what is missing, and so does newsreel "
        "sites health."
    ),
    ExitStatus.LIMIT_REACHED: "A question asked with --untrusted takes more than it may; the message says of what.",
    ExitStatus.INTERRUPTED: "Stopped by Ctrl-C or SIGTERM; everything fetched until then was saved.",
}

_STATUS_OF_ERROR: tuple[tuple[type[errors.NewsreelError], ExitStatus], ...] = (
    (errors.LimitReachedError, ExitStatus.LIMIT_REACHED),
    (errors.UsageError, ExitStatus.USAGE),
    (errors.SiteDefinitionError, ExitStatus.SITE_DEFINITION),
    (errors.ArchiveDamagedError, ExitStatus.ARCHIVE_DAMAGED),
    (errors.ArchiveFormatError, ExitStatus.ARCHIVE_DAMAGED),
    (errors.ArchiveBusyError, ExitStatus.ARCHIVE_BUSY),
    (errors.StorageError, ExitStatus.STORAGE_FAILED),
    (errors.UnsavedError, ExitStatus.STORAGE_FAILED),
    (errors.ForcedEndError, ExitStatus.INTERRUPTED),
    (errors.LeaseLostError, ExitStatus.ARCHIVE_BUSY),
    (errors.UnreadablePageError, ExitStatus.CRASHED),
    (errors.WorkersError, ExitStatus.CRASHED),
    (errors.SandboxError, ExitStatus.CRASHED),
    (errors.FetchError, ExitStatus.TOO_MANY_FAILURES),
    (errors.ModelFileError, ExitStatus.CRASHED),
    (errors.MixedPackagesError, ExitStatus.CRASHED),
)


def status_of_error(error: errors.NewsreelError) -> ExitStatus:
    """The exit status of a command that ``error`` ended."""
    return next((status for kind, status in _STATUS_OF_ERROR if isinstance(error, kind)), ExitStatus.CRASHED)


def status_of_run(
    account: "Account",
    *,
    interrupted: bool,
    resumed: bool,
    changed: bool = False,
    max_failed_share: float = MAX_FAILED_SHARE,
) -> ExitStatus:
    """The exit status of a crawl that ended with ``account``; a ``resumed`` one may have had little to do.

    At most ``max_failed_share`` (0 to 1) of its addresses may have failed. ``changed``: its site is not read as it was.
    """
    if interrupted:
        return ExitStatus.INTERRUPTED
    families = account.by_family()
    # A crawl that was kept to bounds may rightly come home with nothing.
    kept_out = account.outcomes[Outcome.OUT_OF_RANGE] + account.outcomes[Outcome.OTHER_SECTION]
    found_nothing = not (families[Family.ARTICLE] or resumed or kept_out or account.held_back)
    if families[Family.FAILED] > account.requested * max_failed_share:
        return ExitStatus.TOO_MANY_FAILURES
    if changed:  # which says more than that there was no article
        return ExitStatus.SITE_CHANGED
    return ExitStatus.TOO_MANY_FAILURES if found_nothing else ExitStatus.DONE
