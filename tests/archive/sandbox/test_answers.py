"""Ordinary questions of a stranger: the same answer as the owner gets."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from archive import Archive
from archive.errors import ArchiveDamagedError, QueryError, UsageError
from archive.folder import ArchiveFolder, create_folder
from archive.query.views import QUESTIONS, VIEWS
from archive.sandbox import Limits, Sandbox
from tests.archive.rows import DAY, NOON, revision
from tests.archive.runs import stored
from tests.archive.sandbox.conftest import SECRET, Ground

ASKED = {
    "trending": "'2026-01-01', '2027-01-01'",
    "front_page": "'2026-06-01 12:00'",
    "changed_since": "TIMESTAMP '2026-01-01'",
}
QUESTIONS_OF_STRANGERS = (
    *(f"SELECT * FROM {view} ORDER BY ALL" for view in VIEWS),
    *(f"FROM {name}({ASKED[name]})" for name in QUESTIONS),
    "SELECT site, count(*) AS n, sum(views), avg(views), max(fetched_at) FROM articles GROUP BY site",
    "SELECT title, row_number() OVER (PARTITION BY site ORDER BY fetched_at) AS n FROM revisions ORDER BY ALL",
    "WITH latest AS (SELECT * FROM articles) SELECT a.title FROM latest a JOIN observations o USING (article_id) "
    "ORDER BY ALL",
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT * FROM n",
    "SELECT article_id, list_transform(authors, lambda name: upper(name)) AS a FROM revisions ORDER BY ALL",
    "SELECT unnest([1, 2, 3]) AS n, {'a': 1, 'b': [2]} AS s, MAP {'k': 'v'} AS m",
    "SELECT json_extract('{\"a\": [1, 2]}', '$.a[1]') AS j, to_json(title) AS t, '{\"a\": 1}'::JSON ->> 'a' AS x "
    "FROM articles ORDER BY ALL",
    'SELECT * FROM json_each(\'{"a": 1, "b": 2}\')',
    "FROM articles SELECT title WHERE title ILIKE '%n%' ORDER BY title LIMIT 3",
    "SELECT regexp_extract_all(title, '\\w+') AS w FROM articles ORDER BY ALL",
    "SELECT date_trunc('month', fetched_at) AS month, count(*) AS n FROM revisions GROUP BY ALL ORDER BY ALL",
    "SELECT TIMESTAMPTZ '2026-01-05 12:00' AT TIME ZONE 'Europe/Berlin' AS berlin",
    "SELECT * FROM generate_series(1, 5)",
    "SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS t(n, s)",
    "SELECT title, en FROM articles PIVOT (count(*) FOR language IN ('en', 'de')) ORDER BY ALL",
    "SELECT * EXCLUDE (body) FROM articles ORDER BY ALL",
    "SELECT COLUMNS('.*_at') FROM articles ORDER BY ALL",
    "SELECT title FROM articles UNION ALL SELECT title FROM sightings ORDER BY ALL",
    "SELECT 1 WHERE false",
    "SELECT title, title FROM articles ORDER BY ALL",
    "SELECT 1.5::DECIMAL(9, 2) AS d, 12345678901234567890::HUGEINT AS h, 'x'::BLOB AS b, "
    "uuid '12345678-1234-1234-1234-123456789012' AS u, INTERVAL 3 DAY AS i, TIME '12:00' AS t, 'nan'::DOUBLE AS f, "
    "NULL AS nothing, 'a'::ENUM('a', 'b') AS e",
    "DESCRIBE articles",
    "DESCRIBE SELECT title FROM articles",
    "SHOW TABLES",
    "SHOW ALL TABLES",
    "SUMMARIZE SELECT views FROM revisions",
    "SELECT table_name FROM information_schema.tables ORDER BY ALL",
    "SELECT column_name FROM information_schema.columns WHERE table_name = 'articles' ORDER BY ALL",
    "EXPLAIN SELECT 1 + 1",
    "TABLE runs",
    "-- a comment\nSELECT /* another */ 'it''s; fine' AS text;",
)


@pytest.mark.parametrize("query", QUESTIONS_OF_STRANGERS)
def test_an_ordinary_question_gets_the_answer_the_owner_gets(ground: Ground, sandbox: Sandbox, query: str) -> None:
    expected = ground.archive.sql(query).arrow()
    answer = sandbox.sql(query).arrow()
    assert answer.schema.equals(expected.schema)
    assert repr(answer.to_pylist()) == repr(expected.to_pylist())  # by which NaN is NaN


@pytest.mark.parametrize(
    "value",
    [1, -(2**62), 1.5, "text", "", True, None, b"\x00\xff", date(2026, 1, 5), NOON, datetime(2026, 1, 5, 12),  # noqa: DTZ001
     timedelta(hours=3), Decimal("1.25"), ["a", "b"], [], {"a": 1}],
)  # fmt: skip
def test_a_value_arrives_as_it_was_given(ground: Ground, sandbox: Sandbox, value: Any) -> None:
    expected = ground.archive.sql("SELECT ? AS value", value).rows()
    assert sandbox.sql("SELECT ? AS value", value).rows() == expected
    assert sandbox.sql("SELECT $value AS value", value=value).rows() == expected


def test_values_by_order_and_by_name_are_not_mixed(sandbox: Sandbox) -> None:
    with pytest.raises(UsageError, match="not both"):
        sandbox.sql("SELECT ?, $a", 1, a=2)


@pytest.mark.parametrize("value", [2**70, object(), "\ud800"])
def test_a_value_that_no_query_can_take_is_refused(sandbox: Sandbox, value: Any) -> None:
    with pytest.raises(UsageError, match="cannot take the value"):
        sandbox.sql("SELECT ?", value)


def test_rows_that_are_only_in_the_log_are_among_the_answer(sandbox: Sandbox) -> None:
    assert {"title": "Logged"} in sandbox.sql("SELECT title FROM articles").rows()


def test_of_an_archive_as_it_stood_a_stranger_sees_no_later_row(ground: Ground) -> None:
    with Sandbox(ground.archive.as_of(NOON + DAY)) as sandbox:
        assert sandbox.sql("SELECT max(fetched_at) AS latest FROM revisions").rows() == [{"latest": NOON}]
        assert sandbox.sql("SELECT title FROM articles ORDER BY 1").rows() == [{"title": "Old"}, {"title": "Quiet"}]


def test_an_answer_is_read_in_batches_and_again(sandbox: Sandbox) -> None:
    answer = sandbox.sql("SELECT * FROM range(25000) AS r(n)")
    sizes = [batch.num_rows for batch in answer.batches(10_000)]
    assert sum(sizes) == 25_000
    assert len(sizes) > 1
    assert [batch.num_rows for batch in answer.batches(10_000)] == sizes
    assert answer.arrow().num_rows == 25_000


def test_a_reader_that_looks_at_one_batch_ends_the_rest(sandbox: Sandbox) -> None:
    batches = sandbox.sql("SELECT * FROM range(900000) AS r(n)").batches(1000)
    assert next(batches).num_rows
    batches.close()
    assert sandbox.sql("SELECT 1 AS one").rows() == [{"one": 1}]


def test_wrong_sql_is_told_as_the_owner_is_told(ground: Ground, sandbox: Sandbox) -> None:
    for query in ("SELECT titel FROM articles", "FROM artikles", "SELECT FROM", "SELECT 'a'::INT", "SELECT ?"):
        with pytest.raises(QueryError) as owner:
            ground.archive.sql(query).arrow()
        with pytest.raises(QueryError) as stranger:
            sandbox.sql(query).arrow()
        assert str(stranger.value) == str(owner.value)


def test_a_value_that_arrow_has_no_room_for_is_told(sandbox: Sandbox) -> None:
    with pytest.raises(QueryError, match="cast it"):
        sandbox.sql("SELECT 170141183460469231731687303715884105727::HUGEINT AS h").arrow()


def test_no_question_leaves_anything_to_the_next(sandbox: Sandbox) -> None:
    assert sandbox.sql("SELECT setseed(0.5), random() AS first").rows()
    seen = {sandbox.sql("SELECT random() AS r, ? AS secret", SECRET).rows()[0]["r"] for _ in range(2)}
    assert len(seen) == 2
    for query in ("SELECT getvariable('x')", "SELECT * FROM duckdb_prepared_statements()", "SELECT current_query()"):
        with pytest.raises(QueryError):
            sandbox.sql(query).arrow()


def test_a_file_that_is_damaged_is_named_by_where_it_lies_in_the_archive(tmp_path_factory: Any) -> None:
    folder: ArchiveFolder = create_folder(tmp_path_factory.mktemp("home") / "archive", archive_id="a", now=NOON)
    stored(folder, revision("a", 1, title="One"))
    (part,) = (folder.path / "articles").rglob("*.parquet")
    folder.ledger.unlink()  # so that nobody knows what the file was
    part.write_bytes(part.read_bytes()[:-200] + b"\xff" * 200)
    with Sandbox(Archive(folder.path)) as sandbox, pytest.raises(ArchiveDamagedError) as problem:
        sandbox.sql("SELECT * FROM articles").arrow()
    assert part.name in str(problem.value)
    assert str(tmp_path_factory.getbasetemp()) not in str(problem.value)


def test_a_sandbox_that_is_closed_answers_no_more(ground: Ground) -> None:
    sandbox = Sandbox(ground.archive, Limits())
    answer = sandbox.sql("SELECT 1 AS one")
    assert answer.rows() == [{"one": 1}]
    sandbox.close()
    assert isinstance(answer.arrow(), pa.Table)  # it has been read
