"""From what a probe found to a site definition: pure."""

from dataclasses import replace
from urllib.parse import urljoin

from pipelines.rules.addresses import host_of
from pipelines.rules.site_rules import SiteRules
from spiders.probe.facts import is_front_page
from spiders.probe.findings import Findings, Source
from spiders.site import ADDRESS_ALONE, Listings, Politeness, SiteDefinition, Sources, site_at


def definition_of(findings: Findings, name: str | None = None) -> SiteDefinition:
    """The definition of the site in ``findings``, called ``name`` (its host's name without one)."""
    rough = site_at(findings.address)
    name = name or rough.name
    address = urljoin(findings.address, "/")
    if findings.moved_to:
        address = next(
            (urljoin(page.facts.address, "/") for page in findings.lists
             if host_of(page.facts.address) == findings.moved_to), address,
        )  # fmt: skip
    return SiteDefinition(
        name=name,
        title=findings.title or rough.title,
        address=address,
        origin=ADDRESS_ALONE,
        hosts=findings.hosts | {host_of(address)},
        listings=Listings(start=starts(findings, address)),
        sources=Sources(feeds=_on_site(findings, findings.feeds), sitemaps=_on_site(findings, findings.sitemaps)),
        rules=SiteRules(site=name, language=findings.language),
        politeness=replace(rough.politeness, delay_seconds=_delay(findings, rough.politeness)),
        links=findings.links,
    )


def starts(findings: Findings, address: str) -> tuple[str, ...]:
    """Where the site's listings begin: at its front pages if they list articles, else at what was found that does."""
    found = [page.facts.address for page in findings.lists if page.articles]
    fronts = [one for one in found if is_front_page(one)]
    return tuple(dict.fromkeys([*(fronts or found), *findings.editions] or [address]))


def _on_site(findings: Findings, sources: tuple[Source, ...]) -> tuple[str, ...]:
    return tuple(source.address for source in sources if host_of(source.address) in findings.hosts)


def _delay(findings: Findings, politeness: Politeness) -> float:
    """The wait between two requests: as robots.txt asks where that is longer."""
    return max(politeness.delay_seconds, findings.crawl_delay or 0.0)
