"""newsreel stats: how much there is, for people and for programs."""

import csv
import io
import json
from pathlib import Path

from archive import Archive
from tests.crawler.commandline import here, newsreel
from tests.crawler.conftest import Crawled


def test_the_text_shows_sizes_months_with_bars_and_how_full_fields_are(crawled: Crawled, tmp_path: Path) -> None:
    done = here("stats", "-a", crawled.archive, "--format", "text", cwd=tmp_path)
    (row,) = Archive(crawled.archive).sql("SELECT count(*) AS n, count(title) AS titled FROM articles").rows()
    assert (done.status, done.err) == (0, "")
    assert "of Parquet files" in done.out
    assert "█" in done.out
    (line,) = (line.split() for line in done.out.splitlines() if line.startswith("demo") and "█" in line)
    assert line[2] == str(row["n"])
    assert "articles with" in done.out
    assert "100 %" in done.out


def test_json_is_one_document_whose_parts_add_up(crawled: Crawled, tmp_path: Path) -> None:
    done = here("stats", "-a", crawled.archive, cwd=tmp_path)
    told = json.loads(done.out)
    (row,) = (
        Archive(crawled.archive)
        .sql("SELECT (SELECT count(*) FROM revisions) AS revisions, (SELECT count(*) FROM observations) AS visits")
        .rows()
    )
    assert {name: told["total"][name] for name in row} == row
    for part in ("sites", "months"):
        assert sum(one["visits"] for one in told[part]) == row["visits"]
    assert {table["table"]: table["rows"] for table in told["tables"]}["articles"] == row["revisions"]
    assert 0 < told["total"]["filled_summary"] <= 1


def test_csv_has_a_line_for_each_site_and_month(crawled: Crawled, tmp_path: Path) -> None:
    done = here("stats", "-a", crawled.archive, "--format", "csv", "--site", "demo", cwd=tmp_path)
    told = json.loads(here("stats", "-a", crawled.archive, cwd=tmp_path).out)
    lines = list(csv.DictReader(io.StringIO(done.out)))
    assert [(line["site"], line["month"], int(line["articles"])) for line in lines] == [
        (one["site"], one["month"], one["articles"]) for one in told["months"]
    ]


def test_what_nothing_is_of_says_so(crawled: Crawled, tmp_path: Path) -> None:
    done = here("stats", "-a", crawled.archive, "--until", "2001-01-01", "--format", "text", cwd=tmp_path)
    assert done.status == 0
    assert "Nothing in it is of what was asked for." in done.out
    wrong = here("stats", "-a", crawled.archive, "--since", "someday", cwd=tmp_path)
    assert (wrong.status, "--since takes a time" in wrong.err) == (2, True)


def test_an_output_in_an_encoding_that_lacks_a_letter_is_told_with_the_way_out(
    crawled: Crawled, tmp_path: Path
) -> None:
    done = newsreel("stats", "-a", crawled.archive, "--format", "text", cwd=tmp_path, PYTHONIOENCODING="ascii")
    assert done.status == 2
    assert "ascii" in done.err
    assert "PYTHONIOENCODING=utf-8" in done.err
