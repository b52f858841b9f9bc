"""newsreel query: one answer in the form that was asked for."""

import csv
import gzip
import io
import json
import subprocess
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from archive import Archive
from tests.crawler.commandline import NEWSREEL, environment, here, newsreel, running
from tests.crawler.conftest import Crawled

SQL = "SELECT article_id, revision, views, published_at, authors, title FROM revisions ORDER BY ALL"


@pytest.mark.parametrize("to_file", [False, True], ids=["stdout", "file"])
def test_csv_has_one_line_a_row_and_lists_as_json(crawled: Crawled, tmp_path: Path, to_file: bool) -> None:
    options = ["-o", "answer.csv"] if to_file else ["--format", "csv"]
    done = newsreel("query", "-a", crawled.archive, *options, SQL, cwd=tmp_path)
    assert (done.status, done.err) == (0, "")
    text = (tmp_path / "answer.csv").read_text(encoding="utf-8") if to_file else done.out
    lines = list(csv.DictReader(io.StringIO(text)))
    expected = Archive(crawled.archive).sql(SQL).rows()
    assert [line["title"] for line in lines] == [row["title"] for row in expected]
    assert [int(line["views"]) for line in lines] == [row["views"] for row in expected]
    assert [json.loads(line["authors"]) if line["authors"] else None for line in lines] == [
        row["authors"] for row in expected
    ]


def test_json_has_one_object_a_line(crawled: Crawled, tmp_path: Path) -> None:
    done = here("query", "-a", crawled.archive, "--format", "json", SQL, cwd=tmp_path)
    lines = [json.loads(line) for line in done.out.splitlines()]
    expected = Archive(crawled.archive).sql(SQL).rows()
    for line, row in zip(lines, expected, strict=True):
        published = f"{row['published_at']:%Y-%m-%dT%H:%M:%SZ}"
        assert line == row | {"published_at": published}


def test_parquet_is_the_answer_itself(crawled: Crawled, tmp_path: Path) -> None:
    done = here("query", "-a", crawled.archive, "--format", "parquet", "-o", "a.parquet", SQL, cwd=tmp_path)
    assert (done.status, done.out, done.err) == (0, "", "")
    assert pq.read_table(tmp_path / "a.parquet").to_pylist() == Archive(crawled.archive).sql(SQL).rows()


def test_the_table_is_for_people(crawled: Crawled, tmp_path: Path) -> None:
    sql = "SELECT 'a\x1b[31mred' AS text, NULL AS nothing, 7 AS number, repeat('long ', 100) AS body, ['x'] AS many"
    done = here("query", "-a", crawled.archive, "--format", "table", sql, cwd=tmp_path)
    assert done.status == 0
    assert all(name in done.out for name in ("text", "nothing", "number", "body", "many"))
    assert "\x1b" not in done.out
    assert "…" in done.out
    assert '["x"]' in done.out


def test_the_table_says_how_many_rows_it_leaves_out(crawled: Crawled, tmp_path: Path) -> None:
    done = here("query", "-a", crawled.archive, "--format", "table", "SELECT * FROM range(250) AS r(n)", cwd=tmp_path)
    assert "50 more rows; see all with --limit 250, or write them to a file with --output FILE" in done.out
    assert "199" in done.out
    assert "│ 200" not in done.out


@pytest.mark.parametrize("form", ["csv", "json", "table", "parquet"])
def test_every_form_takes_every_type_a_query_can_give(crawled: Crawled, tmp_path: Path, form: str) -> None:
    sql = """SELECT sum(views) AS total, max(published_at) - min(published_at) AS span, max(fetched_at)::date AS day,
        1.5::decimal(9, 2) AS price, 'x'::blob AS bytes, {'a': [1]} AS nested, NULL AS nothing, true AS yes,
        'nan'::double AS number, TIME '12:00' AS noon FROM articles"""
    done = here("query", "-a", crawled.archive, "--format", form, "-o", "answer", sql, cwd=tmp_path)
    assert (done.status, done.err) == (0, "")
    assert (tmp_path / "answer").stat().st_size > 0


def test_a_sum_is_a_number_in_json_too(crawled: Crawled, tmp_path: Path) -> None:
    done = here(
        "query", "-a", crawled.archive, "--format", "json", "SELECT sum(views) AS n FROM articles", cwd=tmp_path
    )
    (expected,) = Archive(crawled.archive).sql("SELECT sum(views)::bigint AS n FROM articles").rows()
    assert json.loads(done.out) == expected


