"""Rows of every table, made from the examples their columns give."""

from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from archive.records import ArticleRevision, Observation, Record, Run, Sighting
from archive.tables import TABLES, Table

RecordType = TypeVar("RecordType", ArticleRevision, Observation, Sighting, Run)

NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def table_of(record: type[Record]) -> Table:
    return next(table for table in TABLES if table.record is record)


def example(record: type[RecordType], **values: Any) -> RecordType:
    examples: dict[str, Any] = {name: column.example for name, column in table_of(record).columns.items()}
    return record(**(examples | values))


def revision(article_id: str = "neuron/a/en", number: int = 1, **values: Any) -> ArticleRevision:
    given: dict[str, Any] = {"article_id": article_id, "revision": number, "fetched_at": NOON, "first_seen_at": NOON}
    return example(ArticleRevision, **(given | values))


def observation(article_id: str | None = "neuron/a/en", **values: Any) -> Observation:
    return example(Observation, **({"article_id": article_id, "observed_at": NOON} | values))


def sighting(**values: Any) -> Sighting:
    return example(Sighting, **({"seen_at": NOON} | values))


def run(run_id: str = "run-1", **values: Any) -> Run:
    return example(Run, **({"run_id": run_id, "started_at": NOON, "ended_at": NOON + HOUR} | values))
