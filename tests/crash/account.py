"""What a stranger and newsreel's own readers find in an archive, held against the journal."""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from archive import Archive
from archive.captures.exchange import Capture
from archive.captures.members import members
from archive.captures.places import OPEN
from archive.captures.reading import read_at
from archive.errors import NewsreelError
from archive.folder import open_folder
from archive.ledger.sqlite import SqliteLedger
from archive.tables import TABLES
from tests.crash.journal import Journal, row_text
from tests.crash.workload import ARTICLES_A_PAGE, EDITIONS, HOME, PAGES, body_of, title_of

Rows = Mapping[str, Counter[str]]
_VIEWS = {"articles": "revisions"}


def complaints_at_once(archive: Path, journal: Journal) -> list[str]:
    """What is wrong right after a crash, before anybody mended anything: saved rows that cannot be seen, or torn ones.

    Strangers see sealed files only; all of those must be readable.
    """
    saved, written = journal.rows("saved"), journal.rows("written")
    if not (archive / "newsreel.toml").exists():
        return [f"saved, but there is no archive: {table}" for table, rows in saved.items() if rows]
    ours, strangers = our_rows(archive), strangers_rows(archive)
    wrong = []
    for table in written:
        wrong += [f"lost at once: {row}" for row in saved[table] - ours[table]]
        wrong += [f"torn or double at once: {row}" for row in ours[table] - written[table]]
        wrong += [f"a stranger sees what we do not: {row}" for row in strangers[table] - ours[table]]
    return wrong + _wrong_captures(archive, ours["observations"]) + _torn_captures(archive)


def complaints(archive: Path, journal: Journal, *, but_left_behind: bool = False) -> list[str]:
    """What is wrong once the workload is through: rows lost, double or torn; files out of place.

    Strangers are asked alone: newsreel's readers read the very files, where none is unknown, missing or left behind.
    """
    saved, written, strangers = journal.rows("saved"), journal.rows("written"), strangers_rows(archive)
    wrong = []
    for table in written:
        wrong += [f"lost: {row}" for row in saved[table] - strangers[table]]
        wrong += [f"torn or double: {row}" for row in strangers[table] - written[table]]
    wrong += _wrong_revisions(strangers["articles"]) + _wrong_captures(archive, strangers["observations"])
    return wrong + _torn_captures(archive) + ([] if but_left_behind else stray_files(archive))


def our_rows(archive: Path) -> Rows:
    """All rows as newsreel's own readers see them, by table."""
    reader = Archive(archive)
    return _all_rows(lambda sql: reader.sql(sql).arrow(), {name: _VIEWS.get(name, name) for name in _names()})


def strangers_rows(archive: Path) -> Rows:
    """All rows as somebody sees them who knows nothing of newsreel, by table."""
    # A glob without a match is an error to DuckDB.
    full = [name for name in _names() if any((archive / name).rglob("*.parquet"))]
    connection = _duckdb()
    found = _all_rows(lambda sql: connection.sql(sql).to_arrow_table(), {name: _glob(archive, name) for name in full})
    return {name: found.get(name, Counter()) for name in _names()}


def stray_files(archive: Path) -> list[str]:
    """Files below the tables that the ledger does not name, files it names that are gone, what a run left behind."""
    folder = open_folder(archive)
    ledger = SqliteLedger(folder.ledger)
    known = {archive / file.path for file in ledger.snapshot().files}
    ledger.close()
    there = {path for name in _names() for path in (archive / name).rglob("*") if path.is_file()}
    wrong = [f"nobody's file: {path}" for path in there - known] + [f"no file: {path}" for path in known - there]
    left = [*folder.log.iterdir(), *folder.scratch.iterdir(), *folder.captures.glob(f"*/*{OPEN}")]
    return wrong + [f"left behind: {path}" for path in left]


def _wrong_captures(archive: Path, found: Counter[str]) -> list[str]:
    """Rows whose answer is not where they say, whole and with the very bytes that the server sent."""
    folder, wrong = open_folder(archive), []
    for row in map(json.loads, found):
        place = {name: row[f"capture_{name}"] for name in ("file", "offset", "length", "digest")}
        try:
            record = read_at(folder, Capture(**place))
        except NewsreelError as problem:
            wrong.append(f"no capture: {row['address']}: {problem}")
            continue
        if record.body != body_of(row["address"], row["run_id"]):
            wrong.append(f"another's capture: {row['address']}")
    return wrong


def _torn_captures(archive: Path) -> list[str]:
    """Files of captures that pass for finished and are not whole."""
    torn = []
    for path in archive.glob("captures/*/*.warc.gz"):
        with path.open("rb") as file:
            torn += [f"torn: {path} at {part.offset}" for part in members(file) if part.record is None]
    return torn


def _wrong_revisions(found: Counter[str]) -> list[str]:
    """Each article with all its revisions, once each; by what the workload does, whatever the journal holds."""
    addresses = [f"{HOME}{number}" for number in range(PAGES * ARTICLES_A_PAGE)]
    titles = {address: sorted({title_of(address, edition) for edition in EDITIONS}) for address in addresses}
    expected = Counter((a, number, title) for a in addresses for number, title in enumerate(titles[a], 1))
    rows = [json.loads(row) for row in found.elements()]
    there = Counter((row["article_id"], row["revision"], row["title"]) for row in rows)
    return [f"article missing: {key}" for key in expected - there] + [f"too many: {key}" for key in there - expected]


def _all_rows(ask: Callable[[str], Any], sources: Mapping[str, str]) -> Rows:
    # One query for all tables, since there are hundreds of archives to read.
    if not sources:
        return {}
    columns = ", ".join(f"(SELECT list(t) FROM {source} AS t) AS {name}" for name, source in sources.items())
    (found,) = ask(f"SELECT {columns}").to_pylist(maps_as_pydicts="strict")
    return {name: Counter(map(row_text, rows or [])) for name, rows in found.items()}


@cache
def _duckdb() -> duckdb.DuckDBPyConnection:
    # Kept: to connect takes longer than to read a small archive.
    connection = duckdb.connect(config={"threads": 1})
    connection.execute("SET TimeZone = 'UTC'")
    return connection


def _glob(archive: Path, table: str) -> str:
    path = str(archive / table / "**" / "*.parquet").replace("'", "''")
    return f"read_parquet('{path}', hive_partitioning = false)"


def _names() -> list[str]:
    return [table.name for table in TABLES]
