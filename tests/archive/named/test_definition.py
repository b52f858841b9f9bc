"""Files of named queries, their parameters, and where they are found."""

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from archive import Archive
from archive.errors import UsageError
from archive.query.named import Kind, Parameter, find_query, queries_of, read_query
from tests.archive.rows import NOON

HEAD = """/*
meaning = "The articles of a site."

[parameters]
site = {kind = "text", help = "Which one.", required = true}
limit = {kind = "count", help = "So many.", default = 5}
since = {kind = "time", help = "Then."}
*/
"""
SQL = "SELECT title FROM articles WHERE site = $site LIMIT $limit"


def read(text: str = HEAD + SQL) -> Any:
    return read_query(text, "mine", where="mine.sql")


def test_a_file_says_what_its_query_means_and_takes() -> None:
    query = read()
    assert (query.name, query.meaning, query.sql, query.text) == ("mine", "The articles of a site.", SQL, HEAD + SQL)
    assert list(query.parameters) == ["site", "limit", "since"]
    assert query.parameters["limit"] == Parameter(kind=Kind.COUNT, help="So many.", default=5)


@pytest.mark.parametrize("text", [SQL, f"/* what it means: nothing */ {SQL}", f"-- meaning = 'x'\n{SQL}", ""])
def test_sql_without_a_description_is_no_named_query(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"count"', '"number of rows"', "number of rows"),
        ("help", "halp", "halp"),
        ("meaning =", "meaning = 3 #", "meaning"),
        ("[parameters]", "[parameters", "describes no query"),
        ("limit =", "now =", "cannot be called now"),
        ("limit =", "Limit =", "cannot be called Limit"),
    ],
)
def test_a_wrong_description_is_refused_by_the_name_of_its_file(old: str, new: str, told: str) -> None:
    with pytest.raises(UsageError, match=rf"mine\.sql: .*{told}"):
        read((HEAD + SQL).replace(old, new))


def test_values_are_those_given_the_defaults_and_only_what_the_sql_names() -> None:
    assert read().values({"site": "x", "limit": None}, now=NOON) == {"site": "x", "limit": 5}
    query = read(HEAD + SQL + " -- $now $nowhere")
    assert query.values({"site": "x", "limit": "7"}, now=NOON) == {"site": "x", "limit": 7, "now": NOON}


def test_a_wrong_or_missing_value_is_told_by_its_name() -> None:
    with pytest.raises(UsageError, match=r"mine takes no sites; did you mean site\?"):
        read().values({"sites": "x"}, now=NOON)
    with pytest.raises(UsageError, match="mine takes no colour; it takes: site, limit, since"):
        read().values({"colour": "x"}, now=NOON)
    with pytest.raises(UsageError, match=r"mine needs site: Which one\."):
        read().values({}, now=NOON)
    with pytest.raises(UsageError, match="limit takes a whole number, 0 or more, not -1"):
        read().values({"site": "x", "limit": -1}, now=NOON)


@pytest.mark.parametrize(
    ("kind", "value", "read"),
    [
        (Kind.TEXT, "7", "7"),
        (Kind.COUNT, "7", 7),
        (Kind.NUMBER, "0.5", 0.5),
        (Kind.NUMBER, 2, 2.0),
        (Kind.TIME, "2026-03-14 12:00", NOON),
        (Kind.TIME, "2026-03-14T13:00+01:00", NOON),
        (Kind.TIME, NOON.astimezone(timezone(timedelta(hours=9))), NOON),
        (Kind.TIME, NOON.replace(tzinfo=None), NOON),
        (Kind.TIME, date(2026, 3, 14), datetime(2026, 3, 14, tzinfo=UTC)),
        (Kind.TIME, " 2026-03-14 ", datetime(2026, 3, 14, tzinfo=UTC)),
        (Kind.END, "2026-03-14", datetime(2026, 3, 15, tzinfo=UTC)),
        (Kind.END, date(2026, 3, 14), datetime(2026, 3, 15, tzinfo=UTC)),
        (Kind.END, NOON, NOON),
    ],
)
def test_values_are_read_as_their_kind_has_them(kind: Kind, value: Any, read: Any) -> None:
    assert Parameter(kind=kind, help="").read("it", value) == read
    assert Parameter(kind=kind, help="").read("it", None) is None


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Kind.TEXT, 7),
        (Kind.COUNT, "x"),
        (Kind.COUNT, 1.5),
        (Kind.COUNT, True),
        (Kind.NUMBER, "nan"),
        (Kind.NUMBER, [1]),
        (Kind.NUMBER, False),
        (Kind.TIME, "yesterday"),
        (Kind.TIME, 2026),
        (Kind.END, "2026-02-30"),
    ],
)
def test_what_is_no_value_of_a_kind_is_refused_with_the_form_it_has(kind: Kind, value: Any) -> None:
    with pytest.raises(UsageError, match=r"it takes .*, not "):
        Parameter(kind=kind, help="").read("it", value)


def test_every_shipped_query_is_described_in_full_sentences_and_uses_all_it_takes() -> None:
    for name, query in queries_of().items():
        assert query.meaning.endswith("."), name
        values = {one: "2026-01-05" for one, parameter in query.parameters.items() if parameter.required}
        used = query.values(values, now=NOON)
        for one, parameter in query.parameters.items():
            assert one in used, (name, one)
            assert parameter.help.endswith((".", "]")), (name, one)


def test_queries_of_ones_own_stand_beside_the_shipped_ones_and_before_them(tmp_path: Path) -> None:
    (tmp_path / "mine.sql").write_text(HEAD + SQL, encoding="utf-8")
    (tmp_path / "latest.sql").write_text(HEAD + SQL, encoding="utf-8")
    (tmp_path / "notes.txt").write_text("nothing", encoding="utf-8")
    queries = queries_of(tmp_path)

    assert set(queries) == {*queries_of(), "mine"}
    assert find_query("latest", tmp_path).meaning == "The articles of a site."
    assert find_query("latest").meaning != "The articles of a site."


def test_a_file_of_ones_own_that_describes_no_query_is_named(tmp_path: Path) -> None:
    (tmp_path / "bare.sql").write_text(SQL, encoding="utf-8")
    with pytest.raises(UsageError, match=r"bare\.sql: begins with no comment"):
        queries_of(tmp_path)
    (tmp_path / "bare.sql").rename(tmp_path / "a name.sql")
    (tmp_path / "a name.sql").write_text(HEAD + SQL, encoding="utf-8")
    with pytest.raises(UsageError, match="a query is called by letters"):
        queries_of(tmp_path)
    with pytest.raises(UsageError, match="cannot be read"):
        queries_of(tmp_path / "missing")


def test_a_name_may_be_written_with_underscores_and_a_wrong_one_gets_the_nearest(archive: Archive) -> None:
    assert archive.named("front_page").arrow().num_rows == 0
    with pytest.raises(UsageError, match=r"no query called Trendin; did you mean trending\?"):
        archive.named("Trendin")
    with pytest.raises(UsageError, match="no query called zzz; see all with: newsreel query --list"):
        archive.named("zzz")
    with pytest.raises(UsageError, match="trending takes no day"):
        archive.named("trending", day=7)
