"""What a feed or a sitemap leads to: its entries as sightings, its addresses with what it says of them as hints."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from archive.ledger import Found
from archive.outcomes import Outcome
from pipelines.address_data import DEPTH, LEVEL, PAGE_NUMBER, SKIP, page_number
from pipelines.content import Kind, PageContent, PageTask
from pipelines.fields.moments import Moment
from pipelines.hints import Hints
from pipelines.listing import Entry
from pipelines.normalise import clean_entry
from pipelines.rules.addresses import host_of
from pipelines.rules.link_rules import LinkEvidence, LinkRules
from spiders.links import LinkSeen, Place, counted, found_at
from spiders.site import SiteDefinition
from spiders.sources.dates import changed_by
from spiders.sources.feed import Feed, FeedEntry, read_feed
from spiders.sources.looks import looks_like_feed, looks_like_html, looks_like_sitemap
from spiders.sources.sitemap import Reach, Sitemap, SitemapEntry, read_sitemap
from spiders.sources.sitemap_articles import articles_of, may_be_article

FEED_BOX = "feed"
SITEMAP_BOX = "sitemap"
# An index of indexes is not foreseen, and seen; a longer chain leads nowhere.
MAX_LEVEL = 3


def read_source(task: PageTask, site: SiteDefinition) -> PageContent:
    """What the feed or sitemap of ``task`` says and leads to. What it is, it says itself: either may be the other."""
    page = task.page
    if looks_like_feed(page.body):
        feed = read_feed(page.body, page.address, page.content_type, page.fetched_at, time_zone=site.rules.time_zone)
        if feed.entries or feed.without_address or feed.problem is None:
            return _content_of_feed(feed, task, site)
        return _nothing(feed.problem)
    if looks_like_sitemap(page.body):
        reach = Reach(skip=int(task.data.get(SKIP, 0)))
        sitemap = read_sitemap(page.body, page.address, page.content_type, page.fetched_at, reach)
        if sitemap.entries or sitemap.children or sitemap.problem is None:
            return _content_of_sitemap(sitemap, task, site)
        return _nothing(sitemap.problem)
    return _nothing("it is an HTML page" if looks_like_html(page.body) else "it is neither a feed nor a sitemap")


def _nothing(problem: str | None) -> PageContent:
    return PageContent(record=None, entries=(), found=(), outcome=Outcome.NOT_SOURCE, detail=problem)


def _content_of_feed(feed: Feed, task: PageTask, site: SiteDefinition) -> PageContent:
    # A feed's entries are articles by themselves, unless the site's file says otherwise.
    told = [entry for entry in feed.entries if may_be_article(entry.address, site)]
    found = [_as_teaser(_article_of_feed(entry, site), entry, task) for entry in told]
    number = page_number(task.data)
    following = feed.next_address
    if following and host_of(following) in site.hosts and number < site.listings.max_pages:
        found.append(source(Kind.FEED, following, **{PAGE_NUMBER: number + 1}))
    entries = (
        Entry(
            box=FEED_BOX, position=entry.position, title=entry.title, teaser=entry.teaser, address=entry.address,
            published=entry.published or entry.modified,
        )
        for entry in feed.entries
    )  # fmt: skip
    return PageContent(
        record=None,
        entries=tuple(clean_entry(entry, site.rules) for entry in entries),
        found=tuple(found),
        outcome=Outcome.FEED,
        evidence=_evidence(feed.entries, task, site),
        detail=_detail(feed.problem, feed.without_address, _elsewhere(feed.entries, site)),
    )


def _content_of_sitemap(sitemap: Sitemap, task: PageTask, site: SiteDefinition) -> PageContent:
    told = articles_of(sitemap.entries, site, _known(task, site))
    found = [_as_teaser(_article_of_sitemap(entry, site), entry, task) for entry in told]
    found += _further_sitemaps(sitemap, task, site)
    entries = (
        Entry(
            box=SITEMAP_BOX, position=entry.position, title=entry.title, teaser=None, address=entry.address,
            published=entry.published,
        )
        for entry in sitemap.entries
        if entry.is_news  # of others the archive would learn nothing but that they are there
    )  # fmt: skip
    return PageContent(
        record=None,
        entries=tuple(clean_entry(entry, site.rules) for entry in entries),
        found=tuple(found),
        outcome=Outcome.SITEMAP,
        evidence=_evidence([entry for entry in sitemap.entries if entry.is_news], task, site),
        detail=_detail(sitemap.problem, sitemap.without_address, _elsewhere(sitemap.entries, site)),
    )


def _known(task: PageTask, site: SiteDefinition) -> LinkRules:
    return site.links if task.links is None else task.links


def _evidence(entries: Iterable[FeedEntry | SitemapEntry], task: PageTask, site: SiteDefinition) -> LinkEvidence | None:
    """What a list of articles tells of the site's links: what they look like."""
    if task.links is None:
        return None
    on_site = [entry for entry in entries if host_of(entry.address) in site.hosts]
    seen = [
        LinkSeen(
            address=entry.address, text=entry.title or "", place=Place.TEASER, has_date_near=entry.published is not None
        )
        for entry in on_site
    ]
    return LinkEvidence(seen=counted(seen)) if seen else None


