"""What a crawl asks of a page and what it gets: plain values, which go to a reader in this process or in another."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from archive.ledger import Found
from archive.outcomes import Outcome
from pipelines.bounds import HeldBack
from pipelines.listing import Entry
from pipelines.page.page import Page
from pipelines.record import PageRecord
from pipelines.rules.link_rules import LinkEvidence, LinkRules


class Kind(StrEnum):
    """What was expected at an address."""

    ARTICLE = "article"
    LISTING = "listing"
    FEED = "feed"
    SITEMAP = "sitemap"

    @property
    def is_source(self) -> bool:
        """Whether it is a list written for programs: no HTML, and never an article."""
        return self in (Kind.FEED, Kind.SITEMAP)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTask:
    """A page to read: ``address`` as it was asked for, ``data`` what its finder wanted back with it.

    ``repeated`` are the keys of the blocks that are of the site (see `pipelines.site_memory`), ``links`` what is known
    of its links; None: they are not learned.
    """

    kind: Kind
    address: str
    data: Mapping[str, int | str]
    page: Page
    repeated: frozenset[int] = frozenset()
    links: LinkRules | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageContent:
    """What a page says and where it leads: the record of an article (None: a listing), entries, addresses found.

    ``block_keys`` are those of an article's blocks, for the memory of its site. ``kind`` is what the page turned out to
    be where that is not what was expected; ``outcome`` is set where the page itself tells how its visit ends, and
    ``detail`` where there is more to say of that. ``evidence`` is what the page tells of its site's links. ``declared``
    is the address that an article's page declares to stand for it, in plain form; None: it declares none. ``held_back``
    are addresses that the bounds of the crawl keep it from asking for.
    """

    record: PageRecord | None
    entries: tuple[Entry, ...]
    found: tuple[Found, ...]
    block_keys: tuple[int, ...] = ()
    kind: Kind | None = None
    outcome: Outcome | None = None
    detail: str | None = None
    evidence: LinkEvidence | None = None
    declared: str | None = None
    held_back: tuple[HeldBack, ...] = ()


class LinkLearner(Protocol):
    """Whoever learns in a crawl where a site's links lead."""

    @property
    def rules(self) -> LinkRules:
        """What is known so far: the same object until something is learned."""

    @property
    def is_changed(self) -> bool:
        """Whether something was learned since it was last packed."""

    def learn(self, evidence: LinkEvidence) -> None:
        """Take note of what a page tells."""

    def packed(self) -> bytes:
        """What is known as bytes, for the archive to keep."""


class PageReader(Protocol):
    """Whoever reads the pages of a crawl."""

    async def __call__(self, task: PageTask) -> PageContent:
        """The content of the page. Raises UnreadablePageError where reading it takes too much time or memory."""
