"""Real crawls, killed with SIGKILL or stopped by a signal: everything saved stays, the next crawl does the rest."""

import random
import signal
import socket
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from archive import Archive
from archive.captures.checking import Checked, check_captures
from benchmarks.kills.__main__ import crawl_with_kills
from benchmarks.kills.account import Watch
from benchmarks.kills.crawls import Crawl, Quicker, wait_until, write_site_file
from crawler.exits import ExitStatus
from crawler.localsite import LocalSite

KILLS = 5
SLOW_SECONDS = 0.05
# A clean end waits for the pages under way, no longer.
END_SECONDS = 10.0


def test_a_crawl_killed_five_times_loses_doubles_and_tears_nothing(place: Path) -> None:
    chance = random.Random(20260301)  # noqa: S311 - to be repeated, not to be secret
    account = crawl_with_kills(place, chance, kills=KILLS, stories=60, quicker=Quicker())
    assert account.is_clean, account
    assert account.kills > 1
    for archive in place.rglob("newsreel.toml"):
        checked = Checked()
        assert list(check_captures(Archive(archive.parent), checked)) == []
        assert checked.rows > 60
        assert not list(archive.parent.glob("captures/*/*.open"))


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_crawl_that_is_told_to_stop_saves_everything_and_the_next_does_the_rest(
    sent: signal.Signals, site: LocalSite, place: Path
) -> None:
    archive, site_file, watch = place / "archive", write_site_file(place, delay_seconds=SLOW_SECONDS), None
    site.clear_log()
    with Crawl(site_file, site.address, archive) as crawl:
        wait_until(lambda: _asked(site) > 15)
        crawl.tell(sent)
        assert crawl.wait(END_SECONDS) == ExitStatus.INTERRUPTED, crawl.errors
    asked, watch = _asked(site), Watch(archive)
    watch.look()
    visited = Archive(archive).sql("SELECT count(*) AS n FROM observations WHERE kind = 'article'").rows()[0]["n"]
    # Answered means saved, but for the one address that robots.txt forbids and that is never asked for.
    assert asked <= visited <= asked + 1
    assert _holders(archive) == []
    assert not any((archive / "_log").iterdir())
    with Crawl(site_file, site.address, archive) as crawl:
        assert crawl.wait() == ExitStatus.DONE, crawl.errors
    watch.finish(site.truth())
    assert watch.account.is_clean, watch.account
    pages = {entry["path"] for entry in site.requests() if entry["path"].startswith("/news/")}
    assert _asked(site) == len(pages), "a page was asked for twice"


@pytest.fixture
def silent() -> Iterator[str]:
    """The address of a server that takes every connection and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        taken: list[socket.socket] = []

        def accept() -> None:
            try:
                while True:
                    taken.append(server.accept()[0])
            except OSError:
                for connection in taken:
                    connection.close()

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


def test_a_second_signal_ends_a_crawl_at_once_and_the_archive_is_whole(
    silent: str, site: LocalSite, place: Path
) -> None:
    archive = place / "archive"
    with Crawl(write_site_file(place, delay_seconds=0.01), silent, archive) as crawl:
        wait_until(lambda: bool(_holders(archive)))
        with pytest.raises(subprocess.TimeoutExpired):
            crawl.wait(2.0)
        crawl.tell(signal.SIGINT)
        with pytest.raises(subprocess.TimeoutExpired):
            crawl.wait(0.5)
        crawl.tell(signal.SIGINT)
        assert crawl.wait(3.0) == ExitStatus.INTERRUPTED, crawl.errors
    with Crawl(write_site_file(place, delay_seconds=0.01), site.address, archive) as crawl:
        assert crawl.wait() in (ExitStatus.DONE, ExitStatus.TOO_MANY_FAILURES), crawl.errors


def _asked(site: LocalSite) -> int:
    return sum(entry["path"].startswith("/news/") for entry in site.requests())


def _holders(archive: Path) -> list[str]:
    if not (archive / "_state" / "ledger.sqlite").exists():
        return []
    with closing(sqlite3.connect(f"file:{archive}/_state/ledger.sqlite?mode=ro", uri=True)) as ledger:
        try:
            return [holder for (holder,) in ledger.execute("SELECT holder FROM sites WHERE run_id IS NOT NULL")]
        except sqlite3.OperationalError:
            return []  # there are no tables yet
