"""Wrong SQL is told in people's words, with its place in the query and the nearest names there are."""

from pathlib import Path
from typing import Any

import pytest

from archive import Archive
from archive.errors import QueryError
from archive.folder import create_folder
from archive.nearest import did_you_mean, nearest_names
from archive.query.names import columns_by_view
from archive.query.views import QUESTIONS, VIEWS
from archive.tables import ARTICLES
from tests.archive.rows import NOON
from tests.archive.runs import fill

LONGEST = 500


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder = create_folder(tmp_path_factory.mktemp("asked") / "archive", archive_id="a1b2", now=NOON)
    fill(folder)
    return Archive(folder.path)


def error(archive: Archive, sql: str, *values: Any, **named: Any) -> QueryError:
    with pytest.raises(QueryError) as told:
        archive.sql(sql, *values, **named).arrow()
    message = str(told.value)
    assert message.isprintable()
    assert len(message) <= LONGEST
    assert not any(word in message for word in ("memory.", str(archive.folder.path), "{", "Candidate"))
    return told.value


@pytest.mark.parametrize(
    ("sql", "line", "column", "words"),
    [
        ("SELEC title FROM articles", 1, 1, 'syntax error at or near "SELEC"'),
        ("SELECT title\nFORM articles", 2, 6, 'syntax error at or near "articles"'),
        ("SELECT 'abc", 1, 8, "unterminated"),
        ("SELECT *\nFROM artcles", 2, 6, "there is no view artcles; did you mean articles?"),
        ("SELECT 'é→新', titel FROM articles", 1, 15, "there is no column titel; did you mean title?"),
        ("SELECT a.titel FROM articles a", 1, 8, "there is no column titel; did you mean title?"),
        ("SELECT title FROM articles JOIN runs USING (nope)", 1, 45, "there is no column nope"),
        ("SELECT * EXCLUDE (titel) FROM articles", 1, 19, "did you mean title?"),
        ("SELECT box FROM articles", 1, 8, "it is one of sightings, standings, front_page"),
        ('SELECT title\n\nFROM articles WHERE site = "neuron"', 3, 28, "a text stands in single quotes: 'neuron'"),
        ("SELECT title", 1, 8, "it is one of revisions, articles"),
        ("SELECT b.title FROM articles a", 1, 8, "the query asks no b; did you mean a?"),
        ("SELECT title FROM articles a, edits b", 1, 8, "did you mean a.title or b.title?"),
        ("SELECT lenght(title) FROM articles", 1, 8, "there is no function lenght; did you mean length?"),
        ("SELECT title, count(*) FROM articles", 1, 8, "title must stand in GROUP BY"),
        ("SELECT title FROM articles WHERE count(*) > 1", 1, 34, "HAVING"),
        ("SELECT sum(body) FROM articles", 1, 8, "sum takes no VARCHAR"),
        ("FROM trendng('a', 'b')", 1, 6, "did you mean trending(since, until)?"),
        ("FROM trending", 1, 6, "trending takes times: FROM trending(since, until)"),
        ("FROM articles()", 1, 6, "articles is a view, and takes no values"),
        ("SELECT front_page('2026-01-05')", 1, 8, "front_page gives rows, not a value"),
        ("FROM front_page('gestern')", 1, 17, "'gestern' is no time; a time looks like '2026-01-05 12:00'"),
        ("SELECT * FROM articles WHERE fetched_at > 'soon'", 1, 43, "'soon' is no time"),
        ("SELECT 'many'::int", 1, 14, "Could not convert string 'many' to INT32"),
        ("SELECT title::int FROM articles", 1, 13, "Could not convert string"),
        ("SELECT * FROM read_csv('nowhere.csv')", 1, 15, "there is no file nowhere.csv"),
        ("SELECT * FROM 'nowhere.parquet'", 1, 15, "there is no file nowhere.parquet"),
        ("WITH mine AS (SELECT 1) SELECT * FROM mien", 1, 39, "did you mean mine?"),
        ("UPDATE articles SET title = 'x'", 1, 1, "UPDATE is no question"),
        ("EXPLAIN SELECT titel FROM articles", 1, 16, "did you mean title?"),
    ],
)
def test_an_error_tells_its_place_and_what_was_meant(
    filled: Archive, sql: str, line: int, column: int, words: str
) -> None:
    told = error(filled, sql)
    assert words in str(told)
    assert told.place is not None
    assert (told.place.line, told.place.column) == (line, column)
    assert str(told).startswith(f"line {line}, column {column}: ")
    assert told.place.text == sql.splitlines()[line - 1]


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("SELECT * FROM xyz", "there is no view xyz; there are revisions, articles"),
        ("FROM trending('2026-01-05')", "trending takes other values: trending(since, until)"),
        ("SELECT x FROM (SELECT 1 AS y)", "there is no column x"),
        ("SELECT " + "(" * 3000 + "1" + ")" * 3000, "nested deeper than 1000 levels"),
        ("SELECT 1; SELECT 2", "these are 2 statements"),
        ("", "there is no question"),
        (" \n ", "there is no question"),
        ("-- only this", "there is no question"),
        ("SELECT 1\0", "NUL"),
        ("SELECT \x01\x1b[31m 1 FROM", "syntax error"),
        ("SELECT " + "x" * 200_000, "there is no column xxx"),
        ("SELECT * FROM " + "y" * 200_000, "there is no view yyy"),
        ("SELECT * FROM a.b.c", "there is no view a.b.c"),
        ("SELECT * FROM log_of_artcles", "there is no view log_of_artcles; did you mean articles?"),
    ],
    ids=lambda value: value[:30],
)
def test_an_error_is_short_and_tells_what_it_can(filled: Archive, sql: str, words: str) -> None:
    assert words in str(error(filled, sql))


