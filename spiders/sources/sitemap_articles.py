"""Which addresses of a sitemap are articles: all of a news sitemap, of others what the site's link rules say."""

from collections import Counter
from collections.abc import Iterator, Sequence

from pipelines.rules.addresses import host_of
from spiders.links import LearnedPattern, LinkKind, LinkRules, LinkSeen, Place, classify, pattern_of
from spiders.site import SiteDefinition
from spiders.sources.sitemap import SitemapEntry

# Of addresses of one pattern, so many have the shape of an article, where all of them are articles.
_FEWEST = 2
_SMALLEST_SHARE = 0.5
# Where no address has that shape, what most of so many addresses look like.
_FEWEST_OF_ANY_SHAPE = 5


def may_be_article(address: str, site: SiteDefinition) -> bool:
    """Whether ``address``, which a list of articles names, is on ``site`` and none that its file rules out."""
    addresses = site.rules.addresses
    return host_of(address) in site.hosts and (addresses.article is None or addresses.is_article(address))


def articles_of(entries: Sequence[SitemapEntry], site: SiteDefinition, known: LinkRules) -> Iterator[SitemapEntry]:
    """Those of ``entries`` that are articles of ``site``, of whose links so much is ``known``, in their order.

    A sitemap shows many addresses at once: where most of one pattern look like articles, so are the others of it.
    """
    links = {entry.address: _link(entry.address) for entry in entries if not entry.is_news}
    kinds = {address: classify(link, site, known) for address, link in links.items()}
    doubtful = [address for address, kind in kinds.items() if kind is LinkKind.NEITHER]
    if doubtful and site.learns_links:
        rules = LinkRules((*known, *_learned(kinds, known)))
        kinds.update((address, classify(links[address], site, rules)) for address in doubtful)
    for entry in entries:
        if may_be_article(entry.address, site) if entry.is_news else kinds[entry.address] is LinkKind.ARTICLE:
            yield entry


def _link(address: str) -> LinkSeen:
    return LinkSeen(address=address, text="", place=Place.TEXT)


def _learned(kinds: dict[str, LinkKind], rules: LinkRules) -> Iterator[LearnedPattern]:
    """The patterns that lead to articles, by what the addresses of one sitemap look like."""
    known = {one.pattern for one in rules}
    seen: Counter[str] = Counter()
    shaped: Counter[str] = Counter()
    for address, kind in kinds.items():
        pattern = pattern_of(address)
        seen[pattern] += 1
        shaped[pattern] += kind is LinkKind.ARTICLE
    fewest = _FEWEST if shaped.total() else _FEWEST_OF_ANY_SHAPE
    for pattern, count in seen.items():
        share = shaped[pattern] / count if shaped.total() else count / seen.total()
        if pattern not in known and count >= fewest and share >= _SMALLEST_SHARE:
            yield LearnedPattern(pattern=pattern, leads_to=LinkKind.ARTICLE)
