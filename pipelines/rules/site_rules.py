"""What a site definition says about reading its pages: the form in which pipelines accepts it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from pipelines.revisit.settings import Policy
from pipelines.rules.addresses import AddressRules


class FieldName(StrEnum):
    """The fields of an article a rule can read."""

    LANGUAGE = "language"
    PUBLISHED_AT = "published_at"
    MODIFIED_AT = "modified_at"
    VIEWS = "views"
    TITLE = "title"
    SUMMARY = "summary"
    BODY = "body"
    AUTHORS = "authors"
    SECTION = "section"
    TAGS = "tags"
    IMAGE = "image"


class LineKind(StrEnum):
    """What a visible line can be required to be."""

    DATE = "date"
    NUMBER = "number"
    TITLE = "title"  # the title the page declares in its markup


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRule:
    """Where a field stands in the visible text, whatever the markup around it.

    The lines read begin after the first anchor of ``after`` that is found (the top of the page without one),
    skip one line of ``label`` (required then), and end before the nearest anchor of ``until`` (after one
    line without one). An anchor is ``@field``, the place where that field was read (in ``until``: a line
    that repeats it); ``is:date`` or ``is:number``; or the words of a whole line. ``label`` may be ``*``:
    any short line that is no sentence. ``kind`` and ``next_kind`` say what the first line and the one after
    it must be; ``pattern`` what it must match, its first group being the value. ``not_languages`` are the
    page languages the rule is not for.
    """

    after: tuple[str, ...] = ()
    label: tuple[str, ...] = ()
    until: tuple[str, ...] = ()
    kind: LineKind | None = None
    next_kind: LineKind | None = None
    pattern: re.Pattern[str] | None = None
    drop_last_label: bool = False
    not_languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRule:
    """One way to read a field: exactly one of ``css``, ``xpath`` and ``text``.

    ``pattern`` cuts the value out of what a selector finds (its first group), ``values`` translates it.
    """

    css: str | None = None
    xpath: str | None = None
    text: TextRule | None = None
    pattern: re.Pattern[str] | None = None
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def source(self) -> str:
        """The source stored with a field read by this rule."""
        return "site:css" if self.css else "site:xpath" if self.xpath else "site:text"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingRule:
    """How entries of a listing or of a box of headlines are read.

    With ``entry`` (CSS), each match is an entry and ``title``, ``link``, ``date``, ``teaser`` are CSS within
    it. Without, entries are runs of visible lines: a date, a title and perhaps a teaser. ``boxes`` are the
    headings of boxes, ``until`` lines that end them.
    """

    entry: str | None = None
    title: str | None = None
    link: str = "a::attr(href)"
    date: str | None = None
    teaser: str | None = None
    boxes: tuple[str, ...] = ()
    until: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRules:
    """How the pages of one site are read. The default is a site of which nothing is known: no rules.

    ``fields`` are tried in order before the generic readers; the fields in ``rules_only`` are read by no other.
    ``time_zone`` is an IANA name for dates that state none; ``date_order`` (DMY, MDY, YMD) for slashed ones.
    ``revisit`` says how eagerly its pages are visited again.
    """

    site: str = "generic"
    language: str | None = None
    time_zone: str | None = None
    date_order: str | None = None
    addresses: AddressRules = field(default_factory=AddressRules)
    fields: Mapping[FieldName, tuple[FieldRule, ...]] = field(default_factory=dict)
    rules_only: frozenset[FieldName] = frozenset()
    listing: ListingRule | None = None
    revisit: Policy = field(default_factory=Policy)
