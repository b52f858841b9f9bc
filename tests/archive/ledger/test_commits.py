"""Commits, look-ups, files and exchanges: each change wholly or not at all, and seen by every other connection."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from archive.ledger import AddressState, Commit, KnownAddress, Ledger
from archive.outcomes import Outcome
from tests.archive.ledger.backends import BACKENDS, Backend
from tests.archive.ledger.playing import (
    article,
    begin,
    commit,
    ended,
    everything,
    exchange,
    file,
    find,
    known,
    lease,
    log,
)
from tests.archive.rows import DAY, HOUR, NOON

ROOT = Path(__file__).resolve().parents[3]
MANY = 30
# Another process that crawls a site: finds, leases and ends addresses one by one.
CRAWL = f"""
import sys
from pathlib import Path
from tests.archive.ledger.backends import BACKENDS
from tests.archive.ledger.playing import article, begin, commit, ended, find, lease, log

backend, place, site = sys.argv[1:]
with BACKENDS[backend](Path(place)) as ledger:
    begin(ledger, site, site)
    find(ledger, *[article(f"{{n}}") for n in range({MANY})], run_id=site, site=site)
    while names := lease(ledger, site, site, limit=1):
        commit(ledger, site, site, ended=(ended(names[0], due_at=None),), log=log(f"{{site}}-0001", site))
    ledger.close_run(site)
