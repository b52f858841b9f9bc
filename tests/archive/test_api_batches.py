"""Answers read in batches: larger than the memory there is, and while a compaction replaces their files."""

import subprocess
import sys
from contextlib import closing
from pathlib import Path
from random import Random

import pyarrow.parquet as pq
import pytest

from archive import Archive
from archive.compact import LeftAlone, compact
from archive.disk import Disk
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
    words = Random(7).randbytes(3_000).hex()
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
    assert size > 4 * memory
