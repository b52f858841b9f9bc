"""The tables are plain Parquet folders: DuckDB, Polars, pandas and Arrow read them with no help from us."""

from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow.dataset
import pytest

from archive import Archive
from archive.folder import create_folder
from archive.tables import TABLES, Table
from tests.archive.rows import DAY, NOON, observation, revision, run, sighting
from tests.archive.runs import AnyRecord, stored

COLUMNS = ["article_id", "revision", "title", "views", "published_at", "fetched_at"]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """Three months, each with a column that is null in all its rows."""
    folder = create_folder(tmp_path_factory.mktemp("readers") / "archive", archive_id="r", now=NOON)
    for month, unknown in enumerate(("views", "published_at", "summary")):
        now = NOON + month * 31 * DAY
        revisions = [revision(f"{n}", month + 1, fetched_at=now, **{unknown: None}) for n in range(5)]
        visits: list[AnyRecord] = [observation("0", observed_at=now), sighting(seen_at=now, teaser=None)]
        stored(folder, *revisions, *visits, run(f"run-{month}"), run_id=f"run-{month}", now=now)
    return Archive(folder.path)


@pytest.fixture(scope="module")
def ours(archive: Archive) -> list[dict[str, Any]]:
    rows = archive.sql(f"SELECT {', '.join(COLUMNS)} FROM revisions").rows()
    assert len(rows) == 15
    return in_order(rows)


def in_order(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: (row["article_id"], row["revision"]))


def glob(archive: Archive, table: str = "articles") -> str:
    return f"{archive.folder.path}/{table}/**/*.parquet"


def test_duckdb_reads_the_revisions_as_we_do(archive: Archive, ours: list[dict[str, Any]]) -> None:
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        theirs = connection.sql(f"SELECT {', '.join(COLUMNS)} FROM '{glob(archive)}'").to_arrow_table()
    assert in_order(theirs.to_pylist()) == ours


def test_duckdb_finds_the_months_in_the_names_of_folders(archive: Archive) -> None:
    with duckdb.connect() as connection:
        months = connection.sql(f"SELECT DISTINCT fetched_month FROM '{glob(archive)}' ORDER BY ALL").fetchall()
    assert months == [("2026-03",), ("2026-04",), ("2026-05",)]


def test_polars_reads_the_revisions_as_we_do(archive: Archive, ours: list[dict[str, Any]]) -> None:
    frame = pl.read_parquet(glob(archive), columns=COLUMNS)
    assert in_order(frame.to_dicts()) == ours


def test_polars_scans_the_folder_lazily(archive: Archive) -> None:
    months = pl.scan_parquet(archive.folder.path / "articles").select("fetched_month").unique().collect()
    assert sorted(months["fetched_month"].to_list()) == ["2026-03", "2026-04", "2026-05"]


def test_pandas_reads_the_revisions_as_we_do(archive: Archive, ours: list[dict[str, Any]]) -> None:
    frame = pd.read_parquet(archive.folder.path / "articles", columns=COLUMNS)
    frame = frame.sort_values(["article_id", "revision"])
    assert frame["title"].tolist() == [row["title"] for row in ours]
    assert frame["fetched_at"].tolist() == [row["fetched_at"] for row in ours]
    assert frame["published_at"].isna().tolist() == [row["published_at"] is None for row in ours]
    assert frame["views"].sum() == sum(row["views"] or 0 for row in ours)


def test_arrow_reads_the_revisions_as_we_do(archive: Archive, ours: list[dict[str, Any]]) -> None:
    rows = pyarrow.dataset.dataset(archive.folder.path / "articles", partitioning="hive").to_table(COLUMNS)
    assert in_order(rows.to_pylist()) == ours


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_table_is_read_whole_by_every_reader(archive: Archive, table: Table) -> None:
    path: Path = archive.folder.path / table.name
    expected = archive.sql(f"SELECT * FROM {'revisions' if table.name == 'articles' else table.name}").arrow().num_rows
    with duckdb.connect() as connection:
        found = connection.sql(f"SELECT count(*) FROM '{glob(archive, table.name)}'").fetchall()
    assert found == [(expected,)]
    assert pl.read_parquet(glob(archive, table.name)).height == expected
    assert len(pd.read_parquet(path)) == expected
