"""Deciding what to ask an unknown site next: pure, from what is known so far."""

from collections.abc import Iterator
from urllib.parse import urljoin

from archive.outcomes import Outcome
from pipelines.rules.addresses import plain_address
from spiders.probe.answer import What, Wish
from spiders.probe.facts import is_front_page
from spiders.probe.hosts import is_same_site
from spiders.probe.known import Known

# Requests of a probe at most, robots.txt not counted.
MAX_REQUESTS = 10
_SAMPLES = 3
_MOST_SAMPLES = 5
_FEEDS = 2
_SITEMAPS = 2
# With so many articles on its front page, a site needs no guess at where its feed is.
_ENOUGH_ARTICLES = 5
# Where the common publishing systems have them.
_FEED_PLACES = ("/feed", "/rss.xml")
_SITEMAP_PLACE = "/sitemap.xml"
# After these no other address of the site would answer.
_HOPELESS = (Outcome.UNREACHABLE, Outcome.TIMEOUT, Outcome.ROBOTS_UNKNOWN)


def next_wishes(known: Known) -> tuple[Wish, ...]:
    """What to ask next; nothing: the probe is at its end."""
    if not known.answers:
        given = () if is_front_page(known.address) else (Wish(address=known.address, what=What.GIVEN),)
        return (*given, Wish(address=urljoin(known.address, "/"), what=What.FRONT))
    if all(answer.outcome in _HOPELESS for answer in known.answers):
        return ()
    asked = {plain_address(answer.wish.address) for answer in known.answers}
    asked |= {answer.final_address for answer in known.answers if answer.final_address}
    fresh: dict[str, Wish] = {}
    for wish in _wishes(known):
        address = plain_address(wish.address)
        if address not in asked and is_same_site(address, known.address):
            fresh.setdefault(address, wish)
    return tuple(fresh.values())[: max(0, MAX_REQUESTS - len(known.answers))]


def _wishes(known: Known) -> Iterator[Wish]:
    """All that is worth asking, whether it was asked before or not; what matters most first."""
    for sample in _samples(known):
        yield Wish(address=sample, what=What.ARTICLE)
    yield from _sitemaps(known)
    yield from _feeds(known)
    if not known.of(What.SECTION):
        sections = [section for page in known.lists for section in page.sections]
        # A page that only lets choose a language leads to its editions.
        editions = () if any(page.articles for page in known.lists) else known.editions
        for section in [*sections, *editions][:1]:
            yield Wish(address=section, what=What.SECTION)


def _samples(known: Known) -> list[str]:
    """A few articles from the whole length of the page with the most; of feeds and sitemaps where no page has any.

    More of them where none of the first was an article, as far as that goes.
    """
    tried = known.of(What.ARTICLE)
    if known.has_article or len(tried) >= _MOST_SAMPLES:
        return []
    lists = [page.articles for page in known.lists] + [source.addresses for source in known.sources]
    asked = {plain_address(answer.wish.address) for answer in known.answers}
    fresh = [[one for one in articles if plain_address(one) not in asked] for articles in lists]
    articles = next((one for one in fresh if len(one) >= _SAMPLES), max(fresh, key=len, default=[]))
    count = min(_SAMPLES, _MOST_SAMPLES - len(tried), len(articles))
    return [articles[place * (len(articles) - 1) // max(count - 1, 1)] for place in range(count)]


def _sitemaps(known: Known) -> Iterator[Wish]:
    """The sitemaps that robots.txt names, else the usual place; of a map of maps, one."""
    for sitemap in known.robots.sitemaps[:_SITEMAPS]:
        yield Wish(address=sitemap, what=What.SITEMAP)
    if not known.robots.sitemaps and known.lists:
        yield Wish(address=urljoin(known.address, _SITEMAP_PLACE), what=What.SITEMAP, is_guess=True)
    found = [answer.source for answer in known.of(What.SITEMAP) if answer.source]
    if not any(source.addresses for source in found):
        for child in [part for source in found for part in source.parts][:1]:
            yield Wish(address=child, what=What.SITEMAP)


def _feeds(known: Known) -> Iterator[Wish]:
    """The feeds that pages name; where neither a page nor a sitemap leads to articles, the usual places."""
    named = [feed for page in known.lists for feed in page.facts.feeds]
    for feed in list(dict.fromkeys(named))[:_FEEDS]:
        yield Wish(address=feed, what=What.FEED)
    has_enough = any(len(page.articles) >= _ENOUGH_ARTICLES for page in known.lists)
    leads_on = any(source.leads_on for source in known.sources)
    if known.lists and known.of(What.SITEMAP) and not (named or has_enough or leads_on):
        tried = len(known.of(What.FEED))
        for place in _FEED_PLACES[tried : tried + 1]:
            yield Wish(address=urljoin(known.address, place), what=What.FEED, is_guess=True)
