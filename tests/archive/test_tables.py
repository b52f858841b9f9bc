"""Records and their tables: what a column says of itself, and what comes back from a file."""

from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.column import COUNT, COUNT_BY_NAME, INSTANT, TEXT, TEXT_BY_NAME, TEXTS, Column
from archive.disk import Disk
from archive.folder import ArchiveFolder
from archive.records import ArticleRevision, Record
from archive.seal import write_parquet
from archive.tables import ARTICLES, OBSERVATIONS, RUNS, SIGHTINGS, TABLES, Table
from tests.archive.rows import revision

EVERY_TABLE = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
# The columns of format 1, in stored order. New ones may only follow them.
FORMAT_1 = {
    ARTICLES: """article_id revision site address final_address canonical_address language title published_at
        published_text published_offset_minutes published_precision modified_at views views_text summary body
        authors section tags image content_hash first_seen_at fetched_at run_id extractor_version capture_file
        capture_offset capture_length sources marks""",
    OBSERVATIONS: """address final_address site observed_at kind outcome detail http_status article_id revision
        views views_text content_hash etag last_modified body_bytes run_id""",
    SIGHTINGS: """listing_address box position seen_at site address title teaser published_at published_text
        run_id""",
    RUNS: """run_id site started_at ended_at status requested outcomes revisions sightings body_bytes
        newsreel_version settings""",
}

VALUES: dict[pa.DataType, st.SearchStrategy[Any]] = {
    TEXT: st.text(max_size=20),
    COUNT: st.integers(-(2**63), 2**63 - 1),
    INSTANT: st.datetimes(timezones=st.just(UTC)),
    TEXTS: st.lists(st.text(max_size=5), max_size=3).map(tuple),
    TEXT_BY_NAME: st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=3),
    COUNT_BY_NAME: st.dictionaries(st.text(max_size=5), st.integers(0, 2**63 - 1), max_size=3),
}


def fits(value: object, hint: Any) -> bool:
    """Whether ``value`` is what a record's annotation says, inner values included."""
    if isinstance(hint, UnionType):
        return any(fits(value, part) for part in get_args(hint))
    origin, inner = get_origin(hint), get_args(hint)
    if origin is None:
        return isinstance(value, hint) or (issubclass(hint, str) and value in list(hint))
    if not isinstance(value, origin):
        return False
    parts = [*value.items()] if isinstance(value, dict) else [(part,) for part in value]
    return all(fits(each, kind) for part in parts for each, kind in zip(part, inner, strict=False))


def records(table: Table) -> st.SearchStrategy[Record]:
    return st.builds(
        table.record,
        **{
            field.name: st.none() | VALUES[field.type] if field.nullable else VALUES[field.type]
            for field in table.schema
        },
    )


def read_records(table: Table, path: Path) -> list[Record]:
    rows: list[dict[str, Any]] = pq.read_table(path).to_pylist(maps_as_pydicts="strict")
    for row in rows:
        row.update({name: tuple(value) for name, value in row.items() if isinstance(value, list)})
    return [table.record(**row) for row in rows]


def round_trip(table: Table, stored: list[Record], folder: Path) -> list[Record]:
    target = folder / table.name / "part.parquet"
    write_parquet(table, table.to_arrow(stored), target, ArchiveFolder(folder, "a1b2"), Disk())
    return read_records(table, folder / table.name / "part.parquet")


@EVERY_TABLE
def test_every_field_of_a_record_is_a_column_in_the_same_order(table: Table) -> None:
    assert list(table.columns) == [field.name for field in fields(table.record)] == table.schema.names


@EVERY_TABLE
def test_the_columns_of_format_1_never_move(table: Table) -> None:
    names = FORMAT_1[table].split()
    assert list(table.columns)[: len(names)] == names


@EVERY_TABLE
def test_every_column_says_what_it_holds(table: Table) -> None:
    for name, column in table.columns.items():
        assert column.description.strip().endswith("."), name
        assert table.schema.field(name).metadata == {b"description": column.description.encode()}


@EVERY_TABLE
def test_every_example_is_a_value_as_a_record_holds_it(table: Table) -> None:
    hints = get_type_hints(table.record)
    wrong = {name: column.example for name, column in table.columns.items() if not fits(column.example, hints[name])}
    assert wrong == {}


@EVERY_TABLE
def test_every_example_can_be_stored(table: Table) -> None:
    for name, column in table.columns.items():
        assert column.array([column.example]).null_count == 0, name


@EVERY_TABLE
def test_a_column_may_be_null_exactly_where_the_record_may_be_none(table: Table) -> None:
    hints = get_type_hints(table.record)
    assert {field.name: field.nullable for field in table.schema} == {
        name: NoneType in get_args(hint) for name, hint in hints.items()
    }


def test_columns_of_one_name_have_one_type_in_all_tables() -> None:
    types: dict[str, set[pa.DataType]] = {}
    for table in TABLES:
        for name, column in table.columns.items():
            types.setdefault(name, set()).add(column.type)
    assert {name: kinds for name, kinds in types.items() if len(kinds) > 1} == {}


@EVERY_TABLE
def test_a_table_is_partitioned_sorted_and_looked_up_by_columns_it_has(table: Table) -> None:
    named = {*table.sorted_by, *table.looked_up_by, *([table.month_of] if table.month_of else [])}
    assert named <= set(table.columns)
    assert (table.partition is None) is (table.month_of is None)
    assert table.partition not in table.columns


@EVERY_TABLE
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_records_come_back_from_a_file_as_they_were(
    table: Table, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    stored = data.draw(st.lists(records(table), min_size=1, max_size=3))
    back = round_trip(table, stored, tmp_path_factory.mktemp("round"))
    for record in stored:
        back.remove(record)
    assert back == []


def test_none_empty_and_zero_stay_three_different_things(tmp_path: Path) -> None:
    silent = revision("a", views=None, views_text=None, summary=None, authors=None, tags=None, section=None)
    empty = revision("b", views=0, views_text="", summary="", authors=(), tags=(), section="", sources={})
    back = round_trip(ARTICLES, [silent, empty], tmp_path)
    assert back == [silent, empty]


def test_instants_are_kept_to_the_microsecond_and_in_utc(tmp_path: Path) -> None:
    instant = datetime(1999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)
    (back,) = round_trip(ARTICLES, [revision(published_at=instant)], tmp_path)
    assert isinstance(back, ArticleRevision)
    assert back.published_at == instant
    assert back.published_at is not None
    assert back.published_at.utcoffset() == instant.utcoffset()


def test_rows_of_a_file_stand_in_the_order_of_the_table_with_unknown_values_last(tmp_path: Path) -> None:
    late, early = datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)
    rows = [
        revision("undated", site="a", published_at=None),
        revision("late", site="a", published_at=late),
        revision("other site", site="b", published_at=early),
        revision("early", site="a", published_at=early),
    ]
    back = round_trip(ARTICLES, list(rows), tmp_path)
    order = [row.article_id for row in back if isinstance(row, ArticleRevision)]
    assert order == ["early", "late", "undated", "other site"]


def test_text_by_name_is_given_to_arrow_as_pairs() -> None:
    column = Column(TEXT_BY_NAME, "Names.", {})
    assert column.array([{"a": "b"}, {}, None]).to_pylist() == [[("a", "b")], [], None]
