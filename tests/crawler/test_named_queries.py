"""newsreel query NAME: the named queries as commands."""

import json
from pathlib import Path

import pytest

from archive import Archive
from archive.query.named import queries_of
from tests.crawler.commandline import here
from tests.crawler.conftest import Crawled


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder with a query of one's own."""
    folder = tmp_path / "queries"
    folder.mkdir()
    text = """/*
meaning = "The longest titles."
[parameters]
at_most = {kind = "count", default = 2, help = "So many."}
*/
SELECT title FROM articles ORDER BY length(title) DESC, title LIMIT $at_most"""
    (folder / "longest-titles.sql").write_text(text, encoding="utf-8")
    return folder


def test_the_list_shows_every_query_with_its_meaning_and_needs_no_archive(tmp_path: Path) -> None:
    done = here("query", "--list", cwd=tmp_path)
    assert (done.status, done.err) == (0, "")
    for name, query in queries_of().items():
        assert f"{name} " in done.out
        assert query.meaning in done.out
        assert all(f"--{one.replace('_', '-')}" in done.out for one in query.parameters)


def test_the_help_of_a_query_teaches_its_parameters_and_needs_no_archive(tmp_path: Path) -> None:
    done = here("query", "trending", "--help", cwd=tmp_path)
    assert done.status == 0
    assert done.out.splitlines()[0].endswith("newsreel query [OPTIONS] trending")
    assert queries_of()["trending"].meaning.split(";")[0] in " ".join(done.out.split())
    assert "--days NUMBER" in done.out
    assert "[default: 7]" in done.out
    assert all(option in done.out for option in ("--as-of", "--format", "--output", "--limit COUNT"))


@pytest.mark.parametrize("form", ["csv", "json", "table", "parquet"])
def test_a_query_takes_its_parameters_and_all_options_of_answers(crawled: Crawled, tmp_path: Path, form: str) -> None:
    done = here(
        "query", "-a", crawled.archive, "latest", "--limit", "3", "--format", form, "-o", "answer", cwd=tmp_path
    )
    assert (done.status, done.out, done.err) == (0, "", "")
    if form == "json":
        lines = [json.loads(line) for line in (tmp_path / "answer").read_text(encoding="utf-8").splitlines()]
        expected = Archive(crawled.archive).named("latest", limit=3).rows()
        assert [line["address"] for line in lines] == [row["address"] for row in expected]
    assert (tmp_path / "answer").stat().st_size > 0


def test_options_may_stand_before_the_name_and_the_name_may_have_underscores(crawled: Crawled, tmp_path: Path) -> None:
    after = here("query", "per-day", "--days", "4000", "--limit", "2", "-a", crawled.archive, cwd=tmp_path)
    before = here("query", "--days", "4000", "--limit", "2", "-a", crawled.archive, "per_day", cwd=tmp_path)
    assert after == before
    assert len(after.out.splitlines()) == 3


def test_the_sql_of_a_query_is_a_file_that_asks_it(crawled: Crawled, tmp_path: Path) -> None:
    sql = here("query", "latest", "--sql", cwd=tmp_path)
    assert sql.out == queries_of()["latest"].text
    (tmp_path / "mine.sql").write_text(sql.out, encoding="utf-8")
    by_file = here("query", "-a", crawled.archive, "-f", "mine.sql", "--set", "limit=4", cwd=tmp_path)
    assert by_file == here("query", "-a", crawled.archive, "latest", "--limit", "4", cwd=tmp_path)
    wrong = here("query", "-a", crawled.archive, "-f", "mine.sql", "--set", "limits=4", cwd=tmp_path)
    assert (wrong.status, wrong.err) == (2, "newsreel: this SQL takes no limits; did you mean limit?\n")


