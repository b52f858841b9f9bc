"""CSV as RFC 4180 has it, and as Python's csv, pandas, Polars and DuckDB read it."""

import io
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.errors import QueryError
from archive.export.writing import Form
from archive.query.answer import Answer
from tests.archive.export.arrow_values import ANY_TEXT
from tests.archive.export.reading import csv_cells, of_texts, written


@given(st.lists(st.lists(ANY_TEXT, min_size=2, max_size=2), max_size=5))
@settings(max_examples=400, deadline=None)
def test_any_text_comes_back_through_pythons_csv(rows: list[list[str]]) -> None:
    table = pa.table([pa.array([row[number] for row in rows], pa.string()) for number in range(2)], names=["a", "b"])
    content = written(table, Form.CSV, keep_formulas=True)
    assert csv_cells(content) == [["a", "b"], *rows]


def test_quotes_stand_only_where_they_are_needed_and_null_is_not_the_empty_text() -> None:
    table = pa.table({"text": ["plain", "a,b", 'say "hi"', "two\nlines", "lone\rreturn", "", None], "n": [1] * 7})
    assert written(table, Form.CSV) == (
        b'text,n\r\nplain,1\r\n"a,b",1\r\n"say ""hi""",1\r\n"two\nlines",1\r\n"lone\rreturn",1\r\n"",1\r\n,1\r\n'
    )


def test_a_row_of_one_empty_cell_is_still_a_row() -> None:
    assert written(of_texts(None, "", "a"), Form.CSV) == b'text\r\n""\r\n""\r\na\r\n'


def test_an_answer_without_rows_has_its_names() -> None:
    assert written(of_texts(), Form.CSV) == b"text\r\n"


def test_every_type_a_query_can_give_is_text_that_says_it_all() -> None:
    sql = """SELECT true AS yes, NULL AS nothing, 170141183460469231731687303715884105727::hugeint AS huge,
        1.50::decimal(9, 2) AS price, 'nan'::double AS number, '\\xAA\\x00'::blob AS bytes,
        TIMESTAMPTZ '2026-01-05 09:00:00.25+01' AS instant, TIMESTAMP '2026-01-05 08:00' AS written,
        DATE '2026-01-05' AS day, TIME '12:00:01' AS noon, 'infinity'::timestamptz AS forever,
        '-infinity'::date AS never, INTERVAL '1 month -2 days 3.5 seconds' AS span,
        {'at': TIMESTAMPTZ '2026-01-05 08:00+00', 'x': ['a"b', NULL]} AS nested, map {1: 'one'} AS by_number,
        union_value(k := 1.5) AS one_of, 'b'::enum('a', 'b') AS chosen"""
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        names, cells = csv_cells(written(connection.sql(sql).to_arrow_table(), Form.CSV))
    assert dict(zip(names, cells, strict=True)) == {
        "yes": "true",
        "nothing": "",
        "huge": "170141183460469231731687303715884105727",
        "price": "1.50",
        "number": "nan",
        "bytes": "aa00",
        "instant": "2026-01-05T08:00:00.250000Z",
        "written": "2026-01-05T08:00:00",
        "day": "2026-01-05",
        "noon": "12:00:01",
        "forever": "infinity",
        "never": "-infinity",
        "span": "P1M-2DT3.5S",
        "nested": '{"at":"2026-01-05T08:00:00Z","x":["a\\"b",null]}',
        "by_number": '{"1":"one"}',
        "one_of": "1.5",
        "chosen": "b",
    }


def test_an_instant_no_calendar_reaches_is_named_rather_than_made_up() -> None:
    column = pa.array([2**62], pa.int64()).cast(pa.timestamp("us", "UTC"))
    with pytest.raises(QueryError, match="out of the range"):
        written(pa.table({"at": column}), Form.CSV)


def test_a_batch_of_long_texts_is_written_in_pieces() -> None:
    table = of_texts(*["x" * 1_000_000] * 40)
    content = written(table, Form.CSV)
    assert content == b"text\r\n" + (b"x" * 1_000_000 + b"\r\n") * 40
    assert len(list(Answer.of(table).batches())) == 1


def test_pandas_polars_and_duckdb_read_what_was_written(tmp_path: Path) -> None:
    table = pa.table({"text": ["é, ü", '"', "a\nb", "東京", "=1"], "n": [1, None, -3, 4, 5]})
    path = tmp_path / "a.csv"
    path.write_bytes(content := written(table, Form.CSV, keep_formulas=True))
    rows = [tuple(row.values()) for row in table.to_pylist()]
    by_pandas = pd.read_csv(io.BytesIO(content), dtype={"n": "Int64"})
    assert [(text, None if n is pd.NA else n) for text, n in by_pandas.itertuples(index=False)] == rows
    assert pl.read_csv(content).rows() == rows
    with duckdb.connect() as connection:
        assert connection.execute("SELECT * FROM read_csv(?, header = true)", [str(path)]).fetchall() == rows
