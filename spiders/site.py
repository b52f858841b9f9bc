"""What a site definition says: where a site's articles are, how its pages read, how it wants to be visited."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin, urlsplit

from pipelines.bounds import Bounds
from pipelines.rules.addresses import host_of
from pipelines.rules.link_rules import LinkRules
from pipelines.rules.site_rules import FieldName, SiteRules
from spiders.budgets import Budgets


@dataclass(frozen=True, slots=True, kw_only=True)
class Listings:
    """Where the listings are and how far they are followed.

    ``start`` are addresses; links whose words are in ``linked_as`` lead to more listings, links whose words
    are in ``next_as`` or that ``next_link`` (CSS) selects lead to a listing's next page (rel=next always does).
    ``max_pages`` bounds the pages read of each listing.
    """

    start: tuple[str, ...]
    linked_as: tuple[str, ...] = ()
    next_as: tuple[str, ...] = ()
    next_link: str | None = None
    max_pages: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Lists that a site keeps for programs, by address: feeds of what is new, sitemaps and their indexes."""

    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Politeness:
    """How a site wants to be visited. robots.txt is always obeyed, its crawl-delay where it is longer."""

    delay_seconds: float = 1.0
    concurrent_requests: int = 1
    contact: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteDefinition:
    """One site. ``origin`` says where the definition comes from, for messages; ``expected`` is the share
    (0 to 1) of article pages that carry each field, ``has_memory`` whether its articles teach which blocks are its own.
    ``links`` is what is known of its links beforehand; the rule for articles in ``rules`` stands before it.
    ``bounds`` are what each crawl of it is kept to, ``budgets`` what one takes up at most.
    """  # noqa: D205

    name: str
    title: str
    address: str
    origin: str
    hosts: frozenset[str]
    listings: Listings
    rules: SiteRules
    politeness: Politeness = field(default_factory=Politeness)
    expected: Mapping[FieldName, float] = field(default_factory=dict)
    has_memory: bool = True
    links: LinkRules = field(default_factory=LinkRules)
    sources: Sources = field(default_factory=Sources)
    bounds: Bounds = field(default_factory=Bounds)
    budgets: Budgets = field(default_factory=Budgets)

    @property
    def learns_links(self) -> bool:
        """Whether the site itself is to show which addresses are articles: nobody wrote a rule for them."""
        return self.rules.addresses.article is None

    def at(self, address: str) -> "SiteDefinition":
        """The same site as it stands at ``address``: a mirror of one's own, or a test server."""

        def moved(addresses: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(address.rstrip("/") + _path_of(one) for one in addresses)

        return replace(
            self,
            address=address,
            hosts=frozenset({host_of(address)}),
            listings=replace(self.listings, start=moved(self.listings.start)),
            sources=Sources(feeds=moved(self.sources.feeds), sitemaps=moved(self.sources.sitemaps)),
        )

    def starting_at(self, address: str) -> "SiteDefinition":
        """The same site, read from ``address`` on; from its own listings and sources where that is its front page."""
        if _path_of(address) in ("", "/"):
            return self
        return replace(self, listings=replace(self.listings, start=(address,)), sources=Sources())


def _path_of(address: str) -> str:
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")


ADDRESS_ALONE = "the address alone"
"""The origin of a definition that nobody wrote: nothing but an address is known of its site."""


def site_at(address: str) -> SiteDefinition:
    """A definition for a site of which only ``address`` is known: its front page is the one listing."""
    host = host_of(address)
    name = _NO_NAME.sub("-", host.removeprefix("www.")).strip("-.")
    return SiteDefinition(
        name=name,
        title=host,
        address=urljoin(address, "/"),
        origin=ADDRESS_ALONE,
        hosts=_with_twin(host),
        listings=Listings(start=(address,)),
        rules=SiteRules(site=name),
        politeness=_ON_THIS_MACHINE if is_on_this_machine(host) else Politeness(),
    )


def _with_twin(host: str) -> frozenset[str]:
    """``host``, and the same with or without www: which of them a site uses, its redirects tell."""
    name = host.partition(":")[0]
    if is_on_this_machine(host) or host.startswith("[") or "." not in name or name.replace(".", "").isdigit():
        return frozenset({host})
    return frozenset({host, host.removeprefix("www.") if host.startswith("www.") else f"www.{host}"})


# What no file of a site's name can hold.
_NO_NAME = re.compile(r"[^\w.-]+")
# One's own machine needs no patience.
_ON_THIS_MACHINE = Politeness(delay_seconds=0.0, concurrent_requests=4)


def is_on_this_machine(host: str) -> bool:
    """Whether ``host``, perhaps with a port, is the machine we run on."""
    name = host.partition(":")[0]
    return name == "localhost" or name.endswith(".localhost") or name.startswith("127.")
