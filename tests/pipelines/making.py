"""The values that tests of the pipelines begin with."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from pipelines import PageRecord
from pipelines.fields.moments import DateHints
from pipelines.page.page import Page
from pipelines.rules.anchors import Reader, TextReading, read_text_rules
from pipelines.rules.site_rules import FieldName, FieldRule, TextRule

VISIT = datetime(2026, 1, 5, 8, tzinfo=UTC)
ADDRESS = "https://news.example/news/warm-bread/101/en/"
HINTS = DateHints(fetched_at=VISIT)


def page_of(html: str | bytes, address: str = ADDRESS, content_type: str | None = None) -> Page:
    body = html.encode() if isinstance(html, str) else html
    return Page(body=body, address=address, fetched_at=VISIT, content_type=content_type)


def ld(text: str) -> str:
    """A page with one JSON-LD block."""
    return f'<html><head><script type="application/ld+json">{text}</script></head><body></body></html>'


def read_lines_by(rules: dict[FieldName, list[TextRule]], html: str, **known: Any) -> TextReading:
    """The reading of the visible lines of ``html`` by text rules; a line that starts with "on " is a date."""
    reader = Reader(page_of(html).lines, known.get("language"), known.get("title"), lambda text: text.startswith("on "))
    return read_text_rules({name: [FieldRule(text=rule) for rule in ways] for name, ways in rules.items()}, reader)


_RECORD = PageRecord(
    article_id="bread/101/en",
    site="bread",
    address=ADDRESS,
    final_address=ADDRESS,
    canonical_address=ADDRESS,
    language="en",
    title="Warm bread at the door",
    published_at=datetime(2026, 1, 4, 6, 30, tzinfo=UTC),
    published_text="Jan. 4, 2026, 6:30 a.m.",
    published_offset_minutes=None,
    published_precision="minute",
    modified_at=None,
    views=12,
    views_text="12",
    summary="A bakery rings before it bakes.",
    body="A bakery on the hill rings before it bakes.\n\nNobody in the street minds.",
    authors=("Ada Example",),
    section="Town",
    tags=("bread", "bells"),
    image="https://news.example/images/101.jpg",
    content_hash="",
    fetched_at=VISIT,
    extractor_version="0.0.0",
    sources={"title": "site:text"},
)


def record_of(**changes: Any) -> PageRecord:
    """A whole record, with ``changes``; its hash is that of the record without them unless told."""
    return replace(_RECORD, **{"content_hash": "0" * 64} | changes)
