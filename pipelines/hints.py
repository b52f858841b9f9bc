"""Hints: what whoever led to an article said of it, for the fields that its page does not state."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Self

from pipelines.record import PageRecord

_MOST_CHARACTERS = 500  # a title, a section or a list of authors that is longer is none
_BETWEEN_NAMES = "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What a feed or a sitemap (``source`` says which) states of an article. None: it does not say.

    ``published_offset_minutes`` and ``published_precision`` are those of ``published_at``, an aware time in UTC.
    """

    source: str
    title: str | None = None
    published_at: datetime | None = None
    published_text: str | None = None
    published_offset_minutes: int | None = None
    published_precision: str | None = None
    modified_at: datetime | None = None
    authors: tuple[str, ...] | None = None
    section: str | None = None

    def as_data(self) -> dict[str, int | str]:
        """The hints as they travel with an address; empty where there are none."""
        told: dict[str, int | str | None] = {
            "title": self.title,
            "published_at": self.published_at.isoformat() if self.published_at else None,
            "published_text": self.published_text,
            "published_offset_minutes": self.published_offset_minutes,
            "published_precision": self.published_precision,
            "modified_at": self.modified_at.isoformat() if self.modified_at else None,
            "authors": _BETWEEN_NAMES.join(self.authors) if self.authors else None,
            "section": self.section,
        }
        data = {name: value for name, value in told.items() if value is not None and _is_small(value)}
        return {"source": self.source, **data} if data else {}

    @classmethod
    def of_data(cls, data: Mapping[str, int | str]) -> Self | None:
        """The hints that `as_data` made ``data`` of; None where there are none."""
        if "source" not in data:
            return None
        told: dict[str, Any] = {name: data[name] for name in cls.__slots__ if name in data}
        for name in ("published_at", "modified_at"):
            if name in told:
                told[name] = datetime.fromisoformat(told[name]).astimezone(UTC)
        if "authors" in told:
            told["authors"] = tuple(told["authors"].split(_BETWEEN_NAMES))
        return cls(**told)


def completed(record: PageRecord, hints: Hints | None) -> PageRecord:
    """``record`` with what ``hints`` say of the fields that its page does not state.

    The content hash stays that of the page alone: no article seems changed because something else led to it.
    """
    if hints is None or record.refused is not None:
        return record
    changes = dict(_missing(record, hints))
    sources = dict.fromkeys((name for name in changes if name in _FIELDS), hints.source)
    return replace(record, **changes, sources={**record.sources, **sources}) if changes else record


_FIELDS = ("title", "published_at", "modified_at", "authors", "section")
_OF_PUBLISHED = ("published_text", "published_offset_minutes", "published_precision")


def _missing(record: PageRecord, hints: Hints) -> Iterator[tuple[str, Any]]:
    for name in _FIELDS:
        value = getattr(hints, name)
        if value is not None and not getattr(record, name):
            yield name, value
            if name == "published_at":
                yield from ((part, getattr(hints, part)) for part in _OF_PUBLISHED)


def _is_small(value: int | str) -> bool:
    return not isinstance(value, str) or len(value) <= _MOST_CHARACTERS
