"""The tables of the archive: each record class's folder, partition, order and explicit Arrow schema."""

import types
import typing
from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa

from archive.column import Column
from archive.records import ArticleRevision, Observation, Record, Run, Sighting


@dataclass(frozen=True)
class Table:
    """One table: a folder of Parquet files that all have the same schema.

    ``partition`` names the month folder and ``month_of`` the column it is taken from; both are None for a
    table kept in one folder. ``sorted_by`` is the order of rows within a file. ``instant`` is the column that
    says when the row came to be known.
    """

    name: str
    record: type[Record]
    meaning: str
    sorted_by: tuple[str, ...]
    instant: str
    looked_up_by: tuple[str, ...] = ()
    partition: str | None = None
    month_of: str | None = None

    @cached_property
    def columns(self) -> dict[str, Column]:
        """The columns by name, in stored order."""
        return {name: _column(hint) for name, hint in self._hints.items()}

    @cached_property
    def schema(self) -> pa.Schema:
        """The Arrow schema: types, nullability, and each column's description as field metadata."""
        return pa.schema(
            [
                pa.field(name, column.type, _is_nullable(self._hints[name]), {"description": column.description})
                for name, column in self.columns.items()
            ]
        )

    def no_rows(self) -> pa.Table:
        """A table without rows. `pyarrow.Schema.empty_table` would load pandas where it is installed: 0.3 s."""
        return pa.Table.from_batches([], self.schema)

    def to_arrow(self, records: typing.Sequence[Record]) -> pa.Table:
        """``records`` as one Arrow table with this table's schema, in their order."""
        columns = ((column, [getattr(record, name) for record in records]) for name, column in self.columns.items())
        return pa.table([column.array(values) for column, values in columns], schema=self.schema)

    def is_form_of(self, schema: pa.Schema) -> bool:
        """Whether files with ``schema`` are of this table: they have its columns, or, if older, the first of them."""
        own = [(field.name, field.type) for field in self.schema]
        return [(field.name, field.type) for field in schema] == own[: len(schema)]

    def in_present_columns(self, rows: pa.Table) -> pa.Table:
        """``rows`` of an older file with all columns of today; what they say nothing of is null."""
        missing = [field for field in self.schema if field.name not in rows.column_names]
        for field in missing:
            rows = rows.append_column(field, pa.nulls(rows.num_rows, field.type))
        return rows.cast(self.schema) if missing else rows

    @cached_property
    def _hints(self) -> dict[str, typing.Any]:
        return typing.get_type_hints(self.record, include_extras=True)


def _column(hint: typing.Any) -> Column:
    (column,) = (part for part in hint.__metadata__ if isinstance(part, Column))
    return column


def _is_nullable(hint: typing.Any) -> bool:
    return types.NoneType in typing.get_args(typing.get_args(hint)[0])


ARTICLES = Table(
    name="articles",
    record=ArticleRevision,
    meaning="One row per article revision: written only when the content changed.",
    sorted_by=("site", "published_at", "article_id"),
    instant="fetched_at",
    looked_up_by=("article_id", "address", "canonical_address"),
    partition="fetched_month",
    month_of="fetched_at",
)
OBSERVATIONS = Table(
    name="observations",
    record=Observation,
    meaning="One row per request, whatever came of it: time, status, outcome, views.",
    sorted_by=("site", "article_id", "address", "observed_at"),
    instant="observed_at",
    looked_up_by=("article_id", "address"),
    partition="observed_month",
    month_of="observed_at",
)
SIGHTINGS = Table(
    name="sightings",
    record=Sighting,
    meaning="One row per listing entry seen: what stood where, and when.",
    sorted_by=("site", "seen_at", "listing_address", "box", "position"),
    instant="seen_at",
    looked_up_by=("address",),
    partition="seen_month",
    month_of="seen_at",
)
RUNS = Table(
    name="runs",
    record=Run,
    meaning="One row per crawl run: settings, versions, and counts that add up.",
    sorted_by=("started_at",),
    instant="ended_at",
)
TABLES = (ARTICLES, OBSERVATIONS, SIGHTINGS, RUNS)
