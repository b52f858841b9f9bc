"""What a crawl asks of a page and what it gets: plain values, which go to a reader in this process or in another."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from archive.ledger import Found
from archive.outcomes import Outcome
from pipelines.listing import Entry
from pipelines.page.page import Page
from pipelines.record import PageRecord


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

    ``repeated`` are the keys of the blocks that are of the site (see `pipelines.site_memory`).
    """

    kind: Kind
    address: str
    data: Mapping[str, int | str]
    page: Page
    repeated: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageContent:
    """What a page says and where it leads: the record of an article (None: a listing), entries, addresses found.

    ``block_keys`` are those of an article's blocks, for the memory of its site. ``outcome`` is set where the page
    itself tells how its visit ends, ``detail`` where there is more to say of that.
    """

    record: PageRecord | None
    entries: tuple[Entry, ...]
    found: tuple[Found, ...]
    block_keys: tuple[int, ...] = ()
    outcome: Outcome | None = None
    detail: str | None = None


class PageReader(Protocol):
    """Whoever reads the pages of a crawl."""

    async def __call__(self, task: PageTask) -> PageContent:
        """The content of the page. Raises UnreadablePageError where reading it takes too much time or memory."""
