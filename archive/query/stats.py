"""How much an archive holds, by site and month: articles, revisions, visits, bytes, and how full its fields are."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from archive.errors import ArchiveDamagedError
from archive.query.archive import Archive
from archive.sources import MovedOnError, Source
from archive.tables import TABLES

FIELDS = ("title", "published_at", "language", "summary", "authors", "section", "tags", "image", "views")
"""The fields of which is told how many articles have them."""


def _between(instant: str) -> str:
    return f"coalesce({instant} >= $since, true) AND coalesce({instant} < $until, true)"


def _day(instant: str) -> str:
    # Days since 1970, by whole numbers: the calendar is for the few rows that are left.
    return f"epoch_us({instant}) // 86400000000"


# No body is read: of their lengths the runs keep the sum. Which fields the latest revision of an article has is told by
# the bits of a number, which takes a fraction of the time that its texts take.
_BITS = " + ".join(f"({name} IS NOT NULL)::int * {1 << bit}" for bit, name in enumerate(FIELDS))
_SQL = f"""
SELECT site, strftime(DATE '1970-01-01' + day::int, '%Y-%m') AS month, coalesce(sum(articles), 0) AS articles,
    coalesce(sum(revisions), 0) AS revisions, coalesce(sum(visits), 0) AS visits,
    coalesce(sum(sightings), 0) AS sightings, sum(records) AS records, sum(characters) AS characters,
    {", ".join(f"coalesce(sum({name}), 0) AS {name}" for name in FIELDS)}
FROM (
    SELECT site, day, count(*) AS articles,
        {", ".join(f"count_if(bits & {1 << bit} > 0) AS {name}" for bit, name in enumerate(FIELDS))}
    FROM (
        SELECT site, {_day("min(first_seen_at)")} AS day, arg_max({_BITS}, revision) AS bits
        FROM revisions WHERE {_between("first_seen_at")} GROUP BY site, article_id
    )
    GROUP BY ALL
    UNION ALL BY NAME
    SELECT site, {_day("fetched_at")} AS day, count(*) AS revisions
    FROM revisions WHERE {_between("fetched_at")} GROUP BY ALL
    UNION ALL BY NAME
    SELECT site, {_day("observed_at")} AS day, count(*) AS visits
    FROM observations WHERE {_between("observed_at")} GROUP BY ALL
    UNION ALL BY NAME
    SELECT site, {_day("seen_at")} AS day, count(*) AS sightings
    FROM sightings WHERE {_between("seen_at")} GROUP BY ALL
    UNION ALL BY NAME
    SELECT site, {_day("started_at")} AS day, sum(records) AS records, sum(body_characters) AS characters
    FROM runs WHERE {_between("started_at")} GROUP BY ALL
)
WHERE coalesce(site = $site, true)
GROUP BY ALL
ORDER BY site, month"""
_COUNTED_IN = {"articles": "revisions", "observations": "visits", "sightings": "sightings"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """What was stored in a month, of one site or of several.

    ``month``: as 2026-01; None: of all months. ``site``: None: of all sites. ``articles``: first seen then; by their
    latest revisions, so many of them as ``filled`` says have a field. ``bytes``: the part of the month's Parquet files
    that its rows take, by their number. ``records``: articles that the crawls of that month read whole, new or not, and
    ``characters``: those of their bodies; None: no crawl said.
    """

    site: str | None
    month: str | None
    articles: int
    revisions: int
    visits: int
    sightings: int
    bytes: int
    records: int | None
    characters: int | None
    filled: Mapping[str, int]

    def share(self, field: str) -> float | None:
        """The share of the articles that have ``field``; None: there are no articles."""
        return self.filled[field] / self.articles if self.articles else None

    @property
    def characters_an_article(self) -> float | None:
        """How long the body of an article is; None: no crawl read one, or said so."""
        return self.characters / self.records if self.characters is not None and self.records else None


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSize:
    """The files of one table. ``in_log``: rows that are saved but in no Parquet file yet."""

    table: str
    files: int
    rows: int
    bytes: int
    in_log: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """How much an archive holds: its ``tables`` as they lie on the disk, whatever was asked for, and its ``months``.

    ``notes`` say which damaged files it is without, as those of an `Answer`.
    """

    tables: Sequence[TableSize]
    months: Sequence[Holding]
    notes: Sequence[str] = ()

    def sites(self) -> list[Holding]:
        """All months of each site as one."""
        names = dict.fromkeys(holding.site for holding in self.months)
        return [_sum([one for one in self.months if one.site == name], name) for name in names]

    def total(self) -> Holding:
        """All of it as one."""
        return _sum(self.months, None)


def statistics(
    archive: Archive, *, site: str | None = None, since: datetime | None = None, until: datetime | None = None
) -> Statistics:
    """How much ``archive`` holds of ``site`` (None: of all) that came from ``since`` on and before ``until`` (aware).

    Articles count where they were first seen, everything else where it was fetched. Raises ArchiveDamagedError.
    """
    answer = archive.sql(_SQL, site=site, since=since, until=until)
    rows = answer.rows()
    by_month, tables = archive.settled(lambda: _on_disk(archive.sources([table.name for table in TABLES])))
    months = [_holding(row, by_month) for row in rows]
    return Statistics(tables=tables, months=months, notes=answer.notes)


@dataclass(frozen=True, slots=True)
class _Month:
    """What lies in a table's folder of one month, and in its log."""

    bytes: int
    rows: int


