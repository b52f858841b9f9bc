"""A disk that runs full under a crawl: the crawl says so and ends, and what it had saved is whole."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.kills.account import Watch
from benchmarks.kills.crawls import Crawl, Quicker, wait_until, write_site_file
from crawler.exits import ExitStatus
from crawler.localsite import LocalSite


@pytest.fixture
def small_disk(place: Path) -> Iterator[Path]:
    disk = place / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=640k", "newsreel-test", str(disk)]
    if os.name != "posix" or subprocess.run(mount, check=False, capture_output=True).returncode != 0:
        pytest.skip("a small disk cannot be mounted here: that takes Linux and root")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


@pytest.mark.parametrize("quicker", [Quicker(seal_rows=100_000), Quicker()], ids=["the log", "a seal"])
def test_a_crawl_onto_a_disk_that_runs_full_leaves_the_archive_whole(
    quicker: Quicker, site: LocalSite, small_disk: Path, place: Path
) -> None:
    archive, site_file = small_disk / "archive", write_site_file(place, delay_seconds=0.0)
    watch = Watch(archive)
    with Crawl(site_file, site.address, archive, quicker=quicker) as crawl:
        assert crawl.wait() == ExitStatus.STORAGE_FAILED, crawl.errors
        assert "Traceback" not in crawl.errors
    watch.look()
    assert watch.account.is_clean, watch.account
    # More than the 100 MB below which a crawl pauses; on a busy machine it lasts long enough to look.
    subprocess.run(["mount", "-o", "remount,size=640m", str(small_disk)], check=True)
    with Crawl(site_file, site.address, archive) as crawl:
        assert crawl.wait() == ExitStatus.DONE, crawl.errors
    watch.finish(site.truth())
    assert watch.account.is_clean, watch.account


def test_a_crawl_pauses_while_the_disk_is_nearly_full_can_be_stopped_then_and_goes_on_when_there_is_room(
    site: LocalSite, small_disk: Path, place: Path
) -> None:
    archive, site_file = small_disk / "archive", write_site_file(place, delay_seconds=0.05)
    careful = Quicker(min_free_bytes=10_000_000, seal_rows=100_000)
    with Crawl(site_file, site.address, archive, quicker=careful) as crawl:
        wait_until(lambda: "the crawl pauses" in crawl.errors)
        crawl.tell(signal.SIGTERM)
        assert crawl.wait(10.0) == ExitStatus.INTERRUPTED, crawl.errors
    with Crawl(site_file, site.address, archive, quicker=careful) as crawl:
        wait_until(lambda: "the crawl pauses" in crawl.errors)
        subprocess.run(["mount", "-o", "remount,size=64m", str(small_disk)], check=True)
        assert crawl.wait(30.0) == ExitStatus.DONE, crawl.errors
    watch = Watch(archive)
    watch.finish(site.truth())
    assert watch.account.is_clean, watch.account
