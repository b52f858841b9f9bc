"""newsreel snapshot and newsreel publish: what they tell, what they ask, and how they end."""

import json
import shutil
from pathlib import Path

import deltalake
import pytest

from archive.tables import TABLES
from tests.crawler.commandline import here, newsreel
from tests.crawler.conftest import Crawled


@pytest.fixture
def place(crawled: Crawled, tmp_path: Path) -> Path:
    """The folder of a copy of the crawled archive, with its snapshot spring."""
    shutil.copytree(crawled.archive, tmp_path / "news-archive")
    done = here("snapshot", "create", "spring", "--note", "for the paper", cwd=tmp_path)
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("newsreel archive ")
    assert len(done.out.splitlines()) == 1
    return tmp_path


def counted(place: Path, *options: str) -> str:
    return here("query", *options, "SELECT count(*) AS n FROM revisions", "--format", "csv", cwd=place).out


def test_the_line_to_cite_names_archive_name_moment_rows_and_hash(place: Path) -> None:
    (line,) = here("snapshot", "list", "--format", "json", cwd=place).out.splitlines()
    told = json.loads(line)
    assert (told["name"], told["note"], told["not_in_archive"], told["only_here"]) == ("spring", "for the paper", 0, 0)
    assert told["archive_id"] in told["citation"]
    assert all(str(told[key]) in told["citation"] for key in ("name", "rows", "sha256"))
    assert told["created_at"][:10] in told["citation"]
    assert told["bytes"] > 0


def test_a_snapshot_is_asked_by_its_name(place: Path) -> None:
    assert counted(place, "--snapshot", "spring") == counted(place)
    done = here("query", "--snapshot", "sprin", "SELECT 1", cwd=place)
    assert (done.status, done.out) == (2, "")
    assert "has no snapshot 'sprin'; did you mean spring? It has: spring" in done.err


def test_a_name_that_is_taken_or_not_allowed_is_told(place: Path) -> None:
    for name, word in (("spring", "never changes"), ("../spring", "cannot be called"), ("NUL", "a device to Windows")):
        done = here("snapshot", "create", name, cwd=place)
        assert (done.status, done.out) == (2, "")
        assert word in done.err


def test_the_list_is_a_table_for_people(place: Path) -> None:
    shutil.copytree(place / "news-archive" / "_snapshots" / "spring", place / "news-archive" / "_snapshots" / "autumn")
    shown = here("snapshot", "list", "--format", "table", cwd=place).out
    assert all(
        word in shown for word in ("spring", "for the paper", "not in archive", "only here", "autumn", "damaged")
    )
    shutil.rmtree(place / "news-archive" / "_snapshots")
    assert "no snapshots; make one with" in here("snapshot", "list", "--format", "table", cwd=place).out
    assert here("snapshot", "list", "--format", "json", cwd=place).out == ""


def test_verifying_tells_of_each_that_it_is_whole_or_what_is_wrong(place: Path) -> None:
    done = here("snapshot", "verify", cwd=place)
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("spring: whole; newsreel archive ")
    here("snapshot", "create", "summer", cwd=place)
    (place / "news-archive" / "_snapshots" / "spring" / "stray").touch()
    done = here("snapshot", "verify", cwd=place)
    assert done.status == 4
    assert "stray: is no file of the snapshot; move it away" in done.out
    assert "summer: whole" in done.out
    assert here("snapshot", "verify", "summer", cwd=place).status == 0
    assert here("snapshot", "verify", "winter", cwd=place).status == 2
    shutil.rmtree(place / "news-archive" / "_snapshots")
    assert here("snapshot", "verify", cwd=place).out == f"{place / 'news-archive'}: no snapshots\n"


def test_check_says_which_it_did_not_look_at(place: Path) -> None:
    done = here("check", cwd=place)
    assert done.status == 0
    assert done.out == f"{place / 'news-archive'}: no faults\n1 snapshot not looked at; see: newsreel snapshot verify\n"


def test_deleting_asks_first(place: Path) -> None:
    done = newsreel("snapshot", "delete", "spring", cwd=place)  # nobody is there to answer
    assert done.status == 130
    assert "for good?" in done.err
    assert counted(place, "--snapshot", "spring")
    done = here("snapshot", "delete", "spring", "--yes", cwd=place)
    assert (done.status, done.err) == (0, "")
    assert "the snapshot spring is removed" in done.out
    assert here("snapshot", "delete", "spring", "--yes", cwd=place).status == 2


@pytest.mark.parametrize("form", ["delta", "iceberg"])
def test_publishing_tells_what_where_and_how_to_cite_it(form: str, place: Path) -> None:
    done = here("publish", form, "--snapshot", "spring", cwd=place)
    assert (done.status, done.err) == (0, "")
    output = place / "news-archive" / "_published" / form / "spring"
    lines = done.out.splitlines()
    assert [line.partition(":")[0] for line in lines[: len(TABLES)]] == [str(output / table.name) for table in TABLES]
    assert lines[-1].startswith("newsreel archive ")
    again = here("publish", form, "--snapshot", "spring", cwd=place)
    assert (again.status, again.out) == (2, "")
    assert "was published before" in again.err
    assert here("check", cwd=place).status == here("snapshot", "verify", cwd=place).status == 0


def test_publishing_one_table_elsewhere_makes_a_snapshot_of_now(place: Path) -> None:
    done = here("publish", "delta", "--table", "articles", "-o", "out", cwd=place)
    assert (done.status, done.err) == (0, "")
    assert deltalake.DeltaTable(place / "out" / "articles").version() == 0
    assert not (place / "out" / "runs").exists()
    names = [
        json.loads(line)["name"] for line in here("snapshot", "list", "--format", "json", cwd=place).out.splitlines()
    ]
    assert [name.partition("-")[0] for name in names] == ["published", "spring"]
