"""The rows that are searched: how they are read from the archive's files and log, and what of them is looked at."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from archive.errors import ArchiveDamagedError, UsageError
from archive.search.analysis import key
from archive.sources import MovedOnError, Source
from archive.tables import ARTICLES

Row = Mapping[str, Any]
"""One article revision with the columns of `COLUMNS`."""

Version = tuple[int, int]
"""Which of an article's revisions is the later: its number, then when it was fetched (microseconds since 1970)."""

VERSION_COLUMNS = ("article_id", "revision", "fetched_at")
COLUMNS = (
    *VERSION_COLUMNS, "site", "address", "language", "title", "published_at", "summary", "body", "authors", "section",
    "tags",
)  # fmt: skip

BATCH_ROWS = 1_000
NO_DATE = -(2**61)
"""Order keys below this are of articles without a date."""
_KEY_STEP = 2**20
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECTION_CHARACTERS = 200


class Kept(msgspec.Struct, frozen=True, array_like=True):
    """What is shown of an article that is a hit; the index keeps it, so that no file of the archive is opened."""

    article_id: str
    address: str
    title: str | None
    published_at: datetime | None
    site: str
    language: str | None
    summary: str | None
    body: str


def texts_of(row: Row) -> dict[str, Sequence[str]]:
    """What stands in each field of a search; a phrase lies within one of a field's texts."""
    one = {"title": row["title"], "summary": row["summary"], "body": row["body"], "section": row["section"]}
    many = {"author": row["authors"], "tag": row["tags"]}
    return {name: [text] if text else [] for name, text in one.items()} | {
        name: list(texts) if texts else [] for name, texts in many.items()
    }


def kept_of(row: Row) -> Kept:
    """What is shown of an article."""
    return Kept(*(row[name] for name in Kept.__struct_fields__))


def id_alone(kept: Kept) -> Kept:
    """``kept`` without all that is long in it."""
    return Kept(kept.article_id, "", None, None, "", None, None, "")


def version_of(row: Row) -> Version:
    """Which revision of its article the row is."""
    return row["revision"], microseconds(row["fetched_at"])


def digest(*parts: object) -> str:
    """A short name for ``parts`` of any length."""
    return blake2b("\n".join(map(str, parts)).encode(), digest_size=16).hexdigest()


def order_key(published_at: datetime | None, article_id: str) -> int:
    """A number by which articles are put in order of time, those of one second in an order of their own.

    Articles without a date come before all others.
    """
    own = int.from_bytes(blake2b(article_id.encode(), digest_size=4).digest()) % _KEY_STEP
    return first_key(published_at) + own if published_at is not None else 2 * NO_DATE + own


def first_key(moment: datetime) -> int:
    """The least `order_key` of what was published in the second of ``moment``."""
    return (moment - _EPOCH) // timedelta(seconds=1) * _KEY_STEP


def microseconds(moment: datetime) -> int:
    """``moment`` as a number, as exact as the archive's files have it."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def language_keys(tag: str | None) -> list[str]:
    """``tag`` and the languages it is a form of, in small letters: en-GB is en-gb and en."""
    parts = tag.lower().replace("_", "-").split("-") if tag else []
    return ["-".join(parts[:count]) for count in range(1, len(parts) + 1)]


def section_key(section: str | None) -> str | None:
    """What sections have in common that differ only in spelling; None: there is none."""
    return key(section)[:_SECTION_CHARACTERS] if section else None


def wanted_section(section: str) -> str:
    """The `section_key` of a section that is asked for. Raises UsageError for one without a word."""
    wanted = section_key(section)
    if not wanted:
        raise UsageError(f"section {section!r} has no word in it")
    return wanted


def file_rows(path: Path, columns: Sequence[str] = COLUMNS) -> Iterator[pa.RecordBatch]:
    """The rows of one file, some at a time. Raises MovedOnError, ArchiveDamagedError."""
    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            yield from file.iter_batches(batch_size=BATCH_ROWS, columns=list(columns))
    except FileNotFoundError as gone:
        raise MovedOnError from gone
    except (pa.ArrowException, OSError) as problem:
        raise ArchiveDamagedError(f"{path} is not readable: {problem}; see: newsreel check") from problem


def log_rows(source: Source) -> Iterator[pa.RecordBatch]:
    """The rows that are only in the log yet, some at a time."""
    yield from source.log_rows.select(list(COLUMNS)).to_batches(max_chunksize=BATCH_ROWS)


def asked_rows(source: Source) -> Iterator[pa.RecordBatch]:
    """All rows that are asked for: those of the files and of the log, until the moment that ``source`` names."""
    for path in source.files:
        for batch in file_rows(path):
            yield _until(batch, source)
    for batch in log_rows(source):
        yield _until(batch, source)


def versions_in(path: Path) -> pa.Table:
    """Which revisions one file holds. Raises what `file_rows` raises."""
    rows = ARTICLES.no_rows().select(list(VERSION_COLUMNS))
    batches = [pa.Table.from_batches([batch]).cast(rows.schema) for batch in file_rows(path, VERSION_COLUMNS)]
    return pa.concat_tables([rows, *batches])


def all_versions(source: Source) -> pa.Table:
    """Which revisions there are, in files and log, until the moment that ``source`` names."""
    logged = source.log_rows.select(list(VERSION_COLUMNS))
    return _until(pa.concat_tables([logged, *(versions_in(path) for path in source.files)]), source)


def latest_of_many(versions: pa.Table) -> dict[str, Version]:
    """The latest revision of each article that has several rows."""
    counts = versions.group_by("article_id").aggregate([("revision", "count")])
    many = counts.filter(pc.greater(counts["revision_count"], 1))["article_id"]
    latest: dict[str, Version] = {}
    for row in versions.filter(pc.is_in(versions["article_id"], many)).to_pylist():
        latest[row["article_id"]] = max(latest.get(row["article_id"], version_of(row)), version_of(row))
    return latest


def article_count(versions: pa.Table) -> int:
    """The number of articles of which ``versions`` has a revision."""
    count: int = pc.count_distinct(versions["article_id"]).as_py()
    return count


def _until(rows: pa.Table | pa.RecordBatch, source: Source) -> pa.Table | pa.RecordBatch:
    return rows if source.until is None else rows.filter(pc.less_equal(rows["fetched_at"], pa.scalar(source.until)))
