"""Lives of articles as an archive recorded them: edited when their revisions say they were."""

from pathlib import Path

from archive import Archive
from benchmarks.revisit.histories import DAYS, Life

# A revision tells when it was edited; else it was edited before it was fetched.
_EDITED = """
SELECT article_id, min(coalesce(published_at, first_seen_at)) OVER (PARTITION BY article_id) AS born_at, revision,
    coalesce(modified_at, fetched_at) AS edited_at
FROM revisions ORDER BY article_id, revision"""


def recorded(archive: Path) -> list[Life]:
    """The lives of the articles in ``archive``. Raises what opening an archive raises."""
    edits: dict[str, list[float]] = {}
    for row in Archive(archive).sql(_EDITED).rows():
        ages = edits.setdefault(row["article_id"], [])
        age = (row["edited_at"] - row["born_at"]).total_seconds() / 3600
        if row["revision"] > 1 and 0 < age < DAYS * 24:
            ages.append(age)
    return [Life(edits=tuple(sorted(ages))) for ages in edits.values()]
