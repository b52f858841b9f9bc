"""Answers read in batches: larger than the memory there is, and while a compaction replaces their files."""

import subprocess
import sys
from contextlib import closing
from hashlib import sha256

import pyarrow.parquet as pq
import pytest

from archive import Archive
from archive.compact import LeftAlone, compact
from archive.disk import Disk
from archive.errors import ArchiveBusyError
from archive.folder import ArchiveFolder
from archive.ledger.sqlite import SqliteLedger
from archive.onlookers import Patience
from archive.tables import ARTICLES
from tests.archive.rows import DAY, NOON, revision
from tests.archive.runs import stored

LATER = NOON + 400 * DAY
AT_ONCE = Patience(quiet_seconds=0, at_most_seconds=0)

READ_ALL = """
import resource, sys
from archive import Archive

archive = Archive(sys.argv[1])
archive.sql("SELECT 1").rows()
pages = int(open("/proc/self/statm").read().split()[0])
limit = pages * resource.getpagesize() + int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
rows = size = 0
for batch in archive.sql("SELECT article_id, body FROM revisions").batches(1_000):
    rows += batch.num_rows
    size += batch.nbytes
print(rows, size)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not tell a process the size of its memory so")
def test_an_answer_larger_than_memory_is_read_in_batches(folder: ArchiveFolder) -> None:
    rows, copies, memory = 8_000, 64, 768 << 20
    words = "".join(sha256(b"%d" % number).hexdigest() for number in range(94))
    table = ARTICLES.to_arrow([revision(f"a{number}", body=f"{number} {words}") for number in range(rows)])
    month = folder.path / "articles" / "fetched_month=2026-03"
    month.mkdir()
    pq.write_table(table, month / "part-0.parquet", compression="zstd")
    for copy in range(1, copies):
        (month / f"part-{copy}.parquet").hardlink_to(month / "part-0.parquet")

    done = subprocess.run(
        [sys.executable, "-c", READ_ALL, str(folder.path), str(memory)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    read, size = map(int, done.stdout.split())
    assert read == rows * copies
    assert size > 3 * memory


def many(folder: ArchiveFolder) -> set[str]:
    """Articles in several files of one month; their ids."""
    for run in range(3):
        stored(folder, *[revision(f"{run}/{row}") for row in range(2_500)], run_id=f"run-{run}")
    return {f"{run}/{row}" for run in range(3) for row in range(2_500)}


def compacted(folder: ArchiveFolder) -> list[object]:
    with closing(SqliteLedger(folder.ledger)) as ledger:
        return list(compact(folder, ledger, Disk(), now=LATER, patience=AT_ONCE))


@pytest.mark.skipif(sys.platform != "linux", reason="months are compacted on Linux only")
def test_a_compaction_leaves_the_files_alone_until_an_answer_is_read(folder: ArchiveFolder) -> None:
    ids = many(folder)
    batches = Archive(folder.path).sql("SELECT article_id FROM revisions").batches(500)
    read = [next(batches)]

    assert compacted(folder) == [LeftAlone(folder="articles/fetched_month=2026-03")]
    read += batches
    found = [one for batch in read for one in batch["article_id"].to_pylist()]
    assert (set(found), len(found)) == (ids, len(ids))
    assert [type(one).__name__ for one in compacted(folder)] == ["Compacted"]


@pytest.mark.skipif(sys.platform != "linux", reason="months are compacted on Linux only")
def test_who_stops_reading_holds_a_compaction_off_no_longer(folder: ArchiveFolder) -> None:
    many(folder)
    batches = Archive(folder.path).sql("SELECT article_id FROM revisions").batches(500)
    next(batches)
    batches.close()
    assert [type(one).__name__ for one in compacted(folder)] == ["Compacted"]


@pytest.mark.skipif(sys.platform != "linux", reason="months are compacted on Linux only")
def test_an_answer_asked_before_a_compaction_is_read_whole_after_it(folder: ArchiveFolder) -> None:
    ids = many(folder)
    answer = Archive(folder.path).sql("SELECT article_id FROM revisions")
    compacted(folder)
    found = [one for batch in answer.batches(500) for one in batch["article_id"].to_pylist()]
    assert (set(found), len(found)) == (ids, len(ids))


def test_who_reads_while_files_vanish_has_all_rows_or_an_error(folder: ArchiveFolder) -> None:
    ids = many(folder)
    batches = Archive(folder.path).sql("SELECT article_id FROM revisions").batches(500)
    found = list(next(batches)["article_id"].to_pylist())
    for path in folder.files(ARTICLES):
        path.rename(path.with_suffix(".gone"))
    try:
        found += [one for batch in batches for one in batch["article_id"].to_pylist()]
    except ArchiveBusyError as problem:
        assert "ask again" in str(problem)  # noqa: PT017 - either way is right
    else:
        assert (set(found), len(found)) == (ids, len(ids))
