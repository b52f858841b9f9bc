"""From what a probe found to a site definition: pure."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urljoin

from pipelines.rules.site_rules import SiteRules
from spiders.probe.findings import Findings
from spiders.site import ADDRESS_ALONE, Listings, Politeness, SiteDefinition, site_at


def definition_of(findings: Findings, name: str | None = None) -> SiteDefinition:
    """The definition of the site in ``findings``, called ``name`` (its host's name without one)."""
    rough = site_at(findings.address)
    name = name or rough.name
    address = urljoin(findings.address, "/")
    if findings.moved_to:
        address = f"{address.partition('://')[0]}://{findings.moved_to}/"
    return SiteDefinition(
        name=name,
        title=findings.title or rough.title,
        address=address,
        origin=ADDRESS_ALONE,
        hosts=findings.hosts,
        listings=Listings(start=tuple(_starts(findings, address)), next_as=rough.listings.next_as),
        rules=SiteRules(site=name, language=findings.language),
        politeness=replace(rough.politeness, delay_seconds=_delay(findings, rough.politeness)),
    )


def _starts(findings: Findings, address: str) -> Iterator[str]:
    """Where the listings begin: the pages looked at that list articles, the other editions; else the front page."""
    found = [start.address for start in findings.starts if start.articles]
    yield from dict.fromkeys([*found, *findings.editions] or [address])


def _delay(findings: Findings, politeness: Politeness) -> float:
    """The wait between two requests: as robots.txt asks where that is longer."""
    return max(politeness.delay_seconds, findings.crawl_delay or 0.0)
