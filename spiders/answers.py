"""Deciding how a request ended when it brought no page: from its status, its type or its error."""

from scrapy import exceptions
from scrapy.core.downloader.handlers.http11 import TunnelError

from archive.outcomes import Outcome

_GONE = (404, 410)
_GOOD = range(200, 300)

# Scrapy raises IgnoreRequest for several ends; only the words tell them apart.
_IGNORED = (
    ("robots.txt", Outcome.ROBOTS),
    ("offsite", Outcome.OFF_SITE),
    ("max redirections", Outcome.REDIRECT_LIMIT),
    ("download_maxsize", Outcome.TOO_LARGE),
)
_ERRORS: tuple[tuple[type[Exception], Outcome], ...] = (
    (exceptions.DownloadTimeoutError, Outcome.TIMEOUT),
    (exceptions.ResponseDataLossError, Outcome.INCOMPLETE),
    (exceptions.DownloadCancelledError, Outcome.TOO_LARGE),
    (exceptions.UnsupportedURLSchemeError, Outcome.OFF_SITE),
    (exceptions.DownloadConnectionRefusedError, Outcome.UNREACHABLE),
    (exceptions.CannotResolveHostError, Outcome.UNREACHABLE),
    (exceptions.DownloadFailedError, Outcome.UNREACHABLE),
    (TunnelError, Outcome.UNREACHABLE),
    (OSError, Outcome.UNREACHABLE),
)
_DETAIL_CHARACTERS = 300


def outcome_of_answer(status: int, *, is_html: bool) -> Outcome | None:
    """How an answer with ``status`` ends its request; None for an HTML page that is still to be read."""
    if status in _GONE:
        return Outcome.GONE
    if status not in _GOOD:
        return Outcome.HTTP_ERROR
    return None if is_html else Outcome.NOT_HTML


def outcome_of_error(error: BaseException | None) -> Outcome:
    """How a request that raised ``error`` (as a Twisted failure holds it) ended."""
    if isinstance(error, exceptions.IgnoreRequest):
        words = str(error).lower()
        return next((outcome for phrase, outcome in _IGNORED if phrase in words), Outcome.CRASHED)
    return next((outcome for kind, outcome in _ERRORS if isinstance(error, kind)), Outcome.CRASHED)


def detail_of_error(error: BaseException | None) -> str:
    """``error`` in a line for people."""
    return f"{type(error).__name__}: {' '.join(str(error).split())}"[:_DETAIL_CHARACTERS]
