"""JSON Lines and Parquet say what the answer says: to pyarrow, pandas, Polars and DuckDB."""

import io
import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings

from archive import Archive
from archive.errors import QueryError
from archive.export.parquet_file import row_groups
from archive.export.writing import Form, write
from archive.query.answer import Answer
from archive.tables import ARTICLES, TABLES
from tests.archive.export.arrow_values import BY_TYPE, tables
from tests.archive.export.reading import of_texts, written

ALL = "SELECT * FROM articles ORDER BY article_id"


def strict_json(line: str) -> Any:
    def refuse(name: str) -> None:
        raise AssertionError(f"{name} is no JSON")

    return json.loads(line, parse_constant=refuse, parse_float=Decimal)


def as_json(value: Any, kind: pa.DataType) -> Any:
    """What stands in JSON for a value that Arrow gives to Python."""
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if pa.types.is_date(kind) or pa.types.is_time(kind):
        return value if value is None else value.isoformat()
    return dict(value) if pa.types.is_map(kind) and value is not None else value


def test_the_values_tried_are_of_every_type_of_our_tables() -> None:
    assert {field.type for table in TABLES for field in table.schema} <= set(BY_TYPE)


@given(tables())
@settings(max_examples=300, deadline=None)
def test_parquet_comes_back_as_the_same_table(table: pa.Table) -> None:
    back = pq.read_table(io.BytesIO(written(table, Form.PARQUET)))
    assert back.schema.equals(table.schema)
    assert back.combine_chunks().equals(table.combine_chunks())


@given(tables())
@settings(max_examples=300, deadline=None)
def test_json_lines_say_the_same_rows(table: pa.Table) -> None:
    content = written(table, Form.JSON).decode()
    rows = [strict_json(line) for line in content.split("\n")[:-1]]
    kinds = dict(zip(table.schema.names, table.schema.types, strict=True))
    for row, expected in zip(rows, table.to_pylist(), strict=True):
        for name, kind in kinds.items():
            value = float(row[name]) if isinstance(expected[name], float) else row[name]
            assert value == as_json(expected[name], kind)
        assert list(row) == list(kinds)


def test_a_line_of_json_ends_with_a_line_feed_and_holds_none() -> None:
    content = written(of_texts("a\nb\r\u2028\0é", None), Form.JSON)
    assert content == '{"text":"a\\nb\\r\u2028\\u0000é"}\n{"text":null}\n'.encode()


def test_json_has_no_nan_bytes_are_hexadecimal_and_numbers_keep_their_digits() -> None:
    table = pa.table(
        {
            "number": [float("nan")],
            "bytes": [b"\xaa\x00"],
            "huge": pa.array([Decimal(10**37 + 1)], pa.decimal128(38, 0)),
            "price": pa.array([Decimal("1.50")], pa.decimal128(9, 2)),
            "nested": pa.array([{"numbers": [float("inf"), 1.5], "bytes": b"\xff"}]),
            "instant": pa.array([datetime(2026, 1, 5, 8, tzinfo=UTC)], pa.timestamp("us", "UTC")),
        }
    )
    assert written(table, Form.JSON) == (
        b'{"number":null,"bytes":"aa00","huge":10000000000000000000000000000000000001,"price":1.50,'
        b'"nested":{"numbers":[null,1.5],"bytes":"ff"},"instant":"2026-01-05T08:00:00Z"}\n'
    )


def test_an_answer_without_rows_is_no_line_of_json_and_a_parquet_file_with_columns() -> None:
    assert written(of_texts(), Form.JSON) == b""
    assert pq.read_table(io.BytesIO(written(of_texts(), Form.PARQUET))).schema.names == ["text"]


def test_four_readers_find_in_the_files_what_the_archive_answers(archive: Archive, tmp_path: Path) -> None:
    expected = archive.sql(ALL).rows()
    for form in (Form.PARQUET, Form.JSON):
        with (tmp_path / form).open("wb") as file:
            write(archive.sql(ALL), form, file)
    parquet, lines = str(tmp_path / "parquet"), str(tmp_path / "json")
    assert pq.read_table(parquet).to_pylist(maps_as_pydicts="strict") == expected
    assert pl.read_parquet(parquet)["title"].to_list() == [row["title"] for row in expected]
    assert list(pd.read_parquet(parquet)["fetched_at"]) == [row["fetched_at"] for row in expected]
    assert pl.read_ndjson(lines)["body"].to_list() == [row["body"] for row in expected]
    assert list(pd.read_json(lines, lines=True)["authors"]) == [row["authors"] for row in expected]
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        for read in (f"read_parquet('{parquet}')", f"read_json('{lines}')"):
            found = connection.sql(f"SELECT fetched_at::timestamptz AS at, views FROM {read}").to_arrow_table()
            assert found.to_pylist() == [{"at": row["fetched_at"], "views": row["views"]} for row in expected]


def test_parquet_says_what_our_columns_mean_and_is_packed_by_zstd(archive: Archive, tmp_path: Path) -> None:
    with (tmp_path / "a").open("wb") as file:
        write(archive.sql("SELECT *, title AS other, 1.5 AS views FROM (SELECT * EXCLUDE views FROM articles)"),
              Form.PARQUET, file)  # fmt: skip
    schema = pq.read_schema(tmp_path / "a")
    title = ARTICLES.columns["title"].description
    assert schema.field("title").metadata[b"description"].decode() == title
    assert not (schema.field("other").metadata or {}).get(b"description")
    assert not (schema.field("views").metadata or {}).get(b"description")  # another type: not ours
    assert pq.ParquetFile(tmp_path / "a").metadata.row_group(0).column(0).compression == "ZSTD"


def test_row_groups_are_of_many_batches() -> None:
    batches = Answer.of(pa.table({"n": list(range(250_000))})).batches()
    assert [group.num_rows for group in row_groups(batches)] == [100_000, 100_000, 50_000]


def test_what_parquet_has_no_place_for_is_text_and_a_sum_is_a_whole_number() -> None:
    with duckdb.connect() as connection:
        sql = (
            "SELECT sum(x) AS total, INTERVAL 1 day AS span, union_value(k := x) AS one_of FROM (SELECT 7 x) GROUP BY x"
        )
        table = pq.read_table(io.BytesIO(written(connection.sql(sql).to_arrow_table(), Form.PARQUET)))
    assert table.schema.types == [pa.int64(), pa.string(), pa.string()]
    assert table.to_pylist() == [{"total": 7, "span": "P0M1DT0S", "one_of": "7"}]


def test_a_sum_beyond_64_bits_is_an_error_with_the_way_out() -> None:
    table = pa.table({"n": pa.array([Decimal(2**70)], pa.decimal128(38, 0))})
    with pytest.raises(QueryError, match=r"column n .* n::double or ::text"):
        written(table, Form.PARQUET)


def test_whoever_waits_is_told_how_many_rows_are_read() -> None:
    heard: list[int] = []
    written(pa.table({"n": list(range(25_000))}), Form.JSON, told=heard.append)
    assert heard == [10_000, 20_000, 25_000]
