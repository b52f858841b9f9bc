"""What a site taught is kept for it, with the commit in which it was learnt."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from archive.errors import LeaseLostError
from archive.ledger import Commit, Holder, Ledger
from archive.ledger.sqlite import SqliteLedger
from tests.archive.rows import NOON

LATER = NOON + timedelta(hours=1)


def commit(memory: bytes | None, *, site: str = "bread", run_id: str = "run") -> Commit:
    return Commit(run_id=run_id, site=site, now=NOON, due_before=NOON, memories={} if memory is None else {"": memory})


def open_run(ledger: Ledger, site: str = "bread", run_id: str = "run") -> None:
    ledger.open_run(run_id, site, Holder.this_process(), now=NOON, until=LATER)


def test_a_site_has_no_memory_before_one_was_committed(ledger: Ledger) -> None:
    assert ledger.memory("bread") is None
    open_run(ledger)
    ledger.commit(commit(None))
    assert ledger.memory("bread") is None


def test_the_last_memory_committed_is_the_sites_and_no_others(ledger: Ledger, other: Ledger) -> None:
    open_run(ledger)
    for memory in (b"one", None, b"\x00two"):
        ledger.commit(commit(memory))
    assert (ledger.memory("bread"), other.memory("bread"), other.memory("bells")) == (b"\x00two", b"\x00two", None)


def test_the_parts_of_a_sites_memory_are_kept_apart(ledger: Ledger) -> None:
    open_run(ledger)
    ledger.commit(replace(commit(None), memories={"": b"pages", "links": b"links"}))
    ledger.commit(replace(commit(None), memories={"links": b"more"}))
    assert (ledger.memory("bread"), ledger.memory("bread", of="links")) == (b"pages", b"more")
    assert ledger.memory("bells", of="links") is None


def test_a_run_that_lost_its_site_teaches_nothing(ledger: Ledger) -> None:
    open_run(ledger)
    ledger.commit(commit(b"one"))
    with pytest.raises(LeaseLostError):
        ledger.commit(replace(commit(b"two"), run_id="stalled"))
    assert ledger.memory("bread") == b"one"


def test_a_ledger_from_before_there_were_memories_gets_them(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    with closing(SqliteLedger(path)):
        pass
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT 1 FROM sqlite_master WHERE name = 'memories'").fetchall() == []
    with closing(SqliteLedger(path, read_only=True)) as reader:
        assert reader.memory("bread") is None
    with closing(SqliteLedger(path)) as ledger:
        open_run(ledger)
        ledger.commit(commit(b"one"))
        assert ledger.memory("bread") == b"one"
