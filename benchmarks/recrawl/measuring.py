"""Three crawls of one site by each system: the first, one with nothing changed, one with some articles changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any

from archive import Archive
from benchmarks.recrawl.crawls import NEWSREEL, SCRAPY
from benchmarks.recrawl.process import Answered, RunningSite
from benchmarks.surroundings import output_of

FULL = "newsreel, no validators"
SYSTEMS = (NEWSREEL, FULL, *SCRAPY)
FIRST, AGAIN, CHANGED = "first", "nothing changed", "some changed"
DOWNLOAD_ONLY = "scrapy"
NOT_MODIFIED = 304


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawl:
    """One crawl, and what it took.

    ``pages`` are articles and listings that there are; ``cpu_ms`` is CPU time a page after all is imported,
    ``whole_cpu_ms`` with that. ``found`` are the changed articles that were found, ``there`` those there were;
    ``wrong`` counts what was called changed and was not. ``revisions`` and ``observations`` are rows stored, ``asked``
    the different addresses of the latter; None: the system stores none.
    """

    system: str
    name: str
    pages: int
    requests: int
    not_modified: int
    bytes: int
    cpu_ms: float
    whole_cpu_ms: float
    found: int = 0
    there: int = 0
    wrong: int = 0
    revisions: int | None = None
    observations: int | None = None
    asked: int | None = None


def crawls_of(system: str, site: RunningSite, folder: Path, *, share: float, times: int) -> Iterator[Crawl]:
    """The three crawls of ``system`` into ``folder``, with that ``share`` of articles changed before the third.

    Where nothing changes, CPU time is the median of ``times`` crawls.
    """
    site.send_validators(system != FULL)
    yield _crawl(system, FIRST, site, folder, set())
    again = [_crawl(system, AGAIN, site, folder, set()) for _ in range(times)]
    yield with_median(again)
    yield _crawl(system, CHANGED, site, folder, site.change(share))


def downloads(site: RunningSite, folder: Path, *, times: int) -> Crawl:
    """What only to download the site costs: the median of ``times`` first crawls by Scrapy as it is."""
    site.send_validators(True)
    return with_median([_crawl(DOWNLOAD_ONLY, FIRST, site, folder / f"{n}", set()) for n in range(times)])


def with_median(crawls: Sequence[Crawl]) -> Crawl:
    """The last of ``crawls``, with the median CPU time of all."""
    return replace(
        crawls[-1],
        cpu_ms=median(crawl.cpu_ms for crawl in crawls),
        whole_cpu_ms=median(crawl.whole_cpu_ms for crawl in crawls),
    )


def _crawl(system: str, name: str, site: RunningSite, folder: Path, changed: set[str]) -> Crawl:
    site.take_log()
    kind = NEWSREEL if system == FULL else system
    told = output_of("benchmarks.recrawl.crawls", kind, site.origin, str(folder))
    log = [answered for answered in site.take_log() if answered.target != "/robots.txt"]
    pages = site.pages
    crawl = Crawl(
        system=system,
        name=name,
        pages=pages,
        requests=len(log),
        not_modified=sum(answered.status == NOT_MODIFIED for answered in log),
        bytes=_bytes(log),
        cpu_ms=1000 * told["cpu"] / pages,
        whole_cpu_ms=1000 * told["whole_cpu"] / pages,
        there=len(changed),
    )
    found = _changed_by_newsreel(folder / "archive", told) if kind == NEWSREEL else set(told["changed"])
    found = set() if name == FIRST else found
    crawl = replace(crawl, found=len(found & changed), wrong=len(found - changed))
    return _with_rows(crawl, folder / "archive", told) if kind == NEWSREEL else crawl


def _bytes(log: Sequence[Answered]) -> int:
    return sum(answered.bytes for answered in log)


def _changed_by_newsreel(archive: Path, told: dict[str, Any]) -> set[str]:
    sql = "SELECT address FROM revisions WHERE run_id = ?"
    return {row["address"] for row in Archive(archive).sql(sql, told["run_id"]).rows()}


def _with_rows(crawl: Crawl, archive: Path, told: dict[str, Any]) -> Crawl:
    sql = "SELECT count(*) AS observations, count(DISTINCT address) AS asked FROM observations WHERE run_id = ?"
    (row,) = Archive(archive).sql(sql, told["run_id"]).rows()
    return replace(crawl, revisions=told["revisions"], **row)
