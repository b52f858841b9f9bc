"""Deciding what to ask an unknown site next: pure, from the answers so far."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urljoin

from archive.outcomes import Outcome
from pipelines.record import PageRecord
from pipelines.rules.addresses import plain_address
from spiders.probe.facts import PageFacts, is_front_page
from spiders.probe.hosts import is_same_site
from spiders.probe.source_facts import SourceFacts

# Requests of a probe at most, robots.txt not counted.
MAX_REQUESTS = 10
_SAMPLES = 3
_FEEDS = 2
_SITEMAPS = 2
# With so many articles on its front page, a site needs no guess at where its feed is.
_ENOUGH_ARTICLES = 5
# Where the common publishing systems have them.
_FEED_PLACES = ("/feed", "/rss.xml")
_SITEMAP_PLACE = "/sitemap.xml"
# After these no other address of the site would answer.
_HOPELESS = (Outcome.UNREACHABLE, Outcome.TIMEOUT, Outcome.ROBOTS_UNKNOWN)


class What(StrEnum):
    """What is hoped for at an address."""

    FRONT = "front page"
    GIVEN = "page"
    SECTION = "section"
    ARTICLE = "article"
    FEED = "feed"
    SITEMAP = "sitemap"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """An address to ask for. A guess is one that nothing names: that it is not there says nothing."""

    address: str
    what: What
    is_guess: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of a wish. ``outcome`` says why nothing could be read, ``problem`` the same in words; None: it came.

    ``page`` are the facts of an HTML page, ``record`` what it says as an article, ``source`` those of a feed or
    sitemap. ``is_challenged``: the answer was a test for browsers.
    """

    wish: Wish
    final_address: str | None = None
    status: int | None = None
    outcome: Outcome | None = None
    problem: str | None = None
    page: PageFacts | None = None
    record: PageRecord | None = None
    source: SourceFacts | None = None
    is_challenged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Robots:
    """What a site's robots.txt says beside what it forbids; ``crawl_delay`` in seconds, None: it asks for none."""

    sitemaps: tuple[str, ...] = ()
    crawl_delay: float | None = None


def next_wishes(address: str, robots: Robots, answers: Sequence[Answer]) -> tuple[Wish, ...]:
    """What to ask next of the site at ``address``; nothing: the probe is at its end."""
    if not answers:
        given = () if is_front_page(address) else (Wish(address=address, what=What.GIVEN),)
        return (Wish(address=urljoin(address, "/"), what=What.FRONT), *given)
    if all(answer.outcome in _HOPELESS for answer in answers):
        return ()
    asked = {plain_address(answer.wish.address) for answer in answers}
    asked |= {answer.final_address for answer in answers if answer.final_address}
    fresh: dict[str, Wish] = {}
    for wish in _wishes(address, robots, answers):
        if plain_address(wish.address) not in asked and is_same_site(wish.address, address):
            fresh.setdefault(plain_address(wish.address), wish)
    return tuple(fresh.values())[: max(0, MAX_REQUESTS - len(answers))]


def _wishes(address: str, robots: Robots, answers: Sequence[Answer]) -> Iterator[Wish]:
    """All that is worth asking, whether it was asked before or not; what matters most first."""
    pages = [answer.page for answer in answers if answer.page and answer.wish.what is not What.ARTICLE]
    for sample in _samples(pages, answers):
        yield Wish(address=sample, what=What.ARTICLE)
    yield from _sitemaps(address, robots, answers, has_page=bool(pages))
    yield from _feeds(address, pages, answers)
    for section in [section for page in pages for section in page.sections][:1]:
        yield Wish(address=section, what=What.SECTION)


def _samples(pages: Sequence[PageFacts], answers: Sequence[Answer]) -> list[str]:
    """A few articles from the whole length of the page with the most; of feeds and sitemaps where no page has any.

    None once some were asked for.
    """
    if any(answer.wish.what is What.ARTICLE for answer in answers):
        return []
    lists = [page.articles for page in pages] or [()]
    articles = max(lists, key=len)
    sources = [answer.source.addresses for answer in answers if answer.source]
    if not articles and sources:
        articles = max(sources, key=len)
    places = {round(number * (len(articles) - 1) / (_SAMPLES - 1)) for number in range(_SAMPLES)}
    return [articles[place] for place in sorted(places) if place < len(articles)] if articles else []


def _sitemaps(address: str, robots: Robots, answers: Sequence[Answer], *, has_page: bool) -> Iterator[Wish]:
    """The sitemaps that robots.txt names, else the usual place; of a map of maps, one."""
    for sitemap in robots.sitemaps[:_SITEMAPS]:
        yield Wish(address=sitemap, what=What.SITEMAP)
    if not robots.sitemaps and has_page:
        yield Wish(address=urljoin(address, _SITEMAP_PLACE), what=What.SITEMAP, is_guess=True)
    found = [answer.source for answer in answers if answer.source and answer.wish.what is What.SITEMAP]
    if not any(source.addresses for source in found):
        for source in found:
            for child in source.parts[:1]:
                yield Wish(address=child, what=What.SITEMAP)


def _feeds(address: str, pages: Sequence[PageFacts], answers: Sequence[Answer]) -> Iterator[Wish]:
    """The feeds that pages name; where neither a page nor a sitemap leads to articles, the usual places."""
    named = [feed for page in pages for feed in page.feeds][:_FEEDS]
    for feed in named:
        yield Wish(address=feed, what=What.FEED)
    has_enough = any(len(page.articles) >= _ENOUGH_ARTICLES for page in pages)
    leads_on = any(answer.source and answer.source.leads_on for answer in answers)
    is_next = any(answer.wish.what is What.SITEMAP for answer in answers)
    if pages and is_next and not (named or has_enough or leads_on):
        tried = sum(answer.wish.what is What.FEED for answer in answers)
        for place in _FEED_PLACES[tried : tried + 1]:
            yield Wish(address=urljoin(address, place), what=What.FEED, is_guess=True)
