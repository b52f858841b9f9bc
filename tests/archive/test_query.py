"""Asking the archive: its views, its answers in four forms, and its errors in one line."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from archive import Archive
from archive.errors import ArchiveDamagedError, QueryError, UsageError
from archive.folder import ArchiveFolder, create_folder
from archive.ledger.sqlite import SqliteLedger
from archive.query.views import VIEWS
from archive.tables import ARTICLES, OBSERVATIONS, RUNS, SIGHTINGS, TABLES, Table
from tests.archive.rows import DAY, HOUR, NOON, observation, revision
from tests.archive.runs import count, rows, save, stored, writer_of


def test_every_view_shows_what_its_description_says(archive: Archive) -> None:
    assert {view: count(archive, view) for view in VIEWS} == {
        "revisions": 3,
        "articles": 2,
        "aliases": 2,
        "views_growth": 1,
        "edits": 1,
        "standings": 0,
        "tombstones": 0,
        "gone": 0,
        "observations": 4,
        "views_over_time": 2,
        "sightings": 2,
        "runs": 2,
    }


def test_articles_are_the_latest_revisions(archive: Archive) -> None:
    assert rows(archive, "SELECT article_id, revision, title FROM articles ORDER BY article_id") == [
        {"article_id": "a", "revision": 2, "title": "New"},
        {"article_id": "b", "revision": 1, "title": "Quiet"},
    ]


def test_of_two_rows_with_one_revision_number_the_later_stands(folder: ArchiveFolder) -> None:
    stored(folder, revision("a", 1, title="later", fetched_at=NOON + HOUR), revision("a", 1, title="earlier"))
    assert rows(Archive(folder.path), "SELECT title FROM articles") == [{"title": "later"}]


def test_views_over_time_leaves_out_visits_that_saw_none(archive: Archive) -> None:
    assert rows(archive, "SELECT * FROM views_over_time ORDER BY observed_at") == [
        {"site": "neuron", "article_id": "a", "observed_at": NOON, "views": 10},
        {"site": "neuron", "article_id": "a", "observed_at": NOON + 30 * DAY, "views": 25},
    ]


def test_aliases_are_the_addresses_an_article_was_asked_for_at_and_answered_at(folder: ArchiveFolder) -> None:
    stored(
        folder,
        observation("a", address="https://x.example/a?r=1", final_address="https://x.example/a", site="x"),
        observation("a", address="https://x.example/a", final_address=None, site="x", observed_at=NOON + DAY),
        observation(None, address="https://x.example/", final_address=None, site="x"),
    )
    sql = "SELECT * FROM aliases ORDER BY address"

    assert rows(Archive(folder.path), sql) == [
        {
            "site": "x",
            "article_id": "a",
            "address": "https://x.example/a",
            "first_seen_at": NOON,
            "last_seen_at": NOON + DAY,
            "visits": 2,
        },
        {
            "site": "x",
            "article_id": "a",
            "address": "https://x.example/a?r=1",
            "first_seen_at": NOON,
            "last_seen_at": NOON,
            "visits": 1,
        },
    ]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_view_has_the_columns_of_its_table_and_no_others(archive: Archive, table: Table) -> None:
    answer = archive.sql(f"SELECT * FROM {table.name}").arrow()
    assert answer.schema.names == list(table.columns)
    assert answer.schema.types == table.schema.types


@pytest.mark.parametrize("view", VIEWS)
def test_an_empty_archive_answers_with_the_same_columns_and_no_rows(
    archive: Archive, view: str, tmp_path: Path
) -> None:
    empty = Archive(create_folder(tmp_path / "empty", archive_id="e", now=NOON).path)
    answer = empty.sql(f"SELECT * FROM {view}").arrow()
    assert answer.num_rows == 0
    assert answer.schema.types == archive.sql(f"SELECT * FROM {view}").arrow().schema.types
    assert answer.schema.names == archive.sql(f"SELECT * FROM {view}").arrow().schema.names


def test_none_empty_and_values_come_back_as_they_were_stored(archive: Archive) -> None:
    (row,) = rows(archive, "SELECT views, authors, tags, sources, published_at FROM articles WHERE article_id = 'b'")
    assert row == {
        "views": None,
        "authors": [],
        "tags": None,
        "sources": {"title": "site:text"},
        "published_at": datetime(2026, 1, 5, 8, tzinfo=UTC),
    }


@pytest.mark.parametrize(
    ("sql", "values", "named"),
    [
        ("SELECT title FROM revisions WHERE article_id = ? AND revision = ?", ["a", 1], {}),
        ("SELECT title FROM revisions WHERE article_id = $id AND revision = $number", [], {"id": "a", "number": 1}),
        ("SELECT title FROM revisions WHERE article_id = $query AND $self = 1", [], {"query": "a", "self": 1}),
    ],
    ids=["by place", "by name", "by names that Python methods have"],
)
def test_values_fill_the_query(archive: Archive, sql: str, values: list[Any], named: dict[str, Any]) -> None:
    assert {"title": "Old"} in rows(archive, sql, *values, **named)


def test_values_are_given_by_place_or_by_name_but_not_both(archive: Archive) -> None:
    with pytest.raises(UsageError, match="not both"):
        archive.sql("SELECT ?, $name", 1, name=2)


def test_an_answer_is_run_when_it_is_read_and_kept(archive: Archive, ledger: SqliteLedger) -> None:
    answer = archive.sql("SELECT article_id FROM revisions")
    before = answer.arrow()
    writer = writer_of(archive.folder, ledger, "run-3")
    save(writer, revision("c"))
    writer.seal()
    assert answer.arrow() is before
    assert archive.sql("SELECT article_id FROM revisions").arrow().num_rows == before.num_rows + 1


def test_batches_hold_all_rows_and_their_names(archive: Archive) -> None:
    answer = archive.sql("SELECT range AS a, range AS a FROM range(25000)")
    batches = list(answer.batches(1000))
    assert len(batches) > 1
    assert pa.Table.from_batches(batches) == answer.arrow()
    assert pa.Table.from_batches(answer.batches(1000)) == answer.arrow()
    assert answer.arrow().column_names == ["a", "a_1"]


def test_an_answer_without_rows_has_one_batch_that_tells_its_columns(archive: Archive) -> None:
    answer = archive.sql("SELECT title, views FROM articles WHERE false")
    (batch,) = answer.batches()
    assert batch.schema == answer.arrow().schema
    (batch,) = answer.batches()
    assert (batch.num_rows, batch.schema.names) == (0, ["title", "views"])


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_an_archive_as_it_stood_has_only_what_was_fetched_by_then(archive: Archive, table: Table) -> None:
    view = "revisions" if table is ARTICLES else table.name
    before = rows(archive, f"SELECT count(*) FILTER ({table.instant} <= $m) AS n FROM {view}", m=NOON + HOUR)
    assert rows(archive.as_of(NOON + HOUR), f"SELECT count(*) AS n FROM {view}") == before
    assert rows(archive.as_of(NOON - DAY), f"SELECT count(*) AS n FROM {view}") == [{"n": 0}]
    assert rows(archive.as_of(NOON + 300 * DAY), f"FROM {view} ORDER BY ALL") == rows(
        archive, f"FROM {view} ORDER BY ALL"
    )


def test_an_article_as_it_stood_is_the_revision_of_then(archive: Archive) -> None:
    sql = "SELECT title FROM articles WHERE article_id = 'a'"
    assert rows(archive.as_of(NOON + DAY), sql) == [{"title": "Old"}]
    assert rows(archive, sql) == [{"title": "New"}]


def test_a_moment_without_a_time_zone_is_refused(archive: Archive) -> None:
    with pytest.raises(UsageError, match="time zone"):
        archive.as_of(NOON.replace(tzinfo=None))


def test_a_parameter_is_a_value_and_never_sql(archive: Archive) -> None:
    assert rows(archive, "SELECT title FROM articles WHERE title = ?", "' OR true --") == []


def test_times_are_shown_and_cut_in_utc(archive: Archive) -> None:
    assert rows(
        archive, "SELECT strftime(max(fetched_at), '%H:%M') AS t, max(fetched_at)::date AS d FROM articles"
    ) == [{"t": "12:00", "d": (NOON + 30 * DAY).date()}]


def test_arrow_pandas_polars_and_rows_agree(archive: Archive) -> None:
    answer = archive.sql("SELECT article_id, revision, views, fetched_at, authors FROM revisions ORDER BY ALL")
    expected = answer.rows()
    frame = answer.pandas()
    assert answer.arrow().to_pylist() == expected
    assert answer.polars().to_dicts() == expected
    assert list(frame.columns) == list(expected[0])
    for name in ("article_id", "revision", "fetched_at"):
        assert frame[name].tolist() == [row[name] for row in expected]
    assert [None if value != value else int(value) for value in frame["views"]] == [row["views"] for row in expected]  # noqa: PLR0124 - not a number
    assert [list(value) for value in frame["authors"]] == [row["authors"] for row in expected]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_whole_tables_come_as_pandas_and_polars_too(archive: Archive, table: Table) -> None:
    answer = archive.sql(f"SELECT * FROM {table.name}")
    assert len(answer.pandas()) == answer.polars().height == answer.arrow().num_rows > 0


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("SELEC title FROM articles", "syntax error"),
        ("SELECT nope\nFROM articles", "there is no column nope"),
        ("SELECT * FROM nowhere", "nowhere"),
        ("SELECT 'a'::int", "Could not convert"),
        ("SELECT * FROM articles WHERE title = ?", "no value is given"),
        ("SELECT * FROM read_csv('nowhere.csv')", r"nowhere\.csv"),
        ("DELETE FROM articles", "one question"),
    ],
)
def test_wrong_sql_is_told_in_one_line(archive: Archive, sql: str, words: str) -> None:
    with pytest.raises(QueryError, match=words) as told:
        archive.sql(sql).arrow()
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("sql", ["", "-- nothing", ";"])
def test_a_statement_that_asks_nothing_is_refused(archive: Archive, sql: str) -> None:
    with pytest.raises(QueryError, match="one question is answered at a time"):
        archive.sql(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TABLE mine (a int)",
        "CREATE TEMP TABLE mine AS SELECT 1 AS a; SELECT a FROM mine",
        "SELECT 1; DROP VIEW articles",
        "SET threads = 1",
        "DROP VIEW articles",
        "INSERT INTO articles SELECT * FROM articles",
        "ATTACH 'mine.db'",
        "INSTALL httpfs",
        "COPY (SELECT 1) TO 'stolen.csv'",
        "EXPORT DATABASE 'stolen'",
    ],
)
def test_a_statement_that_changes_anything_is_refused_and_does_nothing(
    archive: Archive, sql: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    with pytest.raises(QueryError, match="one question is answered at a time"):
        archive.sql(sql)
    assert list((tmp_path / "here").iterdir()) == []


def test_a_query_downloads_nothing(archive: Archive) -> None:
    with pytest.raises(QueryError):
        archive.sql("SELECT * FROM 'https://127.0.0.1:9/articles.parquet'")


@pytest.mark.parametrize("damage", ["cut", "empty", "no parquet", "scribbled"])
def test_a_damaged_file_is_named(archive: Archive, damage: str) -> None:
    path = archive.folder.files(ARTICLES)[-1]
    content = path.read_bytes()
    path.write_bytes(
        {
            "cut": content[: len(content) // 2],
            "empty": b"",
            "no parquet": b"<html>" * 100,
            "scribbled": content[:4] + b"\0" * 400 + content[404:],
        }[damage]
    )
    with pytest.raises(ArchiveDamagedError, match=path.name) as told:
        archive.sql("SELECT * FROM articles")
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("table", [OBSERVATIONS, SIGHTINGS, RUNS], ids=lambda table: table.name)
def test_a_damaged_file_is_named_whichever_table_it_belongs_to(archive: Archive, table: Table) -> None:
    path = archive.folder.files(table)[-1]
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(ArchiveDamagedError, match=path.name):
        archive.sql(f"SELECT * FROM {table.name}")


def test_a_file_that_is_missing_a_newer_column_reads_as_unknown(archive: Archive) -> None:
    newest = archive.folder.files(ARTICLES)[-1]
    older = pq.read_table(newest).drop_columns(["sources"])
    pq.write_table(older, newest)
    archive.folder.ledger.unlink()  # which knows the file as it was
    assert count(archive, "revisions") == 3
    assert rows(archive, "SELECT sources FROM revisions WHERE revision = 2") == [{"sources": None}]


@pytest.mark.parametrize("name", ["it's mine", "a [1]", "all * of it?", "100% {articles}", "Ünïcode 新聞"])
def test_an_archive_may_lie_in_a_folder_of_any_name(tmp_path: Path, name: str) -> None:
    folder = create_folder(tmp_path / name, archive_id="x", now=NOON)
    stored(folder, revision("a"))
    assert count(Archive(folder.path), "articles") == 1


def test_an_archive_is_found_by_a_relative_path(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    relative = Archive("archive")
    monkeypatch.chdir("/")
    assert count(relative, "articles") == count(archive, "articles")


def test_columns_of_one_name_are_told_apart_in_every_form(archive: Archive) -> None:
    answer = archive.sql("SELECT 1 AS a, 2 AS a, 3 AS a_1")
    (row,) = answer.rows()
    assert list(row.values()) == [1, 2, 3]
    assert list(row) == list(answer.pandas().columns) == answer.polars().columns == answer.arrow().column_names
