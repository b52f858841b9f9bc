"""What writing costs: the whole way of a row against a bare write, and whether a flush grows dearer."""

import secrets
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

import pyarrow as pa
import pyarrow.parquet as pq

from archive.disk import Disk
from archive.folder import ArchiveFolder, create_folder
from archive.known import KnownArticle
from archive.ledger import Ended, Found, Holder
from archive.ledger.sqlite import SqliteLedger
from archive.outcomes import Outcome
from archive.records import ArticleRevision, Observation
from archive.tables import ARTICLES
from archive.writer import SEAL_ROWS, ArchiveWriter
from benchmarks.archive.figures import Figure, cpu_seconds
from benchmarks.archive.rows import Corpus, records

FLUSH_ROWS = 500
SMALL_FLUSH_ROWS = 100  # of each of two tables, so that 210 flushes stay below a seal
FLUSHES = 210
ENDS = 10  # flushes at either end of which the median is taken
TIMES = 3
SITE = "site"
_NOW = datetime(2025, 6, 1, tzinfo=UTC)


def bare_write(rows: pa.Table, path: Path) -> None:
    """``rows`` as a Parquet file with the settings that decide the cost of packing, and nothing around it."""
    few = [name for name, column in ARTICLES.columns.items() if column.few and name in rows.column_names]
    pq.write_table(rows, path, compression="zstd", compression_level=3, row_group_size=16_384, use_dictionary=few)


def writing(articles: int, place: Path) -> list[Figure]:
    """A seal, and the way from a record to a sealed row and a known address, against a bare write of the rows."""
    # As dense in time as a million a year: a segment then lies in a month.
    rows = Corpus(max(articles, 1_000_000)).rows(0, min(articles, SEAL_ROWS - FLUSH_ROWS))
    costs = [_cost(rows, place) for _ in range(TIMES)]
    told = ", ".join(f"{cost.commit:.2f} + {cost.seal:.2f} / {cost.bare:.2f}" for cost in costs)
    told = f"{rows.num_rows} rows, CPU s of commits + seal / bare: {told}"
    return [
        Figure(name="seal / bare write_table", value=median(cost.seal / cost.bare for cost in costs), at_most=1.5),
        Figure(
            name="row to durable, sealed and known / bare",
            value=median((cost.commit + cost.seal) / cost.bare for cost in costs),
            at_most=2.7,
            told=told,
        ),
    ]


def flushing(articles: int, place: Path) -> list[Figure]:
    """A small flush after 200 others against the first ones."""
    wanted = FLUSHES * SMALL_FLUSH_ROWS
    flushes = FLUSHES if articles >= wanted else max(2 * ENDS, articles // SMALL_FLUSH_ROWS)
    first: list[float] = []
    last: list[float] = []
    revisions = records(Corpus(wanted).rows(0, flushes * SMALL_FLUSH_ROWS))
    for _ in range(TIMES):
        costs = _flush_costs(revisions, place)
        first, last = first + costs[1 : 1 + ENDS], last + costs[-ENDS:]
    told = f"{flushes} flushes, CPU ms {1000 * median(first):.1f} → {1000 * median(last):.1f}, {TIMES} times"
    return [Figure(name="200th flush / first", value=median(last) / median(first), at_most=1.1, told=told)]


@dataclass(frozen=True, slots=True)
class _Cost:
    """CPU seconds for the same rows."""

    bare: float
    commit: float
    seal: float


def _cost(rows: pa.Table, place: Path) -> _Cost:
    with tempfile.TemporaryDirectory(dir=place) as scratch:
        bare = cpu_seconds(lambda: bare_write(rows, Path(scratch) / "bare.parquet"))
        run = _Run(Path(scratch) / "archive", records(rows))
        commit = sum(run.flush(revisions) for revisions in _parts(run.revisions, FLUSH_ROWS))
        seal = cpu_seconds(run.writer.seal)
        run.ledger.close()
        return _Cost(bare, commit, seal)


def _flush_costs(revisions: Sequence[ArticleRevision], place: Path) -> list[float]:
    with tempfile.TemporaryDirectory(dir=place) as scratch:
        run = _Run(Path(scratch) / "archive", revisions)
        costs = [run.flush(some, observed=True) for some in _parts(revisions, SMALL_FLUSH_ROWS)]
        run.ledger.close()
        return costs


class _Run:
    """A run that holds its site and has leased the address of each of ``revisions``."""

    def __init__(self, path: Path, revisions: Sequence[ArticleRevision]) -> None:
        self.revisions = revisions
        folder: ArchiveFolder = create_folder(path, archive_id=secrets.token_hex(8), now=_NOW)
        self.ledger = SqliteLedger(folder.ledger)
        self.ledger.open_run("run", SITE, Holder.this_process(), now=_NOW, until=_NOW + timedelta(days=1))
        self.writer = ArchiveWriter(folder, self.ledger, "run", SITE, disk=Disk())
        self.writer.find(Found(address=one.address, kind="article", host=one.site) for one in revisions)
        self.writer.commit(now=_NOW, due_before=_NOW)
        self.ledger.lease("run", SITE, now=_NOW, due_before=_NOW, limit=len(revisions))

    def flush(self, revisions: Sequence[ArticleRevision], *, observed: bool = False) -> float:
        """Save ``revisions``, and a visit for each if ``observed``; the CPU seconds that takes."""
        ends = [(_ended(one), _known(one)) for one in revisions]
        visits = [_visit(one) for one in revisions] if observed else []

        def save() -> None:
            self.writer.add(revisions)
            self.writer.add(visits)
            for ended, known in ends:
                self.writer.end(ended, (), known)
            self.writer.commit(now=_NOW, due_before=_NOW)

        return cpu_seconds(save)


def _parts(revisions: Sequence[ArticleRevision], size: int) -> Iterator[Sequence[ArticleRevision]]:
    return (revisions[first : first + size] for first in range(0, len(revisions), size))


def _ended(revision: ArticleRevision) -> Ended:
    return Ended(
        address=revision.address, outcome=Outcome.NEW, due_at=_NOW, content_hash=revision.content_hash,
        article_id=revision.article_id, revision=1, views=revision.views,
    )  # fmt: skip


def _known(revision: ArticleRevision) -> KnownArticle:
    return KnownArticle(
        article_id=revision.article_id, revision=1, content_hash=revision.content_hash,
        first_seen_at=revision.first_seen_at, address=revision.address, language=revision.language, run_id="run",
    )  # fmt: skip


def _visit(revision: ArticleRevision) -> Observation:
    return Observation(
        address=revision.address, final_address=None, site=revision.site, observed_at=_NOW,
        kind="article", outcome=Outcome.NEW, detail=None, http_status=200, article_id=revision.article_id, revision=1,
        views=revision.views, views_text=revision.views_text, content_hash=None, etag=None,
        last_modified=None, body_bytes=len(revision.body), run_id="run",
    )  # fmt: skip
