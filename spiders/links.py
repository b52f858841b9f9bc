"""Deciding where a link leads: to an article, to a listing, or nowhere a crawl goes."""

import re
from enum import StrEnum
from urllib.parse import urlsplit

from pipelines.listing import Link, next_page, read_links
from pipelines.page.links import absolute
from pipelines.page.page import Page
from pipelines.rules.addresses import host_of
from pipelines.rules.anchors import same_words
from spiders.site import SiteDefinition

# The shapes of article addresses on sites of which nothing is known.
_DATED = re.compile(r"/(?:19|20)\d{2}/\d{1,2}/")
_NUMBERED = re.compile(r"(?<!\d)\d{5,}(?!\d)")
_SLUG_WORDS = 4
_FILES = re.compile(r"\.(?:jpe?g|png|gif|svg|webp|pdf|mp[34]|zip|xml|rss|json|css|js)$", re.IGNORECASE)


class LinkKind(StrEnum):
    """Where a link leads."""

    ARTICLE = "article"
    LISTING = "listing"
    NEITHER = "neither"


def classify(link: Link, site: SiteDefinition) -> LinkKind:
    """Where ``link``, found on a page of ``site``, leads: by the site's rules, else by the address's shape."""
    if host_of(link.address) not in site.hosts:
        return LinkKind.NEITHER
    if any(same_words(link.text, words) for words in site.listings.linked_as):
        return LinkKind.LISTING
    addresses = site.rules.addresses
    address = addresses.plain(link.address)
    is_article = addresses.is_article(address) if addresses.article else looks_like_article(address)
    return LinkKind.ARTICLE if is_article else LinkKind.NEITHER


def looks_like_article(address: str) -> bool:
    """Whether the shape of ``address`` is that of an article: a date, a long number or a slug of many words."""
    path = urlsplit(address).path
    if _FILES.search(path):
        return False
    has_slug = any(part.count("-") + 1 >= _SLUG_WORDS for part in path.split("/"))
    return has_slug or bool(_DATED.search(path) or _NUMBERED.search(path))


def leads_away(asked: str, final: str, site: SiteDefinition) -> bool:
    """Whether an article's address now answers with what is none: a front page, a listing, another kind of page."""
    if asked == final:
        return False
    addresses = site.rules.addresses
    if final in map(addresses.plain, site.listings.start) or not urlsplit(final).path.strip("/"):
        return True
    return addresses.is_article(asked) and not addresses.is_article(final)


def links_to(kind: LinkKind, page: Page, site: SiteDefinition) -> list[Link]:
    """The links of ``page`` that lead to ``kind``, in document order, each address in its visiting form once."""
    found: dict[str, Link] = {}
    for link in read_links(page):
        if classify(link, site) is kind:
            address = site.rules.addresses.visiting(link.address)
            found.setdefault(address, Link(address, link.text))
    return list(found.values())


def next_listing_page(page: Page, site: SiteDefinition) -> str | None:
    """The address of the next page of the listing on ``page``: rel=next, the site's CSS, the site's words."""
    candidates = [next_page(page)]
    if site.listings.next_link:
        candidates.append(absolute(page.base, page.selector.css(site.listings.next_link).get()))
    candidates += [
        link.address
        for link in read_links(page)
        if any(same_words(link.text, words) for words in site.listings.next_as)
    ]
    on_site = [address for address in candidates if address and host_of(address) in site.hosts]
    return site.rules.addresses.plain(on_site[0]) if on_site else None
