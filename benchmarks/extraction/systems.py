"""The extractors that are measured: newsreel, and those of others that are installed."""

import contextlib
import importlib.util
import io
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from benchmarks.extraction import rivals
from benchmarks.extraction.rivals import Read
from benchmarks.extraction.scoring import Reading
from pipelines import PageRecord, read_page


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """One extractor: ``load`` imports it and returns the function that reads a page.

    ``module`` is what must be importable for it; None is newsreel itself. ``silent_on`` are the fields of a
    reading that it does not read at all: they are not held against it.
    """

    name: str
    module: str | None
    load: Callable[[], Read]
    silent_on: frozenset[str] = frozenset()

    @property
    def is_installed(self) -> bool:
        """Whether the module is there to be imported."""
        return self.module is None or importlib.util.find_spec(self.module) is not None


def newsreel() -> Read:
    """Newsreel as it is shipped."""
    return lambda html, url: reading_of(read_page(html, url))


def reading_of(record: PageRecord) -> Reading:
    """A record of newsreel in the form in which readings are scored. A date without a time of day is a day there."""
    date: datetime | str | None = record.published_at
    if record.published_at is not None and record.published_precision == "day":
        there = record.published_at + timedelta(minutes=record.published_offset_minutes or 0)
        date = there.date().isoformat()
    return Reading(
        title=record.title,
        date=date,
        authors=record.authors,
        summary=record.summary,
        body=record.body,
        views=record.views,
    )


_VIEWS = frozenset({"views"})
_ALL_BUT_TITLE = frozenset({"date", "authors", "summary", "views"})
SYSTEMS = (
    System(name="newsreel", module=None, load=newsreel),
    System(name="trafilatura", module="trafilatura", load=rivals.trafilatura, silent_on=_VIEWS),
    System(name="trafilatura, precision", module="trafilatura", load=rivals.trafilatura_precision, silent_on=_VIEWS),
    System(name="newspaper4k", module="newspaper", load=rivals.newspaper4k, silent_on=_VIEWS),
    System(name="news-please", module="newsplease", load=rivals.news_please, silent_on=_VIEWS),
    System(name="resiliparse", module="resiliparse", load=rivals.resiliparse, silent_on=_ALL_BUT_TITLE),
    System(name="readability-lxml", module="readability", load=rivals.readability, silent_on=_ALL_BUT_TITLE),
    System(name="goose3", module="goose3", load=rivals.goose3, silent_on=_VIEWS),
    System(name="boilerpy3", module="boilerpy3", load=rivals.boilerpy3, silent_on=_ALL_BUT_TITLE | {"title"}),
)
"""All systems, newsreel first."""


@contextlib.contextmanager
def silenced() -> Iterator[None]:
    """Nothing that a system prints or logs reaches the terminal."""
    logging.disable(logging.CRITICAL)
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            yield
    finally:
        logging.disable(logging.NOTSET)
