"""A local site that lives for days while crawls visit it: what happened there, and what each crawl did."""

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from archive.folder import open_folder
from archive.ledger.sqlite import SqliteLedger
from benchmarks.simulated import SimulatedClock, Simulation
from crawler.localsite import LocalSite
from crawler.localsite.newsroom import START
from crawler.report import Report
from spiders.site_folders import find_site

SITE = "demo"
# The site changes all at once, this often: not in step with any crawl, so that delays differ.
CHANGE_HOURS = (6, 30)
_OFFSET = timedelta(minutes=15)
_NOT_MODIFIED = 304


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """When crawls are: each ``every``, of every known article; with ``due_only``, of what is due then, if anything."""

    name: str
    every: timedelta
    due_only: bool = False


POLICIES = (
    Policy(name="all, every 6 hours", every=timedelta(hours=6)),
    Policy(name="due, looked at every 30 minutes", every=timedelta(minutes=30), due_only=True),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """The site from one moment of change to the next: ``truth`` is what it shows, ``change`` what made it so."""

    since: datetime
    change: Mapping[str, Any]
    truth: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawled:
    """One crawl: its report, when it ended, whether something was left that was due, and what the site noted of it."""

    report: Report
    ended_at: datetime
    left_due: bool
    requests: int
    not_modified: int
    bytes: int


@dataclass(slots=True, kw_only=True)
class Life:
    """What happened, in order."""

    address: str
    archive: Path
    moments: list[Moment] = field(default_factory=list)
    crawls: list[Crawled] = field(default_factory=list)

    def at(self, moment: datetime) -> Moment:
        """The site as it was at ``moment``."""
        return next(each for each in reversed(self.moments) if each.since <= moment)


def live(policy: Policy, archive: Path, *, days: int, stories: int = 60, seed: int = 7) -> Life:
    """Crawl a local site as ``policy`` has it for so many days. One call per process."""
    with LocalSite(stories=stories, seed=seed) as site:
        life = Life(address=site.address, archive=archive)
        simulation = Simulation(find_site(SITE).at(site.address), archive, SimulatedClock(START))
        simulation.run(lambda: _live(life, site, simulation, policy, days))
    return life


async def _live(life: Life, site: LocalSite, simulation: Simulation, policy: Policy, days: int) -> None:
    random = Random(days)  # noqa: S311 - to be repeated, not to be secret
    _note(life, site, {}, START)
    changes_at = START + timedelta(hours=CHANGE_HOURS[0])
    crawl_at = START + _OFFSET
    while crawl_at <= START + timedelta(days=days):
        while changes_at <= crawl_at:
            since = life.moments[-1].since
            change = site.advance(int((changes_at - since) / timedelta(hours=1)))
            _note(life, site, change, datetime.fromisoformat(change["now"]))
            changes_at += timedelta(hours=random.randint(*CHANGE_HOURS))
        simulation.clock.move_to(crawl_at)
        if not policy.due_only or _is_due(simulation):
            await _crawl(life, site, simulation, policy)
        crawl_at += policy.every


def _note(life: Life, site: LocalSite, change: Mapping[str, Any], since: datetime) -> None:
    life.moments.append(Moment(since=since, change=change, truth=site.truth()))


def _is_due(simulation: Simulation) -> bool:
    if not simulation.archive.exists():
        return True
    with closing(SqliteLedger(open_folder(simulation.archive).ledger, read_only=True)) as ledger:
        return ledger.has_due(SITE, due_before=simulation.clock.now)


async def _crawl(life: Life, site: LocalSite, simulation: Simulation, policy: Policy) -> None:
    begun_at = simulation.clock.now
    report = await simulation.crawl(due_only=policy.due_only)
    log = site.requests()
    site.clear_log()
    with closing(SqliteLedger(open_folder(simulation.archive).ledger, read_only=True)) as ledger:
        left_due = ledger.has_due(SITE, due_before=begun_at)
    life.crawls.append(
        Crawled(
            report=report,
            ended_at=simulation.clock.now,
            left_due=left_due,
            requests=len(log),
            not_modified=Counter(entry["status"] for entry in log)[_NOT_MODIFIED],
            bytes=sum(entry["bytes"] for entry in log),
        )
    )
