"""Normalise: from readings to the record of a page, clean text, one canonical address, one content hash."""

import hashlib
import json
import re
import unicodedata
from dataclasses import replace
from urllib.parse import urlsplit

from archive.version import __version__
from pipelines.addresses.twins import Change, Part, changes_between, is_same_article
from pipelines.body.structure import Body, BodyBlock, body_of
from pipelines.fields.candidate import Candidate, Value
from pipelines.listing import Entry, read_links
from pipelines.page.page import Page
from pipelines.readings import Readings
from pipelines.record import PageRecord
from pipelines.rules.addresses import host_of
from pipelines.rules.site_rules import SiteRules

_HASH_CHARACTERS = 32  # half a SHA-256: no two contents meet by chance, and an archive holds one for each row
_TO_HTTP = frozenset({Change(Part.SCHEME, "https", "http")})
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # Unicode's category Cc, without line break and tab


def normalise(page: Page, readings: Readings, rules: SiteRules, *, address: str) -> PageRecord:
    """The record of ``page``, asked for at ``address`` and read as ``readings``."""
    language = _value(readings.language)
    canonical = canonical_address(page, rules, language)
    published = _value(readings.published_at)
    modified = _value(readings.modified_at)
    views = _value(readings.views)
    body = clean_body(readings.body.value) if readings.body else None
    record = PageRecord(
        article_id=article_id(page, canonical, language, rules),
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
        body=body.text if body else None,
        body_kinds=body.kinds if body else None,
        authors=_texts(readings.authors),
        section=_text(readings.section),
        tags=_texts(readings.tags),
        image=_text(readings.image),
        content_hash="",
        fetched_at=page.fetched_at,
        extractor_version=__version__,
        sources=readings.sources(),
        entries=tuple(clean_entry(entry, rules) for entry in readings.entries),
        marks=readings.marks,
    )
    return replace(record, content_hash=content_hash(record))


def clean_text(text: str) -> str:
    """``text`` in Unicode's composed form, without control characters, lone surrogates and outer white space.

    Line breaks and tabs stay. The result can be stored in any Parquet file; cleaning it again changes nothing.
    """
    stored = text.encode("utf-8", "ignore").decode("utf-8")
    return unicodedata.normalize("NFC", _CONTROLS.sub("", stored)).strip()


def clean_body(body: Body) -> Body | None:
    """``body`` with clean texts; None where nothing is left of it."""
    texts = (clean_text(block.text) for block in body.blocks)
    pairs = zip(body.blocks, texts, strict=True)
    return body_of(block if block.text == text else BodyBlock(block.kind, text) for block, text in pairs)


def content_hash(record: PageRecord) -> str:
    """128 bits of the SHA-256 of what the article says, in hexadecimal.

    Not of its addresses, the image's among them, its views, its marks, or the dates of change or visit.
    """
    content = [
        record.language,
        record.title,
        record.published_at.isoformat() if record.published_at else None,
        record.summary,
        record.body,
        record.authors,
        record.section,
        record.tags,
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=True).encode()).hexdigest()[:_HASH_CHARACTERS]


def canonical_address(page: Page, rules: SiteRules, language: str | None) -> str:
    """The one address that stands for the article on ``page``.

    By the site's address rules from the page's own address, else from an address the page names (canonical
    link, alternates, og:url, links); without such rules the declared canonical address of the same host.
    """
    addresses = rules.addresses
    by_rule = addresses.canonical_of(page.address)
    if by_rule:
        return addresses.plain(by_rule)
    declared = page.markup.links.get("canonical", ())[:1]
    if addresses.is_article(page.address) and (addresses.canonical or addresses.identity):
        og_url = page.markup.metas.get("og:url", ())[:1]
        named = [*declared, *og_url, *(link.address for link in read_links(page))]
        in_language = [name for name in named if addresses.parts(name).get("language") in (None, language)]
        among = addresses.canonical_among(page.address, in_language if language else named)
        return addresses.plain(among or page.address)
    # A front page stands for no article, whatever the page declares.
    stated = addresses.plain(declared[0]) if declared else page.address
    own_host = host_of(page.address)
    is_own_host = bool(own_host) and host_of(stated) == own_host and bool(urlsplit(stated).path.strip("/"))
    is_believed = is_own_host or is_same_article(page.address, stated)
    return _in_own_scheme(stated, page.address) if is_believed else page.address


def declared_canonical(page: Page, rules: SiteRules) -> str | None:
    """The address that ``page`` declares to stand for it, believable or not, in plain form; or None."""
    named = page.markup.links.get("canonical", ())[:1]
    return _in_own_scheme(rules.addresses.plain(named[0]), page.address) if named else None


def _in_own_scheme(address: str, own: str) -> str:
    """``address``; its own secure form where a site that has moved to https still names the other."""
    is_older = changes_between(own, address) == _TO_HTTP
    return own if is_older else address


def article_id(page: Page, canonical: str, language: str | None, rules: SiteRules) -> str:
    """What all addresses of the article on ``page`` share, in one language: as the site's rules have it.

    Without rules it is the canonical address, where that is the page's own in another spelling, else the page's own.
    Another canonical address is not trusted with that: sites declare one for many pages. Copies of one article are told
    by their content.
    """
    identity = rules.addresses.identity_of(canonical)
    primary = (language or "und").partition("-")[0]
    own = canonical if is_same_article(page.address, canonical) else page.address
    return f"{rules.site}/{identity}/{primary}" if identity else f"{rules.site}/{own}"


def clean_entry(entry: Entry, rules: SiteRules) -> Entry:
    """``entry`` as stored: clean text, and its address in the form in which it is asked for."""
    return replace(
        entry,
        title=clean_text(entry.title) if entry.title else None,
        teaser=clean_text(entry.teaser) if entry.teaser else None,
        address=rules.addresses.visiting(entry.address) if entry.address else None,
    )


def _value(candidate: Candidate[Value] | None) -> Value | None:
    return candidate.value if candidate else None


def _text(candidate: Candidate[str] | None) -> str | None:
    return clean_text(candidate.value) if candidate else None


def _texts(candidate: Candidate[tuple[str, ...]] | None) -> tuple[str, ...] | None:
    return tuple(filter(None, map(clean_text, candidate.value))) if candidate else None