def test_a_wrong_name_that_is_no_sql_gets_the_nearest(crawled: Crawled, tmp_path: Path) -> None:
    done = here("query", "-a", crawled.archive, "trendin", cwd=tmp_path)
    assert done.status == 2
    assert done.err == (
        "newsreel: there is no query called trendin; did you mean trending? see all with: newsreel query --list\n"
    )
    view = here("query", "-a", crawled.archive, "articles", cwd=tmp_path)
    assert view.err == 'newsreel: articles is a view; ask it so: newsreel query "FROM articles LIMIT 10"\n'


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("trending", "--days", "many"), "--days takes a number, not 'many'"),
        (("trending", "--since", "someday"), "--since takes a time"),
        (("latest", "--limit", "-1"), "--limit takes a whole number"),
        (("views-of",), "Missing option '--address'"),
        (("views-of", "--address", "https://nowhere.example/x"), "none of nowhere.example"),
        (("trending", "--sit", "x"), "--site"),
        (("trending", "latest"), "unexpected extra argument (latest)"),
        (("SELECT 1", "latest"), "unexpected extra argument (latest)"),
        ((), "what is to be asked?"),
        (("--file", "-", "SELECT 1"), "give the SQL itself or --file, not both"),
        (("--set", "site", "SELECT $site"), "--set site: takes NAME=VALUE"),
        (("--file", "missing.sql"), "missing.sql"),
        (("--queries", "missing", "latest"), "missing"),
    ],
)
def test_wrong_arguments_are_told_and_nothing_is_asked(
    crawled: Crawled, tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    done = here("query", "-a", crawled.archive, *arguments, cwd=tmp_path)
    assert (done.status, done.out) == (2, "")
    assert told in done.err


def test_values_of_plain_sql_are_numbers_where_they_are_whole_and_text_else(crawled: Crawled, tmp_path: Path) -> None:
    sql = "SELECT $n + 1 AS n, $site AS site, $x AS x"
    done = here("query", "-a", crawled.archive, "--set", "n=2", "--set", "site=a=b", "--set", "x=", sql, cwd=tmp_path)
    assert done.out.splitlines() == ["n,site,x", '3,a=b,""']


def test_queries_of_ones_own_are_found_by_option_and_by_environment(
    crawled: Crawled, tmp_path: Path, own: Path
) -> None:
    archive = ("-a", crawled.archive)
    done = here("query", *archive, "--queries", own, "longest-titles", "--at-most", "1", cwd=tmp_path)
    assert len(done.out.splitlines()) == 2
    by_environment = here("query", *archive, "longest-titles", cwd=tmp_path, NEWSREEL_QUERIES=str(own))
    assert len(by_environment.out.splitlines()) == 3
    assert "The longest titles." in here("query", "--list", "--queries", own, cwd=tmp_path).out
    assert "did you mean longest-titles" in here("query", *archive, "--queries", own, "longest", cwd=tmp_path).err


def test_a_parameter_called_as_an_option_of_every_query_is_refused(tmp_path: Path, own: Path) -> None:
    path = own / "longest-titles.sql"
    path.write_text(path.read_text(encoding="utf-8").replace("at_most", "format"), encoding="utf-8")
    done = here("query", "--queries", own, "longest-titles", cwd=tmp_path)
    assert done.status == 2
    assert "longest-titles: --format is an option of every query" in done.err


def test_a_query_of_an_archive_as_it_stood_counts_its_days_from_then(crawled: Crawled, tmp_path: Path) -> None:
    done = here("query", "-a", crawled.archive, "outcomes", "--as-of", "2020-01-01", cwd=tmp_path)
    assert done.out.splitlines() == ["site,kind,outcome,requests,last_at,last_address,last_detail"]


def test_a_site_that_the_archive_does_not_have_is_told_with_the_nearest(crawled: Crawled) -> None:
    done = here("query", "latest", "--site", "dmeo", "-a", crawled.archive, cwd=crawled.archive.parent)
    assert (done.status, done.out) == (2, "")
    assert "the archive has no site dmeo; did you mean demo?" in done.err
