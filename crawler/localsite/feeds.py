"""Feeds, sitemaps and robots.txt of the site."""

from datetime import timedelta
from email.utils import format_datetime
from typing import Any

from lxml import etree

from crawler.localsite.newsroom import Newsroom
from crawler.localsite.stories import Story, Version
from crawler.localsite.wording import SITE_NAME, WORDINGS

FEED_ENTRIES = 30
NEWS_DAYS = timedelta(days=2)

_ATOM = "http://www.w3.org/2005/Atom"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
# Type stubs of lxml disagree on whether a name space may go without a prefix.
_ATOM_ONLY: Any = {None: _ATOM}
_SITEMAP_ONLY: Any = {None: _SITEMAP}
_WITH_NEWS: Any = {None: _SITEMAP, "news": _NEWS}


def rss_feed(newsroom: Newsroom, language: str, base: str) -> bytes:
    """Write the newest stories in one language as RSS."""
    root = etree.Element("rss", version="2.0", nsmap={"atom": _ATOM})
    channel = etree.SubElement(root, "channel")
    _add(channel, "title", SITE_NAME)
    _add(channel, "link", f"{base}/all/{language}/")
    _add(channel, "description", WORDINGS[language].all_news)
    _add(channel, "language", language)
    _add(channel, "lastBuildDate", format_datetime(newsroom.now))
    itself = {"href": f"{base}/feeds/{language}.rss", "rel": "self", "type": "application/rss+xml"}
    etree.SubElement(channel, f"{{{_ATOM}}}link", itself)
    for story, version in _newest(newsroom, language):
        item = etree.SubElement(channel, "item")
        _add(item, "title", version.title)
        _add(item, "link", base + story.path(language))
        _add(item, "guid", f"{base}/#{story.number}-{language}", isPermaLink="false")
        _add(item, "pubDate", format_datetime(story.published_at))
        if version.summary:
            _add(item, "description", version.summary)
    return _write(root)


def atom_feed(newsroom: Newsroom, language: str, base: str) -> bytes:
    """Write the newest stories in one language as Atom."""
    root = etree.Element(f"{{{_ATOM}}}feed", nsmap=_ATOM_ONLY)
    _add(root, f"{{{_ATOM}}}title", SITE_NAME)
    _add(root, f"{{{_ATOM}}}id", f"{base}/feeds/{language}.atom")
    _add(root, f"{{{_ATOM}}}updated", newsroom.now.isoformat())
    etree.SubElement(root, f"{{{_ATOM}}}link", {"href": f"{base}/feeds/{language}.atom", "rel": "self"})
    _add(etree.SubElement(root, f"{{{_ATOM}}}author"), f"{{{_ATOM}}}name", SITE_NAME)
    for story, version in _newest(newsroom, language):
        entry = etree.SubElement(root, f"{{{_ATOM}}}entry")
        _add(entry, f"{{{_ATOM}}}title", version.title)
        _add(entry, f"{{{_ATOM}}}id", f"{base}/#{story.number}-{language}")
        _add(entry, f"{{{_ATOM}}}published", story.published_at.isoformat())
        _add(entry, f"{{{_ATOM}}}updated", (story.modified_at or story.published_at).isoformat())
        etree.SubElement(entry, f"{{{_ATOM}}}link", {"href": base + story.path(language), "rel": "alternate"})
        if version.summary:
            _add(entry, f"{{{_ATOM}}}summary", version.summary)
    return _write(root)


def sitemap_index(base: str) -> bytes:
    """Write the map of the site's maps."""
    root = etree.Element(f"{{{_SITEMAP}}}sitemapindex", nsmap=_SITEMAP_ONLY)
    for name in ("sitemap-articles.xml", "sitemap-news.xml"):
        _add(etree.SubElement(root, f"{{{_SITEMAP}}}sitemap"), f"{{{_SITEMAP}}}loc", f"{base}/{name}")
    return _write(root)


def article_sitemap(newsroom: Newsroom, base: str) -> bytes:
    """Write the map of all live articles in all languages."""
    root = etree.Element(f"{{{_SITEMAP}}}urlset", nsmap=_SITEMAP_ONLY)
    for story in newsroom.stories:
        for path in story.paths:
            address = etree.SubElement(root, f"{{{_SITEMAP}}}url")
            _add(address, f"{{{_SITEMAP}}}loc", base + path)
            _add(address, f"{{{_SITEMAP}}}lastmod", (story.modified_at or story.published_at).isoformat())
    return _write(root)


def news_sitemap(newsroom: Newsroom, base: str) -> bytes:
    """Write the map of the articles of the last two days."""
    root = etree.Element(f"{{{_SITEMAP}}}urlset", nsmap=_WITH_NEWS)
    for story in newsroom.stories:
        if newsroom.now - story.published_at > NEWS_DAYS:
            break
        for version in story.versions:
            address = etree.SubElement(root, f"{{{_SITEMAP}}}url")
            _add(address, f"{{{_SITEMAP}}}loc", base + story.path(version.language))
            news = etree.SubElement(address, f"{{{_NEWS}}}news")
            publication = etree.SubElement(news, f"{{{_NEWS}}}publication")
            _add(publication, f"{{{_NEWS}}}name", SITE_NAME)
            _add(publication, f"{{{_NEWS}}}language", version.language)
            _add(news, f"{{{_NEWS}}}publication_date", story.published_at.isoformat())
            _add(news, f"{{{_NEWS}}}title", version.title)
    return _write(root)


def robots_text(newsroom: Newsroom, base: str) -> bytes:
    """Write robots.txt, which closes one story to robots."""
    closed = [f"Disallow: /news/{story.slug}/" for story in newsroom.stories if story.robots_disallowed]
    lines = ["User-agent: *", "Crawl-delay: 0.02", *closed, "", f"Sitemap: {base}/sitemap.xml", ""]
    return "\n".join(lines).encode()


def _newest(newsroom: Newsroom, language: str) -> list[tuple[Story, Version]]:
    found = ((story, story.version(language)) for story in newsroom.newest(language)[:FEED_ENTRIES])
    return [(story, version) for story, version in found if version]


def _add(parent: etree._Element, name: str, text: str, **attributes: str) -> None:
    etree.SubElement(parent, name, attributes).text = text


def _write(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
