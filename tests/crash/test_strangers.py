"""Somebody who knows nothing of newsreel reads the archive's files in a loop, while a crawl runs, seals, compacts."""

import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from archive import Archive
from archive.compact import Compacted, LeftAlone, compact
from archive.disk import Disk
from archive.folder import ArchiveFolder, create_folder
from archive.ledger.sqlite import SqliteLedger
from archive.onlookers import Patience, watching
from archive.tables import ARTICLES
from benchmarks.kills.crawls import Crawl, Quicker, write_site_file
from crawler.localsite import LocalSite
from tests.archive.rows import NOON, revision
from tests.archive.runs import stored

QUIET = Patience(quiet_seconds=0.1, at_most_seconds=120)
MONTHS = 6
READS = {
    "duckdb": "duckdb.sql(f\"SELECT article_id, body FROM '{place}/**/*.parquet'\").arrow().read_all().num_rows",
    "polars": "len(polars.read_parquet(f'{place}/**/*.parquet', columns=['article_id', 'body']))",
    "pyarrow": "pyarrow.dataset.dataset(place, partitioning='hive').to_table(columns=['article_id', 'body']).num_rows",
    "pandas": "len(pandas.read_parquet(place, columns=['article_id', 'body']))",
}
LOOP = """
import select, sys
import duckdb, pandas, polars, pyarrow.dataset

place = sys.argv[1]
while not select.select([sys.stdin], [], [], {pause})[0]:
    print({read}, flush=True)
print({read})
"""
SEALS_OFTEN = Quicker(commit_seconds=0.05, seal_rows=20)


@pytest.fixture
def folder(tmp_path: Path) -> ArchiveFolder:
    return create_folder(tmp_path / "archive", archive_id="a1b2", now=NOON)


def test_a_strangers_glob_never_fails_shrinks_or_counts_twice_while_a_crawl_runs(site: LocalSite, place: Path) -> None:
    archive = place / "archive"
    looks = _follow(lambda: _by_glob(archive), Crawl(_site_file(place), site.address, archive, quicker=SEALS_OFTEN))
    assert looks > 20


def test_newsreels_readers_never_fail_and_lose_nothing_while_a_crawl_runs(site: LocalSite, place: Path) -> None:
    archive = place / "archive"

    def ours() -> Counter[tuple[str, int]]:
        if not (archive / "newsreel.toml").exists():
            return Counter()
        rows = Archive(archive).sql("SELECT article_id, revision FROM revisions").rows()
        return Counter((row["article_id"], row["revision"]) for row in rows)

    looks = _follow(ours, Crawl(_site_file(place), site.address, archive, quicker=SEALS_OFTEN))
    assert looks > 20


@pytest.mark.parametrize("library", READS)
def test_a_strangers_reads_never_fail_or_count_wrongly_while_months_are_compacted(
    folder: ArchiveFolder, library: str
) -> None:
    expected = _half_a_year(folder)
    with _reading(library, folder.path, pause_seconds=6 * QUIET.quiet_seconds) as stranger:
        done = _compacted(folder, QUIET)
    assert [type(each) for each in done] == [Compacted] * MONTHS
    assert len(folder.files(ARTICLES)) == MONTHS
    counts = stranger.told()
    assert len(counts) >= 1
    assert set(counts) == {expected}


def test_a_month_that_is_read_without_a_pause_is_left_as_it_is(folder: ArchiveFolder) -> None:
    expected = _half_a_year(folder)
    files = folder.files(ARTICLES)
    with _reading("pyarrow", folder.path, pause_seconds=0) as stranger:
        done = _compacted(folder, Patience(quiet_seconds=QUIET.quiet_seconds, at_most_seconds=0.3))
    assert [type(each) for each in done] == [LeftAlone] * MONTHS
    assert folder.files(ARTICLES) == files
    assert set(stranger.told()) == {expected}


def test_a_reader_between_two_of_its_files_is_waited_for(folder: ArchiveFolder) -> None:
    _half_a_year(folder)
    with folder.files(ARTICLES)[0].open("rb"), watching(folder.path / "articles") as onlookers:
        assert onlookers.are_gone(QUIET)  # it was open before: whoever reads it has what it needs
        with folder.files(ARTICLES)[1].open("rb"):
            assert not onlookers.are_gone(Patience(quiet_seconds=QUIET.quiet_seconds, at_most_seconds=0.3))
        assert onlookers.are_gone(QUIET)


def _half_a_year(folder: ArchiveFolder) -> int:
    """Articles of six months, two files each; the number of rows."""
    for number in range(2 * MONTHS):
        at = datetime(2025, 1 + number // 2, 1 + number % 2, tzinfo=UTC)
        records = [revision(f"{number}/{row}", fetched_at=at) for row in range(20)]
        stored(folder, *records, run_id=f"run-{number}", now=at)
    return 2 * MONTHS * 20


def _compacted(folder: ArchiveFolder, patience: Patience) -> list[Compacted | LeftAlone]:
    with closing(SqliteLedger(folder.ledger)) as ledger:
        return list(compact(folder, ledger, Disk(), now=NOON, patience=patience))


class _Stranger:
    """A program that counts the rows of the articles again and again, and pauses after each count."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._counts: list[int] = []

    def told(self) -> list[int]:
        """What it counted until it was stopped. It must have ended well: an error of its is the test's."""
        return self._counts

    def stop(self) -> None:
        out, errors = self._process.communicate("stop\n", timeout=60)
        assert self._process.returncode == 0, errors
        self._counts = [int(line) for line in out.split()]


@contextmanager
def _reading(library: str, archive: Path, *, pause_seconds: float) -> Iterator[_Stranger]:
    program = LOOP.format(read=READS[library], pause=pause_seconds)
    command = [sys.executable, "-c", program, str(archive / "articles")]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()  # it has counted once
        stranger = _Stranger(process)
        yield stranger
        stranger.stop()


def _follow(read: Callable[[], Counter[tuple[str, int]]], crawling: Crawl) -> int:
    """Read until the crawl has ended, and once more; the number of looks at which something was there."""
    looks = 0
    before: Counter[tuple[str, int]] = Counter()
    with crawling as crawl:
        while True:
            is_last = crawl.process.poll() is not None
            found = read()
            assert not before - found, "rows that were there are gone"
            assert max(found.values(), default=1) == 1, "a row is there twice"
            before, looks = found, looks + bool(found)
            if is_last:
                break
        assert crawl.process.returncode == 0, crawl.errors
    return looks


def _by_glob(archive: Path) -> Counter[tuple[str, int]]:
    glob = str(archive / "articles" / "**" / "*.parquet")
    try:
        rows = duckdb.execute(f"SELECT article_id, revision, length(body) FROM '{glob}'").fetchall()
    except duckdb.IOException as problem:
        if "No files found" in str(problem):
            return Counter()
        raise
    return Counter((article_id, revision) for article_id, revision, _ in rows)


def _site_file(place: Path) -> Path:
    return write_site_file(place, delay_seconds=0.02)
