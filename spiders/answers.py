"""Answers: how a request ended, by its status, its type or its error; or the page it brought."""

import gzip
import zlib
from datetime import datetime

from scrapy import exceptions
from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.http import Request, Response
from scrapy.settings import BaseSettings

from archive.captures.exchange import Exchange
from archive.outcomes import Outcome
from pipelines.page.page import Page
from pipelines.rules.addresses import AddressRules

EXCHANGES = "exchanges"
"""The key of a request's meta under which all that went over the wire for it is gathered, where it is to be kept."""
_GONE = (404, 410)
_GOOD = range(200, 300)

# Scrapy raises IgnoreRequest for several ends; only the words tell them apart.
_IGNORED = (
    ("forbidden by robots.txt", Outcome.ROBOTS),
    ("unreadable rules", Outcome.ROBOTS_UNKNOWN),
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
    (gzip.BadGzipFile, Outcome.INCOMPLETE),
    (zlib.error, Outcome.INCOMPLETE),
    (EOFError, Outcome.INCOMPLETE),
    (OSError, Outcome.UNREACHABLE),
    (ValueError, Outcome.HTTP_ERROR),  # a redirect to what is no address
)
_DETAIL_CHARACTERS = 300
_ANY_SITE = AddressRules()


class GivenBackError(Exception):
    """Raised by the downloads of a crawl that was told to stop: the address was not fetched, the next run does it."""


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


def page_of(response: Response, now: datetime, addresses: AddressRules = _ANY_SITE) -> Page:
    """The page that ``response`` brought at ``now``, of a site with ``addresses``."""
    return Page(
        body=response.body,
        address=addresses.plain(response.url),
        fetched_at=now,
        content_type=header_of(response, "Content-Type"),
    )


def exchanges_of(request: Request | None) -> tuple[Exchange, ...]:
    """What went over the wire for ``request`` up to its answer, that last; none where nothing is kept."""
    return tuple(request.meta.get(EXCHANGES, ())) if request else ()


def header_of(response: Response, name: str) -> str | None:
    """A header of ``response`` as text, or None."""
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None


def user_agent(settings: BaseSettings, contact: str | None = None) -> str:
    """Who we say we are: our name, and how to reach whoever runs the crawl."""
    name, contact = str(settings["USER_AGENT"]), contact or settings["NEWSREEL_CONTACT"]
    return f"{name} ({contact})" if contact else name