def _on_disk(sources: Mapping[str, Source]) -> tuple[dict[tuple[str, str], _Month], list[TableSize]]:
    """What each table has of each month, and all of each table. Raises MovedOnError and ArchiveDamagedError."""
    by_month: dict[tuple[str, str], _Month] = {}
    tables = []
    for table in TABLES:
        source = sources[table.name]
        sizes: Counter[str] = Counter()
        rows: Counter[str] = Counter()
        for path in source.files:
            size, count = _size(path)
            month = path.parent.name.partition("=")[2]
            sizes[month] += size
            rows[month] += count
        tables.append(
            TableSize(
                table=table.name,
                files=len(source.files),
                rows=rows.total(),
                bytes=sizes.total(),
                in_log=source.log_rows.num_rows,
            )
        )
        rows.update(f"{instant:%Y-%m}" for instant in source.log_rows[table.instant].to_pylist())
        by_month |= {(table.name, month): _Month(sizes[month], rows[month]) for month in rows}
    return by_month, tables


def _size(path: Path) -> tuple[int, int]:
    """The bytes and the rows of a file."""
    try:
        return path.stat().st_size, pq.read_metadata(path).num_rows
    except FileNotFoundError as gone:
        raise MovedOnError from gone
    except (OSError, pa.ArrowException) as problem:
        raise ArchiveDamagedError(f"{path} cannot be read: {problem}") from problem


def _holding(row: Mapping[str, Any], by_month: Mapping[tuple[str, str], _Month]) -> Holding:
    size = 0.0
    for table, counted in _COUNTED_IN.items():
        held = by_month.get((table, row["month"]))
        size += held.bytes * int(row[counted]) / held.rows if held and held.rows else 0
    numbers = {name: _whole(value) for name, value in row.items() if name not in ("site", "month", *FIELDS)}
    return Holding(
        site=row["site"],
        month=row["month"],
        bytes=round(size),
        filled={name: int(row[name]) for name in FIELDS},
        **numbers,  # type: ignore[arg-type]
    )


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)


def _sum(holdings: Iterable[Holding], site: str | None) -> Holding:
    """All of ``holdings`` as one; what none of them knows stays unknown."""
    found = list(holdings)
    counts = [one.name for one in fields(Holding) if one.name not in ("site", "month", "filled")]
    sums: dict[str, Any] = {}
    for name in counts:
        known = [value for value in (getattr(one, name) for one in found) if value is not None]
        sums[name] = sum(known) if known or name not in ("records", "characters") else None
    filled = {name: sum(one.filled[name] for one in found) for name in FIELDS}
    return Holding(site=site, month=None, filled=filled, **sums)


def as_row(holding: Holding) -> dict[str, Any]:
    """``holding`` as a flat row: of each field the share of articles that have it."""
    row = asdict(holding)
    del row["filled"], row["records"], row["characters"]
    row["characters_an_article"] = holding.characters_an_article
    return row | {f"filled_{name}": holding.share(name) for name in FIELDS}
