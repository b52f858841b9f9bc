"""Searching without an index: every article is read and held against what is asked."""

from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow.compute as pc

from archive.search.matching import Fit, Matcher, is_within
from archive.search.question import By, Page, Question
from archive.search.rows import (
    Kept,
    Row,
    all_versions,
    asked_rows,
    id_alone,
    kept_of,
    latest_of_many,
    order_key,
    version_of,
)
from archive.sources import Source

_CANDIDATES = 1_000
"""So many hits at least are remembered to be put in order; of more, those that look worst are forgotten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    order: int
    fit: Fit
    kept: Kept


def scan(source: Source, question: Question) -> Page:
    """The hits in all of ``source``: the same that the index finds, in nearly the same order of relevance.

    Raises MovedOnError, ArchiveDamagedError.
    """
    matcher = Matcher(question.asked)
    wanted = question.offset + question.limit
    at_most = max(_CANDIDATES, wanted)
    total = 0
    candidates: list[_Candidate] = []
    for row in _latest_rows(source, question.filters.site):
        if not is_within(row, question.filters) or (fit := matcher.fit(row)) is None:
            continue
        total += 1
        order = order_key(row["published_at"], row["article_id"])
        kept = id_alone(kept_of(row)) if question.ids_only else kept_of(row)
        candidates.append(_Candidate(order=order, fit=fit, kept=kept))
        if len(candidates) >= 2 * at_most:
            candidates = _in_order(candidates, matcher, question.by)[:at_most]
    page = _in_order(candidates, matcher, question.by)[question.offset : wanted]
    is_by_date = question.by is By.DATE
    return Page(total=total, hits=[(None if is_by_date else matcher.score(one.fit), one.kept) for one in page])


def _in_order(candidates: list[_Candidate], matcher: Matcher, by: By) -> list[_Candidate]:
    if by is By.DATE:
        return sorted(candidates, key=lambda one: -one.order)
    return sorted(candidates, key=lambda one: (-matcher.score(one.fit), -one.order))


def _latest_rows(source: Source, site: str | None) -> Iterator[Row]:
    """The latest revision of every article, of ``site`` if one is named."""
    latest = latest_of_many(all_versions(source))
    shown: set[str] = set()
    for batch in asked_rows(source):
        for row in (batch if site is None else batch.filter(pc.equal(batch["site"], site))).to_pylist():
            article_id = row["article_id"]
            if article_id in latest:
                if article_id in shown or version_of(row) != latest[article_id]:
                    continue
                shown.add(article_id)
            yield row
