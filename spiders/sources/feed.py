"""Feeds: what one says, whatever its format."""

from dataclasses import dataclass
from datetime import datetime

from pipelines.fields.moments import DateHints, Moment
from pipelines.fields.names import tidy_names
from pipelines.normalise import clean_text
from pipelines.page.decoding import decoded
from pipelines.page.links import absolute
from spiders.sources.dates import date_of_entry
from spiders.sources.feed_json import read_json
from spiders.sources.feed_text import RawEntry
from spiders.sources.feed_xml import read_xml

# A description that is longer is the article itself, not a teaser of it.
MAX_TEASER_CHARACTERS = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One entry of a feed. ``position`` is its place there, from 1; None is what the entry does not say.

    ``published`` is when the feed says that it was published, ``modified`` when it last changed. ``section`` is its
    category, where it has exactly one.
    """

    address: str
    position: int
    title: str | None = None
    teaser: str | None = None
    published: Moment | None = None
    modified: Moment | None = None
    authors: tuple[str, ...] | None = None
    section: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a feed says: its entries that lead somewhere, and how many do not (``without_address``).

    ``next_address`` is its next page, older entries (RFC 5005, JSON Feed's next_url). ``problem`` says in a line what
    is wrong with it; its entries are then those that could be read all the same.
    """

    entries: tuple[FeedEntry, ...] = ()
    without_address: int = 0
    title: str | None = None
    language: str | None = None
    next_address: str | None = None
    problem: str | None = None


def read_feed(
    body: bytes, address: str, content_type: str | None, fetched_at: datetime, *, time_zone: str | None = None
) -> Feed:
    """The feed in ``body``, which came from ``address``: RSS 0.9 to 2.0, RDF, Atom or JSON Feed.

    ``time_zone`` (IANA) is that of dates which state none. Never raises: what is no feed has a ``problem`` and no
    entries. An entry that is broken costs no other one, and takes nothing from its neighbours.
    """
    text = decoded(body, content_type).lstrip()
    raw = read_json(text) if text.startswith("{") else read_xml(text)
    hints = DateHints(fetched_at=fetched_at, language=raw.language, time_zone=time_zone)
    read = [_entry(entry, position, address, hints) for position, entry in enumerate(raw.entries, 1)]
    return Feed(
        entries=tuple(entry for entry in read if entry),
        without_address=read.count(None),
        title=_text(raw.title),
        language=_text(raw.language),
        next_address=absolute(address, raw.next_address),
        problem=raw.problem,
    )


def _entry(raw: RawEntry, position: int, base: str, hints: DateHints) -> FeedEntry | None:
    address = absolute(base, next((link for link in raw.links if link.strip()), None))
    if address is None:
        return None
    authors = tidy_names([name for name in map(_text, raw.authors) if name])
    sections = {section for section in map(_text, raw.categories) if section}
    teaser = _text(raw.teaser)
    return FeedEntry(
        address=address,
        position=position,
        title=_text(raw.title),
        teaser=teaser if teaser and len(teaser) <= MAX_TEASER_CHARACTERS else None,
        published=date_of_entry(raw.published, hints),
        modified=date_of_entry(raw.modified, hints),
        authors=authors or None,
        section=sections.pop() if len(sections) == 1 else None,
    )


def _text(text: str | None) -> str | None:
    return (clean_text(text) or None) if text else None
