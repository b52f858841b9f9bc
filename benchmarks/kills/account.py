"""What an archive holds, held against what the site says is true and against what the archive held before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from archive import Archive
from archive.errors import NewsreelError

TABLES = ("articles", "observations", "sightings", "runs")
# Fields whose values the local site tells as its pages show them.
_COMPARED = ("title", "body", "views")

Key = tuple[str, int]
Row = tuple[Any, ...]


@dataclass(slots=True)
class Account:
    """What was found wrong, by kind; ``articles`` counts the rows looked at in the end."""

    kills: int = 0
    articles: int = 0
    asked_again: int = 0
    lost: list[str] = field(default_factory=list)
    double: list[str] = field(default_factory=list)
    torn: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.lost or self.double or self.torn or self.unreadable)

    def add(self, other: "Account") -> None:
        """Count ``other`` in."""
        self.kills += other.kills
        self.articles += other.articles
        self.asked_again += other.asked_again
        for mine, others in zip(self._lists(), other._lists(), strict=True):  # noqa: SLF001 - of the same class
            mine.extend(others)

    def _lists(self) -> tuple[list[str], ...]:
        return (self.lost, self.double, self.torn, self.unreadable)


class Watch:
    """Follows one archive through crashes: what was once to be read must stay to be read, as it was."""

    def __init__(self, archive: Path) -> None:
        self.account = Account()
        self._archive = archive
        self._seen: dict[Key, Row] = {}
        self._visits: set[Row] = set()

    def look(self) -> None:
        """Read the archive, as ourselves and as strangers do, and note what is wrong."""
        self.account.unreadable += unreadable_files(self._archive)
        if not (self._archive / "newsreel.toml").exists():
            if self._seen:
                self.account.unreadable.append(f"{self._archive} is no archive any more")
            return
        try:
            rows = Archive(self._archive).sql("SELECT * FROM revisions").arrow().to_pylist(maps_as_pydicts="strict")
            visits = Archive(self._archive).sql("SELECT * FROM observations").arrow().to_pylist()
        except NewsreelError as problem:
            self.account.unreadable.append(f"Archive.sql: {type(problem).__name__}: {problem}")
            return
        self._compare(rows)
        found = {tuple(visit.values()) for visit in visits}
        self.account.lost += [f"observation {visit}" for visit in self._visits - found]
        self.account.double += ["observations"] * (len(visits) - len(found))
        self._visits = found

    def finish(self, truth: Sequence[Mapping[str, Any]]) -> None:
        """Compare with the site's own truth, by what strangers read; every crawl has ended."""
        self.look()
        rows = strangers_rows(self._archive)
        by_address: dict[str, list[Mapping[str, Any]]] = {}
        for row in rows:
            by_address.setdefault(row["canonical_address"], []).append(row)
        expected = {page["address"]: page for page in truth if page["has_body"] and not page["robots_disallowed"]}
        self.account.articles += len(rows)
        self.account.lost += sorted(expected.keys() - by_address.keys())
        for address, found in by_address.items():
            self.account.double += [address] * (len(found) - 1)
            self.account.torn += [
                f"{address}: {name}"
                for row in found
                for name in _COMPARED
                if address not in expected or row[name] != expected[address][name]
            ]

    def _compare(self, rows: Sequence[Mapping[str, Any]]) -> None:
        found: dict[Key, Row] = {}
        for row in rows:
            key = (row["article_id"], row["revision"])
            if key in found:
                self.account.double.append(f"{key}")
            found[key] = tuple(row.items())
        self.account.lost += [f"{key}" for key in self._seen.keys() - found.keys()]
        self.account.torn += [f"{key}" for key in self._seen.keys() & found.keys() if self._seen[key] != found[key]]
        self._seen = found


def unreadable_files(archive: Path) -> list[str]:
    """The Parquet files below the tables that DuckDB cannot read whole, with its words; other files, too."""
    wrong = []
    for table in TABLES:
        files = [path for path in sorted((archive / table).rglob("*")) if path.is_file()]
        wrong += [f"{path}: not a finished Parquet file" for path in files if path.suffix != ".parquet"]
        for path in files:
            try:
                duckdb.execute(f"SELECT count(COLUMNS(*)) FROM read_parquet({_quoted(path)})").fetchall()
            except duckdb.Error as problem:
                wrong.append(f"{path}: {problem}")
    return wrong


def strangers_rows(archive: Path) -> list[Mapping[str, Any]]:
    """The rows of the articles table, by nothing but a glob."""
    glob = _quoted(archive / "articles" / "**" / "*.parquet")
    relation = duckdb.sql(f"SELECT * FROM {glob}")
    assert relation is not None  # it is for statements without rows
    rows: list[Mapping[str, Any]] = relation.to_arrow_table().to_pylist()
    return rows


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