"""


class BrokenError(Exception):
    """What goes wrong inside a commit."""


class Breaking(tuple[Any, ...]):
    """A tuple whose last element is never reached."""

    __slots__ = ()

    def __iter__(self) -> Any:
        yield from super().__iter__()
        raise BrokenError


@pytest.fixture
def running(ledger: Ledger) -> Ledger:
    begin(ledger)
    find(ledger, article("a"))
    lease(ledger)
    return ledger


@pytest.mark.parametrize("part", ["ended", "found", "articles"])
def test_an_error_inside_a_commit_changes_nothing(running: Ledger, part: str) -> None:
    whole: dict[str, Any] = {
        "ended": (ended("a"),),
        "found": (article("b"),),
        "articles": (known(),),
        "log": log(),
        "finishes_run": True,
    }
    before = everything(running)
    with pytest.raises(BrokenError):
        commit(running, **(whole | {part: Breaking(whole[part])}))
    assert everything(running) == before
    commit(running, **whole)
    assert everything(running) != before


def test_what_is_committed_is_seen_by_others_and_by_those_who_come_later(
    running: Ledger, other: Ledger, backend: Backend, tmp_path: Path
) -> None:
    commit(running, ended=(ended("a"),), found=(article("b"),), articles=(known(),), log=log())
    assert everything(other) == everything(running)
    with backend(tmp_path) as later:
        assert everything(later) == everything(running)


def test_a_log_goes_as_far_as_its_last_commit_says(running: Ledger) -> None:
    for size in (10, 20):
        commit(running, log=log(size=size))
    assert running.snapshot().logs == (log(size=20),)


def test_an_article_is_known_as_its_last_commit_says(running: Ledger) -> None:
    assert running.article("neuron/a/en") is None
    commit(running, articles=(known(), known("neuron/b/en", content_hash="other")))
    later = known(revision=2, content_hash="h2", language="en", run_id="run-1", first_seen_at=NOON - DAY)
    commit(running, articles=(later,))
    assert running.article("neuron/a/en") == later
    assert running.article("neuron/b/en") == known("neuron/b/en", content_hash="other")


def test_content_is_looked_up_within_a_site_and_a_language(running: Ledger) -> None:
    commit(running, articles=(known("a", content_hash="h", language="en"), known("b", content_hash="n")))
    assert running.article_with_content("neuron", "h", "en") == known("a", content_hash="h", language="en")
    assert running.article_with_content("neuron", "n", None) == known("b", content_hash="n")
    assert running.article_with_content("neuron", "h", "pt") is None
    assert running.article_with_content("neuron", "h", None) is None
    assert running.article_with_content("demo", "h", "en") is None


def test_content_an_article_no_longer_has_belongs_to_nobody(running: Ledger) -> None:
    commit(running, articles=(known(content_hash="old"),))
    commit(running, articles=(known(content_hash="new", revision=2),))
    assert running.article_with_content("neuron", "old", None) is None


def test_a_seal_moves_rows_from_the_log_to_files_in_one_step(running: Ledger) -> None:
    commit(running, log=log())
    running.seal("run-1-0001", [file(), file("runs/part-run-1-0001.parquet", table="runs")])
    snapshot = running.snapshot()
    assert snapshot.logs == ()
    assert set(snapshot.files) == {file(), file("runs/part-run-1-0001.parquet", table="runs")}
    running.seal("run-1-0001", [file(), file("runs/part-run-1-0001.parquet", table="runs")])
    assert running.snapshot() == snapshot


def test_an_exchange_puts_the_new_file_in_place_of_the_old_ones(ledger: Ledger) -> None:
    old = [file(f"articles/fetched_month=2026-02/{n}.parquet") for n in range(2)]
    kept = file("articles/fetched_month=2026-03/kept.parquet")
    ledger.set_files([*old, kept])
    swap = exchange(file("articles/fetched_month=2026-02/new.parquet", rows=2), old)
    ledger.begin_exchange(swap)
    assert ledger.exchanges() == [swap]
    assert ledger.snapshot().exchanges == (swap,)
    assert set(ledger.snapshot().files) == {*old, kept}
    ledger.end_exchange(swap, happened=True)
    assert ledger.exchanges() == []
    assert set(ledger.snapshot().files) == {swap.new, kept}


def test_an_exchange_that_did_not_happen_leaves_all_as_it_was(ledger: Ledger) -> None:
    old = [file(f"articles/fetched_month=2026-02/{n}.parquet") for n in range(2)]
    ledger.set_files(old)
    before = ledger.snapshot()
    swap = exchange(file("articles/fetched_month=2026-02/new.parquet"), old)
    ledger.begin_exchange(swap)
    ledger.end_exchange(swap, happened=False)
    assert ledger.snapshot() == before


def test_files_are_noted_by_path(ledger: Ledger) -> None:
    ledger.set_files([file(sha256="one")])
    ledger.set_files([file(sha256="two")])
    assert ledger.snapshot().files == (file(sha256="two"),)


def test_a_new_ledger_is_filled_with_what_the_tables_tell(ledger: Ledger) -> None:
    ends = [
        ended("article", due_at=NOON + HOUR, article_id="neuron/a/en"),
        ended("failed", Outcome.TIMEOUT, due_at=NOON + HOUR, failed=True),
        ended("gone", Outcome.GONE, due_at=None),
    ]
    addresses = [KnownAddress(site="neuron", kind="article", host="h", ended_at=NOON, ended=end) for end in ends]
    ledger.restore(articles=[("neuron", known())], addresses=addresses)
    assert ledger.article("neuron/a/en") == known()
    (summary,) = ledger.summaries(now=NOON)
    assert summary.states == {AddressState.DONE: 1, AddressState.PENDING: 1, AddressState.CLOSED: 1}
    assert (summary.failing, summary.next_due_at) == (1, NOON + HOUR)
    begin(ledger, now=NOON + HOUR)
    assert sorted(lease(ledger, now=NOON + HOUR)) == ["article", "failed"]


def test_a_commit_of_nothing_is_nothing(running: Ledger) -> None:
    before = everything(running)
    running.commit(Commit(run_id="run-1", site="neuron", now=NOON, due_before=NOON))
    assert everything(running) == before


@pytest.mark.parametrize("backend_name", BACKENDS)
def test_two_processes_crawl_two_sites_of_one_archive_side_by_side(backend_name: str, tmp_path: Path) -> None:
    sites = ("neuron", "demo")
    crawls = [
        subprocess.Popen([sys.executable, "-c", CRAWL, backend_name, str(tmp_path), site], cwd=ROOT) for site in sites
    ]
    assert [crawl.wait(60) for crawl in crawls] == [0, 0]
    with BACKENDS[backend_name](tmp_path) as ledger:
        summaries = {summary.site: dict(summary.states) for summary in ledger.summaries(now=NOON)}
        logs = {each.run_id for each in ledger.snapshot().logs}
    assert summaries == {site: {AddressState.CLOSED: MANY} for site in sites}
    assert logs == set(sites)