def test_an_answer_without_rows_still_has_its_columns(crawled: Crawled, tmp_path: Path) -> None:
    done = here("query", "-a", crawled.archive, "SELECT title, views FROM articles WHERE false", cwd=tmp_path)
    assert (done.status, done.out) == (0, "title,views\r\n")


def test_a_file_that_cannot_be_written_is_a_storage_failure(crawled: Crawled, tmp_path: Path) -> None:
    done = here("query", "-a", crawled.archive, "-o", "missing/a.csv", "SELECT 1", cwd=tmp_path)
    assert done.status == 6
    assert done.err.startswith("newsreel: cannot write missing/a.csv: ")
    assert done.err.count("\n") == 1


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.parquet", "a.csv", "a"])
def test_the_name_of_the_output_says_its_form(crawled: Crawled, tmp_path: Path, name: str) -> None:
    here("query", "-a", crawled.archive, "-o", name, "SELECT 1 AS n", cwd=tmp_path)
    begins = {".json": b'{"n"', ".jsonl": b'{"n"', ".parquet": b"PAR1"}.get((tmp_path / name).suffix, b"n\r\n")
    assert (tmp_path / name).read_bytes().startswith(begins)


def test_a_table_can_be_as_long_as_the_limit_says(crawled: Crawled, tmp_path: Path) -> None:
    sql = "SELECT * FROM range(250) AS r(n)"
    done = here("query", "-a", crawled.archive, "--format", "table", "--limit", "240", sql, cwd=tmp_path)
    assert "│ 239 │" in done.out
    assert "│ 240 │" not in done.out
    assert len(here("query", "-a", crawled.archive, "--limit", "3", sql, cwd=tmp_path).out.splitlines()) == 4


def test_sql_comes_from_a_file_too(crawled: Crawled, tmp_path: Path) -> None:
    (tmp_path / "question.sql").write_text("-- what is asked\nSELECT $n AS n", encoding="utf-8")
    done = here("query", "-a", crawled.archive, "-f", "question.sql", "--set", "n=7", cwd=tmp_path)
    assert done.out.split() == ["n", "7"]
    (tmp_path / "question.sql").write_bytes(b"SELECT '\xff'")
    assert "cannot be read as UTF-8" in here("query", "-a", crawled.archive, "-f", "question.sql", cwd=tmp_path).err


def test_sql_comes_from_standard_input_too(crawled: Crawled, tmp_path: Path) -> None:
    command = [*NEWSREEL, "query", "-a", str(crawled.archive), "-"]
    done = subprocess.run(
        command, input="SELECT 7 AS n", capture_output=True, text=True, cwd=tmp_path, env=environment(), check=True
    )
    assert done.stdout.split() == ["n", "7"]


def test_an_output_that_the_disk_refuses_is_told_by_its_own_status(crawled: Crawled) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*NEWSREEL, "query", "-a", crawled.archive, SQL],
            stdout=full, stderr=subprocess.PIPE, text=True, env=environment(), check=False,
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (6, "newsreel: the output cannot be written: No space left on device\n")


def test_who_has_read_enough_of_a_long_answer_ends_the_command_well(crawled: Crawled, tmp_path: Path) -> None:
    asked = ("query", "-a", crawled.archive, "SELECT * FROM range(1000000)")
    with running(*asked, cwd=tmp_path) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "range\n"
        process.stdout.close()
        assert process.wait(timeout=60) == 0


def test_a_packed_file_has_the_form_that_its_name_says_before_the_packing(crawled: Crawled, tmp_path: Path) -> None:
    done = here("query", "-a", crawled.archive, "-o", "a.ndjson.gz", SQL, cwd=tmp_path)
    assert (done.status, done.err) == (0, "")
    with gzip.open(tmp_path / "a.ndjson.gz", "rt", encoding="utf-8") as lines:
        found = [json.loads(line)["article_id"] for line in lines]
    assert found == [row["article_id"] for row in Archive(crawled.archive).sql(SQL).rows()]

    refused = here("query", "-a", crawled.archive, "-o", "a.parquet.gz", SQL, cwd=tmp_path)
    assert refused.status == 2
    assert "Parquet packs its columns itself" in refused.err


def test_no_answer_is_written_into_the_archive(crawled: Crawled, tmp_path: Path) -> None:
    output = crawled.archive / "articles" / "mine.parquet"
    done = here("query", "-a", crawled.archive, "-o", output, SQL, cwd=tmp_path)
    assert done.status == 2
    assert "lies in the archive" in done.err
    assert not output.exists()
