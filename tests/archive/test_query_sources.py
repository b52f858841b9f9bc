"""What a query reads: log and files alike, whole archives and copies of the tables, with nothing written."""

import shutil
import tempfile
from pathlib import Path

import pytest

from archive import Archive
from archive.folder import create_folder
from archive.ledger.sqlite import SqliteLedger
from archive.query.views import VIEWS
from tests.archive.disk import ordinary_user
from tests.archive.rows import NOON, revision
from tests.archive.runs import answers, count, fill, rows, save, writer_of


def test_what_is_saved_is_seen_by_the_next_query_before_it_is_sealed(archive: Archive, ledger: SqliteLedger) -> None:
    before = count(archive, "revisions")
    writer = writer_of(archive.folder, ledger, "run-3")
    writer.add([revision("c")])
    assert count(archive, "revisions") == before
    writer.commit(now=NOON, due_before=NOON)
    assert count(archive, "revisions") == before + 1
    writer.seal()
    assert count(archive, "revisions") == before + 1


def test_rows_of_the_log_and_of_files_are_alike(archive: Archive, ledger: SqliteLedger) -> None:
    writer = writer_of(archive.folder, ledger, "run-3")
    save(writer, revision("c", views=None, authors=(), tags=None, title='It\'s "quoted"'))
    sql = "SELECT * FROM revisions ORDER BY ALL"
    in_log = archive.sql(sql).arrow()
    writer.seal()
    assert archive.sql(sql).arrow() == in_log


def test_a_copy_of_the_tables_without_a_ledger_can_be_asked(archive: Archive, tmp_path: Path) -> None:
    expected = answers(archive.folder)
    shutil.copytree(archive.folder.path, tmp_path / "copy", ignore=shutil.ignore_patterns("_*"))
    assert answers(Archive(tmp_path / "copy").folder) == expected


def test_an_archive_on_a_disk_that_cannot_be_written_can_be_asked() -> None:
    with tempfile.TemporaryDirectory() as visible:
        folder = create_folder(Path(visible) / "archive", archive_id="x", now=NOON)
        fill(folder)
        expected = answers(folder)
        for path in [Path(visible), *Path(visible).rglob("*")]:
            path.chmod(0o555 if path.is_dir() else 0o444)
        with ordinary_user():
            assert answers(folder) == expected
        for path in [Path(visible), *Path(visible).rglob("*")]:
            path.chmod(0o755)


def test_a_query_writes_nothing_into_the_archive(archive: Archive) -> None:
    before = {path: path.stat().st_mtime_ns for path in archive.folder.path.rglob("*") if path.is_file()}
    answers(archive.folder)
    after = {path: path.stat().st_mtime_ns for path in archive.folder.path.rglob("*") if path.is_file()}
    assert {path: time for path, time in after.items() if path.parent != archive.folder.state} == {
        path: time for path, time in before.items() if path.parent != archive.folder.state
    }


def test_all_views_are_there_for_whoever_asks_for_their_names(archive: Archive) -> None:
    assert {row["name"] for row in rows(archive, "SHOW TABLES")} >= set(VIEWS)
    names = rows(archive, "SELECT table_name FROM information_schema.tables")
    assert {row["table_name"] for row in names} >= set(VIEWS)
    assert rows(archive, "SELECT 1 AS one") == [{"one": 1}]


@pytest.mark.parametrize("sql", ["DESCRIBE articles", "EXPLAIN SELECT * FROM runs", "WITH a AS (FROM runs) FROM a"])
def test_questions_other_than_select_are_answered(archive: Archive, sql: str) -> None:
    assert archive.sql(sql).arrow().num_rows > 0


def test_views_are_found_by_names_in_any_case(archive: Archive) -> None:
    assert rows(archive, 'SELECT count(*) AS n FROM "Articles"') == rows(archive, "SELECT count(*) AS n FROM ARTICLES")
