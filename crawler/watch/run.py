"""A watch in a process of its own, from its sites to its end."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.errors import ForcedEndError
from archive.folder import create_folder
from crawler.crawls import Crawls
from crawler.extensions.page_workers import limits_of
from crawler.watch.round import Means
from crawler.watch.sites import WatchedSite
from crawler.watch.timekeeper import Timekeeper
from crawler.watch.watching import Listener, Watch
from crawler.workers.pool import WorkerPool


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What to watch: ``sites``, into which archive, at most so many ``at_once``, for so many ``rounds`` (None: for
    ever).
    """  # noqa: D205

    sites: Sequence[WatchedSite]
    archive: Path
    at_once: int
    rounds: int | None = None


def watch_sites(watched: Watched, listener: Listener, *, settings: Mapping[str, Any], timekeeper: Timekeeper) -> None:
    """Watch until a signal, or the last round; ``settings`` stand before newsreel's own.

    Blocks; one call per process. Raises UsageError where there can be no archive; StorageError and the other troubles
    of one, which end all of it; and ForcedEndError after a second signal.
    """
    create_folder(watched.archive.absolute(), archive_id=secrets.token_hex(8), now=timekeeper.now())
    process = Crawls(settings)
    count = process.settings.getint("NEWSREEL_WORKERS")
    means = Means(
        process=process,
        archive=watched.archive,
        clock=timekeeper.now,
        workers=WorkerPool(limits_of(process.settings), count) if count else None,
    )
    watch = Watch(means=means, timekeeper=timekeeper, listener=listener, at_once=watched.at_once, rounds=watched.rounds)
    ended = process.run(watch.run(watched.sites))
    if not ended.done() or ended.cancelled():
        raise ForcedEndError(
            f"the watch was forced to end before its last save; what was saved stays in {watched.archive}, "
            "and the next crawl carries on from there"
        )
    ended.result()
