"""Noticing that an article's address leads away from it."""

from urllib.parse import urlsplit

from spiders.site import SiteDefinition


def where_it_leads(asked: str, final: str, site: SiteDefinition) -> str | None:
    """What an article's address now answers with, for people, where that is none: a front page, a listing, another
    kind of page. None: nothing says so.
    """  # noqa: D205 - the kinds are part of the first sentence
    if asked == final:
        return None
    addresses = site.rules.addresses
    if not urlsplit(final).path.strip("/"):
        return "the front page"
    if final in map(addresses.plain, site.listings.start):
        return f"a listing: {final}"
    return f"no article: {final}" if addresses.is_article(asked) and not addresses.is_article(final) else None
