"""Somebody who knows nothing of newsreel reads the archive's files in a loop, while a crawl runs, seals, compacts."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import duckdb

from archive import Archive
from benchmarks.kills.crawls import Crawl, Quicker, write_site_file
from crawler.localsite import LocalSite

SEALS_OFTEN = Quicker(commit_seconds=0.05, seal_rows=20)


def test_a_strangers_glob_never_fails_shrinks_or_counts_twice_while_a_crawl_runs(site: LocalSite, place: Path) -> None:
    archive = place / "archive"
    looks = _follow(lambda: _by_glob(archive), Crawl(_site_file(place), site.address, archive, quicker=SEALS_OFTEN))
    assert looks > 20


def test_newsreels_readers_never_fail_and_lose_nothing_while_a_crawl_runs(site: LocalSite, place: Path) -> None:
    archive = place / "archive"

    def ours() -> Counter[tuple[str, int]]:
        if not (archive / "newsreel.toml").exists():
            return Counter()
        rows = Archive(archive).sql("SELECT article_id, revision FROM revisions").rows()
        return Counter((row["article_id"], row["revision"]) for row in rows)

    looks = _follow(ours, Crawl(_site_file(place), site.address, archive, quicker=SEALS_OFTEN))
    assert looks > 20


def _follow(read: Callable[[], Counter[tuple[str, int]]], crawling: Crawl) -> int:
    """Read until the crawl has ended, and once more; the number of looks at which something was there."""
    looks = 0
    before: Counter[tuple[str, int]] = Counter()
    with crawling as crawl:
        while True:
            is_last = crawl.process.poll() is not None
            found = read()
            assert not before - found, "rows that were there are gone"
            assert max(found.values(), default=1) == 1, "a row is there twice"
            before, looks = found, looks + bool(found)
            if is_last:
                break
        assert crawl.process.returncode == 0, crawl.errors
    return looks


def _by_glob(archive: Path) -> Counter[tuple[str, int]]:
    glob = str(archive / "articles" / "**" / "*.parquet")
    try:
        rows = duckdb.execute(f"SELECT article_id, revision, length(body) FROM '{glob}'").fetchall()
    except duckdb.IOException as problem:
        if "No files found" in str(problem):
            return Counter()
        raise
    return Counter((article_id, revision) for article_id, revision, _ in rows)


def _site_file(place: Path) -> Path:
    return write_site_file(place, delay_seconds=0.02)
