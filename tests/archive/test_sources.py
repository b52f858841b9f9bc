"""What a query reads: only what was sealed or committed, and all of it, whatever moves meanwhile."""

import os
import shutil
from contextlib import closing
from threading import Event, Thread

import pytest

from archive import Archive
from archive.compact import compact
from archive.disk import Disk
from archive.errors import ArchiveDamagedError
from archive.folder import ArchiveFolder
from archive.ledger.sqlite import SqliteLedger
from archive.onlookers import Patience
from archive.sources import read_sources
from archive.tables import ARTICLES, TABLES
from tests.archive.rows import DAY, NOON, revision
from tests.archive.runs import answers, save, writer_of

LATER = NOON + 60 * DAY


def test_every_table_has_a_source_of_files_and_log_rows(archive: Archive, ledger: SqliteLedger) -> None:
    writer = writer_of(archive.folder, ledger, "run-3")
    save(writer, revision("c"), revision("d"))
    sources = read_sources(archive.folder)
    assert list(sources) == [table.name for table in TABLES]
    assert {name: source.log_rows.num_rows for name, source in sources.items()} == {
        "articles": 2,
        "observations": 0,
        "sightings": 0,
        "runs": 0,
    }
    assert sources["articles"].files == tuple(archive.folder.files(ARTICLES))
    writer.seal()


def test_a_file_that_was_touched_but_is_the_same_is_read(archive: Archive) -> None:
    before = answers(archive.folder)
    for path in archive.folder.files(ARTICLES):
        os.utime(path, ns=(0, 0))
    assert answers(archive.folder) == before


def test_a_copied_archive_is_read_though_every_time_differs(archive: Archive) -> None:
    before = answers(archive.folder)
    copy = shutil.copytree(archive.folder.path, archive.folder.path.with_name("copy"), copy_function=shutil.copyfile)
    assert answers(Archive(copy).folder) == before


@pytest.mark.parametrize("grows", [True, False], ids=["longer", "as long"])
def test_a_file_that_was_changed_is_named(archive: Archive, grows: bool) -> None:
    path = archive.folder.files(ARTICLES)[0]
    content = path.read_bytes()
    path.write_bytes(content + b"!" if grows else content[:100] + bytes([content[100] ^ 1]) + content[101:])
    with pytest.raises(ArchiveDamagedError, match=rf"{path.name} is not what was sealed; see: newsreel check"):
        archive.sql("SELECT 1")


def test_a_file_that_nobody_knows_is_named(archive: Archive) -> None:
    stray = archive.folder.path / "articles" / "part-stray-0001.parquet"
    shutil.copy(archive.folder.files(ARTICLES)[0], stray)
    with pytest.raises(ArchiveDamagedError, match=rf"{stray.name} is not in the ledger; see: newsreel check"):
        archive.sql("SELECT count(*) FROM articles")


def test_a_file_that_is_gone_is_told_with_the_way_out(archive: Archive) -> None:
    path = archive.folder.files(ARTICLES)[0]
    path.unlink()
    with pytest.raises(ArchiveDamagedError, match=rf"{path.name} is missing; see: newsreel check"):
        archive.sql("SELECT count(*) FROM runs")


def test_whoever_asks_while_rows_are_sealed_and_compacted_counts_right(folder: ArchiveFolder) -> None:
    is_over, seen, trouble = Event(), list[tuple[int, int]](), list[BaseException]()
    sql = "SELECT count(*) AS n, count(DISTINCT article_id) AS d FROM revisions"

    def ask() -> None:
        try:
            while not is_over.is_set():
                (row,) = Archive(folder.path).sql(sql).rows()
                seen.append((row["n"], row["d"]))
        except BaseException as problem:  # noqa: BLE001 - reported by the test itself
            trouble.append(problem)

    reader = Thread(target=ask)
    with closing(SqliteLedger(folder.ledger)) as ledger:
        writer = writer_of(folder, ledger, now=LATER)
        save(writer, revision("first"), now=LATER)
        reader.start()
        try:
            for number in range(12):
                save(writer, *[revision(f"{number}/{row}") for row in range(10)], now=LATER)
                writer.seal()
                if number % 3 == 2:
                    list(compact(folder, ledger, Disk(), now=LATER, patience=Patience(quiet_seconds=0)))
        finally:
            is_over.set()
            reader.join()
    assert trouble == []
    assert seen == sorted(seen)
    assert all(rows == different and (rows - 1) % 10 == 0 for rows, different in seen)
