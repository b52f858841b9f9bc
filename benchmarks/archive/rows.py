"""Made-up rows of the archive's tables: articles of fifty sites over a year, and visits that found only new views."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pyarrow as pa

from archive.records import ArticleRevision
from archive.tables import ARTICLES, OBSERVATIONS, Table
from benchmarks.archive.texts import bodies, chance, words

SITES = 50
SEGMENT_ROWS = 50_000
START = datetime(2025, 1, 1, tzinfo=UTC)
YEAR = timedelta(days=365)
EDITED_AFTER = timedelta(days=5)
VISITS_A_MONTH = 5
RUN_ID = "20250101T000000Z-5f2c9a"
_SOURCES = [("title", "json-ld"), ("published_at", "json-ld"), ("body", "heuristic"), ("authors", "meta")]
_TITLE_WORDS, _NAMES, _TAGS = words()[:4000], words()[500:900], words()[900:1500]
_SECTIONS = ("World", "Business", "Science", "Sport", "Culture", "Opinion")


@dataclass(frozen=True, slots=True)
class Corpus:
    """``articles`` articles in the order they were fetched, evenly over a year; sites take turns at random."""

    articles: int

    def segments(self) -> Iterator[pa.Table]:
        """The rows of the articles table, as many at a time as are sealed together."""
        for first in range(0, self.articles, SEGMENT_ROWS):
            yield self.rows(first, min(SEGMENT_ROWS, self.articles - first))

    def facts(self) -> Iterator[pa.Table]:
        """The same without body and summary, which cost the most to make up."""
        for first in range(0, self.articles, SEGMENT_ROWS):
            yield self.rows(first, min(SEGMENT_ROWS, self.articles - first), with_texts=False)

    def rows(self, first: int, count: int, *, with_texts: bool = True) -> pa.Table:
        """The ``count`` articles from number ``first`` on, as rows of the articles table."""
        facts = [self.article(number) for number in range(first, first + count)]
        columns: dict[str, Any] = {name: [fact[name] for fact in facts] for name in facts[0]}
        columns["body"] = bodies(count, seed=first) if with_texts else [""] * count
        columns["summary"] = bodies(count, seed=-1 - first, tokens=30) if with_texts else [""] * count
        return _table(ARTICLES, count, columns)

    def article(self, number: int) -> dict[str, Any]:
        """The facts of article ``number``: its columns but for body and summary."""
        source = chance(number)
        site_number = source.randrange(SITES)
        site = f"site-{site_number:02}"
        fetched_at = START + YEAR * number / self.articles
        published_at = (fetched_at - timedelta(minutes=source.expovariate(1 / 300))).replace(second=0, microsecond=0)
        title = source.choices(_TITLE_WORDS, k=8)
        # Every second site has the date in its addresses, which then are in the order of the rows.
        place = f"{published_at:%Y/%m/%d}" if site_number % 2 else "news"
        address = f"https://www.{site}.example/{place}/{'-'.join(title[:5])}-{number}"
        views = int(source.paretovariate(0.8) * 100) % 10_000_000
        return {
            "article_id": address, "address": address, "final_address": None, "canonical_address": address,
            "revision": 1, "site": site, "language": "en", "title": " ".join(title).capitalize(),
            "published_at": published_at, "published_text": published_at.isoformat(), "published_offset_minutes": 0,
            "published_precision": "second", "modified_at": published_at, "views": views, "views_text": f"{views:,}",
            "authors": [" ".join(source.choices(_NAMES, k=2)).title()],
            "section": source.choice(_SECTIONS), "tags": source.choices(_TAGS, k=3),
            "image": f"https://img.{site}.example/{source.getrandbits(48):x}.jpg",
            "content_hash": sha256(b"%d" % number).hexdigest()[:32],
            **dict.fromkeys(("first_seen_at", "fetched_at"), fetched_at.replace(microsecond=0)),
            "run_id": RUN_ID, "extractor_version": "0.1.0", "sources": _SOURCES, "marks": (),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Edited:
    """The articles of a corpus, and among them, days after each, a second revision of one in 25, a third of one in 100.

    A later revision has another body and more views. What would come after the year is not there.
    """

    corpus: Corpus

    def segments(self) -> Iterator[pa.Table]:
        """The rows of the articles table, as many at a time as are fetched while one segment is filled."""
        for first in range(0, self.corpus.articles, SEGMENT_ROWS):
            count = min(SEGMENT_ROWS, self.corpus.articles - first)
            yield pa.concat_tables([self.corpus.rows(first, count), *self._edits(first, count)])

    def _edits(self, first: int, count: int) -> Iterator[pa.Table]:
        for revision, one_in in ((2, 25), (3, 100)):
            later = (revision - 1) * self.corpus.articles * EDITED_AFTER // YEAR
            numbers = [number for number in range(first - later, first - later + count) if number % one_in == 0]
            facts = [self._edit(number, revision) for number in numbers if number >= 0]
            if facts:
                columns: dict[str, Any] = {name: [fact[name] for fact in facts] for name in facts[0]}
                columns["body"] = bodies(len(facts), seed=first + revision)
                columns["summary"] = bodies(len(facts), seed=-1 - first - revision, tokens=30)
                yield _table(ARTICLES, len(facts), columns)

    def _edit(self, number: int, revision: int) -> dict[str, Any]:
        article = self.corpus.article(number)
        fetched_at = article["fetched_at"] + (revision - 1) * EDITED_AFTER
        views = article["views"] * revision
        return article | {
            "revision": revision, "fetched_at": fetched_at, "modified_at": fetched_at, "views": views,
            "views_text": f"{views:,}", "changed_fields": ("summary", "body"),
            "content_hash": sha256(b"%d.%d" % (number, revision)).hexdigest()[:32],
        }  # fmt: skip


def records(rows: pa.Table) -> list[ArticleRevision]:
    """Rows of the articles table as the records they would be made of."""
    return [ArticleRevision(**row) for row in rows.to_pylist(maps_as_pydicts="strict")]


@dataclass(frozen=True, slots=True)
class Visits:
    """``visits`` to the addresses of ``addresses`` and ``sites``, in sweeps over all of them, VISITS_A_MONTH a month.

    Each finds the page unchanged but for its views, as pages made anew for each reader are: no validators, and a
    length that varies. The first month is the first of ``year``.
    """

    visits: int
    articles: pa.Table
    year: int = 2025

    def segments(self) -> Iterator[pa.Table]:
        """The rows of the observations table, as many at a time as are sealed together."""
        known = self.articles.num_rows
        for begin in range(0, self.visits, known):
            for start in range(0, min(known, self.visits - begin), SEGMENT_ROWS):
                count = min(SEGMENT_ROWS, known - start, self.visits - begin - start)
                yield self._rows(begin // known, start, count)

    def _rows(self, sweep: int, start: int, count: int) -> pa.Table:
        seen = self.articles.slice(start, count)
        source = chance(f"{sweep} {start}")
        begin = _sweep_start(self.year, sweep)
        hits = [int(first * (1 + sweep / 10)) + source.randrange(50) for first in seen["views"].to_pylist()]
        step = timedelta(days=1) / self.articles.num_rows
        values = {
            **dict.fromkeys(("address", "article_id"), seen["address"]),
            "site": seen["site"],
            "observed_at": [(begin + step * (start + row) + timedelta(microseconds=source.randrange(10**6)))
                            .replace(microsecond=0) for row in range(count)],
            "views": hits,
            "views_text": [f"{one:,}" for one in hits],
            "body_bytes": [source.randrange(80_000, 80_400) for _ in range(count)],
        }  # fmt: skip
        same = {"kind": "article", "outcome": "unchanged", "http_status": 200, "revision": 1, "run_id": f"run-{sweep}"}
        return _table(OBSERVATIONS, count, values | {name: [value] * count for name, value in same.items()})


def _sweep_start(year: int, sweep: int) -> datetime:
    month, visit = divmod(sweep, VISITS_A_MONTH)
    return datetime(year + month // 12, month % 12 + 1, 1 + 5 * visit, tzinfo=UTC)


def _table(table: Table, count: int, values: dict[str, Any]) -> pa.Table:
    arrays = [
        value if isinstance(value, (pa.Array, pa.ChunkedArray)) else pa.array(value, column.type)
        for name, column in table.columns.items()
        for value in [values.get(name, [None] * count)]
    ]
    return pa.table(arrays, schema=table.schema)
