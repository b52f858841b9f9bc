"""A ledger of format 1 is brought to the present format with all it knows, and the log says so."""

import logging
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archive.errors import ArchiveBusyError, ArchiveFormatError
from archive.ledger import AddressState, Holder
from archive.ledger.schema import LEDGER_FORMAT
from archive.ledger.sqlite import SqliteLedger
from archive.ledger.stored import stored
from tests.archive.disk import ordinary_user
from tests.archive.ledger.playing import article, begin, commit, ended, file, find, known, lease, log
from tests.archive.rows import HOUR, NOON
from tests.archive.runs import another_process

# As format 1 had them.
FORMAT_1 = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE addresses (
    address TEXT NOT NULL, site TEXT NOT NULL, host TEXT NOT NULL, kind TEXT NOT NULL, data TEXT NOT NULL,
    state TEXT NOT NULL, due_at INTEGER, attempts INTEGER NOT NULL DEFAULT 0, run_id TEXT, leased_at INTEGER,
    ended_at INTEGER,
    outcome TEXT, reason TEXT, etag TEXT, last_modified TEXT, content_hash TEXT, article_id TEXT,
    revision INTEGER, views INTEGER, PRIMARY KEY (site, address)
) WITHOUT ROWID;
CREATE INDEX addresses_due ON addresses (site, state, kind, due_at);
CREATE TABLE articles (
    article_id TEXT PRIMARY KEY, site TEXT NOT NULL, revision INTEGER NOT NULL, content_hash TEXT NOT NULL,
    first_seen_at INTEGER NOT NULL, address TEXT NOT NULL, language TEXT, run_id TEXT
);
CREATE INDEX articles_by_content ON articles (substr(content_hash, 1, 12));
CREATE TABLE sites (
    site TEXT PRIMARY KEY, run_id TEXT, holder TEXT, since INTEGER, until INTEGER,
    due_before INTEGER, finished INTEGER NOT NULL DEFAULT 1
) WITHOUT ROWID;
CREATE TABLE files (path TEXT PRIMARY KEY, name TEXT NOT NULL, rows INTEGER NOT NULL, sha256 TEXT NOT NULL,
    size INTEGER NOT NULL, changed_ns INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE exchanges (folder TEXT PRIMARY KEY, new TEXT NOT NULL, old TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE logs (segment TEXT PRIMARY KEY, run_id TEXT NOT NULL, positions TEXT NOT NULL, rows TEXT NOT NULL,
    checksums TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO about VALUES ('format', '1'), ('identity', '');
"""
HERE = "https://news.example/"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ledger of format 1: a run of neuron that was killed, with one address of each state and kind."""
    path = tmp_path / "ledger.sqlite"
    rows = [
        ("neuron", "new", "article", "pending", 0, None, None),
        ("neuron", "front", "listing", "pending", 0, None, None),
        ("neuron", "failed", "article", "pending", 2, None, "http_error"),
        ("neuron", "known", "article", "done", 0, None, "new"),
        ("neuron", "leased", "article", "leased", 0, "run-1", None),
        ("neuron", "gone", "article", "closed", 0, None, "gone"),
        ("demo", "new", "article", "pending", 0, None, None),
    ]
    at = stored(NOON)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.executescript(FORMAT_1)
        db.executemany(
            "INSERT INTO addresses (site, address, host, kind, data, state, due_at, attempts, run_id, leased_at, "
            "ended_at, outcome, article_id) VALUES (?, ?, 'news.example', ?, '{\"depth\": 1}', ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    site, HERE + name, kind, state, None if state == "closed" else at, attempts, run_id,
                    at if run_id else None, at if outcome else None, outcome,
                    "neuron/a/en" if name == "known" else None,
                )
                for site, name, kind, state, attempts, run_id, outcome in rows
            ],
        )  # fmt: skip
        db.execute(
            "INSERT INTO articles VALUES ('neuron/a/en', 'neuron', 1, 'h', ?, ?, NULL, NULL)", (at, known().address)
        )
        db.execute("INSERT INTO sites VALUES ('neuron', 'run-1', '1@a-machine-far-away', ?, ?, ?, 0)", (at, at, at))
        db.execute("INSERT INTO files VALUES (?, 'articles', 1, 's', 9, ?)", (file().path, 2**62))
        positions = ('{"articles": 10}', '{"articles": 1}', '{"articles": 7}')
        db.execute("INSERT INTO logs VALUES ('run-1-0001', 'run-1', ?, ?, ?)", positions)
    return path


def set_holder(path: Path, holder: Holder) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("UPDATE sites SET holder = ?", (holder.stored(),))


@pytest.fixture
def gone(path: Path) -> Path:
    """The same, its run's process known to be gone."""
    with another_process() as holder:
        set_holder(path, holder)
    return path


@pytest.mark.parametrize("read_only", [False, True], ids=["to write", "to read"])
def test_what_was_known_is_known_afterwards(gone: Path, read_only: bool, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING), closing(SqliteLedger(gone, read_only=read_only)) as ledger:
        assert f"ledger.sqlite is brought from format 1 to {LEDGER_FORMAT}" in caplog.text
        assert ledger.article("neuron/a/en") == known()
        assert ledger.article_with_content("neuron", "h", None) == known()
        assert ledger.snapshot().files == (file(),)
        assert ledger.snapshot().logs == (log(),)
        demo, neuron = ledger.summaries(now=NOON)
    states = AddressState
    assert neuron.states == {states.PENDING: 3, states.DONE: 1, states.LEASED: 1, states.CLOSED: 1}
    assert (demo.states, neuron.failing) == ({states.PENDING: 1}, 1)
    caplog.clear()
    with closing(SqliteLedger(gone)):
        assert caplog.text == ""  # once is enough


def test_a_ledger_of_format_2_keeps_all_and_remembers_from_now_on(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    with closing(SqliteLedger(path)) as ledger:
        begin(ledger)
        find(ledger, article("a"))
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("DROP INDEX articles_by_title")
        new = {"addresses": ("history", "listed_at"), "articles": ("fingerprint", "title_key")}
        for table, column in ((table, column) for table, columns in new.items() for column in columns):
            db.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        db.execute("UPDATE about SET value = '2' WHERE key = 'format'")
        set_holder(path, Holder(1, "a-machine-far-away"))
        db.execute("UPDATE sites SET run_id = NULL")
    with closing(SqliteLedger(path)) as ledger:
        begin(ledger, "run-2")
        assert lease(ledger, "run-2") == ["a"]
        commit(ledger, "run-2", ended=(ended("a", due_at=NOON + HOUR, history="seen once"),))
        (task,) = ledger.lease("run-2", "neuron", now=NOON + HOUR, due_before=NOON + HOUR, limit=1)
        assert task.history == "seen once"


def test_the_run_that_was_killed_is_carried_on_in_the_same_order(gone: Path) -> None:
    with closing(SqliteLedger(gone)) as ledger:
        assert begin(ledger, "run-2", now=NOON + HOUR) == NOON
        names = lease(ledger, "run-2", now=NOON + HOUR)
        assert (names[0], sorted(names[1:4]), names[4]) == ("front", ["failed", "leased", "new"], "known")
        commit(ledger, "run-2", now=NOON + HOUR, ended=(ended("known", due_at=NOON + 2 * HOUR),))


def test_under_a_running_crawl_of_the_older_newsreel_nothing_is_changed(path: Path) -> None:
    with another_process() as holder:
        set_holder(path, holder)
        with pytest.raises(ArchiveBusyError, match=f"older newsreel, process {holder.process_id}"):
            SqliteLedger(path)
    with closing(SqliteLedger(path)) as ledger:
        assert len(ledger.summaries(now=NOON)) == 2


def test_an_older_ledger_in_a_folder_that_cannot_be_written_is_told_with_the_way_out(path: Path) -> None:
    for folder in [path.parent, *path.parent.parents]:
        if folder.stat().st_mode & 0o077 == 0:
            folder.chmod(0o755)
    path.chmod(0o444)
    path.parent.chmod(0o555)
    content = path.read_bytes()
    try:
        with ordinary_user(), pytest.raises(ArchiveFormatError) as told:
            SqliteLedger(path, read_only=True)
    finally:
        path.parent.chmod(0o755)
        path.chmod(0o644)
    assert str(told.value).startswith(f"{path} is of an older newsreel and must be brought up to date")
    assert str(told.value).endswith("make it writable, or ask a copy of the archive")
    assert path.read_bytes() == content
