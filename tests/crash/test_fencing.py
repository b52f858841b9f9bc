"""Runs that stall, and runs side by side: who has lost its hold can change nothing, and nobody mends twice."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

import pytest

from archive import Archive
from archive.compact import Compacted, compact
from archive.disk import Disk
from archive.errors import LeaseLostError
from archive.folder import ArchiveFolder, create_folder
from archive.ledger import Ended, Found, Holder, LogPosition, SealedFile
from archive.ledger.sqlite import SqliteLedger
from archive.onlookers import Patience
from archive.outcomes import Outcome
from archive.recover import recover
from archive.writer import ArchiveWriter
from tests.crash.account import strangers_rows, stray_files
from tests.crash.workload import revision

START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
LEASE = timedelta(seconds=60)
LATER = START + timedelta(minutes=5)
JUNE = START + timedelta(days=100)
ELSEWHERE = Holder(1, "another machine")


@pytest.fixture
def folder(place: Path) -> ArchiveFolder:
    return create_folder(place / "archive", archive_id="a", now=START)


class Process(Disk):
    """The disk of a simulated process: what it has open is closed when it ends, however it ends."""

    def __init__(self) -> None:
        self._open: list[IO[bytes]] = []

    def create(self, path: Path) -> IO[bytes]:
        self._open.append(super().create(path))
        return self._open[-1]

    def end(self) -> None:
        for file in self._open:
            file.close()


@contextmanager
def opened(folder: ArchiveFolder, run_id: str, site: str, now: datetime) -> Iterator[ArchiveWriter]:
    """A run of another machine, whose process nobody can ask after: only time tells whether it is alive."""
    ledger, disk = SqliteLedger(folder.ledger), Process()
    try:
        ledger.open_run(run_id, site, ELSEWHERE, now=now, until=now + LEASE)
        recover(folder, ledger, disk, now=now)
        yield ArchiveWriter(folder, ledger, run_id, site, disk=disk)
    finally:
        ledger.close()
        disk.end()


def save(writer: ArchiveWriter, article_id: str, now: datetime) -> None:
    writer.add([revision(article_id, run_id=writer.run_id, fetched_at=now)])
    writer.commit(now=now, due_before=now)


def take_over(folder: ArchiveFolder) -> None:
    """Another run holds the site of the one that crashed; until then it may only be stalled."""
    with closing(SqliteLedger(folder.ledger)) as ledger:
        ledger.open_run("heir", "gazette", ELSEWHERE, now=LATER, until=LATER + LEASE)


def articles(folder: ArchiveFolder) -> list[str]:
    return [row["article_id"] for row in Archive(folder.path).sql("SELECT * FROM revisions ORDER BY 1").rows()]


def test_a_run_that_lost_its_site_commits_nothing(folder: ArchiveFolder) -> None:
    with opened(folder, "zombie", "gazette", START) as zombie:
        save(zombie, "a", START)
        with opened(folder, "heir", "gazette", LATER) as heir:
            save(heir, "b", LATER)
            with pytest.raises(LeaseLostError):
                save(zombie, "c", LATER)
            heir.seal()
    assert articles(folder) == ["a", "b"]
    assert stray_files(folder.path) == []


def test_a_run_that_lost_its_site_while_it_sealed_changes_nothing_when_it_goes_on(folder: ArchiveFolder) -> None:
    with opened(folder, "zombie", "gazette", START) as zombie:
        save(zombie, "a", START)
        with opened(folder, "heir", "gazette", LATER):
            pass
        with pytest.raises(LeaseLostError):
            zombie.seal()
    assert articles(folder) == ["a"]


def test_a_run_whose_log_another_sites_crawl_sealed_loses_nothing_of_what_it_saves_later(
    folder: ArchiveFolder,
) -> None:
    with opened(folder, "sleeper", "gazette", START) as sleeper:
        save(sleeper, "a", START)
        with opened(folder, "passer-by", "herald", LATER):
            pass
        saved = ["a"]
        try:
            save(sleeper, "b", LATER)
            saved.append("b")
            sleeper.seal()
        except LeaseLostError:
            pass  # to be told so is fair; to be told that it is saved is not
    assert articles(folder) == saved


def test_a_run_that_stalls_at_its_seal_until_its_rows_were_compacted_puts_nothing_back(folder: ArchiveFolder) -> None:
    def heir_seals_and_compacts() -> None:
        with opened(folder, "heir", "gazette", LATER) as heir:
            save(heir, "b", LATER)
            heir.seal()
            heir.ledger.close_run("heir")
            done = list(compact(folder, heir.ledger, Disk(), now=JUNE, patience=Patience(quiet_seconds=0)))
            assert [type(each) for each in done] == [Compacted]

    with opened(folder, "zombie", "gazette", START) as zombie:
        save(zombie, "a", START)
        zombie.ledger = StallingLedger(folder.ledger, heir_seals_and_compacts)
        with closing(zombie.ledger), pytest.raises(LeaseLostError):
            zombie.seal()
    assert articles(folder) == ["a", "b"]
    assert strangers_rows(folder.path)["articles"].total() == 2
    assert stray_files(folder.path) == []


class StallingLedger(SqliteLedger):
    """The ledger of a run that stalls when its files are in their places and the ledger is to know of them."""

    def __init__(self, path: Path, meanwhile: Callable[[], None]) -> None:
        super().__init__(path)
        self._meanwhile = meanwhile

    def seal(self, segment: str, files: Sequence[SealedFile]) -> bool:
        self._meanwhile()
        return super().seal(segment, files)


def test_two_crawls_that_mend_the_same_crash_at_once_both_go_on(folder: ArchiveFolder) -> None:
    with opened(folder, "crashed", "gazette", START) as crashed:
        save(crashed, "a", START)
    take_over(folder)
    first, second = _Interrupted(folder.ledger), SqliteLedger(folder.ledger)

    def mend() -> None:
        recover(folder, second, Disk(), now=LATER)

    first.then = mend
    recover(folder, first, Disk(), now=LATER)
    first.close()
    second.close()
    assert articles(folder) == ["a"]
    assert sum(strangers_rows(folder.path)["articles"].values()) == 1


def test_two_crawls_that_mend_the_same_crash_at_once_write_no_file_together(folder: ArchiveFolder) -> None:
    with opened(folder, "crashed", "gazette", START) as crashed:
        save(crashed, "a", START)
    take_over(folder)
    with closing(SqliteLedger(folder.ledger)) as first, closing(SqliteLedger(folder.ledger)) as second:

        class Slow(Disk):
            """Before its first file is moved into place, another process begins to mend, and is killed at once."""

            def replace(self, source: Path, target: Path) -> None:
                with suppress(_Killed):
                    recover(folder, second, _Dying(), now=LATER)
                super().replace(source, target)

        recover(folder, first, Slow(), now=LATER)
    assert articles(folder) == ["a"]
    assert sum(strangers_rows(folder.path)["articles"].values()) == 1


class _Killed(BaseException):
    """Stands for SIGKILL: nothing catches it."""


class _Dying(Disk):
    """The disk of a process that is killed before it writes anything into the first file it made."""

    def write(self, file: IO[bytes], content: bytes | memoryview) -> int:
        del file, content
        raise _Killed


def test_the_log_of_a_run_that_begins_while_another_mends_is_left_alone(folder: ArchiveFolder) -> None:
    mending, later, disk = _Interrupted(folder.ledger), SqliteLedger(folder.ledger), Process()

    def begin() -> None:
        later.open_run("newcomer", "herald", ELSEWHERE, now=LATER, until=LATER + LEASE)
        save(ArchiveWriter(folder, later, "newcomer", "herald", disk=disk), "a", LATER)

    mending.then = begin
    recover(folder, mending, Disk(), now=LATER)
    mending.close()
    later.close()
    disk.end()
    assert articles(folder) == ["a"]


def _nothing() -> None:
    """Happens when nothing else does."""


class _Interrupted(SqliteLedger):
    """A ledger after whose last question of a mending, once, something else happens."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.then: Callable[[], None] = _nothing

    def dead_logs(self, *, now: datetime) -> list[LogPosition]:
        found = super().dead_logs(now=now)
        if found:
            self._happen()
        return found

    def running(self, *, now: datetime) -> frozenset[str]:
        found = super().running(now=now)
        self._happen()
        return found

    def _happen(self) -> None:
        then, self.then = self.then, _nothing
        then()


def test_an_archive_whose_first_crawl_was_killed_before_it_had_a_ledger_answers(folder: ArchiveFolder) -> None:
    folder.ledger.touch()
    assert articles(folder) == []


def test_crawls_that_begin_at_once_in_a_new_archive_share_one_ledger(folder: ArchiveFolder) -> None:
    def open_and_close(number: int) -> None:
        SqliteLedger(folder.state / f"ledger-{number // 4}.sqlite").close()

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(open_and_close, range(80))) == [None] * 80


def test_an_address_that_ended_is_not_due_again_in_the_same_run_though_the_clock_went_back(
    folder: ArchiveFolder,
) -> None:
    with opened(folder, "run", "gazette", START) as writer:
        writer.find([Found(address="https://gazette.example/1", kind="article", host="gazette.example")])
        writer.commit(now=START, due_before=START)
        earlier = START - timedelta(hours=1)
        (task,) = writer.ledger.lease("run", "gazette", now=earlier, due_before=START, limit=9)
        writer.end(Ended(address=task.address, outcome=Outcome.NEW, due_at=earlier), [], None)
        writer.commit(now=earlier, due_before=START)
        assert writer.ledger.pending("gazette", due_before=START) == 0
