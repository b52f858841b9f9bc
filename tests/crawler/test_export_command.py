"""newsreel export: articles chosen, in every form, where they were asked for, and wrong use said clearly."""

import csv
import gzip
import io
import json
import os
import pty
import subprocess
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from archive.folder import create_folder, open_folder
from tests.archive.rows import DAY, NOON
from tests.archive.runs import stored
from tests.archive.search.articles import archive_of, article
from tests.crawler.commandline import NEWSREEL, Ended, environment, here

ALL = {"a", "b", "c"}
FORMULA = '=HYPERLINK("http://evil.example")'


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with an archive of three articles, of which one has two revisions."""
    folder = create_folder(tmp_path / "news-archive", archive_id="e1", now=NOON)
    archive_of(
        folder,
        article("a", "Old chips", "Loud.", language="en-GB", published_at=NOON, section="Science"),
        article("b", FORMULA, "Storm over the coast.", site="gazette", language="de", published_at=NOON + DAY),
        article("c", "Red\x1b[31m\u202e", "Quiet chips.", published_at=None),
    )
    later = article("a", "New chips", "Quiet.", number=2, language="en-GB", published_at=NOON, section="Science",
                    fetched_at=NOON + 9 * DAY)  # fmt: skip
    stored(folder, later, run_id="run-2", now=NOON + 9 * DAY)
    return tmp_path


def export(place: Path, *arguments: str) -> Ended:
    return here("export", *arguments, cwd=place)


def lines(place: Path, *arguments: str) -> list[dict[str, Any]]:
    done = export(place, "--format", "json", *arguments)
    assert done.status == 0, done.err
    return [json.loads(line) for line in done.out.splitlines()]


def exported(place: Path, *arguments: str) -> set[str]:
    return {row["article_id"] for row in lines(place, *arguments)}


def test_every_form_has_the_same_articles(place: Path) -> None:
    for name in ("a.csv", "a.jsonl", "a.parquet", "a.csv.gz", "a.json.zst"):
        done = export(place, "-o", name)
        assert (done.status, done.out, done.err) == (0, "", "")
    assert export(place, "--format", "huggingface", "-o", "set").status == 0
    (place / "here").mkdir()
    done = here("export", "-a", place / "news-archive", "--format", "huggingface", "-o", ".", cwd=place / "here")
    assert (done.status, done.err) == (0, "")
    assert (place / "here" / "README.md").is_file()
    tables = [pq.read_table(path) for path in (place / "a.parquet", *(place / "set" / "data").iterdir())]
    with pa.input_stream(str(place / "a.json.zst")) as unpacked:
        objects = [json.loads(line) for line in unpacked.read().splitlines()]
    texts = [(place / "a.csv").read_bytes(), gzip.decompress((place / "a.csv.gz").read_bytes())]
    found = [
        *(set(table["article_id"].to_pylist()) for table in tables),
        {row["article_id"] for row in objects},
        {json.loads(line)["article_id"] for line in (place / "a.jsonl").read_text(encoding="utf-8").splitlines()},
        *({row["article_id"] for row in csv.DictReader(io.StringIO(text.decode()))} for text in texts),
    ]
    assert found == [ALL] * 6


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        ((), ALL),
        (("--site", "gazette"), {"b"}),
        (("--since", "2026-03-15"), {"b"}),
        (("--until", "2026-03-14"), {"a"}),
        (("--section", "science"), {"a"}),
        (("--language", "en"), {"a"}),
        (("--language", "de-AT"), set()),
        (("--search", "quiet"), {"a", "c"}),
        (("--search", "loud"), set()),
        (("--search", "quiet", "--language", "en"), {"a"}),
        (("--search", "quiet OR storm", "--site", "gazette"), {"b"}),
    ],
)
def test_filters_leave_what_fits_all_of_them(place: Path, options: tuple[str, ...], ids: set[str]) -> None:
    assert exported(place, *options) == ids


def test_the_search_says_where_it_was_made_without_the_index(place: Path) -> None:
    done = export(place, "--format", "csv", "--columns", "title", "--search", "loud", "--as-of", "2026-03-20")
    assert (done.status, done.out) == (0, "title\r\nOld chips\r\n")
    assert "searched without the index" in done.err


def test_columns_come_in_their_order_and_revisions_when_asked_for(place: Path) -> None:
    done = export(place, "--format", "csv", "--columns", "revision, title", "--site", "neuron", "--until", "2026-03-14")
    assert done.out == "revision,title\r\n2,New chips\r\n"
    titles = [row["title"] for row in lines(place, "--revisions", "--language", "en")]
    assert sorted(titles) == ["New chips", "Old chips"]


def test_the_archive_of_a_moment_or_of_a_snapshot_is_exported(place: Path) -> None:
    (row,) = lines(place, "--as-of", "2026-03-20", "--section", "science")
    assert row["title"] == "Old chips"
    assert here("snapshot", "create", "spring", cwd=place).status == 0
    later = NOON + 20 * DAY
    again = article("d", "Later", "Later.", fetched_at=later)
    stored(open_folder(place / "news-archive"), again, run_id="run-3", now=later)
    assert exported(place) == {*ALL, "d"}
    assert exported(place, "--snapshot", "spring") == ALL
    done = export(place, "--format", "huggingface", "-o", "set", "--snapshot", "spring")
    assert (done.status, done.err) == (0, "")
    card = (place / "set" / "README.md").read_text(encoding="utf-8")
    assert "They are of a snapshot, which anybody who holds it can verify: newsreel archive e1" in card
    assert "spring" in card
    assert "did you mean spring" in export(place, "--format", "csv", "--snapshot", "sprin").err


def test_damage_is_an_error_or_told_and_left_out(place: Path) -> None:
    newest = max((place / "news-archive" / "articles").rglob("*.parquet"), key=lambda path: path.stat().st_mtime_ns)
    newest.write_bytes(newest.read_bytes()[:100])
    (place / "a.csv").write_text("before")
    done = export(place, "-o", "a.csv")
    assert (done.status, (place / "a.csv").read_text()) == (4, "before")
    assert newest.name in done.err
    done = export(place, "-o", "a.csv", "--skip-damaged")
    assert done.status == 0
    assert newest.name in done.err
    assert "Old chips" in (place / "a.csv").read_text(encoding="utf-8")


def test_a_query_a_view_or_a_named_query_is_exported_too(place: Path) -> None:
    sql = "SELECT title FROM revisions WHERE revision = $number AND site = $site"
    (row,) = lines(place, sql, "--set", "number=2", "--set", "site=neuron")
    assert row == {"title": "New chips"}
    assert len(lines(place, "revisions")) == 4
    assert lines(place, "latest", "--set", "site=gazette")
    assert "did you mean latest" in export(place, "--format", "json", "latst").err


def test_formulas_are_made_plain_unless_they_are_to_be_kept(place: Path) -> None:
    one = ("--format", "csv", "--site", "gazette", "--columns", "title")
    doubled = FORMULA.replace('"', '""')
    assert export(place, *one).out == f'title\r\n"\'{doubled}"\r\n'
    assert export(place, *one, "--keep-formulas").out == f'title\r\n"{doubled}"\r\n'
    assert export(place, *one, "--excel").out.startswith("\ufefftitle")
    found = ("search", "storm", "--format", "csv")
    assert f'"\'{doubled}"' in here(*found, cwd=place).out
    assert f',"{doubled}"' in here(*found, "--keep-formulas", cwd=place).out


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_terminal_gets_nothing_that_it_would_obey(place: Path, form: str) -> None:
    leader, follower = pty.openpty()
    command = [*NEWSREEL, "export", "--format", form, "--columns", "title"]
    with subprocess.Popen(command, stdout=follower, cwd=place, env=environment()) as process:
        assert process.wait(60) == 0
    os.close(follower)
    shown = os.read(leader, 100_000).decode()
    os.close(leader)
    assert "Red" in shown
    assert not {"\x1b", "\u202e"} & set(shown)


@pytest.mark.parametrize("form", ["csv", "huggingface"])
def test_an_output_that_cannot_be_is_said_in_one_line(place: Path, form: str) -> None:
    (place / "file").write_text("plain")
    for name, status, words in (
        ("file/a.csv", 2, "file is a file, not a folder"),
        ("file/b/a.csv", 6, "cannot write file/b/a.csv"),
        ("missing/a.csv", 6, "cannot write missing/a.csv"),
        ("news-archive/a.csv", 2, "lies in the archive"),
    ):
        done = export(place, "--format", form, "-o", name)
        assert (done.status, done.out, done.err.count("\n")) == (status, "", 1), done.err
        assert words in done.err
    assert sorted(path.name for path in place.iterdir()) == ["file", "news-archive"]


def test_a_file_is_replaced_and_a_data_set_only_when_asked_for(place: Path) -> None:
    (place / "a.csv").write_text("before")
    assert export(place, "-o", "a.csv", "SELECT 1 AS n").status == 0
    assert (place / "a.csv").read_bytes() == b"n\r\n1\r\n"
    (place / "folder.csv").mkdir()
    assert "is a folder; name a file" in export(place, "-o", "folder.csv").err
    assert "--output a.csv: is a file; name a folder" in export(place, "--format", "huggingface", "-o", "a.csv").err
    data_set = ("--format", "huggingface", "-o", "set")
    assert export(place, *data_set).status == 0
    done = export(place, *data_set)
    assert (done.status, "--overwrite" in done.err) == (2, True)
    assert export(place, *data_set, "--overwrite", "SELECT 1 AS n").status == 0
    (file,) = (place / "set" / "data").iterdir()
    assert pq.read_table(file).to_pylist() == [{"n": 1}]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "in which form?"),
        (("-o", "a.txt"), "in which form?"),
        (("-o", "a.csv", "--site", "gazete"), "did you mean gazette"),
        (("-o", "a.csv", "--columns", "titel"), "did you mean title"),
        (("-o", "a.csv", "--columns", "title,title"), "named twice"),
        (("-o", "a.csv", "--search", "(storm"), "never closed"),
        (("-o", "a.csv", "--since", "2026-02-30"), "2026-02-30"),
        (("-o", "a.csv", "--since", "2026-03-02", "--until", "2026-03-01"), "since is after until"),
        (("-o", "a.csv", "--site", "gazette", "SELECT 1"), "filters choose articles"),
        (("-o", "a.csv", "--set", "n=1"), "there is none"),
        (("-o", "a.csv", "--set", "n", "SELECT $n"), "takes NAME=VALUE"),
        (("-o", "a.csv", "SELECT nothing FROM articles"), "nothing"),
        (("-o", "a.json", "--excel"), "of CSV only"),
        (("-o", "a.csv", "--overwrite"), "is of --format huggingface"),
        (
            (
                "-o",
                "a.parquet.gz",
            ),
            "Parquet packs its columns itself",
        ),
        (("--format", "huggingface"), "name one"),
    ],
)
def test_wrong_use_is_said_and_writes_nothing(place: Path, arguments: tuple[str, ...], words: str) -> None:
    done = export(place, *arguments)
    assert (done.status, done.out) == (2, "")
    assert words in done.err
    assert [path.name for path in place.iterdir()] == ["news-archive"]
