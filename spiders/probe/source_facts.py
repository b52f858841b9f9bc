"""What one feed or sitemap of an unknown site tells the probe."""

from dataclasses import dataclass

from pipelines.page.page import Page
from spiders.sources.feed import Feed, read_feed
from spiders.sources.looks import looks_like_feed, looks_like_sitemap
from spiders.sources.sitemap import Reach, Sitemap, read_sitemap

# Of a sitemap's fifty thousand: enough to say that it is a long one, and to choose samples from.
_MOST_ADDRESSES = 1000
_REACH = Reach(addresses=_MOST_ADDRESSES)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFacts:
    """A feed or a sitemap. ``form`` names it for people; ``entries`` counts the pages it lists, ``broken`` the entries
    that lead nowhere. ``addresses`` are the first of those pages, ``parts`` the sitemaps that an index leads to.
    ``has_more``: there are further ones, which were not counted.
    ``title`` is what a feed calls its site, ``problem`` what is wrong with it; None where nothing is said.
    """  # noqa: D205

    form: str
    entries: int = 0
    has_more: bool = False
    broken: int = 0
    addresses: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    title: str | None = None
    problem: str | None = None

    @property
    def leads_on(self) -> bool:
        """Whether it leads anywhere."""
        return bool(self.addresses or self.parts)


def read_source(page: Page) -> SourceFacts | None:
    """What the feed or sitemap in ``page`` says; None where it looks like neither."""
    if looks_like_feed(page.body):
        return _of_feed(read_feed(page.body, page.address, page.content_type, page.fetched_at))
    if looks_like_sitemap(page.body):
        return _of_sitemap(read_sitemap(page.body, page.address, page.content_type, page.fetched_at, _REACH))
    return None


def _of_feed(feed: Feed) -> SourceFacts:
    return SourceFacts(
        form="feed",
        entries=len(feed.entries),
        broken=feed.without_address,
        addresses=tuple(entry.address for entry in feed.entries[:_MOST_ADDRESSES]),
        title=feed.title,
        problem=feed.problem,
    )


def _of_sitemap(sitemap: Sitemap) -> SourceFacts:
    return SourceFacts(
        form="index" if sitemap.children else "news sitemap" if _is_news(sitemap) else "sitemap",
        entries=len(sitemap.entries),
        has_more=sitemap.following is not None,
        broken=sitemap.without_address,
        addresses=tuple(entry.address for entry in sitemap.entries[:_MOST_ADDRESSES]),
        parts=tuple(child.address for child in sitemap.children),
        problem=sitemap.problem,
    )


def _is_news(sitemap: Sitemap) -> bool:
    return any(entry.is_news for entry in sitemap.entries)
