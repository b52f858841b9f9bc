"""What a probe found out about a site, put together from its answers: pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.record import PageRecord
from pipelines.rules.addresses import host_of
from spiders.probe.asking import Answer, Robots, What
from spiders.probe.facts import PageFacts, is_front_page
from spiders.probe.hosts import is_same_site, twins
from spiders.probe.notices import Notice, notices_of
from spiders.probe.source_facts import SourceFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A feed or sitemap of the site that could be read, and what it holds."""

    address: str
    facts: SourceFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """A page the site's articles can be found from: how many it leads to, and where its list goes on (None: unsaid)."""

    address: str
    articles: int
    next_page: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What is known of the site at ``address``, the address the probe was given.

    ``starts`` are pages with lists of articles, the front page first; ``hosts`` those of the site, ``moved_to`` the
    host that answers for the one asked (None: itself); ``editions`` are front pages in other languages; ``samples``
    the records of a few pages asked for as articles. ``requests`` counts what was asked, robots.txt included.
    """

    address: str
    title: str | None
    language: str | None
    hosts: frozenset[str]
    moved_to: str | None
    starts: tuple[Start, ...]
    editions: tuple[str, ...]
    sections: tuple[str, ...]
    feeds: tuple[Source, ...]
    sitemaps: tuple[Source, ...]
    samples: tuple[PageRecord, ...]
    crawl_delay: float | None
    notices: tuple[Notice, ...]
    requests: int

    @property
    def leads_to_articles(self) -> bool:
        """Whether a crawl has anywhere to begin."""
        return any(start.articles for start in self.starts) or bool(self.feeds or self.sitemaps)


def findings_of(address: str, robots: Robots, answers: Sequence[Answer], *, requests: int) -> Findings:
    """The findings of a probe of the site at ``address`` that asked ``requests`` times and got ``answers``."""
    pages = [answer.page for answer in answers if answer.page and answer.wish.what is not What.ARTICLE]
    editions = _editions(address, pages)
    hosts = {*twins(address), *(host_of(page.address) for page in pages), *map(host_of, editions)}
    front = next((page for page in pages if is_front_page(page.address)), pages[0] if pages else None)
    moved_to = host_of(front.address) if front and host_of(front.address) != host_of(address) else None
    feeds = _sources(answers, What.FEED)
    return Findings(
        address=address,
        title=next((page.site_title for page in pages if page.site_title), None)
        or next((feed.facts.title for feed in feeds if feed.facts.title), None),
        language=front.language if front and not editions else None,
        hosts=frozenset(host for host in hosts if is_same_site(f"http://{host}/", address)),
        moved_to=moved_to,
        starts=tuple(
            Start(address=page.address, articles=len(page.articles), next_page=page.next_page) for page in pages
        ),
        editions=editions,
        sections=tuple(dict.fromkeys(section for page in pages for section in page.sections)),
        feeds=feeds,
        sitemaps=_sources(answers, What.SITEMAP),
        samples=tuple(answer.record for answer in answers if answer.record and answer.wish.what is What.ARTICLE),
        crawl_delay=robots.crawl_delay,
        notices=tuple(notices_of(answers)),
        requests=requests,
    )


def _editions(address: str, pages: Sequence[PageFacts]) -> tuple[str, ...]:
    """The front pages of the site in other languages than the one looked at, each once."""
    seen = {page.address for page in pages}
    found = [edition.address for page in pages for edition in page.editions if page.address not in page.articles]
    return tuple(dict.fromkeys(one for one in found if one not in seen and is_same_site(one, address)))


def _sources(answers: Sequence[Answer], what: What) -> tuple[Source, ...]:
    return tuple(
        Source(address=answer.wish.address, facts=answer.source)
        for answer in answers
        if answer.wish.what is what and answer.source and answer.source.leads_on
    )
