"""A site file as text: a definition that a probe made, with what it was made of in comments."""

from collections.abc import Iterable, Iterator
from datetime import datetime

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.items import AoT, Item, Table

from pipelines.rules.addresses import host_of
from spiders.links import rows_of
from spiders.probe.findings import Findings
from spiders.probe.telling import counted, list_words, source_words
from spiders.site import SiteDefinition

_WIDTH = 116


def site_text(site: SiteDefinition, findings: Findings, now: datetime) -> str:
    """The text of the site file of ``site``, which was made of ``findings`` at ``now``.

    `spiders.site_file.read_site_file` reads it back to the same definition.
    """
    document = tomlkit.document()
    _comment(document, _head(site, findings, now))
    document.add(tomlkit.nl())
    _add_top(document, site, findings)
    document.add("listings", _listings(site, findings))
    if site.sources.feeds or site.sources.sitemaps:
        document.add("sources", _sources(site, findings))
    document.add("politeness", _politeness(site, findings))
    if site.links:
        document.add("links", _links(site))
    return tomlkit.dumps(document)


def _head(site: SiteDefinition, findings: Findings, now: datetime) -> Iterator[str]:
    yield f"{site.title}, as newsreel found it on {now:%Y-%m-%d} with {counted(findings.requests, 'request')}."
    yield "Change what is wrong: newsreel never writes over this file unasked. All keys: docs/sites.md"
    anew = f"newsreel sites add {findings.address} --name {site.name} --force"
    yield f"Is it still right?  newsreel sites check     Look anew:  {anew}"
    yield from (f"Note: {notice.text}." for notice in findings.notices)


def _add_top(document: TOMLDocument, site: SiteDefinition, findings: Findings) -> None:
    document.add("name", _item(site.name))
    document.add("title", _item(site.title))
    document.add("address", _item(site.address))
    further = sorted(site.hosts - {host_of(site.address)})
    if further:
        document.add("hosts", _item(further, "further hosts of the site"))
    if site.rules.language:
        document.add("language", _item(site.rules.language, "of pages that do not say; the front page is in it"))
    else:
        document.add(tomlkit.comment('language = "en"    # of pages that do not say; what was looked at does not tell'))
    document.add(tomlkit.comment(_time_zone(findings)))


def _time_zone(findings: Findings) -> str:
    """What the samples say about the zone of the site's dates."""
    dated = [sample.record for sample in findings.samples if sample.record.published_at is not None]
    stated = [record.published_offset_minutes for record in dated if record.published_offset_minutes is not None]
    if not dated or len(stated) < len(dated):
        return 'time_zone = "Europe/Lisbon"    # of dates that state none; no page looked at tells which it is'
    zones = ", ".join(_offset(minutes) for minutes in sorted(set(stated)))
    return f'time_zone = "Europe/Lisbon"    # of dates that state none; those of the pages looked at do ({zones})'


def _offset(minutes: int) -> str:
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def _listings(site: SiteDefinition, findings: Findings) -> Table:
    table = tomlkit.table()
    _comment(table, _evidence(findings))
    table.add("start", _item(_relative(site.listings.start, site)))
    table.add("max_pages", _item(site.listings.max_pages, "pages read of each list"))
    _comment(table, ['next_as = ["Older"]    # words of the link to a list\'s next page, if it is not found without'])
    return table


def _evidence(findings: Findings) -> Iterator[str]:
    yield from map(list_words, findings.lists)
    if findings.editions:
        yield f"The front page in other languages, by its head: {', '.join(findings.editions)}"
    if findings.sections:
        yield f"Followed as they are found, without being named here: {', '.join(findings.sections[:20])}"


def _sources(site: SiteDefinition, findings: Findings) -> Table:
    table = tomlkit.table()
    _comment(table, map(source_words, (*findings.feeds, *findings.sitemaps)))
    if site.sources.feeds:
        table.add("feeds", _item(_relative(site.sources.feeds, site)))
    if site.sources.sitemaps:
        table.add("sitemaps", _item(_relative(site.sources.sitemaps, site)))
    return table


def _politeness(site: SiteDefinition, findings: Findings) -> Table:
    table = tomlkit.table()
    wish = f"{findings.crawl_delay:g}" if findings.crawl_delay else "none"
    delay = _item(site.politeness.delay_seconds, f"seconds between two requests; robots.txt asks for {wish}")
    table.add("delay_seconds", delay)
    table.add("concurrent_requests", _item(site.politeness.concurrent_requests))
    return table


def _links(site: SiteDefinition) -> AoT:
    """What the pages looked at show of where links lead; crawls go on learning from there."""
    tables = tomlkit.aot()
    for row in rows_of(site.links):
        table = tomlkit.table()
        for key, value in row.items():
            table.add(key, _item(value))
        tables.append(table)
    return tables


def _relative(addresses: Iterable[str], site: SiteDefinition) -> list[str]:
    """``addresses`` as a site file has them: without the site's own where they are below it."""
    root = site.address.rstrip("/")
    return [one.removeprefix(root) if one.startswith(site.address) else one for one in addresses]


def _item(value: str | float | Iterable[str], comment: str | None = None) -> Item:
    """``value`` as TOML; a list with one value a line where it would be long."""
    if isinstance(value, str | float | int):
        item: Item = tomlkit.item(value)
    else:
        array = tomlkit.array()
        array.extend(value)
        item = array.multiline(len(array.as_string()) > _WIDTH)
    return item.comment(comment) if comment else item


def _comment(table: TOMLDocument | Table, lines: Iterable[str]) -> None:
    """Add ``lines`` as comments of a readable width."""
    for line in lines:
        for part in _wrapped(line):
            table.add(tomlkit.comment(part))


def _wrapped(text: str) -> Iterator[str]:
    line = ""
    for word in text.split(" "):
        if line and len(line) + len(word) >= _WIDTH:
            yield line
            line = ""
        line = f"{line} {word}" if line else word
    yield line
