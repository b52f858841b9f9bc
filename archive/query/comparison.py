"""Two revisions of an article side by side, as an answer."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import pyarrow as pa

from archive.query.answer import Answer, Whole
from archive.query.archive import Archive
from archive.query.diff import Difference, difference
from archive.query.find import require_article, require_revision, revisions_of

# Of several rows with one number, the latest.
_BOTH = "SELECT * FROM revisions WHERE article_id = ? AND revision IN (?, ?) ORDER BY fetched_at"
_SCHEMA = pa.schema([("field", pa.string()), ("old", pa.string()), ("new", pa.string())])


class Comparison(Answer):
    """What differs between two revisions of an article: a row for each field and each paragraph that does.

    ``older`` and ``newer`` are the two as rows of the view ``revisions``; ``older`` is None where ``newer`` is the
    first. ``difference`` tells more than the rows: also what stayed, and the words within a paragraph.
    """

    def __init__(self, older: Mapping[str, Any] | None, newer: Mapping[str, Any], notes: Sequence[str] = ()) -> None:
        self.older, self.newer = older, newer
        self.difference = difference(older, newer) if older else Difference((), ())
        super().__init__(Whole(pa.Table.from_pylist(list(_rows(self.difference)), _SCHEMA), notes))


def compare(archive: Archive, address: str, *, old: int | None, new: int | None) -> Comparison:
    """Two revisions of the article at ``address``; see `Archive.diff`. Raises UsageError."""
    article_id = require_article(archive, address)
    numbers = revisions_of(archive, article_id)
    newer = numbers[-1] if new is None else require_revision(archive, article_id, new)
    before = [number for number in numbers if number < newer]
    older = require_revision(archive, article_id, old) if old is not None else (before[-1] if before else None)
    both = archive.sql(_BOTH, article_id, older, newer)
    rows = {row["revision"]: row for row in both.rows()}
    return Comparison(None if older is None else rows[older], rows[newer], both.notes)


def _rows(changes: Difference) -> Iterator[dict[str, str | None]]:
    for change in changes.fields:
        yield {"field": change.name, "old": _as_text(change.old), "new": _as_text(change.new)}
    for paragraph in changes.body:
        if not paragraph.is_same:
            yield {"field": "body", "old": paragraph.old, "new": paragraph.new}


def _as_text(value: Any) -> str | None:
    if isinstance(value, datetime):
        return value.isoformat()
    return "\n".join(value) if isinstance(value, list) else value
