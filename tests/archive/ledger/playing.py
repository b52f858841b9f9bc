"""What the suite does to ledgers: runs opened, addresses found, leased and ended."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from archive.known import KnownArticle
from archive.ledger import Commit, Ended, Exchange, Found, Holder, Ledger, LogPosition, SealedFile, Snapshot, Summary
from archive.outcomes import Outcome
from tests.archive.rows import HOUR, NOON

MINUTE = timedelta(minutes=1)
SITE = "neuron"
ELSEWHERE = Holder(1, "a-machine-far-away")


def begin(ledger: Ledger, run_id: str = "run-1", site: str = SITE, *, now: datetime = NOON, **values: Any) -> datetime:
    """Open a run; its hold lasts an hour."""
    given: dict[str, Any] = {"holder": Holder.this_process(), "until": now + HOUR} | values
    return ledger.open_run(run_id, site, now=now, **given)


def article(name: str) -> Found:
    return Found(address=f"https://news.example/{name}", kind="article", host="news.example", data={"depth": 1})


def listing(name: str) -> Found:
    return Found(address=f"https://news.example/{name}", kind="listing", host="news.example", data={"page_number": 1})


def commit(ledger: Ledger, run_id: str = "run-1", site: str = SITE, *, now: datetime = NOON, **values: Any) -> None:
    given: dict[str, Any] = {"run_id": run_id, "site": site, "now": now, "due_before": now}
    ledger.commit(Commit(**(given | values)))


def find(ledger: Ledger, *found: Found, run_id: str = "run-1", site: str = SITE, now: datetime = NOON) -> None:
    commit(ledger, run_id, site, now=now, found=found)


def ended(name: str, outcome: Outcome = Outcome.NEW, *, due_at: datetime | None = NOON, **values: Any) -> Ended:
    return Ended(address=f"https://news.example/{name}", outcome=outcome, due_at=due_at, **values)


def lease(
    ledger: Ledger, run_id: str = "run-1", site: str = SITE, *, now: datetime = NOON, limit: int = 10
) -> list[str]:
    """The names of the addresses that were leased."""
    tasks = ledger.lease(run_id, site, now=now, due_before=now, limit=limit)
    return [task.address.removeprefix("https://news.example/") for task in tasks]


def known(article_id: str = "neuron/a/en", **values: Any) -> KnownArticle:
    given: dict[str, Any] = {"revision": 1, "content_hash": "h", "first_seen_at": NOON, "address": "https://n.example/"}
    return KnownArticle(article_id=article_id, **(given | values))


def log(segment: str = "run-1-0001", run_id: str = "run-1", size: int = 10) -> LogPosition:
    return LogPosition(
        segment=segment, run_id=run_id, positions={"articles": size}, rows={"articles": 1}, checksums={"articles": 7}
    )


def file(path: str = "articles/fetched_month=2026-03/part-run-1-0001.parquet", **values: Any) -> SealedFile:
    given: dict[str, Any] = {"table": "articles", "rows": 1, "sha256": "s", "size": 9, "changed_ns": 2**62}
    return SealedFile(path=path, **(given | values))


def exchange(new: SealedFile, old: Iterable[SealedFile]) -> Exchange:
    return Exchange(folder=new.path.rpartition("/")[0], new=new, old=tuple(each.path for each in old))


def everything(ledger: Ledger) -> tuple[Snapshot, list[Summary], KnownArticle | None]:
    """All that a reader can tell of a ledger in which one article is known."""
    return ledger.snapshot(), ledger.summaries(now=NOON), ledger.article("neuron/a/en")
