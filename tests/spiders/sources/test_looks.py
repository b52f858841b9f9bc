"""What bytes look like, by their beginning."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.sources.looks import looks_like_feed, looks_like_html, looks_like_sitemap
from tests.spiders.sources import feeds, sitemaps

FEEDS = [
    feeds.rss(), feeds.rdf(), feeds.netscape_rdf(), feeds.atom(), feeds.json_feed(), b"\n  <rss>",
    b"<!-- a comment with <html> --><?xml-stylesheet href='a.xsl'?><feed>", feeds.rss().decode().encode("utf-16"),
    b'{"items": [], "version": "https:\\/\\/jsonfeed.org\\/version\\/1"}',
]  # fmt: skip
SITEMAPS = [
    sitemaps.sitemap(), sitemaps.index([]), sitemaps.zipped(sitemaps.sitemap()), b"https://bread.example/a\nhttps://",
    b"\xef\xbb\xbfhttps://bread.example/a", b'<?xml version="1.0"?><sm:urlset xmlns:sm="x">',
]  # fmt: skip
PAGES = [b"<!DOCTYPE html><html>", b"<!doctype html>\n<!-- rss --><HTML><body><rss>", b"<html><urlset>"]
OTHERS = [b"", b"{}", b"[1]", b"User-agent: *", b"https://bread.example is a site", b"\x1f\x8b", b"<svg>", b"words"]


@pytest.mark.parametrize("body", FEEDS)
def test_a_feed_looks_like_one(body: bytes) -> None:
    assert (looks_like_feed(body), looks_like_sitemap(body), looks_like_html(body)) == (True, False, False)


@pytest.mark.parametrize("body", SITEMAPS)
def test_a_sitemap_looks_like_one(body: bytes) -> None:
    assert (looks_like_feed(body), looks_like_sitemap(body), looks_like_html(body)) == (False, True, False)


@pytest.mark.parametrize("body", PAGES)
def test_a_page_looks_like_one(body: bytes) -> None:
    assert (looks_like_feed(body), looks_like_sitemap(body), looks_like_html(body)) == (False, False, True)


@pytest.mark.parametrize("body", OTHERS)
def test_what_is_none_looks_like_none(body: bytes) -> None:
    assert (looks_like_feed(body), looks_like_sitemap(body), looks_like_html(body)) == (False, False, False)


@given(st.binary())
def test_looking_never_raises(body: bytes) -> None:
    for start in (b"", b"\x1f\x8b\x08", b"{", b"<!DOCTYPE", b"\xff\xfe"):
        looks_like_feed(start + body)
        looks_like_sitemap(start + body)
        looks_like_html(start + body)
