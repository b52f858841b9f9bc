"""The tables and keys of a site file, each with its type and its bounds; docs/sites.md tells what they mean."""

from datetime import date
from typing import Annotated, Literal

import msgspec

from pipelines.rules.link_rules import LinkKind
from pipelines.rules.site_rules import FieldName, LineKind
from spiders.budgets import USUAL

Texts = tuple[str, ...]
_Bound = Annotated[int, msgspec.Meta(ge=1)] | None
_Evidence = Annotated[int, msgspec.Meta(ge=0)]


class _Table(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A table of a site file: unknown keys are errors."""


class ListingTable(_Table, frozen=True, kw_only=True):
    """``listings``: where the lists of articles are."""

    start: Texts = ()
    linked_as: Texts = ()
    next_as: Texts = ()
    next_link: str | None = None
    max_pages: Annotated[int, msgspec.Meta(ge=1)] = 20


class SourceTable(_Table, frozen=True, kw_only=True):
    """``sources``: feeds and sitemaps."""

    feeds: Texts = ()
    sitemaps: Texts = ()


class ArticleTable(_Table, frozen=True, kw_only=True):
    """``articles``: how addresses name articles."""

    path: str | None = None
    identity: str | None = None
    canonical: str | None = None


class AddressTable(_Table, frozen=True, kw_only=True):
    """``addresses``: which parameters choose a page."""

    keep_parameters: Texts = ()
    drop_parameters: Texts = ()


class BudgetTable(_Table, frozen=True, kw_only=True):
    """``budgets``: what one crawl takes up at most."""

    depth: Annotated[int, msgspec.Meta(ge=1, le=98)] = USUAL.depth
    listing_depth: Annotated[int, msgspec.Meta(ge=1)] = USUAL.listing_depth
    listing_pages: Annotated[int, msgspec.Meta(ge=1)] = USUAL.listing_pages
    addresses_per_host: Annotated[int, msgspec.Meta(ge=1)] = USUAL.addresses_per_host


class EntryTable(_Table, frozen=True, kw_only=True):
    """``entries``: the entries of a listing."""

    entry: str | None = None
    title: str | None = None
    link: str = "a::attr(href)"
    date: str | None = None
    teaser: str | None = None
    boxes: Texts = ()
    until: Texts = ()


class TextTable(_Table, frozen=True, kw_only=True, rename={"kind": "is", "next_kind": "next_is"}):
    """``text`` of a rule: a field by the lines around it."""

    after: Texts = ()
    label: Texts = ()
    until: Texts = ()
    kind: LineKind | None = None
    next_kind: LineKind | None = None
    pattern: str | None = None
    drop_last_label: bool = False
    not_languages: Texts = ()


class RuleTable(_Table, frozen=True, kw_only=True):
    """One rule of a field."""

    css: str | None = None
    xpath: str | None = None
    text: TextTable | None = None
    pattern: str | None = None
    values: dict[str, str] = {}


class LinkTable(_Table, frozen=True, kw_only=True):
    """One of ``links``: where addresses of a shape lead, and what that was learned from."""

    pattern: str
    leads_to: LinkKind
    seen: _Evidence = 0
    teasers: _Evidence = 0
    dated: _Evidence = 0
    read: _Evidence = 0
    right: _Evidence = 0
    example: str = ""


class PolitenessTable(_Table, frozen=True, kw_only=True):
    """``politeness``: how the site wants to be visited."""

    delay_seconds: Annotated[float, msgspec.Meta(ge=0, le=3600)] = 1.0
    concurrent_requests: Annotated[int, msgspec.Meta(ge=1, le=64)] = 1
    contact: str | None = None


class BoundTable(_Table, frozen=True, kw_only=True):
    """``bounds``: what every crawl of the site is kept to."""

    max_articles: _Bound = None
    max_pages: _Bound = None
    since: date | None = None
    until: date | None = None
    sections: Texts = ()
    known_in_a_row: _Bound = None


class RevisitTable(_Table, frozen=True, kw_only=True):
    """``revisit``: how eagerly the site's pages are visited again; durations as in 30 min or 60 d."""

    tolerance: Annotated[float, msgspec.Meta(gt=0, le=10)] | None = None
    views_growth: Annotated[float, msgspec.Meta(gt=0, le=100)] | None = None
    shortest: str | None = None
    longest: str | None = None
    listed: str | None = None
    listed_for: str | None = None
    new_entries: Annotated[float, msgspec.Meta(gt=0, le=1000)] | None = None
    listings_shortest: str | None = None
    listings_longest: str | None = None
    sitemaps_shortest: str | None = None
    sitemaps_longest: str | None = None


_Rules = tuple[RuleTable, ...]
_Share = Annotated[float, msgspec.Meta(ge=0, le=1)] | None


class FieldTable(_Table, frozen=True, kw_only=True):
    """``fields``: the rules of each field."""

    language: _Rules = ()
    published_at: _Rules = ()
    modified_at: _Rules = ()
    views: _Rules = ()
    title: _Rules = ()
    summary: _Rules = ()
    body: _Rules = ()
    authors: _Rules = ()
    section: _Rules = ()
    tags: _Rules = ()
    image: _Rules = ()


class ExpectedTable(_Table, frozen=True, kw_only=True):
    """``expected``: the share of articles that carry each field."""

    language: _Share = None
    published_at: _Share = None
    modified_at: _Share = None
    views: _Share = None
    title: _Share = None
    summary: _Share = None
    body: _Share = None
    authors: _Share = None
    section: _Share = None
    tags: _Share = None
    image: _Share = None


class FileTable(_Table, frozen=True, kw_only=True):
    """A whole site file."""

    name: Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9.-]{0,62}\Z")]
    title: str
    address: Annotated[str, msgspec.Meta(pattern=r"^https?://[^/]+/\Z")]
    hosts: Texts = ()
    language: str | None = None
    time_zone: str | None = None
    date_order: Literal["DMY", "MDY", "YMD"] | None = None
    rules_only: tuple[FieldName, ...] = ()
    site_memory: bool = True
    listings: ListingTable = ListingTable()
    sources: SourceTable = SourceTable()
    articles: ArticleTable = ArticleTable()
    addresses: AddressTable = AddressTable()
    budgets: BudgetTable = BudgetTable()
    entries: EntryTable | None = None
    fields: FieldTable = FieldTable()
    politeness: PolitenessTable = PolitenessTable()
    bounds: BoundTable = BoundTable()
    revisit: RevisitTable = RevisitTable()
    expected: ExpectedTable = ExpectedTable()
    links: tuple[LinkTable, ...] = ()
