"""What a crawl asks of a page and what it gets: plain values, which go to a reader in this process or in another."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from archive.ledger import Found
from pipelines.bounds import HeldBack
from pipelines.listing import Entry
from pipelines.page.page import Page
from pipelines.record import PageRecord


class Kind(StrEnum):
    """What was expected at an address."""

    ARTICLE = "article"
    LISTING = "listing"


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

    ``block_keys`` are those of an article's blocks, for the memory of its site; ``held_back`` are addresses that the
    bounds of the crawl keep it from asking for.
    """

    record: PageRecord | None
    entries: tuple[Entry, ...]
    found: tuple[Found, ...]
    block_keys: tuple[int, ...] = ()
    held_back: tuple[HeldBack, ...] = ()


class PageReader(Protocol):
    """Whoever reads the pages of a crawl."""

    async def __call__(self, task: PageTask) -> PageContent:
        """The content of the page. Raises UnreadablePageError where reading it takes too much time or memory."""
