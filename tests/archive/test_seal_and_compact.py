"""Sealing and compaction: the same rows in other files, whatever happens on the way."""

from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from archive.compact import COMPACTION, Compacted, LeftAlone, compact
from archive.disk import Disk
from archive.errors import ArchiveBusyError, ArchiveDamagedError, StorageError
from archive.folder import ArchiveFolder
from archive.ledger.sqlite import SqliteLedger
from archive.onlookers import Patience
from archive.recover import recover
from archive.seal import seal_segment
from archive.tables import ARTICLES
from tests.archive.disk import LeavingDisk, RefusingDisk, files_below
from tests.archive.rows import DAY, HOUR, NOON, observation, revision, run, sighting
from tests.archive.runs import AnyRecord, another_process, answers, article_ids, save, stored, table_files, writer_of

APRIL = NOON + 30 * DAY
MARCH_FILES = 3
AT_ONCE = Patience(quiet_seconds=0)


@pytest.fixture
def two_months(folder: ArchiveFolder) -> ArchiveFolder:
    """Three files a table in March, two in April, each of a run of its own."""
    for number in range(MARCH_FILES + 2):
        now = (NOON if number < MARCH_FILES else APRIL) + number * HOUR
        rows: list[AnyRecord] = [
            revision(f"{number}", fetched_at=now),
            observation(observed_at=now),
            sighting(seen_at=now),
        ]
        rows += [sighting(seen_at=now), run(f"run-{number}", started_at=now)]
        stored(folder, *rows, run_id=f"run-{number}", now=now)
    return folder


def compacted(folder: ArchiveFolder, disk: Disk, *, now: datetime = APRIL, patience: Patience = AT_ONCE) -> list[str]:
    """The months that were compacted."""
    with closing(SqliteLedger(folder.ledger)) as ledger:
        done = list(compact(folder, ledger, disk, now=now, patience=patience))
        return [each.folder for each in done if isinstance(each, Compacted)]


def recovered(folder: ArchiveFolder, *, now: datetime = APRIL) -> int:
    with closing(SqliteLedger(folder.ledger)) as ledger:
        return recover(folder, ledger, Disk(), now=now)


@contextmanager
def closing_all(*compactions: Iterator[Compacted | LeftAlone]) -> Iterator[None]:
    """End compactions that are under way, as their callers' ends would, before their ledgers close."""
    try:
        yield
    finally:
        for each in compactions:
            assert isinstance(each, Generator)
            each.close()


@pytest.fixture
def refusing() -> Iterator[RefusingDisk]:
    disk = RefusingDisk()
    yield disk
    disk.leave()


def test_a_seal_that_is_done_twice_gives_the_same_files_to_the_letter(
    folder: ArchiveFolder, ledger: SqliteLedger, disk: LeavingDisk
) -> None:
    writer = writer_of(folder, ledger, disk=disk)
    save(writer, revision("b"), revision("a"), revision("later", fetched_at=APRIL), observation())
    (log,) = ledger.snapshot().logs
    copies = {path.name: path.read_bytes() for path in folder.log.rglob("*.arrows")}
    disk.leave()
    first = seal_segment(folder, ledger, log, disk)
    contents = {name: (folder.path / name).read_bytes() for name in table_files(folder)}
    (folder.log / log.segment).mkdir()
    for name, content in copies.items():
        (folder.log / log.segment / name).write_bytes(content)
    ledger.set_log(log)  # as if the first had been cut short before the ledger had it
    second = seal_segment(folder, ledger, log, disk)
    assert {name: (folder.path / name).read_bytes() for name in table_files(folder)} == contents
    assert [(each.path, each.sha256, each.rows) for each in second] == [
        (each.path, each.sha256, each.rows) for each in first
    ]
    assert article_ids(folder) == ["a", "b", "later"]


def test_what_a_run_that_is_gone_left_in_the_log_is_sealed_and_what_it_never_committed_removed(
    folder: ArchiveFolder, ledger: SqliteLedger, disk: LeavingDisk
) -> None:
    save(writer_of(folder, ledger, disk=disk), revision("a"))
    disk.leave()
    (folder.log / "run-0-0001").mkdir()
    (folder.log / "run-0-0001" / "articles.arrows").write_bytes(b"never committed")
    assert recovered(folder, now=NOON) == 0
    assert files_below(folder.log) == ["run-1-0001/articles.arrows"]
    assert recovered(folder, now=NOON + DAY) == 1
    assert files_below(folder.log) == []
    assert article_ids(folder) == ["a"]
    assert recovered(folder, now=NOON + DAY) == 0


