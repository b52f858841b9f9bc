"""Feeds and sitemaps of shapes."""

import json
from collections.abc import Iterable
from email.utils import format_datetime
from html import escape

from crawler.localsite.shapes.writing.look import Look
from crawler.localsite.shapes.writing.pieces import Piece

Addressed = Iterable[tuple[Piece, str]]
"""Pieces and their whole addresses."""

_HEAD = '<?xml version="1.0" encoding="utf-8"?>'
_SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
_RDF = (
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def feed_link(address: str, content_type: str = "application/rss+xml") -> str:
    """The element by which pages name a feed."""
    return f'<link rel="alternate" type="{content_type}" title="Feed" href="{escape(address)}">'


def rss(look: Look, home: str, items: Addressed) -> str:
    """An RSS 2.0 feed."""
    written = (
        f"<item><title>{escape(piece.title)}</title><link>{escape(to)}</link><guid>{escape(to)}</guid>"
        f"<pubDate>{format_datetime(piece.published_at)}</pubDate>"
        f"<description>{escape(piece.teaser)}</description></item>"
        for piece, to in items
    )
    channel = f"<title>{escape(look.title)}</title><link>{escape(home)}</link><description/>"
    return "\n".join([_HEAD, f'<rss version="2.0"><channel>{channel}', *written, "</channel></rss>", ""])


def rdf(look: Look, home: str, items: Addressed) -> str:
    """An RSS 1.0 feed that names latin-1 as its encoding."""
    held = list(items)
    toc = "".join(f'<rdf:li rdf:resource="{escape(to)}"/>' for _, to in held)
    written = (
        f'<item rdf:about="{escape(to)}"><title>{escape(piece.title)}</title><link>{escape(to)}</link>'
        f"<dc:date>{piece.published_at.isoformat()}</dc:date></item>"
        for piece, to in held
    )
    channel = (
        f'<channel rdf:about="{escape(home)}"><title>{escape(look.title)}</title><link>{escape(home)}</link>'
        f"<description/><items><rdf:Seq>{toc}</rdf:Seq></items></channel>"
    )
    head = '<?xml version="1.0" encoding="iso-8859-1"?>'
    return "\n".join([head, f"<rdf:RDF {_RDF}>", channel, *written, "</rdf:RDF>", ""])


def json_feed(look: Look, home: str, items: Addressed, following: str | None = None) -> str:
    """A JSON Feed 1.1; ``following`` is the address of its next part."""
    data: dict[str, object] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": look.title,
        "home_page_url": home,
    }
    if following:
        data["next_url"] = following
    data["items"] = [
        {
            "id": str(piece.number),
            "url": to,
            "title": piece.title,
            "date_published": piece.published_at.isoformat(),
            "content_text": piece.teaser,
        }
        for piece, to in items
    ]
    return json.dumps(data, ensure_ascii=False, indent=1)


def sitemap(addresses: Iterable[str]) -> str:
    """A sitemap of bare addresses."""
    urls = (f"<url><loc>{escape(each)}</loc></url>" for each in addresses)
    return "\n".join([_HEAD, f"<urlset {_SITEMAP}>", *urls, "</urlset>", ""])


def dated_sitemap(items: Addressed) -> str:
    """A sitemap that says when each page last changed."""
    urls = (
        f"<url><loc>{escape(to)}</loc><lastmod>{piece.published_at.isoformat()}</lastmod></url>" for piece, to in items
    )
    return "\n".join([_HEAD, f"<urlset {_SITEMAP}>", *urls, "</urlset>", ""])


def news_sitemap(look: Look, items: Addressed) -> str:
    """A sitemap of news."""
    publication = f"<news:name>{escape(look.title)}</news:name><news:language>{look.code}</news:language>"
    urls = (
        f"<url><loc>{escape(to)}</loc><news:news><news:publication>{publication}</news:publication>"
        f"<news:publication_date>{piece.published_at.isoformat()}</news:publication_date>"
        f"<news:title>{escape(piece.title)}</news:title></news:news></url>"
        for piece, to in items
    )
    return "\n".join([_HEAD, f"<urlset {_SITEMAP} {_NEWS}>", *urls, "</urlset>", ""])


def sitemap_index(addresses: Iterable[str]) -> str:
    """A sitemap of sitemaps."""
    maps = (f"<sitemap><loc>{escape(each)}</loc></sitemap>" for each in addresses)
    return "\n".join([_HEAD, f"<sitemapindex {_SITEMAP}>", *maps, "</sitemapindex>", ""])


def robots(*sitemaps: str) -> str:
    """A robots.txt that closes nothing, and names sitemaps."""
    return "\n".join(["User-agent: *", "Disallow:", *(f"Sitemap: {each}" for each in sitemaps), ""])
