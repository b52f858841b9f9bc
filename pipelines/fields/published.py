"""The dates of publication and of the last change."""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import islice
from typing import Any

import lxml.html

from pipelines.fields.candidate import Candidate
from pipelines.fields.moments import DateHints, Moment, Precision, parse_moment, parse_stamp
from pipelines.fields.written_dates import dates_within, parse_relative
from pipelines.page.page import Page
from pipelines.page.text import fold, shown_text

# Names large publishing systems use, the commonest first.
_PUBLISHED_METAS = (
    "article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date", "og:published_time",
    "article:published", "pubdate", "publishdate", "publish_date", "publish-date", "publication_date", "published_time",
    "sailthru.date", "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date", "dcterms.created",
    "dc.date.created", "dc.created", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "bt:pubdate",
    "rnews:datepublished",
    "article.published", "date.published", "originalpublicationdate", "article_date_original",
    "citation_publication_date", "datecreated", "shareaholic:article_published_time", "mediator_published_time",
    "gsa_date", "release_date", "created", "date",
)  # fmt: skip
_MODIFIED_METAS = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "article:modified", "datemodified",
    "dcterms.modified", "dc.date.modified", "last-modified", "lastmod", "revised", "date.modified",
)  # fmt: skip
_PUBLISHED_CLASS = re.compile(r"publish|pubdate|posted|entry-date|post-date|article.?date|created", re.IGNORECASE)
_MODIFIED_CLASS = re.compile(r"updated|modified|edited|changed", re.IGNORECASE)
_ADDRESS_DAY = re.compile(r"/((?:19|20)\d{2})[/-](\d{1,2})[/-](\d{1,2})(?:/|-|$)")
_MAX_TIMES = 12
_MAX_PROPERTIES = 3
_GROUP_LEVELS = 2  # elements around a heading that still hold its own date and no other article's
_MAX_DATED = 20
_DISAGREEMENT = timedelta(days=1)
_CONTRADICTION = timedelta(days=3)  # from which an address is believed rather than what stands somewhere on the page
_DECLARED, _MARKED, _ADDRESS, _SHOWN, _RELATIVE = 0.95, 0.8, 0.6, 0.5, 0.3


def read_published(page: Page, hints: DateHints) -> Iterator[Candidate[Moment]]:
    """The dates of publication ``page`` states: JSON-LD, meta, microdata, time elements, address, visible text.

    Where the first date that is only seen on the page contradicts the day in the address, the address comes first.
    """
    yield from _declared(page, hints)
    address = next(_address(page, hints), None)
    seen = _seen(page, hints)
    nearest = next(seen, None)
    if address and nearest and abs(nearest.value.at - address.value.at) > _CONTRADICTION:
        yield Candidate(address.value, address.source)
    if nearest:
        yield nearest
        yield from seen
    if address:
        yield address
    if not nearest and not address:
        yield from _relative(page, hints)


def read_modified(page: Page, hints: DateHints) -> Iterator[Candidate[Moment]]:
    """The dates of the last change ``page`` states: JSON-LD, meta, microdata."""
    yield from _json_ld(page.markup.article, hints, "dateModified")
    yield from _metas(page, hints, _MODIFIED_METAS)
    for node in page.markup.pages:
        yield from _json_ld(node, hints, "dateModified")
    for element in page.properties("dateModified")[:_MAX_PROPERTIES]:
        yield from _stated(element, "microdata:dateModified", hints)


def dates_disagree(page: Page, hints: DateHints, chosen: Moment) -> bool:
    """Whether another date of publication that ``page`` declares is more than a day from ``chosen``.

    A day without an hour is as long as a day: it disagrees where no hour of it would agree.
    """
    declared = [next(_json_ld(page.markup.article, hints, "datePublished"), None)]
    declared += [next(_metas(page, hints, _PUBLISHED_METAS), None), next(_address(page, hints), None)]
    declared += _beside_heading(page, hints)
    return any(_is_apart(candidate.value, chosen) for candidate in declared if candidate)


def _is_apart(one: Moment, other: Moment) -> bool:
    days = sum(moment.precision is Precision.DAY for moment in (one, other))
    return abs(one.at - other.at) > _DISAGREEMENT * (1 + days)


