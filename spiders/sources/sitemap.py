"""Sitemaps: what one lists, whatever its form. See https://www.sitemaps.org/protocol.html."""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from pipelines.fields.moments import DateHints, Moment
from pipelines.normalise import clean_text
from pipelines.page.links import absolute, is_web_address
from spiders.sources.dates import machine_date
from spiders.sources.looks import GZIP, is_text_of_addresses, looks_like_sitemap
from spiders.sources.sitemap_stream import BoundedStream, RawAddress, TroubleError, lines_of, raw_addresses

# The protocol allows 50,000 addresses, which take 3 to 5 s of a processor to read: as much as one reading may take.
MOST_ADDRESSES = 25_000
# The protocol's 50 MB, with some patience for those that overstep it a little.
MOST_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class SitemapEntry:
    """One address of a sitemap. ``modified`` is when it last changed; ``title`` and ``published`` are of a news sitemap
    (``is_news``), https://www.google.com/schemas/sitemap-news/0.9. None is what the sitemap does not say.
    """  # noqa: D205

    address: str
    position: int
    modified: Moment | None = None
    is_news: bool = False
    title: str | None = None
    published: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """What a sitemap lists: ``entries`` are pages, ``children`` are further sitemaps, those last changed first.

    ``without_address`` entries say none. ``following`` is how many addresses stand before the first that was left for
    a next reading, where the sitemap has more than one reading takes; None: that was all. ``problem`` says in a line
    what is wrong; what is listed is then what could be read all the same.
    """

    entries: tuple[SitemapEntry, ...] = ()
    children: tuple[SitemapEntry, ...] = ()
    without_address: int = 0
    following: int | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How much of a sitemap one reading takes: addresses after the first ``skip``, bytes once it is unpacked."""

    skip: int = 0
    addresses: int = MOST_ADDRESSES
    body_bytes: int = MOST_BYTES


def read_sitemap(
    body: bytes, address: str, content_type: str | None, fetched_at: datetime, reach: Reach | None = None
) -> Sitemap:
    """The sitemap in ``body``, which came from ``address``: XML, an index, or text, gzipped or not.

    ``content_type`` is the header as sent, which tells nothing that the bytes do not. Memory stays flat whatever the
    body unpacks to. Never raises: what is no sitemap has a ``problem`` and lists nothing.
    """
    del content_type
    reach = reach or Reach()
    if not looks_like_sitemap(body):
        return Sitemap(problem="it is no sitemap")
    stream = BoundedStream(body, reach.body_bytes, is_zipped=body.startswith(GZIP))
    hints = DateHints(fetched_at=fetched_at)
    reading = _Reading(address, hints)
    following = problem = None
    try:
        listed = lines_of(stream) if is_text_of_addresses(stream.peek()) else raw_addresses(stream)
        for raw in islice(listed, reach.skip, reach.skip + reach.addresses):
            reading.add(raw)
        following = reach.skip + reach.addresses if next(listed, None) else None
    except TroubleError as trouble:
        problem = str(trouble)
    return reading.sitemap(following, stream.problem or problem)


class _Reading:
    """Gathers what a sitemap lists."""

    def __init__(self, base: str, hints: DateHints) -> None:
        self._base = base
        self._hints = hints
        self._entries: list[SitemapEntry] = []
        self._children: list[SitemapEntry] = []
        self._without_address = 0
        self._position = 0

    def add(self, raw: RawAddress) -> None:
        """Add what one element lists."""
        self._position += 1
        address = _whole(raw.address, self._base)
        if address is None:
            self._without_address += 1
            return
        entry = SitemapEntry(
            address=address,
            position=self._position,
            modified=machine_date(raw.modified, self._hints),
            is_news=raw.is_news,
            title=(clean_text(raw.title) or None) if raw.title else None,
            published=machine_date(raw.published, self._hints),
        )
        (self._children if raw.is_sitemap else self._entries).append(entry)

    def sitemap(self, following: int | None, problem: str | None) -> Sitemap:
        """All that was added."""
        dated = [child for child in self._children if child.modified]
        undated = [child for child in self._children if not child.modified]
        return Sitemap(
            entries=tuple(self._entries),
            children=(*sorted(dated, key=_modified_at, reverse=True), *undated),
            without_address=self._without_address,
            following=following,
            problem=problem,
        )


def _whole(written: str | None, base: str) -> str | None:
    """What is ``written`` as an address; relative ones are against the protocol, and seen."""
    if not written:
        return None
    if written.startswith(("http://", "https://")):
        return written if is_web_address(written) else None
    return absolute(base, written)


def _modified_at(entry: SitemapEntry) -> datetime:
    assert entry.modified is not None
    return entry.modified.at
