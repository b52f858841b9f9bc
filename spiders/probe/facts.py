"""What one page of an unknown site tells the probe: plain values, read off the page once."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.fields.language import language_of
from pipelines.listing import next_page
from pipelines.normalise import clean_text
from pipelines.page.links import absolute
from pipelines.page.page import Page
from pipelines.page.text import fold
from pipelines.rules.addresses import host_of, plain_address
from spiders.links import LinkKind, links_to
from spiders.probe.signs import Sign, signs_of
from spiders.site import SiteDefinition

# https://html.spec.whatwg.org/multipage/links.html#rel-alternate and https://www.jsonfeed.org/version/1.1/
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json")
_NAMES = ("og:site_name", "application-name", "apple-mobile-web-app-title")
_COMMENTS = ("comment", "kommentar", "commentaire", "comentario")
_DEFAULT_EDITION = "x-default"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """The same page in another language, at another address of the site."""

    language: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """What a page tells of its site. ``next_page``: where the listing on it goes on, None where nothing says so.

    ``articles`` and ``sections`` are the addresses it leads to, in the order they stand there; ``feeds`` those its
    head names; ``editions`` the page in other languages. ``is_article`` says that it reads as one itself.
    """

    address: str
    site_title: str | None
    language: str | None
    feeds: tuple[str, ...]
    editions: tuple[Edition, ...]
    articles: tuple[str, ...]
    sections: tuple[str, ...]
    next_page: str | None
    signs: tuple[Sign, ...]


def page_facts(page: Page, site: SiteDefinition) -> PageFacts:
    """The facts of ``page``, a page of ``site``."""
    language = language_of(page).told
    return PageFacts(
        address=plain_address(page.address),
        site_title=next((fold(clean_text(text)) for _, text in page.markup.meta(*_NAMES) if text.strip()), None),
        language=language.value if language else None,
        feeds=tuple(dict.fromkeys(_feeds(page))),
        editions=tuple(_editions(page)),
        articles=tuple(link.address for link in links_to(LinkKind.ARTICLE, page, site)),
        sections=tuple(link.address for link in links_to(LinkKind.LISTING, page, site)),
        next_page=next_page(page),
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


def _editions(page: Page) -> Iterator[Edition]:
    for link in page.tree.iter("link"):
        language = (link.get("hreflang") or "").strip().lower()
        address = absolute(page.base, link.get("href"))
        if "alternate" in (link.get("rel") or "").lower() and address and language not in ("", _DEFAULT_EDITION):
            yield Edition(language=language, address=plain_address(address))


def is_front_page(address: str) -> bool:
    """Whether ``address`` is the front page of its host."""
    return plain_address(address) in {f"{scheme}://{host_of(address)}/" for scheme in ("http", "https")}
