"""A crawl that is stopped for so long that another takes its site over: when it goes on, it can save nothing more."""

import signal
from pathlib import Path

from archive import Archive
from benchmarks.kills.account import Watch
from benchmarks.kills.crawls import Crawl, Quicker, wait_until, write_site_file
from crawler.exits import ExitStatus
from crawler.localsite import LocalSite

ZOMBIE = Quicker(lease_seconds=1.0, heartbeat_seconds=0.3)


def test_what_a_stopped_crawl_wants_to_save_after_another_took_over_is_refused(site: LocalSite, place: Path) -> None:
    archive, site_file = place / "archive", write_site_file(place, delay_seconds=0.05)
    site.clear_log()
    with Crawl(site_file, site.address, archive, quicker=ZOMBIE) as zombie:
        wait_until(lambda: len(site.requests()) > 20)
        zombie.tell(signal.SIGSTOP)
        with Crawl(site_file, site.address, place / "elsewhere") as pause:
            pause.wait()  # longer than the lease
        watch = Watch(archive)
        watch.look()
        with Crawl(site_file, site.address, archive) as heir:
            assert heir.wait() == ExitStatus.DONE, heir.errors
        watch.look()
        before = _everything(archive)
        zombie.tell(signal.SIGCONT)
        status = zombie.wait(20.0)
        assert "another has taken over" in zombie.errors
        assert "Traceback" not in zombie.errors
        assert status not in (ExitStatus.DONE, ExitStatus.CRASHED, ExitStatus.USAGE)
        assert status > 0
    assert _everything(archive) == before
    watch.finish(site.truth())
    assert watch.account.is_clean, watch.account


def test_a_crawl_of_a_site_that_is_being_crawled_is_refused_and_says_by_whom(site: LocalSite, place: Path) -> None:
    site_file = write_site_file(place, delay_seconds=0.05)
    site.clear_log()
    with Crawl(site_file, site.address, place / "archive") as first:
        wait_until(lambda: len(site.requests()) > 5)
        with Crawl(site_file, site.address, place / "archive") as second:
            assert second.wait() == ExitStatus.ARCHIVE_BUSY, second.errors
            assert f"process {first.process.pid}" in second.errors
        assert first.wait() == ExitStatus.DONE, first.errors


def _everything(archive: Path) -> list[str]:
    reader = Archive(archive)
    return [
        str(row)
        for view in ("revisions", "observations", "sightings", "runs")
        for row in reader.sql(f"SELECT * FROM {view} ORDER BY ALL").rows()
    ]
