"""Published tables: read by other engines, they have the rows and values of our own answer; nothing is copied."""

import errno
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import deltalake
import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyiceberg.catalog.sql import SqlCatalog
from pyiceberg.table import Table as IcebergTable

from archive import Archive
from archive.disk import Disk
from archive.errors import ArchiveDamagedError, StorageError, UsageError
from archive.folder import ArchiveFolder
from archive.ledger import SealedFile
from archive.ledger.sqlite import SqliteLedger
from archive.publish.publication import Form, Order, Publication, publish, snapshot_to_publish
from archive.snapshot.removing import delete_snapshot
from archive.snapshot.stored import snapshot_names
from archive.tables import ARTICLES, SIGHTINGS, TABLES, Table
from tests.archive.damage import Damage, damaged
from tests.archive.rows import DAY, HOUR, NOON, observation, revision, run
from tests.archive.runs import fill, save, stored, writer_of
from tests.archive.snapshot.keeping import compacted, faults, files_of, made
from tests.archive.test_older_files import older_rows

pytestmark = [
    # Which of its planners Polars uses is its own affair.
    pytest.mark.filterwarnings("ignore::polars.exceptions.PerformanceWarning"),
]
Reader = Callable[[Path, Table], pa.Table]


def iceberg_table(output: Path, table: Table) -> IcebergTable:
    catalog = SqlCatalog("newsreel", uri=f"sqlite:///{output}/catalog.sqlite", warehouse=str(output))
    loaded = catalog.load_table(("newsreel", table.name))
    catalog.close()
    return loaded


def delta_by_polars(output: Path, table: Table) -> pa.Table:
    return pl.scan_delta(str(output / table.name)).collect().to_arrow()


def delta_by_duckdb(output: Path, table: Table) -> pa.Table:
    files = deltalake.DeltaTable(output / table.name).to_pyarrow_dataset()
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        return connection.register("files", files).sql("FROM files").to_arrow_table()


def iceberg_by_polars(output: Path, table: Table) -> pa.Table:
    return pl.scan_iceberg(iceberg_table(output, table).metadata_location).collect().to_arrow()


def iceberg_by_itself(output: Path, table: Table) -> pa.Table:
    return iceberg_table(output, table).scan().to_arrow()


READERS: list[tuple[Form, Reader]] = [
    (Form.DELTA, delta_by_polars),
    (Form.DELTA, delta_by_duckdb),
    (Form.ICEBERG, iceberg_by_polars),
    (Form.ICEBERG, iceberg_by_itself),
]


def published(
    folder: ArchiveFolder, form: Form, output: Path, name: str | None = "spring", *, disk: Disk | None = None
) -> Publication:
    snapshot = snapshot_to_publish(folder, name, Disk(), clock=lambda: NOON)
    return publish(folder, Order(form=form, snapshot=snapshot, output=output), disk or Disk())


def values_of(rows: pa.Table) -> list[str]:
    """``rows`` as text, in an order of their own: the columns by name, but for the month."""
    months = {table.partition for table in TABLES}
    kept = sorted(name for name in rows.column_names if name not in months)
    return sorted(repr([_plain(row[name]) for name in kept]) for row in rows.select(kept).to_pylist())


def _plain(value: Any) -> Any:
    # A map comes as pairs, from Polars as structs of key and value.
    if isinstance(value, list):
        pairs = [tuple(each.values()) if isinstance(each, dict) else each for each in value]
        return sorted(pairs) if any(isinstance(each, tuple) for each in pairs) else pairs
    return str(value) if isinstance(value, float) else value


def our_values(folder: ArchiveFolder, table: Table, name: str | None = "spring") -> list[str]:
    view = "revisions" if table is ARTICLES else table.name
    return values_of(Archive(folder.path, snapshot=name).sql(f"SELECT * FROM {view}").arrow())


@pytest.fixture
def kept(folder: ArchiveFolder, ledger: SqliteLedger) -> Iterator[ArchiveFolder]:
    """An archive with the snapshot spring: of two months, of files of an older newsreel, and of rows of a log."""
    fill(folder)
    older = folder.path / "articles" / "fetched_month=2026-04" / "part-older-0001.parquet"
    pq.write_table(older_rows("older"), folder.scratch / "older.parquet")
    _seal(folder, ledger, folder.scratch / "older.parquet", older)
    writer = writer_of(folder, ledger, "run-9")
    save(writer, revision("logged", marks=("cut",)), observation("logged", observed_at=NOON + 40 * DAY), run("run-9"))
    made(folder)
    yield folder
    writer.seal()


def _seal(folder: ArchiveFolder, ledger: SqliteLedger, scratch: Path, target: Path) -> None:
    scratch.rename(target)
    content = target.read_bytes()
    ledger.set_files(
        [
            SealedFile(
                table="articles",
                path=target.relative_to(folder.path).as_posix(),
                rows=pq.read_metadata(target).num_rows,
                sha256=sha256(content).hexdigest(),
                size=len(content),
                changed_ns=target.stat().st_mtime_ns,
            )
        ]
    )