def test_only_closed_months_are_compacted_each_to_one_file_with_the_same_rows(two_months: ArchiveFolder) -> None:
    before = answers(two_months)
    assert compacted(two_months, Disk()) == [
        "articles/fetched_month=2026-03",
        "observations/observed_month=2026-03",
        "sightings/seen_month=2026-03",
    ]
    months = [str(Path(name).parent) for name in table_files(two_months)]
    assert [months.count(f"articles/fetched_month=2026-0{month}") for month in (3, 4)] == [1, 2]
    assert months.count("runs") == MARCH_FILES + 2
    assert answers(two_months) == before
    assert files_below(two_months.scratch) == []
    assert list(two_months.scratch.iterdir()) == []


def test_a_compacted_month_is_left_alone_until_it_has_a_second_file(two_months: ArchiveFolder) -> None:
    compacted(two_months, Disk())
    files = table_files(two_months)
    assert compacted(two_months, Disk()) == []
    assert table_files(two_months) == files
    stored(two_months, revision("late", fetched_at=NOON), run_id="run-late", now=APRIL)
    assert compacted(two_months, Disk()) == ["articles/fetched_month=2026-03"]
    assert "late" in article_ids(two_months)


def test_rows_of_a_compacted_file_stand_in_the_order_of_the_table(two_months: ArchiveFolder) -> None:
    compacted(two_months, Disk())
    path = next(path for path in two_months.files(ARTICLES) if "2026-03" in str(path))
    rows = pq.read_table(path)
    assert rows.equals(rows.sort_by([(name, "ascending") for name in ARTICLES.sorted_by]))


@pytest.mark.parametrize("operation", ["replace", "exchange", "sync_folder", "remove", "remove_folder"])
def test_a_compaction_cut_short_loses_nothing_and_is_settled_by_the_next_run(
    two_months: ArchiveFolder, refusing: RefusingDisk, operation: str
) -> None:
    before = answers(two_months)
    refusing.refused = operation
    with pytest.raises(StorageError):
        compacted(two_months, refusing)
    assert answers(two_months) == before
    recovered(two_months)
    with closing(SqliteLedger(two_months.ledger)) as ledger:
        assert ledger.exchanges() == []
        assert {file.path for file in ledger.snapshot().files} == set(table_files(two_months))
    assert list(two_months.scratch.iterdir()) == []
    assert answers(two_months) == before
    compacted(two_months, Disk())
    assert sum("articles/fetched_month=2026-03" in name for name in table_files(two_months)) == 1
    assert answers(two_months) == before


def test_a_second_compaction_is_refused_while_one_is_under_way(two_months: ArchiveFolder, ledger: SqliteLedger) -> None:
    files = table_files(two_months)
    with another_process() as holder:
        ledger.open_run("compaction-1", COMPACTION, holder, now=APRIL, until=APRIL + HOUR)
        with pytest.raises(ArchiveBusyError, match=f"process {holder.process_id} "):
            compacted(two_months, Disk())
    assert table_files(two_months) == files


def test_a_compaction_leaves_a_damaged_file_as_it_is_and_names_it(two_months: ArchiveFolder) -> None:
    path = two_months.files(ARTICLES)[0]
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    files = table_files(two_months)
    with pytest.raises(ArchiveDamagedError, match=path.name):
        compacted(two_months, Disk())
    assert table_files(two_months) == files


def test_a_crawl_and_a_compaction_go_side_by_side(two_months: ArchiveFolder, ledger: SqliteLedger) -> None:
    writer = writer_of(two_months, ledger, "run-9", now=APRIL)
    save(writer, revision("early", fetched_at=NOON), now=APRIL)
    compacted(two_months, Disk())
    save(writer, revision("late", fetched_at=NOON), now=APRIL)
    writer.seal()
    assert {"early", "late"} <= set(article_ids(two_months))
    assert len(article_ids(two_months)) == MARCH_FILES + 4
