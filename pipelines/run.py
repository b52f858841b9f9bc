"""What the steps of one crawl run share, and how a step gets hold of it."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from archive.errors import NewsreelError, UnsavedError
from archive.writer import ArchiveWriter
from pipelines.account import Account
from pipelines.bounds import Bounds
from pipelines.changes.noise import SiteNoise
from pipelines.content import LinkLearner, PageReader
from pipelines.gate import Gate
from pipelines.health import Alarm, SiteHealth
from pipelines.paging import Listings
from pipelines.plan import Plan
from pipelines.revisit.servers import Servers
from pipelines.rules.site_rules import SiteRules
from pipelines.site_memory import SiteMemory
from pipelines.traffic import Traffic

# The part of what an archive remembers of a site that is about its links.
LINKS = "links"
# And that about what changes on its pages without being edited.
NOISE = "noise"
# The part that is about its servers.
SERVERS = "validators"

Clock = Callable[[], datetime]


@dataclass(slots=True, kw_only=True)
class CrawlRun:
    """One run over one site into one archive.

    ``due_before`` is the moment up to which addresses are due in it: its own start, or that of the run it carries on.
    ``reader`` reads its pages; the spider brings one, and the crawler may put another in its place. ``gate`` decides
    which addresses are taken up; None: all are.
    ``memory`` is what the site taught of its own blocks, ``noise`` of what changes on its pages without being edited;
    None: switched off. ``links`` is what it taught of its links; None: its definition says where they lead. ``servers``
    is what it taught of its servers' validators; ``traffic`` is what went over the wire.
    ``wanted`` are the visits that the site's known articles want within a day;
    ``load`` is how many times more visits the site's articles want than its politeness allows; 1: no more.
    ``due_only``: known articles are visited when the policy says so; else all of them.
    ``only`` are the addresses it is confined to, those not taken up yet; None: it takes up all that is due.
    ``bounds`` are what it is kept to, ``listings`` what its listings have shown; with a ``plan``, it is a dry one.
    ``health`` is whether it is read as it always was; ``alarms``, filled at the end, say where it is not.
    ``failure`` is the error that made it stop, if one did; ``is_saved`` says that its last commit went through.
    """

    rules: SiteRules
    writer: ArchiveWriter
    clock: Clock
    started_at: datetime
    due_before: datetime
    due_only: bool = False
    wanted: float = 0.0
    load: float = 1.0
    account: Account = field(default_factory=Account)
    reader: PageReader | None = None
    gate: Gate | None = None
    memory: SiteMemory | None = None
    noise: SiteNoise | None = None
    links: LinkLearner | None = None
    health: SiteHealth = field(default_factory=SiteHealth)
    alarms: tuple[Alarm, ...] = ()
    servers: Servers = field(default_factory=Servers)
    traffic: Traffic = field(default_factory=Traffic)
    only: deque[str] | None = None
    failure: NewsreelError | None = None
    is_saved: bool = False
    bounds: Bounds = field(default_factory=Bounds)
    listings: Listings = field(default_factory=Listings)
    plan: Plan | None = None

    @property
    def is_resumed(self) -> bool:
        """Whether this run carries on one that never ended."""
        return self.due_before < self.started_at

    def commit(self, *, finishes_run: bool = False) -> None:
        """Save what is buffered. A failure is kept, and raised; after one, nothing more is saved."""
        if self.failure is not None:
            return
        if self.memory and self.memory.is_changed:
            self.writer.remember(self.memory.packed())
        if self.links and self.links.is_changed:
            self.writer.remember(self.links.packed(), of=LINKS)
        if self.noise and self.noise.is_changed:
            self.writer.remember(self.noise.packed(), of=NOISE)
        if self.servers.is_changed:
            self.writer.remember(self.servers.packed(), of=SERVERS)
        try:
            self.writer.commit(now=self.clock(), due_before=self.due_before, finishes_run=finishes_run)
        except NewsreelError as problem:
            self.failure = problem
            raise
        except Exception as problem:  # a process edge: whatever it was, a crawl that cannot save must say so and end
            self.failure = UnsavedError(f"what was fetched could not be saved: {type(problem).__name__}: {problem}")
            raise self.failure from problem


class Step:
    """A Scrapy pipeline of newsreel: holds the run that its spider belongs to."""

    def __init__(self, run: CrawlRun) -> None:
        self.run = run

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The step for the run of ``crawler``'s spider; switched off for spiders that are not newsreel's."""
        return cls(run_of(crawler))


def run_of(crawler: Crawler) -> CrawlRun:
    """The run of ``crawler``'s spider. Raises NotConfigured where the spider has none."""
    run = getattr(crawler.spider, "run", None)
    if not isinstance(run, CrawlRun):
        raise NotConfigured("the spider brings no newsreel run")
    return run
