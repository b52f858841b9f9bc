"""What one page says, read and normalised: the record of an article before the archive knows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from archive.outcomes import Outcome
from pipelines.listing import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRecord:
    """The record of one page. Fields mean what the columns of the articles table mean.

    None: the page does not say. ``sources`` tells where each field was read; ``entries`` are the headlines of
    other articles on the page; ``refused`` is the outcome that keeps the page out of the archive, or None;
    ``marks`` are signs of the page, see ``pipelines.fields.marks``. ``fingerprint`` tells what the content was made of,
    see ``pipelines.changes.fingerprint``, as the page alone has it, as the content hash does; None: it was not made.
    """

    article_id: str
    site: str
    address: str
    final_address: str
    canonical_address: str
    language: str | None
    title: str | None
    published_at: datetime | None
    published_text: str | None
    published_offset_minutes: int | None
    published_precision: str | None
    modified_at: datetime | None
    views: int | None
    views_text: str | None
    summary: str | None
    body: str | None
    authors: tuple[str, ...] | None
    section: str | None
    tags: tuple[str, ...] | None
    image: str | None
    content_hash: str
    fetched_at: datetime
    extractor_version: str
    sources: Mapping[str, str]
    body_kinds: tuple[str, ...] | None = None
    entries: tuple[Entry, ...] = ()
    refused: Outcome | None = None
    marks: tuple[str, ...] = ()
    fingerprint: bytes | None = None


def noted_address(address: str | None, asked_for: str) -> str | None:
    """``address`` as a row notes it: None where it is the one asked for."""
    return None if address == asked_for else address


def noted_views(record: PageRecord) -> str | None:
    """The views as written, as a row notes them: None where that is the bare number."""
    return None if record.views_text == str(record.views) else record.views_text


def noted_second(moment: datetime) -> datetime:
    """The time of a visit as a row notes it: in whole seconds, which pack into a third of the bytes."""
    return moment.replace(microsecond=0)