@pytest.mark.parametrize(("form", "read"), READERS, ids=lambda value: getattr(value, "__name__", str(value)))
def test_another_engine_reads_the_rows_and_values_of_our_own_answer(
    form: Form, read: Reader, kept: ArchiveFolder, tmp_path: Path
) -> None:
    done = published(kept, form, tmp_path / "out")
    assert done.rows == {name: held.rows for name, held in done.snapshot.tables.items()}
    assert done.rows["articles"] == 5
    for table in TABLES:
        rows = read(tmp_path / "out", table)
        assert {*table.schema.names} <= {*rows.column_names}, table.name
        assert values_of(rows) == our_values(kept, table), table.name


def test_delta_has_the_month_as_a_column_as_readers_of_the_folders_do(kept: ArchiveFolder, tmp_path: Path) -> None:
    published(kept, Form.DELTA, tmp_path / "out")
    hive = pl.read_parquet(
        tmp_path / "out" / "articles" / "**" / "*.parquet", hive_partitioning=True, missing_columns="insert"
    )
    rows = pl.scan_delta(str(tmp_path / "out" / "articles")).collect()
    key = ["article_id", "revision", "fetched_month"]
    assert rows.select(key).sort(key).rows() == hive.select(key).sort(key).rows()
    assert deltalake.DeltaTable(tmp_path / "out" / "articles").metadata().partition_columns == ["fetched_month"]
    april = pl.scan_delta(str(tmp_path / "out" / "articles")).filter(pl.col("fetched_month") == "2026-04").collect()
    assert sorted(april["article_id"]) == ["a", "older"]


def test_iceberg_knows_the_month_by_the_instant(kept: ArchiveFolder, tmp_path: Path) -> None:
    published(kept, Form.ICEBERG, tmp_path / "out")
    table = iceberg_table(tmp_path / "out", ARTICLES)
    assert [(field.name, str(field.transform)) for field in table.spec().fields] == [("fetched_month", "month")]
    march = table.scan(row_filter="fetched_at < '2026-04-01T00:00:00+00:00'", selected_fields=("article_id",))
    assert len(list(march.plan_files())) == 3
    assert sorted(march.to_arrow().column(0).to_pylist()) == ["a", "b", "logged", "older"]


@pytest.mark.parametrize("form", Form)
def test_nothing_is_copied(form: Form, kept: ArchiveFolder, tmp_path: Path) -> None:
    assert published(kept, form, tmp_path / "out").is_linked
    files = sorted((tmp_path / "out").rglob("*.parquet"))
    assert [path.name for path in files] == [path.name for path in files_of(kept)]
    assert {path.stat().st_ino for path in files} == {path.stat().st_ino for path in files_of(kept)}
    assert faults(kept) == {}


@pytest.mark.parametrize(("form", "read"), READERS[::2], ids=lambda value: getattr(value, "__name__", str(value)))
def test_what_is_published_stays_whatever_becomes_of_archive_and_snapshot(
    form: Form, read: Reader, kept: ArchiveFolder, tmp_path: Path
) -> None:
    published(kept, form, tmp_path / "out")
    before = values_of(read(tmp_path / "out", ARTICLES))
    stored(kept, revision("later"), run_id="run-10", now=NOON + 2 * HOUR)
    compacted(kept)
    delete_snapshot(kept, "spring", Disk())
    assert values_of(read(tmp_path / "out", ARTICLES)) == before
    shutil.rmtree(kept.path / "articles")
    assert values_of(read(tmp_path / "out", ARTICLES)) == before
    (kept.path / "articles").mkdir()


@pytest.mark.parametrize("form", Form)
def test_without_a_name_a_snapshot_is_made_and_published(form: Form, kept: ArchiveFolder) -> None:
    done = published(kept, form, kept.path / "_published" / form / "now", None)
    assert snapshot_names(kept) == ["published-20260314t120000z", "spring"]
    assert done.snapshot.name == "published-20260314t120000z"
    assert json.loads((done.output / "published.json").read_bytes()) == {
        "snapshot": done.snapshot.name,
        "archive_id": "a1b2",
        "sha256": done.snapshot.sha256,
        "rows": done.rows,
    }


@pytest.mark.parametrize(("form", "read"), READERS, ids=lambda value: getattr(value, "__name__", str(value)))
def test_a_table_without_rows_is_a_table_with_its_columns(
    form: Form, read: Reader, folder: ArchiveFolder, tmp_path: Path
) -> None:
    stored(folder, revision("a"))
    made(folder)
    published(folder, form, tmp_path / "out")
    rows = read(tmp_path / "out", SIGHTINGS)
    assert rows.num_rows == 0
    assert {*SIGHTINGS.schema.names} <= {*rows.column_names}


