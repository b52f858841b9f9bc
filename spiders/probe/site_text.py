"""A site file as text: a definition that a probe made, with what it was made of in comments."""

from collections.abc import Iterable, Iterator
from datetime import datetime

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.items import Item, Table

from pipelines.rules.addresses import host_of
from spiders.probe.findings import Findings, Start
from spiders.probe.telling import counted
from spiders.site import SiteDefinition

_WIDTH = 116


def site_text(site: SiteDefinition, findings: Findings, now: datetime) -> str:
    """The text of the site file of ``site``, which was made of ``findings`` at ``now``.

    `spiders.site_file.read_site_file` reads it back to the same definition.
    """
    document = tomlkit.document()
    for line in _head(site, findings, now):
        document.add(tomlkit.comment(line))
    document.add(tomlkit.nl())
    _add_top(document, site, findings)
    document.add("listings", _listings(site, findings))
    document.add("politeness", _politeness(site, findings))
    return tomlkit.dumps(document)


def _head(site: SiteDefinition, findings: Findings, now: datetime) -> Iterator[str]:
    yield f"{site.title}, as newsreel found it on {now:%Y-%m-%d} with {counted(findings.requests, 'request')}."
    yield "Change what is wrong: newsreel reads this file and never writes over it. All keys: docs/sites.md"
    yield f"Is it still right?  newsreel sites check     Look anew:  newsreel sites add {findings.address} --force"
    for notice in findings.notices:
        yield from _wrapped(f"Note: {notice.text}.")


def _add_top(document: TOMLDocument, site: SiteDefinition, findings: Findings) -> None:
    document.add("name", _item(site.name))
    document.add("title", _item(site.title))
    document.add("address", _item(site.address))
    further = sorted(site.hosts - {host_of(site.address)})
    if further:
        document.add("hosts", _item(further))
    if site.rules.language:
        language = _item(site.rules.language)
        language.comment("of pages that do not say; the front page is in it")
        document.add("language", language)
    else:
        document.add(tomlkit.comment('language = "en"    # of pages that do not say; the front page does not tell'))
    document.add(tomlkit.comment(_time_zone(findings)))


def _time_zone(findings: Findings) -> str:
    """What the samples say about the zone of the site's dates."""
    dated = [sample for sample in findings.samples if sample.published_at is not None]
    offsets = sorted({sample.published_offset_minutes for sample in dated if sample.published_offset_minutes})
    if dated and all(sample.published_offset_minutes is not None for sample in dated):
        stated = ", ".join(f"{minutes // 60:+03d}:{minutes % 60:02d}" for minutes in offsets) or "UTC"
        return f'The dates of the pages looked at state their zone ({stated}); else: time_zone = "Europe/Lisbon"'
    return 'time_zone = "Europe/Lisbon"    # of dates that state none; no page looked at tells which it is'


def _listings(site: SiteDefinition, findings: Findings) -> Table:
    table = tomlkit.table()
    for line in _evidence(findings):
        table.add(tomlkit.comment(line))
    root = site.address.rstrip("/")
    table.add("start", _item([one.removeprefix(root) or "/" for one in site.listings.start]))
    table.add(tomlkit.comment("Words of links to the next page of a list; rel=next and the usual forms count without."))
    table.add("next_as", _item(site.listings.next_as))
    pages = _item(site.listings.max_pages)
    pages.comment("pages read of each list")
    table.add("max_pages", pages)
    return table


def _evidence(findings: Findings) -> Iterator[str]:
    for start in findings.starts:
        yield from _wrapped(_told(start))
    if findings.editions:
        yield from _wrapped(f"In other languages, by their links in the head: {', '.join(findings.editions)}")
    if findings.sections:
        yield from _wrapped(f"Sections it leads to, followed as they are found: {', '.join(findings.sections[:20])}")


def _told(start: Start) -> str:
    goes_on = f", and goes on at {start.next_page}" if start.next_page else ""
    return f"{start.address} leads to {counted(start.articles, 'article')}{goes_on}."


def _politeness(site: SiteDefinition, findings: Findings) -> Table:
    table = tomlkit.table()
    delay = _item(site.politeness.delay_seconds)
    wish = f"robots.txt asks for {findings.crawl_delay:g}" if findings.crawl_delay else "robots.txt asks for none"
    delay.comment(f"seconds between two requests; {wish}")
    table.add("delay_seconds", delay)
    table.add("concurrent_requests", _item(site.politeness.concurrent_requests))
    return table


def _item(value: str | float | Iterable[str]) -> Item:
    """``value`` as TOML; a list with one value a line where it would be long."""
    if isinstance(value, str | float | int):
        return tomlkit.item(value)
    array = tomlkit.array()
    array.extend(value)
    array.multiline(len(array.as_string()) > _WIDTH)
    return array


def _wrapped(text: str) -> Iterator[str]:
    """``text`` in comment lines of a readable width."""
    line = ""
    for word in text.split():
        if line and len(line) + len(word) >= _WIDTH:
            yield line
            line = ""
        line = f"{line} {word}" if line else word
    yield line
