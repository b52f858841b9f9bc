"""What bytes look like: a feed, a sitemap, or neither. Nothing is parsed; the first few kilobytes tell."""

import codecs
import re
import zlib

from pipelines.page.links import is_web_address

GZIP = b"\x1f\x8b"
_SEEN_BYTES = 8192
# The first element, after declarations, comments and style sheets.
_ROOT = re.compile(r"<(?![?!])(?:[\w.-]+:)?([\w.-]+)")
_BEFORE_ROOT = re.compile(r"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\])?[^>]*>", re.DOTALL | re.IGNORECASE)
_FEEDS = ("rss", "rdf", "feed", "channel")
_SITEMAPS = ("urlset", "sitemapindex")
# https://www.jsonfeed.org/version/1.1/
_JSON_FEED = re.compile(r'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/')


def looks_like_feed(body: bytes) -> bool:
    """Whether ``body`` looks like RSS, RDF, Atom or a JSON Feed."""
    start = _start_of(body)
    return _root_of(start) in _FEEDS or (start.startswith("{") and bool(_JSON_FEED.search(_whole_start(body))))


def looks_like_sitemap(body: bytes) -> bool:
    """Whether ``body`` looks like a sitemap or a sitemap index, in XML or as a text of addresses, gzipped or not."""
    start = _start_of(body)
    return _root_of(start) in _SITEMAPS or is_text_of_addresses(start)


def looks_like_html(body: bytes) -> bool:
    """Whether ``body`` looks like a page."""
    return _root_of(_start_of(body)) in ("html", "head", "body")


def is_text_of_addresses(start: str) -> bool:
    """Whether the first line that is not blank is an address."""
    line = start.lstrip().partition("\n")[0].strip()
    return " " not in line and is_web_address(line)


def _start_of(body: bytes) -> str:
    head = body[:_SEEN_BYTES]
    if head.startswith(GZIP):
        try:
            head = zlib.decompressobj(wbits=31).decompress(head, _SEEN_BYTES)
        except zlib.error:
            return ""
    return text_of_head(head).lstrip()


def text_of_head(head: bytes) -> str:
    """The first bytes of a text, as text."""
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if head.startswith(mark):
            return head[2:].decode(encoding, "ignore")
    return head.removeprefix(codecs.BOM_UTF8).decode("utf-8", "ignore")


def _whole_start(body: bytes) -> str:
    """Where a JSON Feed names its version: first as a rule, but its order is free."""
    return body[: 8 * _SEEN_BYTES].decode("utf-8", "ignore") + body[-_SEEN_BYTES:].decode("utf-8", "ignore")


def _root_of(start: str) -> str:
    root = _ROOT.search(_BEFORE_ROOT.sub("", start))
    return root[1].lower() if root else ""
