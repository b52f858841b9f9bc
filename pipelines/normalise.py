"""Normalise: from readings to the record of a page, clean text, one canonical address, one content hash."""

import hashlib
import json
import unicodedata
from dataclasses import replace

from archive.version import __version__
from pipelines.fields.candidate import Candidate, Value
from pipelines.listing import Entry, read_links
from pipelines.page.page import Page
from pipelines.readings import Readings
from pipelines.record import PageRecord
from pipelines.rules.addresses import host_of, plain_address
from pipelines.rules.site_rules import SiteRules
from pipelines.run import Step
from pipelines.visit import Visit


class Normalise(Step):
    """Scrapy pipeline: turns an article's readings into its record."""

    def process_item(self, item: Visit) -> Visit:
        """``item`` with its record, where it has readings."""
        if item.page is None or item.readings is None:
            return item
        record = normalise(item.page, item.readings, self.run.rules, address=item.address)
        return replace(item, record=record, entries=record.entries)


def normalise(page: Page, readings: Readings, rules: SiteRules, *, address: str) -> PageRecord:
    """The record of ``page``, asked for at ``address`` and read as ``readings``."""
    language = _value(readings.language)
    canonical = canonical_address(page, rules, language)
    published = _value(readings.published_at)
    modified = _value(readings.modified_at)
    views = _value(readings.views)
    record = PageRecord(
        article_id=article_id(canonical, language, rules),
        site=rules.site,
        address=address,
        final_address=page.address,
        canonical_address=canonical,
        language=language,
        title=_text(readings.title),
        published_at=published.at if published else None,
        published_text=clean_text(published.text) if published else None,
        published_offset_minutes=published.offset_minutes if published else None,
        published_precision=published.precision if published else None,
        modified_at=modified.at if modified else None,
        views=views.number if views else None,
        views_text=clean_text(views.text) if views else None,
        summary=_text(readings.summary),
        body=_text(readings.body),
        authors=_texts(readings.authors),
        section=_text(readings.section),
        tags=_texts(readings.tags),
        image=_text(readings.image),
        content_hash="",
        fetched_at=page.fetched_at,
        extractor_version=__version__,
        sources=readings.sources(),
        entries=tuple(_entry(entry) for entry in readings.entries),
    )
    return replace(record, content_hash=content_hash(record))


def clean_text(text: str) -> str:
    """``text`` in Unicode's composed form, without control characters, lone surrogates and outer white space.

    Line breaks and tabs stay. The result can be stored in any Parquet file; cleaning it again changes nothing.
    """
    stored = text.encode("utf-8", "ignore").decode("utf-8")
    shown = "".join(char for char in stored if char in "\n\t" or unicodedata.category(char) != "Cc")
    return unicodedata.normalize("NFC", shown).strip()


def content_hash(record: PageRecord) -> str:
    """SHA-256 of what the article says, in hexadecimal: not its addresses, views, or dates of change or visit."""
    content = [
        record.language,
        record.title,
        record.published_at.isoformat() if record.published_at else None,
        record.summary,
        record.body,
        record.authors,
        record.section,
        record.tags,
        record.image,
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=True).encode()).hexdigest()


def canonical_address(page: Page, rules: SiteRules, language: str | None) -> str:
    """The one address that stands for the article on ``page``.

    By the site's address rules from the page's own address, else from an address the page names (canonical
    link, alternates, og:url, links); without such rules the declared canonical address of the same host.
    """
    addresses = rules.addresses
    by_rule = addresses.canonical_of(page.address)
    if by_rule:
        return plain_address(by_rule)
    declared = page.markup.links.get("canonical", ())[:1]
    if addresses.is_article(page.address):
        og_url = page.markup.metas.get("og:url", ())[:1]
        named = [*declared, *og_url, *(link.address for link in read_links(page))]
        in_language = [name for name in named if addresses.parts(name).get("language") in (None, language)]
        among = addresses.canonical_among(page.address, in_language if language else named)
        return plain_address(among or page.address)
    own_host = [address for address in declared if host_of(address) == host_of(page.address)]
    return plain_address(own_host[0] if own_host else page.address)


def article_id(canonical: str, language: str | None, rules: SiteRules) -> str:
    """What all addresses of the article at ``canonical`` share, in one language."""
    identity = rules.addresses.identity_of(canonical)
    return f"{rules.site}/{identity}/{language or 'und'}" if identity else canonical


def _entry(entry: Entry) -> Entry:
    return replace(
        entry,
        title=clean_text(entry.title) if entry.title else None,
        teaser=clean_text(entry.teaser) if entry.teaser else None,
        address=plain_address(entry.address) if entry.address else None,
    )


def _value(candidate: Candidate[Value] | None) -> Value | None:
    return candidate.value if candidate else None


def _text(candidate: Candidate[str] | None) -> str | None:
    return clean_text(candidate.value) if candidate else None


def _texts(candidate: Candidate[tuple[str, ...]] | None) -> tuple[str, ...] | None:
    return tuple(clean_text(text) for text in candidate.value) if candidate else None