@pytest.mark.parametrize(
    ("sql", "values", "named", "words"),
    [
        ("SELECT ?, ?", (1,), {}, "no value is given for the parameter ? number 2"),
        ("SELECT ?", (1, 2), {}, "more values are given than the query has ?"),
        ("SELECT 1", (1,), {}, "the query takes 0 values, and 1 are given"),
        ("SELECT $site", (), {"sites": 1}, "no value is given for $site; did you mean sites?"),
        ("SELECT $site", (), {"site": 1, "day": 2}, "the query has no $day"),
        ("SELECT $site", (1,), {}, "the query has ? and $names, or is given the other"),
        ("SELECT $site", (), {"site": object()}, "SQL has no form for"),
    ],
)
def test_values_that_do_not_fit_are_told(
    filled: Archive, sql: str, values: tuple[Any, ...], named: dict[str, Any], words: str
) -> None:
    assert words in str(error(filled, sql, *values, **named))


def test_a_variable_of_the_program_that_asks_is_no_table(filled: Archive) -> None:
    mine = filled.sql("SELECT 1 AS secret").arrow()
    assert "there is no view mine" in str(error(filled, "SELECT * FROM mine"))
    del mine


def test_the_nearest_names_are_there_for_programs(filled: Archive) -> None:
    assert error(filled, "SELECT titel FROM articles").nearest == ("title",)
    assert error(filled, "FROM artcles").nearest == ("articles",)
    assert error(filled, "FROM xyz").nearest == ()


def test_an_error_of_memory_says_what_to_do(filled: Archive) -> None:
    own = Archive(filled.folder.path)
    own.connection().execute("SET GLOBAL memory_limit = '24MB'; SET GLOBAL temp_directory = ''")
    for sql in (
        "SELECT count(DISTINCT hash(range)) FROM range(50000000)",
        "SELECT * FROM range(50000000) ORDER BY hash(range)",
    ):
        told = str(error(own, sql))
        assert told.startswith("the query needs more memory than there is; ask for fewer rows")
        with pytest.raises(QueryError, match="needs more memory"):
            list(own.sql(sql).batches(1000))
    assert own.sql("SELECT count(*) AS n FROM articles").rows()


def test_a_named_query_in_a_views_place_is_told_how_it_is_asked(filled: Archive) -> None:
    told = error(filled, "FROM longest_standing")
    assert told.nearest == ("newsreel query longest-standing",)
    assert str(told).endswith("there is no view longest_standing; did you mean newsreel query longest-standing?")


def test_the_columns_of_every_view_and_question_are_known(filled: Archive) -> None:
    columns = columns_by_view()
    assert list(columns) == [*VIEWS, *QUESTIONS]
    assert columns["articles"] == tuple(ARTICLES.columns)
    for view in VIEWS:
        assert columns[view] == tuple(filled.sql(f"SELECT * FROM {view} LIMIT 0").arrow().column_names)


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("artcles", ["articles"]),
        ("ARTICLE", ["articles"]),
        ("titel", ["title"]),
        ("zzz", []),
        ("", []),
        ("x" * 100_000, []),
    ],
    ids=lambda value: str(value)[:20],
)
def test_only_what_is_near_is_named(name: str, near: list[str]) -> None:
    assert nearest_names(name, ["title", "site", "articles", "runs"]) == near


def test_names_that_may_be_meant_are_asked_for() -> None:
    assert did_you_mean([]) == ""
    assert did_you_mean(["a"]) == "; did you mean a?"
    assert did_you_mean(["a", "b", "c"]) == "; did you mean a, b or c?"


@pytest.mark.parametrize(
    "statement",
    [
        "EXPLAIN ANALYZE COPY (FROM articles) TO '{}'",
        "EXPLAIN (ANALYZE, FORMAT json) COPY (FROM articles) TO '{}'",
        "/* SELECT */ explain analyze /* SELECT */ copy articles to '{}'",
        "EXPLAIN ANALYZE ATTACH '{}'",
        "IMPORT DATABASE '{}'",
        "PRAGMA import_database('{}')",
    ],
)
def test_what_is_only_explained_or_called_a_pragma_changes_no_file_either(
    filled: Archive, tmp_path: Path, statement: str
) -> None:
    target = tmp_path / "written"
    with pytest.raises(QueryError):
        filled.sql(statement.format(target)).arrow()
    assert not target.exists()


@pytest.mark.parametrize(
    "statement",
    ["EXPLAIN FROM articles", "EXPLAIN ANALYZE FROM articles", "EXPLAIN (FORMAT json) SELECT 1", "EXPLAIN (SELECT 1)",
     "PRAGMA table_info('articles')", "SHOW TABLES", "DESCRIBE articles"],
)  # fmt: skip
def test_what_only_looks_is_answered(filled: Archive, statement: str) -> None:
    assert filled.sql(statement).arrow().num_rows
