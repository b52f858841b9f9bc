"""The index follows the archive: what is new is found, what is outdated is not, and nothing is read twice."""

import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from archive import Archive
from archive.compact import compact
from archive.disk import Disk
from archive.folder import ArchiveFolder, create_folder
from archive.ledger.sqlite import SqliteLedger
from archive.onlookers import Patience
from archive.rebuild import rebuild
from archive.search import Pace, Progress, search, update_index
from archive.search.index import lock, open_index
from archive.tables import ARTICLES
from tests.archive.disk import LeavingDisk
from tests.archive.rows import DAY, NOON
from tests.archive.runs import save, writer_of
from tests.archive.search.articles import archive_of, article, found, ids

LATER = NOON + 40 * DAY


def test_what_is_only_in_the_log_is_found_and_once_it_is_sealed_not_twice(folder: ArchiveFolder) -> None:
    archive = Archive(folder.path)
    with closing(SqliteLedger(folder.ledger)) as ledger:
        writer = writer_of(folder, ledger)
        save(writer, article("a", "storm"))
        assert found(archive, "storm") == {"a"}
        save(writer, article("b", "storm"))
        assert found(archive, "storm") == {"a", "b"}
        writer.seal()
        ledger.close_run("run-1")
    assert found(archive, "storm") == {"a", "b"}


def test_a_new_revision_takes_the_place_of_the_old_one(folder: ArchiveFolder) -> None:
    archive = archive_of(folder, article("a", "storm"), article("b", "storm"))
    assert found(archive, "storm") == {"a", "b"}
    archive_of(folder, article("a", "calm", number=2, fetched_at=LATER), run_id="run-2", now=LATER)
    assert found(archive, "storm") == {"b"}
    assert found(archive, "calm") == {"a"}


def test_several_revisions_at_once_leave_the_latest(folder: ArchiveFolder) -> None:
    some = [article("a", f"word{number}", number=number, fetched_at=NOON + number * DAY) for number in (2, 3, 1)]
    archive = archive_of(folder, *some)
    assert found(archive, "word3") == {"a"}
    assert found(archive, "word1 OR word2") == set()


def test_only_new_rows_are_read(folder: ArchiveFolder) -> None:
    archive = archive_of(folder, *(article(str(number), "storm") for number in range(50)))
    update_index(archive)
    archive_of(folder, article("new", "storm"), run_id="run-2")
    told: list[Progress] = []
    update_index(archive, Pace(told=told.append))
    assert [progress.rows for progress in told] == [1]
    update_index(archive, Pace(told=told.append))
    assert len(told) == 1


def test_a_ledger_made_anew_or_lost_changes_nothing(folder: ArchiveFolder) -> None:
    archive = archive_of(folder, article("a", "storm"))
    assert found(archive, "storm") == {"a"}
    rebuild(folder, Disk(), now=LATER).close()
    assert found(archive, "storm") == {"a"}
    shutil.rmtree(folder.state)
    assert found(Archive(folder.path), "storm") == {"a"}


def test_compaction_changes_no_answer(folder: ArchiveFolder) -> None:
    archive = archive_of(folder, article("a", "storm"))
    archive_of(folder, article("b", "storm"), article("a", "calm", number=2, fetched_at=NOON + DAY), run_id="run-2")
    assert found(archive, "storm") == {"b"}
    with closing(SqliteLedger(folder.ledger)) as ledger:
        assert list(compact(folder, ledger, Disk(), now=LATER, patience=Patience(quiet_seconds=0)))
    assert len(folder.files(ARTICLES)) == 1
    assert found(archive, "storm") == {"b"}
    assert found(archive, "calm") == {"a"}


def test_articles_that_are_gone_from_the_archive_are_no_longer_found(folder: ArchiveFolder) -> None:
    archive = archive_of(folder, article("a", "storm"))
    first = folder.files(ARTICLES)
    archive_of(folder, article("b", "storm"), run_id="run-2")
    assert found(archive, "storm") == {"a", "b"}
    first[0].unlink()
    shutil.rmtree(folder.state)
    assert found(Archive(folder.path), "storm") == {"b"}


def test_rows_that_are_lost_with_the_log_are_no_longer_found(folder: ArchiveFolder, disk: LeavingDisk) -> None:
    archive = archive_of(folder, article("a", "storm"))
    with closing(SqliteLedger(folder.ledger)) as ledger:
        save(writer_of(folder, ledger, "run-2", disk=disk), article("b", "storm"))
    assert found(archive, "storm") == {"a", "b"}
    shutil.rmtree(folder.log)
    shutil.rmtree(folder.state)
    assert found(Archive(folder.path), "storm") == {"a"}


