"""What one page of an unknown site tells the probe: plain values, read off the page once."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.fields.language import language_of
from pipelines.normalise import clean_text
from pipelines.page.links import absolute
from pipelines.page.page import Page
from pipelines.page.text import fold
from pipelines.rules.addresses import host_of, plain_address
from spiders.links import LinkSeen, links_seen
from spiders.pagination import next_pages
from spiders.probe.signs import Sign, signs_of
from spiders.site import SiteDefinition

# https://html.spec.whatwg.org/multipage/links.html#rel-alternate and https://www.jsonfeed.org/version/1.1/
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json")
_NAMES = ("og:site_name", "application-name", "apple-mobile-web-app-title")
_COMMENTS = ("comment", "kommentar", "commentaire", "comentario")
_DEFAULT_EDITION = "x-default"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """What a page tells of its site. ``next_page``: where the listing on it goes on, and what says so; None: nothing.

    ``links`` are those to pages of the site, in document order; ``feeds`` those its head names; ``editions`` the
    addresses of the page in other languages. ``language`` and ``site_title`` are None where it does not say.
    """

    address: str
    site_title: str | None
    language: str | None
    feeds: tuple[str, ...]
    editions: tuple[str, ...]
    links: tuple[LinkSeen, ...]
    next_page: str | None
    next_source: str | None
    signs: tuple[Sign, ...]


def page_facts(page: Page, site: SiteDefinition) -> PageFacts:
    """The facts of ``page``, a page of ``site``."""
    language = language_of(page).told
    following = next(iter(next_pages(page, site)), None)
    own = plain_address(page.address)
    return PageFacts(
        address=own,
        site_title=next((fold(clean_text(text)) for _, text in page.markup.meta(*_NAMES) if text.strip()), None),
        language=language.value if language else None,
        feeds=tuple(dict.fromkeys(_feeds(page))),
        editions=tuple(dict.fromkeys(_editions(page))),
        links=tuple(
            link for link in links_seen(page) if host_of(link.address) in site.hosts and link.address != page.address
        ),
        next_page=following.address if following else None,
        next_source=following.source.value if following else None,
        signs=signs_of(page),
    )


def _feeds(page: Page) -> Iterator[str]:
    """The feeds of articles that the head of ``page`` names."""
    for link in page.tree.iter("link"):
        words = f"{link.get('title')} {link.get('href')}".lower()
        is_feed = (link.get("type") or "").partition(";")[0].strip().lower() in _FEED_TYPES
        if is_feed and "alternate" in (link.get("rel") or "").lower() and not any(word in words for word in _COMMENTS):
            address = absolute(page.base, link.get("href"))
            if address:
                yield address


def _editions(page: Page) -> Iterator[str]:
    """The page in other languages, as its head has it: https://html.spec.whatwg.org/#attr-link-hreflang."""
    for link in page.tree.iter("link"):
        language = (link.get("hreflang") or "").strip().lower()
        address = absolute(page.base, link.get("href"))
        if "alternate" in (link.get("rel") or "").lower() and address and language not in ("", _DEFAULT_EDITION):
            yield plain_address(address)


def is_front_page(address: str) -> bool:
    """Whether ``address`` is the front page of its host."""
    return plain_address(address) in {f"{scheme}://{host_of(address)}/" for scheme in ("http", "https")}
