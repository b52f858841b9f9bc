"""Two crawls of a gazette, something going wrong in the first: python -m tests.crawler.faulty_crawls WHAT FOLDER.

WHAT is ``disk``: its last two articles are fetched, and the disk refuses the commit that would save them; or
``reading``: reading them fails. Prints as JSON what each crawl stored and asked for.
"""

import errno
import json
import os
import sys
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import IO, Any

from archive import Archive
from archive.disk import Disk
from archive.errors import NewsreelError
from archive.folder import open_folder
from archive.ledger import AddressState
from archive.ledger.sqlite import SqliteLedger
from benchmarks.simulated import SimulatedClock, Simulation
from pipelines.content import PageContent, PageTask
from spiders.reading import ReadHere
from spiders.site_file import read_site_file
from tests.crawler.gazette import Gazette, serve

ARTICLES = 30
LAST = (29, 30)
START = datetime(2026, 1, 5, 8, tzinfo=UTC)
_SECONDS = 30.0


class FillingDisk(Disk):
    """The real disk, until it is full."""

    is_full = False

    def create(self, path: Path) -> IO[bytes]:
        self._need_space()
        return super().create(path)

    def write(self, file: IO[bytes], content: bytes | memoryview) -> int:
        self._need_space()
        return super().write(file, content)

    def sync(self, file: IO[bytes]) -> None:
        self._need_space()
        super().sync(file)

    def _need_space(self) -> None:
        if self.is_full:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def fill_once_all_but_the_last_are_saved(site: Gazette, disk: FillingDisk, archive: Path) -> None:
    """Let the last two articles be answered only once the others are saved and the disk is full."""
    site.wait_until_held()
    deadline = time.monotonic() + _SECONDS
    with closing(SqliteLedger(open_folder(archive).ledger, read_only=True)) as ledger:
        while _done(ledger) < ARTICLES - len(LAST) and time.monotonic() < deadline:
            time.sleep(0.05)
    disk.is_full = True
    site.release()


def _done(ledger: SqliteLedger) -> int:
    (summary,) = ledger.summaries(now=START)
    leased = summary.states.get(AddressState.LEASED, 0)
    return ARTICLES - leased if 0 < leased <= len(LAST) else 0


class Reader:
    """Reads pages, but fails on the last two while it ``is_broken``."""

    def __init__(self, read: ReadHere) -> None:
        self.is_broken = True
        self._read = read

    async def __call__(self, task: PageTask) -> PageContent:
        if self.is_broken and any(f"/{number}/" in task.address for number in LAST):
            raise RuntimeError("reading failed")
        return await self._read(task)


def main(what: str, folder: Path) -> int:
    """Crawl twice, and tell."""
    archive, disk, told = folder / "archive", FillingDisk(), []
    with serve() as site:
        site.publish(ARTICLES)
        definition = read_site_file(site.write_definition(folder, delay_seconds=0.0))
        clock = SimulatedClock(START)
        simulation = Simulation(definition, archive, clock)
        reader = Reader(ReadHere(definition)) if what == "reading" else None
        if what == "disk":
            site.hold(f"/news/story-{LAST[0]}/{LAST[0]}/")
            Thread(target=fill_once_all_but_the_last_are_saved, args=(site, disk, archive)).start()

        async def plan() -> None:
            for number in (1, 2):
                site.asked.clear()
                error = None
                try:
                    await simulation.crawl(disk=disk, reader=reader)
                except NewsreelError as problem:
                    error = type(problem).__name__
                told.append({"number": number, "error": error, "asked": site.paths, **_stored(archive)})
                disk.is_full = False
                if reader:
                    reader.is_broken = False
                clock.move_to(START + timedelta(hours=1))

        simulation.run(plan)
    sys.stdout.write(json.dumps(told))
    return 0


def _stored(archive: Path) -> dict[str, Any]:
    articles = Archive(archive).sql("SELECT address FROM revisions").rows()
    outcomes = Archive(archive).sql("SELECT outcome, count(*) AS n FROM observations GROUP BY ALL").rows()
    return {
        "stored": sorted(int(row["address"].rstrip("/").rpartition("/")[2]) for row in articles),
        "outcomes": {row["outcome"]: row["n"] for row in outcomes},
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
