"""Following a listing to its next page, and noticing that an article's address leads away from it."""

from urllib.parse import urlsplit

from pipelines.listing import next_page, read_links
from pipelines.page.links import absolute
from pipelines.page.page import Page
from pipelines.rules.addresses import host_of
from pipelines.rules.anchors import same_words
from spiders.site import SiteDefinition


def leads_away(asked: str, final: str, site: SiteDefinition) -> bool:
    """Whether an article's address now answers with what is none: a front page, a listing, another kind of page."""
    if asked == final:
        return False
    addresses = site.rules.addresses
    if final in map(addresses.plain, site.listings.start) or not urlsplit(final).path.strip("/"):
        return True
    return addresses.is_article(asked) and not addresses.is_article(final)


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
