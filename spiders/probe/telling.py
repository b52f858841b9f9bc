"""What a probe found, in plain lines for people."""

from collections.abc import Iterator

from pipelines.record import PageRecord
from spiders.probe.findings import Findings, Source

_BODY_CHARACTERS = 90
_SHOWN = 3


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
    for start in findings.starts:
        goes_on = f", goes on at {start.next_page}" if start.next_page else ""
        yield "page", f"{start.address}: leads to {counted(start.articles, 'article')}{goes_on}"
    yield from (("feed", _source(source)) for source in findings.feeds)
    yield from (("sitemap", _source(source)) for source in findings.sitemaps)
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


def sample_lines(record: PageRecord) -> Iterator[str]:
    """One page as it will be stored: title, date, views and how the body begins."""
    date = record.published_at.isoformat(sep=" ", timespec="minutes") if record.published_at else "no date"
    views = f"{record.views} views" if record.views is not None else "no views"
    if record.refused:
        yield f"  not stored    {record.address}: {record.refused.meaning}"
        return
    yield f"  article       {record.title or 'no title'}"
    yield f"                {date}, {views}, {record.address}"
    body = " ".join((record.body or "").split())
    yield f"                {body[:_BODY_CHARACTERS].rstrip()}{'…' if len(body) > _BODY_CHARACTERS else ''}"


def _source(source: Source) -> str:
    facts = source.facts
    if facts.parts and not facts.addresses:
        return f"{source.address}: {facts.form} of {counted(len(facts.parts), 'sitemap')}"
    return f"{source.address}: {facts.form}, {counted(facts.entries, 'entry')}"
