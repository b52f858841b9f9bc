"""Invented sitemaps of every form."""

import gzip
from collections.abc import Iterable

BASE = "https://bread.example/"
SITEMAP = f"{BASE}sitemap.xml"
_NAMES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'


def story(number: int) -> str:
    return f"{BASE}2026/01/the-story-of-bread-{number}/"


def url(address: str, lastmod: str | None = None, more: str = "") -> str:
    modified = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    return f"<url><loc>{address}</loc>{modified}{more}</url>"


def news(address: str, title: str, date: str) -> str:
    publication = "<news:publication><news:name>Bread</news:name><news:language>en</news:language></news:publication>"
    dated = f"<news:publication_date>{date}</news:publication_date>"
    return url(address, None, f"<news:news>{publication}{dated}<news:title>{title}</news:title></news:news>")


def sitemap(*urls: str, names: str = _NAMES) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {names} {_NEWS}>{"".join(urls)}</urlset>'.encode()


def index(children: Iterable[tuple[str, str | None]]) -> bytes:
    inner = "".join(url(address, date).replace("url>", "sitemap>") for address, date in children)
    return f'<?xml version="1.0"?><sitemapindex {_NAMES}>{inner}</sitemapindex>'.encode()


def zipped(body: bytes) -> bytes:
    return gzip.compress(body, mtime=0)
