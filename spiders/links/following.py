"""Noticing that an article's address leads away from it."""

from urllib.parse import urlsplit

from spiders.site import SiteDefinition


def leads_away(asked: str, final: str, site: SiteDefinition) -> bool:
    """Whether an article's address now answers with what is none: a front page, a listing, another kind of page."""
    if asked == final:
        return False
    addresses = site.rules.addresses
    if final in map(addresses.plain, site.listings.start) or not urlsplit(final).path.strip("/"):
        return True
    return addresses.is_article(asked) and not addresses.is_article(final)
