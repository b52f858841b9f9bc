"""A snapshot answers the same for ever, whatever becomes of its archive; what looks after the archive leaves it be."""

import shutil
from collections.abc import Callable
from contextlib import closing
from threading import Event, Thread

import pytest

from archive import Archive
from archive.check import check, repair
from archive.compact import compact
from archive.disk import Disk
from archive.folder import ArchiveFolder
from archive.ledger.sqlite import SqliteLedger
from archive.onlookers import Patience
from archive.rebuild import rebuild
from archive.snapshot.manifest import Manifest
from tests.archive.rows import DAY, HOUR, NOON, observation, revision, run
from tests.archive.runs import rows, save, stored, writer_of
from tests.archive.snapshot.keeping import LATER, compacted, faults, made, said


def more_crawls(folder: ArchiveFolder) -> None:
    for number in range(3):
        now = NOON + number * HOUR
        more = [revision(f"more{number}", fetched_at=now), revision("a", 3 + number, title="Newest", fetched_at=now)]
        stored(folder, *more, observation("b", views=99), run(f"run-{3 + number}"), run_id=f"run-{3 + number}")


def compaction(folder: ArchiveFolder) -> None:
    more_crawls(folder)
    compacted(folder)


def a_ledger_made_anew(folder: ArchiveFolder) -> None:
    for path in folder.state.iterdir():
        path.unlink()
    rebuild(folder, Disk(), now=LATER).close()


def a_repair(folder: ArchiveFolder) -> None:
    for path in folder.path.rglob("*.parquet"):
        path.touch()
    (folder.scratch / "999999999-part-x.parquet").touch()
    assert repair(folder, Disk(), now=LATER)


def the_loss_of_all_tables(folder: ArchiveFolder) -> None:
    for name in ("articles", "observations", "sightings", "runs", "_state", "_log"):
        shutil.rmtree(folder.path / name)


CHANGES = [more_crawls, compaction, a_ledger_made_anew, a_repair]


@pytest.fixture
def kept(archive: Archive, ledger: SqliteLedger) -> ArchiveFolder:
    """An archive with the snapshot spring, of sealed files and of rows of a log."""
    writer = writer_of(archive.folder, ledger, "run-9")
    save(writer, revision("logged"), observation("logged"))
    made(archive.folder)
    writer.seal()
    ledger.close_run("run-9")
    return archive.folder


@pytest.mark.parametrize("change", [*CHANGES, the_loss_of_all_tables], ids=lambda change: change.__name__)
def test_it_answers_the_same_after(kept: ArchiveFolder, change: Callable[[ArchiveFolder], None]) -> None:
    before, as_of = said(kept), said(kept, until=NOON + DAY)
    change(kept)
    assert said(kept) == before
    assert said(kept, until=NOON + DAY) == as_of
    assert faults(kept) == {}


def test_it_answers_the_same_after_all_of_that_one_upon_the_other(kept: ArchiveFolder) -> None:
    before = said(kept)
    live = []
    for change in CHANGES:
        change(kept) if change is not more_crawls else None
        live.append(len(said(kept, None)["revisions"]))
        assert said(kept) == before
    assert live[0] < live[1] == live[2] == live[3]
    assert list(check(kept)) == []


def test_the_archive_has_no_fault_for_having_snapshots(kept: ArchiveFolder) -> None:
    live = said(kept, None)
    assert list(check(kept)) == []
    shutil.rmtree(kept.snapshots)
    assert said(kept, None) == live
    assert list(check(kept)) == []


def test_a_fault_of_a_snapshot_is_none_of_the_archive(kept: ArchiveFolder) -> None:
    shutil.rmtree(kept.snapshots / "spring" / "runs")
    assert list(check(kept)) == []
    assert len(faults(kept)) == 2


def test_what_a_snapshot_holds_does_not_keep_a_compaction_waiting_or_wake_old_rows(kept: ArchiveFolder) -> None:
    more_crawls(kept)
    live = said(kept, None)
    compacted(kept)
    assert said(kept, None) == live
    assert len(list(kept.path.glob("articles/fetched_month=2026-03/*.parquet"))) == 1


def test_snapshots_made_while_rows_are_sealed_and_compacted_are_each_of_one_instant(folder: ArchiveFolder) -> None:
    is_over, found, trouble = Event(), list[Manifest](), list[BaseException]()

    def keep() -> None:
        try:
            while not is_over.is_set():
                found.append(made(folder, f"s{len(found)}"))
        except BaseException as problem:  # noqa: BLE001 - reported by the test itself
            trouble.append(problem)

    keeper = Thread(target=keep)
    with closing(SqliteLedger(folder.ledger)) as ledger:
        writer = writer_of(folder, ledger, now=LATER - 40 * DAY)
        save(writer, revision("first"), now=LATER - 40 * DAY)
        keeper.start()
        try:
            for number in range(12):
                save(writer, *[revision(f"{number}/{row}") for row in range(10)], now=LATER - 40 * DAY)
                writer.seal()
                if number % 3 == 2:
                    list(compact(folder, ledger, Disk(), now=LATER, patience=Patience(quiet_seconds=0)))
        finally:
            is_over.set()
            keeper.join()
    assert trouble == []
    counts = [manifest.tables["articles"].rows for manifest in found]
    assert counts == sorted(counts)
    sql = "SELECT count(*) AS n, count(DISTINCT article_id) AS d FROM revisions"
    for manifest, count in zip(found, counts, strict=True):
        assert faults(folder, manifest.name) == {}
        (row,) = rows(Archive(folder.path, snapshot=manifest.name), sql)
        assert row == {"n": count, "d": count}
        assert count == 0 or (count - 1) % 10 == 0
    assert list(folder.scratch.iterdir()) == []


def test_a_named_query_of_a_snapshot_counts_its_days_back_from_the_snapshot(archive: Archive) -> None:
    stored(archive.folder, revision("a"), observation("a", views=1), observation("a", observed_at=NOON + DAY, views=9))
    made(archive.folder, now=NOON + DAY)
    spring = Archive(archive.folder.path, snapshot="spring")
    assert spring.moment == NOON + DAY
    assert [row["grown"] for row in spring.named("trending", days=7).rows()] == [8]
    assert spring.as_of(NOON).moment == NOON
    assert archive.moment is None
