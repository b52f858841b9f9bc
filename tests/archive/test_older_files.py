"""Files and logs of an older newsreel, which lack the columns that came since: read, checked, rebuilt and compacted."""

import hashlib
import zlib
from contextlib import closing
from datetime import timedelta

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from archive import Archive
from archive.check import check
from archive.compact import Compacted, compact
from archive.disk import Disk
from archive.folder import ArchiveFolder
from archive.ledger import LogPosition, SealedFile
from archive.ledger.sqlite import SqliteLedger
from archive.onlookers import Patience
from archive.rebuild import rebuild
from archive.tables import ARTICLES
from tests.archive.rows import NOON, revision
from tests.archive.runs import stored

LATER = NOON + timedelta(days=60)
SINCE = ["marks", "body_kinds", "changed_fields"]


def older_rows(name: str) -> pa.Table:
    return ARTICLES.to_arrow([revision(name, fetched_at=NOON)]).drop_columns(SINCE)


@pytest.fixture
def older(folder: ArchiveFolder) -> ArchiveFolder:
    """An archive with a file and a log of an older newsreel, and a file of today's, all of one month."""
    stored(folder, revision("today", fetched_at=NOON, marks=("cut",)))
    path = folder.path / "articles" / f"fetched_month={NOON:%Y-%m}" / "part-older.parquet"
    pq.write_table(older_rows("older"), path)
    rows = older_rows("logged")
    content = rows.schema.serialize().to_pybytes() + rows.to_batches()[0].serialize().to_pybytes()
    (folder.log / "older-0001").mkdir()
    (folder.log / "older-0001" / "articles.arrows").write_bytes(content)
    file = SealedFile(
        table="articles",
        path=path.relative_to(folder.path).as_posix(),
        rows=1,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        size=path.stat().st_size,
        changed_ns=path.stat().st_mtime_ns,
    )
    position = LogPosition(
        segment="older-0001", run_id="older", positions={"articles": len(content)}, rows={"articles": 1},
        checksums={"articles": zlib.crc32(content)},
    )  # fmt: skip
    with closing(SqliteLedger(folder.ledger)) as ledger:
        ledger.set_files([file])
        ledger.set_log(position)
    return folder


def marks(folder: ArchiveFolder) -> dict[str, object]:
    rows = Archive(folder.path).sql("SELECT article_id, marks FROM articles").rows()
    return {row["article_id"]: row["marks"] for row in rows}


EXPECTED = {"older": None, "logged": None, "today": ["cut"]}


def test_older_rows_are_read_beside_new_ones_and_say_nothing_of_new_columns(older: ArchiveFolder) -> None:
    assert marks(older) == EXPECTED
    assert list(check(older)) == []


def test_a_ledger_is_made_anew_over_older_files(older: ArchiveFolder) -> None:
    rebuild(older, Disk(), now=LATER).close()
    assert marks(older) == EXPECTED
    assert list(check(older)) == []


def test_older_files_are_compacted_with_new_ones_into_todays_form(older: ArchiveFolder) -> None:
    with closing(SqliteLedger(older.ledger)) as ledger:
        done = list(compact(older, ledger, Disk(), now=LATER, patience=Patience(quiet_seconds=0)))
    assert [type(each) for each in done] == [Compacted]
    assert marks(older) == EXPECTED
    (path,) = older.files(ARTICLES)
    assert pq.read_schema(path).equals(ARTICLES.schema)


def test_only_files_with_todays_columns_or_the_first_of_them_are_of_a_table() -> None:
    assert not ARTICLES.is_form_of(ARTICLES.schema.remove(0))
    assert not ARTICLES.is_form_of(ARTICLES.schema.append(pa.field("more", pa.string())))
    assert ARTICLES.is_form_of(ARTICLES.schema)
    assert ARTICLES.is_form_of(older_rows("a").schema)
