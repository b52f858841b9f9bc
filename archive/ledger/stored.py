"""How the ledger's entries are stored in SQLite: from values to rows and back."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from archive.known import KnownArticle
from archive.ledger.entries import (
    AddressEntry,
    AddressState,
    Commit,
    Ended,
    Exchange,
    Found,
    KnownAddress,
    LogPosition,
    SealedFile,
    Summary,
    Task,
)
from archive.ledger.schema import key_of, rank_of
from archive.outcomes import Outcome

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def article_of(row: tuple[Any, ...] | None) -> KnownArticle | None:
    """A row of articles as what is known of the article; None for no row."""
    if row is None:
        return None
    article_id, revision, content_hash, first_seen_at, address, language, run_id, fingerprint, title_key = row
    return KnownArticle(
        article_id=article_id,
        revision=revision,
        content_hash=content_hash,
        first_seen_at=instant(first_seen_at),
        address=address,
        language=language,
        run_id=run_id,
        fingerprint=fingerprint,
        title_key=title_key,
    )


def article_values(site: int, article: KnownArticle) -> dict[str, Any]:
    """What is stored of an article of the site with number ``site``, by column."""
    return {
        "key": key_of(article.article_id),
        "site": site,
        "article_id": article.article_id,
        "revision": article.revision,
        "content": key_of(article.content_hash),
        "content_hash": article.content_hash,
        "first_seen_at": stored(article.first_seen_at),
        "address": article.address,
        "language": article.language,
        "run_id": article.run_id,
        "fingerprint": article.fingerprint,
        "title_key": article.title_key,
    }


def task_of(row: sqlite3.Row) -> Task:
    """A row of addresses as the task to fetch it."""
    return Task(
        address=row["address"],
        kind=row["kind"],
        host=row["host"],
        data=json.loads(row["data"]),
        attempts=row["attempts"],
        article_id=row["article_id"],
        shows_latest=bool(row["shows_latest"]),
        etag=row["etag"] or None,
        last_modified=row["last_modified"] or None,
        history=row["history"],
        outcome=_outcome_of(row["outcome"]),
        ended_at=_moment_of(row["ended_at"]),
        listed_at=_moment_of(row["listed_at"]),
    )


def entry_of(row: sqlite3.Row) -> AddressEntry:
    """A row of addresses, with its site and state, as all that is known of it."""
    is_waiting = row["state"] in (AddressState.PENDING, AddressState.DONE)
    return AddressEntry(
        site=row["site_name"],
        address=row["address"],
        kind=row["kind"],
        host=row["host"],
        state=AddressState(row["state"]),
        due_at=_moment_of(row["due_at"]) if is_waiting else None,
        attempts=row["attempts"],
        ended_at=_moment_of(row["ended_at"]),
        outcome=_outcome_of(row["outcome"]),
        reason=row["reason"],
        etag=row["etag"] or None,
        last_modified=row["last_modified"] or None,
        article_id=row["article_id"],
        revision=row["revision"],
        views=row["views"],
        history=row["history"],
        listed_at=_moment_of(row["listed_at"]),
    )


def end_values(site: int, commit: Commit) -> Iterator[tuple[Any, ...]]:
    """What is stored of each address that ended; last, what it is looked up by.

    None is ever due in the run that ended it, whatever the machine's clock did since the run began.
    """
    now, earliest = max(stored(commit.now), stored(commit.due_before)), stored(commit.due_before) + 1
    for ended in commit.ended:
        due_at = None if ended.due_at is None else max(stored(ended.due_at), earliest)
        yield (
            None if due_at is None else int(not ended.failed), due_at, ended.failed, now, ended.outcome, ended.reason,
            ended.etag, ended.last_modified, ended.content_hash, *_article_key(ended), ended.revision, ended.views,
            ended.history, key_of(ended.address), site, ended.address, commit.run_id,
        )  # fmt: skip


def found_values(found: Found, site: int, due: int, refused_before: datetime | None) -> dict[str, Any]:
    """What is stored of ``found``, by column; due in the run with ``due``, or else not before the next."""
    # When the last visit must have been, for another one in this run to be of use.
    before = due if found.changed_by is None else min(due, stored(found.changed_by))
    is_due_only = refused_before is not None
    return {
        "key": key_of(found.address),
        "site": site,
        "address": found.address,
        "host": found.host,
        "kind": found.kind,
        "data": json.dumps(dict(found.data)),
        "rank": rank_of(found.kind, is_done=False),
        "due_at": due if found.due_at is None else max(stored(found.due_at), due + 1),
        "due_by": None if found.due_by is None else max(stored(found.due_by), due + 1),
        "gone_by": None if found.gone_by is None else max(stored(found.gone_by), due),
        "due": due,
        "listed_at": None if found.listed_at is None else stored(found.listed_at),
        "before": before,
        "changed_before": None if is_due_only and found.changed_by is None else before,
        "refused_before": before if refused_before is None else min(before, stored(refused_before)),
    }


def known_address_values(site: int, known: KnownAddress) -> tuple[Any, ...]:
    """What is stored of an address that the tables tell of."""
    ended = known.ended
    due_at = None if ended.due_at is None else stored(ended.due_at)
    return (
        key_of(ended.address), site, ended.address, known.host, known.kind,
        None if due_at is None else rank_of(known.kind, is_done=not ended.failed), due_at, int(ended.failed),
        stored(known.ended_at), ended.outcome, ended.reason, ended.etag, ended.last_modified, ended.content_hash,
        *_article_key(ended), ended.revision, ended.views, ended.history,
    )  # fmt: skip


def _article_key(ended: Ended) -> tuple[int, str] | tuple[None, None]:
    return (key_of(ended.article_id), ended.article_id) if ended.article_id else (None, None)


def summaries_of(states: Sequence[sqlite3.Row], holders: Mapping[str, str]) -> list[Summary]:
    """The state of every site, of its counts by state."""
    by_site: dict[str, list[sqlite3.Row]] = defaultdict(list)
    for row in states:
        by_site[row["site"]].append(row)
    return [_summary(site, by_site[site], holders.get(site)) for site in sorted(by_site)]


def _summary(site: str, rows: Sequence[sqlite3.Row], holder: str | None) -> Summary:
    due = [row["due"] for row in rows if row["due"] is not None]
    leased = [row["leased"] for row in rows if row["leased"] is not None]
    return Summary(
        site=site,
        states={AddressState(row["state"]): row["addresses"] for row in rows},
        next_due_at=instant(min(due)) if due else None,
        oldest_lease_at=instant(min(leased)) if leased else None,
        failing=sum(row["failing"] for row in rows),
        holder=holder,
    )


def file_of(row: sqlite3.Row) -> SealedFile:
    """A row of files as the sealed file."""
    return SealedFile(
        table=row["name"],
        path=row["path"],
        rows=row["rows"],
        sha256=row["sha256"],
        size=row["size"],
        changed_ns=row["changed_ns"],
    )


def exchange_of(row: sqlite3.Row) -> Exchange:
    """A row of exchanges as the compaction under way."""
    return Exchange(folder=row["folder"], new=SealedFile(**json.loads(row["new"])), old=tuple(json.loads(row["old"])))


def log_of(row: sqlite3.Row) -> LogPosition:
    """A row of logs as the committed position. Raises ValueError where its parts do not speak of the same tables."""
    log = LogPosition(
        segment=row["segment"],
        run_id=row["run_id"],
        positions=json.loads(row["positions"]),
        rows=json.loads(row["rows"]),
        checksums=json.loads(row["checksums"]),
    )
    if not log.positions.keys() == log.rows.keys() == log.checksums.keys():
        raise ValueError(f"the log {log.segment} speaks of {sorted(log.positions)} and of {sorted(log.rows)}")
    return log


def file_values(file: SealedFile) -> tuple[Any, ...]:
    """What is stored of a sealed file."""
    return (file.path, file.table, file.rows, file.sha256, file.size, file.changed_ns)


def log_values(log: LogPosition) -> tuple[str, ...]:
    """What is stored of a committed position."""
    by_table = (json.dumps(dict(values)) for values in (log.positions, log.rows, log.checksums))
    return (log.segment, log.run_id, *by_table)


def stored(moment: datetime) -> int:
    """An instant as stored: microseconds since 1970."""
    return (moment - EPOCH) // MICROSECOND


def instant(stored: int) -> datetime:
    """The instant that `stored` made ``stored`` of."""
    return EPOCH + stored * MICROSECOND


def _moment_of(stored: int | None) -> datetime | None:
    return None if stored is None else instant(stored)


def _outcome_of(stored: str | None) -> Outcome | None:
    return None if stored is None else Outcome(stored)
