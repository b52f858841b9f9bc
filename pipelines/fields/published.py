"""The dates of publication and of the last change."""

import re
from collections.abc import Iterator
from typing import Any

import lxml.html

from pipelines.fields.candidate import Candidate
from pipelines.fields.moments import DateHints, Moment, parse_moment
from pipelines.page.page import Page

# Names large publishing systems use, the commonest first.
_PUBLISHED_METAS = (
    "article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date", "pubdate",
    "publishdate", "publish_date", "publish-date", "publication_date", "sailthru.date", "dc.date.issued",
    "dcterms.issued", "dc.date", "dcterms.date", "dcterms.created", "dc.date.created", "cxenseparse:recs:publishtime",
    "bt:pubdate", "originalpublicationdate", "article_date_original", "citation_publication_date", "date",
)  # fmt: skip
_MODIFIED_METAS = ("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "last-modified")
_PUBLISHED_CLASS = re.compile(r"publish|pubdate|posted|entry-date|created", re.IGNORECASE)
_ADDRESS_DAY = re.compile(r"/((?:19|20)\d{2})[/-](\d{1,2})[/-](\d{1,2})(?:/|-|$)")
_MAX_TIMES = 12


def read_published(page: Page, hints: DateHints) -> Iterator[Candidate[Moment]]:
    """The dates of publication ``page`` states: JSON-LD, meta, microdata, time elements, address."""
    yield from _json_ld(page, hints, "datePublished", "dateCreated", "uploadDate")
    yield from _metas(page, hints, _PUBLISHED_METAS)
    for element in page.tree.xpath('//*[contains(@itemprop, "datePublished")]')[:3]:
        yield from _moment(_stated(element), "microdata:datePublished", hints)
    times = page.tree.xpath("//time")[:_MAX_TIMES]
    for element in sorted(times, key=lambda element: not _is_marked_published(element)):
        yield from _moment(_stated(element), "element:time", hints)
    day = _ADDRESS_DAY.search(page.address)
    if day:
        yield from _moment(f"{day[1]}-{int(day[2]):02}-{int(day[3]):02}", "address", hints)


def read_modified(page: Page, hints: DateHints) -> Iterator[Candidate[Moment]]:
    """The dates of the last change ``page`` states: JSON-LD, meta, microdata."""
    yield from _json_ld(page, hints, "dateModified")
    yield from _metas(page, hints, _MODIFIED_METAS)
    for element in page.tree.xpath('//*[contains(@itemprop, "dateModified")]')[:3]:
        yield from _moment(_stated(element), "microdata:dateModified", hints)


def _json_ld(page: Page, hints: DateHints, *keys: str) -> Iterator[Candidate[Moment]]:
    for key in keys:
        yield from _moment(page.markup.article.get(key), f"json-ld:{key}", hints)


def _metas(page: Page, hints: DateHints, names: tuple[str, ...]) -> Iterator[Candidate[Moment]]:
    for name, content in page.markup.meta(*names):
        yield from _moment(content, f"meta:{name}", hints)


def _moment(stated: Any, source: str, hints: DateHints) -> Iterator[Candidate[Moment]]:
    moment = parse_moment(stated, hints) if isinstance(stated, str) else None
    if moment:
        yield Candidate(moment, source)


def _stated(element: lxml.html.HtmlElement) -> str:
    return element.get("datetime") or element.get("content") or "".join(element.itertext())


def _is_marked_published(element: lxml.html.HtmlElement) -> bool:
    marks = " ".join(element.get(name) or "" for name in ("class", "itemprop", "pubdate"))
    return bool(_PUBLISHED_CLASS.search(marks))
