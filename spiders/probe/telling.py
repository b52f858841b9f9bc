"""What a probe found, in plain lines for people."""

from collections.abc import Iterator

from pipelines.rules.link_rules import PageKind
from spiders.probe.answer import Sample
from spiders.probe.findings import Findings, Source
from spiders.probe.known import ListPage

_BODY_CHARACTERS = 90
_SHOWN = 3
_READS_AS = {PageKind.LISTING: "a list", PageKind.OTHER: "no article", PageKind.ARTICLE: "an article"}


def counted(count: int, noun: str) -> str:
    """``count`` and what is counted, as in "3 articles"."""
    plural = f"{noun[:-1]}ies" if noun.endswith("ry") else f"{noun}s"
    return f"{count} {noun if count == 1 else plural}"


def findings_lines(findings: Findings) -> Iterator[str]:
    """What was found, one line for each thing; the notices of ``findings`` are lines of their own."""
    title = f" ({findings.title})" if findings.title else ""
    yield f"{findings.address}{title}: looked at with {counted(findings.requests, 'request')}"
    for label, text in _found(findings):
        yield f"  {label:<13} {text}"


def _found(findings: Findings) -> Iterator[tuple[str, str]]:
    if findings.moved_to:
        yield "moved to", findings.moved_to
    yield from (("page", list_words(page)) for page in findings.lists)
    yield from (("feed", source_words(source)) for source in findings.feeds)
    yield from (("sitemap", source_words(source)) for source in findings.sitemaps)
    yield from _named(findings)


def _named(findings: Findings) -> Iterator[tuple[str, str]]:
    if findings.sections:
        more = f" and {len(findings.sections) - _SHOWN} more" if len(findings.sections) > _SHOWN else ""
        yield "sections", f"{', '.join(findings.sections[:_SHOWN])}{more}"
    if findings.editions:
        yield "editions", ", ".join(findings.editions)
    if findings.language:
        yield "language", findings.language
    if findings.crawl_delay:
        yield "crawl-delay", f"{findings.crawl_delay:g} s, as robots.txt asks"


def list_words(page: ListPage) -> str:
    """What a page that was asked for as a list leads to, and where it goes on."""
    facts = page.facts
    goes_on = f", goes on at {facts.next_page} (by {facts.next_source})" if facts.next_page else ""
    return f"{facts.address}: leads to {counted(len(page.articles), 'article')}{goes_on}"


def sample_lines(sample: Sample) -> Iterator[str]:
    """One page as it will be stored: title, date, views and how the body begins."""
    record, verdict = sample.record, sample.verdict
    date = record.published_at.isoformat(sep=" ", timespec="minutes") if record.published_at else "no date"
    views = f"{record.views} views" if record.views is not None else "no views"
    if record.refused or verdict.kind is not PageKind.ARTICLE:
        why = record.refused.meaning if record.refused else f"it reads as {_READS_AS[verdict.kind]} ({verdict.reason})"
        yield f"  not stored    {record.address}: {why}"
        return
    yield f"  article       {record.title or 'no title'}"
    yield f"                {date}, {views}, {record.address}"
    body = " ".join((record.body or "").split())
    yield f"                {body[:_BODY_CHARACTERS].rstrip()}{'…' if len(body) > _BODY_CHARACTERS else ''}"


def source_words(source: Source) -> str:
    """What a feed or a sitemap holds."""
    facts = source.facts
    if facts.parts and not facts.addresses:
        return f"{source.address}: {facts.form} of {counted(len(facts.parts), 'sitemap')}"
    return f"{source.address}: {facts.form}, {'more than ' if facts.has_more else ''}{counted(facts.entries, 'entry')}"
