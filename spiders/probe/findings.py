"""What a probe found out about a site, put together from its answers: pure."""

from dataclasses import dataclass

from pipelines.rules.addresses import host_of
from pipelines.rules.link_rules import LinkRules
from spiders.links import rows_of, rules_of
from spiders.probe.answer import Sample, What
from spiders.probe.facts import is_front_page
from spiders.probe.hosts import is_same_site, twins
from spiders.probe.known import Known, ListPage
from spiders.probe.notices import Notice, notices_of
from spiders.probe.source_facts import SourceFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A feed or sitemap of the site that could be read, and what it holds."""

    address: str
    facts: SourceFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What is known of the site at ``address``, the address the probe was given.

    ``lists`` are pages asked for as lists of articles; ``hosts`` those of the site, ``moved_to`` the host that
    answers for the one asked (None: itself); ``editions`` are front pages in other languages; ``links`` what is known
    of where links lead, as far as a site file says it. ``requests`` counts what was asked, robots.txt included.
    """

    address: str
    title: str | None
    language: str | None
    hosts: frozenset[str]
    moved_to: str | None
    lists: tuple[ListPage, ...]
    editions: tuple[str, ...]
    feeds: tuple[Source, ...]
    sitemaps: tuple[Source, ...]
    samples: tuple[Sample, ...]
    links: LinkRules
    crawl_delay: float | None
    notices: tuple[Notice, ...]
    requests: int

    @property
    def sections(self) -> tuple[str, ...]:
        """Other lists that the pages lead to, those in the navigation first, each once."""
        seen = {page.facts.address for page in self.lists}
        found = [section for page in self.lists for section in page.sections if section not in seen]
        return tuple(dict.fromkeys(found))

    @property
    def leads_to_articles(self) -> bool:
        """Whether a crawl has anywhere to begin."""
        return any(page.articles for page in self.lists) or bool(self.feeds or self.sitemaps)


def findings_of(known: Known, *, requests: int) -> Findings:
    """The findings of a probe that asked ``requests`` times and now knows what is ``known``."""
    pages = [page.facts for page in known.lists]
    front = next((page for page in pages if is_front_page(page.address)), pages[0] if pages else None)
    hosts = {*twins(known.address), *(host_of(page.address) for page in pages), *known.hosts}
    feeds, sitemaps = _sources(known, What.FEED), _sources(known, What.SITEMAP)
    titles = [*(page.site_title for page in pages), *(feed.facts.title for feed in feeds)]
    return Findings(
        address=known.address,
        title=next((title for title in titles if title), None),
        language=front.language if front and not known.editions else None,
        hosts=frozenset(host for host in hosts if is_same_site(f"http://{host}/", known.address)),
        moved_to=host_of(front.address) if front and host_of(front.address) != host_of(known.address) else None,
        lists=known.lists,
        editions=known.editions,
        feeds=feeds,
        sitemaps=sitemaps,
        samples=tuple(answer.sample for answer in known.answers if answer.sample),
        links=rules_of(rows_of(known.rules)),
        crawl_delay=known.robots.crawl_delay,
        notices=tuple(notices_of(known)),
        requests=requests,
    )


def _sources(known: Known, what: What) -> tuple[Source, ...]:
    """The sources of one kind that lead somewhere; the sitemaps of an index are found from it again."""
    parts: set[str] = set()  # of those asked before: an index may name itself
    found: list[Source] = []
    for answer in known.of(what):
        if answer.source and answer.source.leads_on and answer.wish.address not in parts:
            found.append(Source(address=answer.wish.address, facts=answer.source))
        parts.update(answer.source.parts if answer.source else ())
    return tuple(found)