def _declared(page: Page, hints: DateHints) -> Iterator[Candidate[Moment]]:
    yield from _json_ld(page.markup.article, hints, "datePublished", "dateCreated", "uploadDate")
    yield from _metas(page, hints, _PUBLISHED_METAS)
    for node in page.markup.pages:
        yield from _json_ld(node, hints, "datePublished", "uploadDate")
    for element in page.properties("datePublished")[:_MAX_PROPERTIES]:
        yield from _stated(element, "microdata:datePublished", hints)


def _seen(page: Page, hints: DateHints) -> Iterator[Candidate[Moment]]:
    """The dates in elements that a reader sees: time elements, those marked as publication first, then marked texts."""
    yield from _times(page, hints)
    for element in page.markup.times[:_MAX_TIMES]:
        yield from _stated(element, "element:time", hints)
    dated = page.marked.dates[:_MAX_DATED]
    for element in sorted(dated, key=lambda element: not _is_marked(element, _PUBLISHED_CLASS)):
        confidence = _MARKED if _is_marked(element, _PUBLISHED_CLASS) else _SHOWN
        text = fold(shown_text(element))
        for moment in () if _is_marked(element, _MODIFIED_CLASS) else dates_within(text, hints):
            yield Candidate(moment, "element:date", confidence)


def _times(page: Page, hints: DateHints) -> Iterator[Candidate[Moment]]:
    for element in page.markup.times[:_MAX_TIMES]:
        if _is_marked(element, _PUBLISHED_CLASS):
            yield from _stated(element, "element:time", hints)


def _beside_heading(page: Page, hints: DateHints) -> Iterator[Candidate[Moment]]:
    """The date of the first time element below the first heading, where it stands in one group with it."""
    heading, times = page.markup.headings[:1], page.markup.times[:1]
    if heading and times and not _is_marked(times[0], _MODIFIED_CLASS):
        groups = list(islice(heading[0].iterancestors(), _GROUP_LEVELS))
        if any(group in groups for group in islice(times[0].iterancestors(), 2 * _GROUP_LEVELS)):
            yield from _moment(times[0].get("datetime"), "element:time", hints)


def _relative(page: Page, hints: DateHints) -> Iterator[Candidate[Moment]]:
    for element in [*page.markup.times[:3], *page.marked.dates[:5]]:
        moment = parse_relative(fold(shown_text(element)), hints)
        if moment:
            yield Candidate(moment, "element:time", _RELATIVE)


def _address(page: Page, hints: DateHints) -> Iterator[Candidate[Moment]]:
    day = _ADDRESS_DAY.search(page.address)
    if day:
        yield from _moment(f"{day[1]}-{int(day[2]):02}-{int(day[3]):02}", "address", hints, _ADDRESS)


def _json_ld(node: Mapping[str, Any], hints: DateHints, *keys: str) -> Iterator[Candidate[Moment]]:
    for key in keys:
        yield from _moment(node.get(key), f"json-ld:{key}", hints, 1.0)


def _metas(page: Page, hints: DateHints, names: tuple[str, ...]) -> Iterator[Candidate[Moment]]:
    for name, content in page.markup.meta(*names):
        yield from _moment(content, f"meta:{name}", hints)


def _stated(element: lxml.html.HtmlElement, source: str, hints: DateHints) -> Iterator[Candidate[Moment]]:
    for text in (element.get("datetime"), element.get("content"), shown_text(element)):
        yield from _moment(text, source, hints, _MARKED)


def _moment(stated: Any, source: str, hints: DateHints, confidence: float = _DECLARED) -> Iterator[Candidate[Moment]]:
    if isinstance(stated, list):
        stated = stated[0] if stated else None
    if isinstance(stated, str):
        moment = parse_moment(stated, hints) or parse_stamp(stated.strip(), hints)
        if moment:
            yield Candidate(moment, source, confidence)


def _is_marked(element: lxml.html.HtmlElement, marks: re.Pattern[str]) -> bool:
    return bool(marks.search(" ".join(element.get(name) or "" for name in ("class", "itemprop", "pubdate", "id"))))