def test_the_index_of_another_archive_is_not_believed(folder: ArchiveFolder, tmp_path: Path) -> None:
    update_index(archive_of(folder, article("a", "storm")))
    other = create_folder(tmp_path / "other", archive_id="other", now=NOON)
    archive = archive_of(other, article("b", "storm"))
    shutil.copytree(folder.index, other.index)
    assert found(archive, "storm") == {"b"}


def test_an_index_of_another_form_is_made_anew(folder: ArchiveFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = archive_of(folder, article("a", "storm"))
    update_index(archive)
    before = open_index(folder)
    monkeypatch.setattr("archive.search.index.FORM", "another")  # what an upgrade does
    assert before is not None
    assert open_index(folder) is None
    assert search(archive, "storm").by_index
    assert not before.path.exists()


def test_a_first_index_that_takes_too_long_is_finished_by_and_by(
    folder: ArchiveFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.search.rows.BATCH_ROWS", 10)  # else a test needs thousands of rows
    archive = archive_of(folder, *(article(str(number), "storm") for number in range(35)))
    no_time = Pace(at_most_seconds=-1.0)
    for _ in range(3):
        results = search(archive, "storm", pace=no_time)
        assert (results.total, results.by_index) == (35, False)
        assert "finish it with: newsreel search --index" in results.notes[0]
    results = search(archive, "storm", pace=Pace(at_most_seconds=60.0))
    assert (results.total, results.by_index, results.notes) == (35, True, ())


def test_an_index_that_is_behind_is_asked_and_says_so(folder: ArchiveFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.search.rows.BATCH_ROWS", 10)  # else a test needs thousands of rows
    archive = archive_of(folder, article("a", "storm"))
    update_index(archive)
    archive_of(folder, *(article(str(number), "storm") for number in range(20)), run_id="run-2")
    results = search(archive, "storm", pace=Pace(at_most_seconds=-1.0))
    assert (results.total, results.by_index) == (11, True)
    assert "this answer is of the index as it was before" in results.notes[0]


def test_while_another_process_writes_the_index_the_old_one_is_asked(folder: ArchiveFolder) -> None:
    archive = archive_of(folder, article("a", "storm"))
    with lock(folder, waits=True):
        results = search(archive, "storm")
        assert (ids(results), results.by_index) == (["a"], False)
        assert "another process is bringing the search index up to date" in results.notes[0]
    update_index(archive)
    archive_of(folder, article("b", "storm"), run_id="run-2")
    with lock(folder, waits=True):
        results = search(archive, "storm")
        assert (ids(results), results.by_index) == (["a"], True)
        assert results.notes[0].endswith("this answer is of the index as it was before")
    assert found(archive, "storm") == {"a", "b"}


UPDATING = """
import sys
from archive import Archive
from archive.search import update_index
print(update_index(Archive(sys.argv[1])).articles)
"""


def test_two_processes_at_once_both_end_well(folder: ArchiveFolder) -> None:
    archive_of(folder, *(article(str(number), "storm") for number in range(200)))
    command = [sys.executable, "-c", UPDATING, str(folder.path)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert [process.communicate(timeout=60)[0] for process in both] == ["200\n", "200\n"]
    assert len(list(folder.index.glob("search-*"))) == 1


KILLED = """
import os, sys
from archive import Archive
from archive.search import Pace, rows, update_index, updating
rows.BATCH_ROWS, updating.COMMIT_SECONDS = 5, -1.0  # a commit after every five rows
times = 0
def told(progress):
    global times
    times += 1
    if times > int(sys.argv[2]):
        os._exit(9)
update_index(Archive(sys.argv[1]), Pace(told=told))
"""


@pytest.mark.parametrize("times", [0, 1, 3])
def test_a_kill_in_the_middle_leaves_an_index_that_goes_on(folder: ArchiveFolder, times: int) -> None:
    archive = archive_of(folder, *(article(f"old{number}", "storm") for number in range(20)))
    for round_number in range(2):
        killed = subprocess.run([sys.executable, "-c", KILLED, str(folder.path), str(times)], check=False)
        assert killed.returncode == 9
        before = open_index(folder)
        assert (before is not None) == bool(round_number)
        assert len(found(archive, "storm")) == 20 * (round_number + 1)
        new = [article(f"new{number}", "storm") for number in range(20)]
        if not round_number:
            archive_of(folder, *new, run_id="run-2")
