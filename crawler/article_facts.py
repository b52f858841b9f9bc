"""What is told of an article beside its text: when, by whom, where it was read; and its paragraphs by kind."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

_BY_PRECISION = {"day": "%Y-%m-%d", "second": "%Y-%m-%d %H:%M:%S"}
_TO_THE_MINUTE = "%Y-%m-%d %H:%M"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph of a body, in lines. ``kind`` is as the column body_kinds has it."""

    kind: str
    text: str

    @property
    def level(self) -> int | None:
        """The level of a heading, from 1 to 6; None: it is none."""
        name, _, number = self.kind.partition("-")
        return int(number) if name == "heading" and number.isdecimal() else None


def address_of(article: Mapping[str, Any]) -> str:
    """The address of the page that was read."""
    return str(article["final_address"] or article["address"])


def facts_of(article: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Name and text of all that is known of ``article``, a row of the view ``revisions``."""
    changed = article["changed_fields"]
    views = article["views"]
    revision = f"{article['revision']}, fetched {_moment(article['fetched_at'])}"
    told = {
        "published": _published(article),
        "modified": article["modified_at"] and _moment(article["modified_at"]),
        "authors": ", ".join(article["authors"] or ()),
        "section": article["section"],
        "tags": ", ".join(article["tags"] or ()),
        "language": article["language"],
        "views": None if views is None else f"{views:,}",
        "marks": ", ".join(article["marks"] or ()),
        "image": article["image"],
        "revision": f"{revision}; changed: {', '.join(changed)}" if changed else revision,
        "site": article["site"],
        "article": article["article_id"],
    }
    yield from ((name, str(text)) for name, text in told.items() if text)


def paragraphs_of(article: Mapping[str, Any]) -> list[Paragraph]:
    """The paragraphs of the body, each of a kind; all are plain ones where an older newsreel noted no kinds."""
    texts = article["body"].split("\n\n") if article["body"] else []
    kinds = article["body_kinds"] or ()
    if len(kinds) != len(texts):
        kinds = ["paragraph"] * len(texts)
    return [Paragraph(kind=kind, text=text) for kind, text in zip(kinds, texts, strict=True)]


def _published(article: Mapping[str, Any]) -> str | None:
    """The time of publication, as exactly and in the zone in which the page states it."""
    moment, minutes = article["published_at"], article["published_offset_minutes"]
    if moment is None:
        return None
    form = _BY_PRECISION.get(article["published_precision"], _TO_THE_MINUTE)
    zone = UTC if minutes is None else timezone(timedelta(minutes=minutes))
    local = moment.astimezone(zone)
    if article["published_precision"] == "day":
        return f"{local:{form}}"
    return f"{local:{form}} {zone}"


def _moment(moment: datetime) -> str:
    return f"{moment:{_TO_THE_MINUTE}} UTC"
