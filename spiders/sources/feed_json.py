"""JSON Feed: https://www.jsonfeed.org/version/1.1/."""

import json
from collections.abc import Iterator
from typing import Any

from spiders.sources.feed_text import RawEntry, RawFeed, plain

_MOST_BROKEN = 100  # places where an item could begin and none did; a text with more is no feed
_DECODER = json.JSONDecoder()


def read_json(text: str) -> RawFeed:
    """The JSON Feed in ``text``. Never raises; of one that is cut or broken, the items that are whole."""
    problem = None
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError) as error:
        problem = f"not valid JSON: {' '.join(str(error).split())}"
        feed = {"items": list(_whole_items(text))}
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        return RawFeed(problem=problem or "JSON that is no JSON Feed: it has no items")
    return RawFeed(
        entries=tuple(_entry(item) for item in items),
        title=_text(feed.get("title")),
        language=_text(feed.get("language")),
        next_address=_text(feed.get("next_url")),
        problem=problem,
    )


def _whole_items(text: str) -> Iterator[Any]:
    place, broken = text.find("{", text.find('"items"') + 1), 0
    while place >= 0 and broken < _MOST_BROKEN:
        try:
            item, place = _DECODER.raw_decode(text, place)
        except (ValueError, RecursionError):
            place, broken = place + 1, broken + 1
        else:
            yield item
        place = text.find("{", place)


def _entry(item: Any) -> RawEntry:
    if not isinstance(item, dict):
        return RawEntry()
    authors = item.get("authors")
    people = authors if isinstance(authors, list) else [item.get("author")]
    tags = item.get("tags")
    names = [_text(one.get("name")) for one in people if isinstance(one, dict)]
    return RawEntry(
        links=tuple(filter(None, (_text(item.get("url")), _address(item.get("id"))))),
        title=_text(item.get("title")),
        teaser=_text(item.get("summary")),
        published=_text(item.get("date_published")),
        modified=_text(item.get("date_modified")),
        authors=tuple(filter(None, names)),
        categories=tuple(filter(None, map(_text, tags))) if isinstance(tags, list) else (),
    )


def _address(value: Any) -> str | None:
    """The id of an item, which may be its permanent address."""
    return value if isinstance(value, str) and value.startswith(("http://", "https://")) else None


def _text(value: Any) -> str | None:
    return plain(value, is_html=False) if isinstance(value, str) else None
