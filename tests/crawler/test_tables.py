"""Answers as tables on a terminal."""

from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pytest

from archive import Answer
from archive.errors import QueryError
from crawler.tables import as_table, shown


def table(rows: list[dict[str, Any]], *, most: int = 200) -> str:
    return as_table(Answer.of(pa.Table.from_pylist(rows)), most=most)


@pytest.fixture(autouse=True)
def width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def test_a_table_has_its_columns_side_by_side_and_numbers_to_the_right() -> None:
    lines = table([{"title": "Quiet chips", "views": 7}, {"title": "東京", "views": 12345}]).splitlines()
    assert "title" in lines[1]
    assert lines[3] == "│ Quiet chips │     7 │"
    assert lines[4] == "│ 東京        │ 12345 │"


def test_long_texts_are_broken_into_lines_and_times_and_numbers_are_not() -> None:
    at = datetime(2026, 1, 5, 8, 0, 0, 123456, tzinfo=UTC)
    text = table([{"at": at, "title": "word " * 30, "share": 1 / 3}])
    assert "2026-01-05 08:00:00 │" in text
    assert "0.333333" in text
    assert all(len(line) <= 80 for line in text.splitlines())


def test_what_has_no_room_side_by_side_is_a_list_in_which_a_line_stays_whole() -> None:
    address = "https://news.example/" + "a" * 100
    text = table([{f"column{n}": n for n in range(12)} | {"address": address}] * 2)
    assert f"address   {address}\n" in text
    assert text.count("column0   0\n") == 2


def test_the_rows_that_are_left_out_are_counted_and_beyond_many_only_called_many() -> None:
    rows = [{"n": n} for n in range(12)]
    assert "2 more rows; see all with --limit 12, or write them to a file with --output FILE" in table(rows, most=10)
    assert "… 1 more row;" in table(rows, most=11)
    assert "more" not in table(rows, most=12)
    many = Answer.of(pa.table({"n": pa.array(range(150_000))}))
    assert "… more than 100,000 more rows; write them all" in as_table(many)


def test_an_answer_without_rows_is_a_table_of_its_columns() -> None:
    assert "title" in as_table(Answer.of(pa.table({"title": pa.array([], pa.string())})))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (196.0, "196"),
        (1234567.891, "1234567.9"),
        (float("nan"), "nan"),
        (True, "true"),
        ("a\x1b[31mred\nline", "a [31mred line"),
        (["x", None], '["x",null]'),
        ({"a": 1.5}, '{"a":1.5}'),
        (b"x", "78"),
        ("x" * 200, "x" * 159 + "…"),
    ],
)
def test_a_value_is_shown_in_one_line_that_steers_no_terminal(value: Any, text: str) -> None:
    assert shown(value) == text


def test_an_instant_beyond_the_calendar_is_told_with_the_way_out() -> None:
    far = pa.table({"at": pa.array([9_000_000_000_000_000], pa.int64()).cast(pa.timestamp("ms"))})
    with pytest.raises(QueryError, match="ask for it as text"):
        as_table(Answer.of(far))