@pytest.mark.parametrize(("form", "read"), READERS, ids=lambda value: getattr(value, "__name__", str(value)))
def test_where_all_files_are_older_the_columns_that_came_since_are_there(
    form: Form, read: Reader, folder: ArchiveFolder, ledger: SqliteLedger, tmp_path: Path
) -> None:
    target = folder.path / "articles" / f"fetched_month={NOON:%Y-%m}" / "part-older-0001.parquet"
    target.parent.mkdir()
    pq.write_table(older_rows("older"), folder.scratch / "older.parquet")
    _seal(folder, ledger, folder.scratch / "older.parquet", target)
    made(folder)
    published(folder, form, tmp_path / "out")
    rows = read(tmp_path / "out", ARTICLES)
    assert {*ARTICLES.schema.names} <= {*rows.column_names}
    assert values_of(rows) == our_values(folder, ARTICLES)


@pytest.mark.parametrize(("form", "read"), [READERS[1], READERS[2]], ids=["delta", "iceberg"])
def test_a_path_may_have_spaces_and_signs(form: Form, read: Reader, kept: ArchiveFolder, tmp_path: Path) -> None:
    output = tmp_path / "a b ü#1"
    published(kept, form, output)
    assert values_of(read(output, ARTICLES)) == our_values(kept, ARTICLES)


def test_a_path_that_delta_cannot_take_is_told_and_nothing_is_left(kept: ArchiveFolder, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="name another --output"):
        published(kept, Form.DELTA, tmp_path / "a%20b")
    assert not (tmp_path / "a%20b").exists()


@pytest.mark.parametrize("form", Form)
def test_only_the_tables_asked_for_are_published(form: Form, kept: ArchiveFolder, tmp_path: Path) -> None:
    snapshot = snapshot_to_publish(kept, "spring", Disk(), clock=lambda: NOON)
    order = Order(form=form, snapshot=snapshot, output=tmp_path / "out", tables=[ARTICLES])
    assert publish(kept, order, Disk()).rows == {"articles": 5}
    assert not (tmp_path / "out" / "runs").exists()


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("place", ["articles/x", "_snapshots/spring", "_tmp/x", ".", "x"])
def test_nothing_is_published_where_other_programs_take_it_for_rows(
    form: Form, place: str, kept: ArchiveFolder
) -> None:
    with pytest.raises(UsageError, match=r"lies in the archive|is there already"):
        published(kept, form, kept.path / place)
    assert faults(kept) == {}


@pytest.mark.parametrize("form", Form)
def test_a_place_that_is_taken_is_left_as_it_is(form: Form, kept: ArchiveFolder, tmp_path: Path) -> None:
    published(kept, form, tmp_path / "out")
    before = sorted((tmp_path / "out").rglob("*"))
    with pytest.raises(UsageError, match="was published before"):
        published(kept, form, tmp_path / "out")
    assert sorted((tmp_path / "out").rglob("*")) == before
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").touch()
    with pytest.raises(UsageError, match="not empty"):
        published(kept, form, tmp_path / "mine")
    (tmp_path / "begun").mkdir()
    (tmp_path / "begun" / "being-published").touch()
    with pytest.raises(UsageError, match="or that was cut short"):
        published(kept, form, tmp_path / "begun")


class Full(Disk):
    """A disk that is full from the n-th link on."""

    def __init__(self, links: int) -> None:
        self.links = links

    def link(self, source: Path, target: Path) -> None:
        self.links -= 1
        if self.links < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        super().link(source, target)


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("links", [0, 5])
def test_what_the_disk_refuses_leaves_nothing(form: Form, links: int, kept: ArchiveFolder, tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        published(kept, form, tmp_path / "out", disk=Full(links))
    assert not (tmp_path / "out").exists()
    published(kept, form, tmp_path / "out")


def test_a_damaged_snapshot_is_not_published(kept: ArchiveFolder, tmp_path: Path) -> None:
    path = files_of(kept)[0]
    with damaged(path, Damage("gone", None)), pytest.raises(ArchiveDamagedError, match=path.name):
        published(kept, Form.DELTA, tmp_path / "out")
    with pytest.raises(UsageError, match="no snapshot 'autumn'"):
        published(kept, Form.DELTA, tmp_path / "out", "autumn")


@pytest.mark.parametrize(("form", "package"), [(Form.DELTA, "deltalake"), (Form.ICEBERG, "pyiceberg")])
def test_a_package_that_is_missing_is_told_with_how_to_install_it(
    form: Form, package: str, kept: ArchiveFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == package]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.delitem(sys.modules, f"archive.publish.{form}", raising=False)
    with pytest.raises(UsageError, match=rf"pip install 'newsreel\[{form}\]'"):
        published(kept, form, tmp_path / "out")
    assert not (tmp_path / "out").exists()