def source(kind: Kind, address: str, **data: int | str) -> Found:
    """A feed or a sitemap to fetch."""
    return Found(address=address, kind=kind, host=host_of(address), data=data)


def _article_of_feed(entry: FeedEntry, site: SiteDefinition) -> Found:
    hints = Hints(
        source=FEED_BOX,
        title=entry.title,
        modified_at=entry.modified.at if entry.modified else None,
        authors=entry.authors,
        section=entry.section,
        **_published(entry.published),
    )
    return _article(entry.address, site, hints.as_data())


def _article_of_sitemap(entry: SitemapEntry, site: SiteDefinition) -> Found:
    hints = Hints(source=SITEMAP_BOX, title=entry.title, **_published(entry.published))
    return replace(_article(entry.address, site, hints.as_data()), changed_by=changed_by(entry.modified))


def _as_teaser(article: Found, entry: FeedEntry | SitemapEntry, task: PageTask) -> Found:
    """``article`` with how it was found, where its page is to tell what it is: what lists articles shows teasers."""
    if task.links is None or (isinstance(entry, SitemapEntry) and not entry.is_news):
        return article
    return replace(article, data={**article.data, **found_at(Place.TEASER, has_date_near=entry.published is not None)})


def _published(published: Moment | None) -> dict[str, Any]:
    """The hints that a date of publication gives."""
    if published is None:
        return {}
    return {
        "published_at": published.at,
        "published_text": published.text,
        "published_offset_minutes": published.offset_minutes,
        "published_precision": published.precision,
    }


def _article(address: str, site: SiteDefinition, hints: Mapping[str, int | str]) -> Found:
    return Found(
        address=site.rules.addresses.visiting(address),
        kind=Kind.ARTICLE,
        host=host_of(address),
        data={DEPTH: 1, **hints},
    )


def _further_sitemaps(sitemap: Sitemap, task: PageTask, site: SiteDefinition) -> Iterator[Found]:
    """The sitemaps that an index names, and the rest of one that is longer than one reading."""
    level = int(task.data.get(LEVEL, 1))
    for child in sitemap.children:
        if level < MAX_LEVEL and host_of(child.address) in site.hosts:
            found = source(Kind.SITEMAP, site.rules.addresses.visiting(child.address), **{LEVEL: level + 1})
            yield replace(found, changed_by=changed_by(child.modified))
    if sitemap.following is not None:
        # An address of its own in the ledger; a server is never sent what comes after the #.
        address = f"{task.page.address.partition('#')[0]}#{sitemap.following}"
        yield source(Kind.SITEMAP, address, **{LEVEL: level, SKIP: sitemap.following})


def _elsewhere(entries: Iterable[FeedEntry | SitemapEntry], site: SiteDefinition) -> Counter[str]:
    """How many of ``entries`` are on each host that is none of the site's."""
    hosts = Counter(host_of(entry.address) for entry in entries)
    return Counter({host: count for host, count in hosts.items() if host not in site.hosts})


def _detail(problem: str | None, without_address: int, elsewhere: Counter[str]) -> str | None:
    """What of a source was not used, and why; None where all was."""
    lost = f"{_entries(without_address)} no address" if without_address else None
    away = None
    if elsewhere:
        (host, _), *_ = elsewhere.most_common(1)
        away = f"{_entries(elsewhere.total())} an address on another host, most often {host}"
    return "; ".join(filter(None, (problem, lost, away))) or None


def _entries(count: int) -> str:
    return "1 entry has" if count == 1 else f"{count} entries have"
