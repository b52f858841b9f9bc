"""Writing: what is committed is saved all at once, visible at once, sealed by month, and never half of it."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

import duckdb
import pyarrow.parquet as pq
import pytest

import archive.writer
from archive.errors import StorageError
from archive.folder import ArchiveFolder
from archive.known import KnownArticle
from archive.ledger import Ended, Found
from archive.ledger.sqlite import SqliteLedger
from archive.outcomes import Outcome
from archive.query.archive import Archive
from archive.tables import ARTICLES, OBSERVATIONS, SIGHTINGS, TABLES, Table
from archive.writer import ArchiveWriter
from tests.archive.disk import RefusingDisk, files_below, files_stop_at
from tests.archive.rows import DAY, NOON, observation, revision, run, sighting
from tests.archive.runs import article_ids, save, stored, table_files, writer_of

# Room for none of these little files.
TOO_SMALL_BYTES = 100
FRONT = Found(address="https://news.example/", kind="listing", host="news.example")


def test_rows_are_buffered_until_a_commit_saves_them(folder: ArchiveFolder, writer: ArchiveWriter) -> None:
    writer.add([revision(), observation(), sighting()])
    assert writer.buffered == 3
    assert article_ids(folder) == []
    writer.commit(now=NOON, due_before=NOON)
    assert writer.buffered == 0
    assert [writer.saved_revisions, writer.saved_sightings] == [1, 1]
    assert article_ids(folder) == ["neuron/a/en"]
    assert table_files(folder) == []
    writer.seal()
    assert len(table_files(folder)) == 3
    assert article_ids(folder) == ["neuron/a/en"]


def test_a_commit_of_nothing_makes_no_file(folder: ArchiveFolder, writer: ArchiveWriter) -> None:
    writer.commit(now=NOON, due_before=NOON)
    writer.seal()
    assert table_files(folder) == []
    assert files_below(folder.log) == []


def test_a_seal_takes_the_log_away(folder: ArchiveFolder, writer: ArchiveWriter) -> None:
    save(writer, revision())
    assert files_below(folder.log) == ["run-1-0001/articles.arrows"]
    writer.seal()
    assert list(folder.log.iterdir()) == []
    assert list(folder.scratch.iterdir()) == []


def test_a_run_that_saves_much_seals_on_its_way(
    folder: ArchiveFolder, writer: ArchiveWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive.writer, "SEAL_ROWS", 3)
    for number in range(4):
        save(writer, revision(f"{number}"))
    assert table_files(folder) == ["articles/fetched_month=2026-03/part-run-1-0001.parquet"]
    assert files_below(folder.log) == ["run-1-0002/articles.arrows"]
    assert article_ids(folder) == ["0", "1", "2", "3"]


def test_addresses_found_are_known_once_however_often_they_are_found(
    ledger: SqliteLedger, writer: ArchiveWriter
) -> None:
    has_found = [writer.has_found]
    writer.find([FRONT, FRONT])
    writer.find([FRONT])
    has_found.append(writer.has_found)
    writer.commit(now=NOON, due_before=NOON)
    has_found.append(writer.has_found)
    assert has_found == [False, True, False]
    assert ledger.pending("neuron", due_before=NOON) == 1


def test_what_any_page_knows_of_an_address_that_several_lead_to_is_kept(
    ledger: SqliteLedger, writer: ArchiveWriter
) -> None:
    linked = Found(address="https://news.example/a", kind="article", host="news.example")
    writer.find([linked, replace(linked, listed_at=NOON), linked])
    writer.commit(now=NOON, due_before=NOON)
    (entry,) = ledger.known_address(linked.address)
    assert entry.listed_at == NOON


def test_an_article_is_known_from_the_moment_its_visit_ends(ledger: SqliteLedger, writer: ArchiveWriter) -> None:
    known = KnownArticle(
        article_id="a", revision=1, content_hash="h", first_seen_at=NOON, address=FRONT.address, language="en"
    )
    writer.find([FRONT])
    writer.commit(now=NOON, due_before=NOON)
    ledger.lease("run-1", "neuron", now=NOON, due_before=NOON, limit=1)
    writer.end(Ended(address=FRONT.address, outcome=Outcome.NEW, due_at=NOON), [], known)
    assert writer.article("a") == known
    assert writer.article_with_content("h", "en") == known
    assert writer.article_with_content("h", "pt") is None
    assert ledger.article("a") is None
    writer.commit(now=NOON, due_before=NOON)
    assert writer.article("a") == known == ledger.article("a")
    assert writer.article_with_content("h", "en") == known


def test_rows_go_to_the_month_they_were_fetched_in_not_published(folder: ArchiveFolder) -> None:
    march = revision("march", fetched_at=NOON, published_at=NOON - 4000 * DAY)
    june = revision("june", fetched_at=NOON + 90 * DAY, published_at=None)
    stored(folder, march, june)
    assert table_files(folder) == [
        "articles/fetched_month=2026-03/part-run-1-0001.parquet",
        "articles/fetched_month=2026-06/part-run-1-0001.parquet",
    ]


def test_each_table_has_its_own_month_folder_and_runs_has_none(folder: ArchiveFolder) -> None:
    stored(folder, revision(), observation(), sighting(), run())
    assert [str(Path(name).parent) for name in table_files(folder)] == [
        "articles/fetched_month=2026-03",
        "observations/observed_month=2026-03",
        "sightings/seen_month=2026-03",
        "runs",
    ]


def test_a_month_ends_at_midnight_in_utc(folder: ArchiveFolder) -> None:
    midnight = NOON.replace(month=4, day=1, hour=0)
    stored(folder, revision("a", fetched_at=midnight - timedelta(microseconds=1)), revision("b", fetched_at=midnight))
    assert [Path(name).parent.name for name in table_files(folder)] == [
        "fetched_month=2026-03",
        "fetched_month=2026-04",
    ]


def test_later_seals_and_runs_only_ever_add_files(folder: ArchiveFolder, ledger: SqliteLedger) -> None:
    before: dict[str, bytes] = {}
    for run_id in ("run-1", "run-2"):
        writer = writer_of(folder, ledger, run_id)
        for number in range(3):
            save(writer, revision(f"{run_id}/{number}"))
            writer.seal()
            now = {name: (folder.path / name).read_bytes() for name in table_files(folder)}
            assert {name: now[name] for name in before} == before
            assert len(now) == len(before) + 1
            before = now
    assert len(article_ids(folder)) == 6
    assert all(Path(name).name.startswith(("part-run-1-", "part-run-2-")) for name in before)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_file_has_the_schema_of_its_table_to_the_letter(folder: ArchiveFolder, table: Table) -> None:
    stored(folder, revision(views=None, authors=None), observation(None), sighting(title=None), run())
    (path,) = folder.files(table)
    schema = pq.read_schema(path)
    assert schema.remove_metadata().equals(table.schema.remove_metadata())
    assert schema.field(0).metadata[b"description"] == table.schema.field(0).metadata[b"description"]
    assert schema.metadata[b"newsreel.table"] == table.name.encode()


def test_files_can_be_searched_by_id_and_checked_for_damage(folder: ArchiveFolder) -> None:
    stored(folder, revision())
    (path,) = folder.files(ARTICLES)
    columns = pq.ParquetFile(path).metadata.row_group(0)
    by_name = {columns.column(place).path_in_schema: columns.column(place) for place in range(columns.num_columns)}
    assert by_name["article_id"].compression == "ZSTD"
    assert by_name["article_id"].statistics is not None
    assert by_name["body"].statistics is None
    pq.read_table(path, page_checksum_verification=True)


def test_a_disk_that_refuses_a_commit_takes_nothing(folder: ArchiveFolder, writer: ArchiveWriter) -> None:
    writer.add([revision("a"), observation("a")])
    writer.find([FRONT])
    with files_stop_at(TOO_SMALL_BYTES), pytest.raises(StorageError, match=r"cannot write .*_log/run-1-0001"):
        writer.commit(now=NOON, due_before=NOON)
    assert article_ids(folder) == []
    assert writer.buffered == 2
    assert writer.has_found
    assert writer.saved_revisions == 0
    writer.commit(now=NOON, due_before=NOON)
    assert writer.buffered == 0
    assert article_ids(folder) == ["a"]
    assert Archive(folder.path).sql("SELECT count(*) AS n FROM observations").rows() == [{"n": 1}]


def test_what_was_saved_before_a_commit_that_failed_stays_saved_once(
    folder: ArchiveFolder, writer: ArchiveWriter
) -> None:
    save(writer, revision("a"))
    writer.add([revision("b")])
    with files_stop_at(TOO_SMALL_BYTES), pytest.raises(StorageError):
        writer.commit(now=NOON, due_before=NOON)
    assert article_ids(folder) == ["a"]
    writer.commit(now=NOON, due_before=NOON)
    writer.seal()
    assert article_ids(folder) == ["a", "b"]


def test_a_seal_that_the_disk_refuses_leaves_what_is_saved_saved(folder: ArchiveFolder, ledger: SqliteLedger) -> None:
    disk = RefusingDisk()
    writer = writer_of(folder, ledger, disk=disk)
    save(writer, revision("a"), observation("a"))
    disk.refused = "replace"
    with pytest.raises(StorageError, match=r"cannot write .*part-run-1-0001\.parquet"):
        writer.seal()
    assert table_files(folder) == []
    assert files_below(folder.scratch) == []
    assert article_ids(folder) == ["a"]


def test_a_table_folder_that_became_a_file_is_a_storage_error(folder: ArchiveFolder, writer: ArchiveWriter) -> None:
    (folder.path / "observations").rmdir()
    (folder.path / "observations").touch()
    save(writer, revision("a"), observation("a"))
    with pytest.raises(StorageError) as told:
        writer.seal()
    assert told.value.path.parent.parent == folder.path / "observations"
    assert files_below(folder.scratch) == []
    assert article_ids(folder) == ["a"]


def test_a_stranger_who_reads_all_the_time_only_ever_sees_whole_files(
    folder: ArchiveFolder, writer: ArchiveWriter
) -> None:
    save(writer, revision("first"))
    writer.seal()
    is_over = Event()
    seen: list[int] = []
    trouble: list[BaseException] = []

    def read() -> None:
        glob = f"{folder.path}/articles/**/*.parquet"
        try:
            while not is_over.is_set():
                with duckdb.connect() as connection:
                    row = connection.execute(f"SELECT count(*) FROM '{glob}'").fetchone()
                assert row is not None
                seen.append(row[0])
        except BaseException as problem:  # noqa: BLE001 - reported by the test itself
            trouble.append(problem)

    stranger = Thread(target=read)
    stranger.start()
    try:
        for number in range(40):
            save(writer, *[revision(f"{number}/{row}") for row in range(10)])
            writer.seal()
    finally:
        is_over.set()
        stranger.join()
    assert trouble == []
    assert seen == sorted(seen)
    assert {(count - 1) % 10 for count in seen} == {0}


@pytest.mark.parametrize("table", [OBSERVATIONS, SIGHTINGS], ids=lambda table: table.name)
def test_rows_of_one_kind_need_none_of_the_others(folder: ArchiveFolder, table: Table) -> None:
    stored(folder, observation() if table is OBSERVATIONS else sighting())
    assert [bool(folder.files(each)) for each in TABLES] == [each is table for each in TABLES]
