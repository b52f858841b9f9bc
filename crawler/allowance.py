"""What a bounded crawl may still ask for: in which order leased addresses are taken up, and when it has enough."""

from collections import deque

from archive.ledger import Task
from archive.outcomes import Outcome
from pipelines.address_data import is_further_page
from pipelines.bounds import Bound
from pipelines.content import Kind
from pipelines.run import CrawlRun


class Allowance:
    """The leased addresses of a run, handed out as its bounds allow. Whatever is not, stays leased, and so due.

    A run that is to store so many new articles reads no more listing pages than it needs to find them.
    """

    def __init__(self, run: CrawlRun) -> None:
        self._run = run
        self._leased: deque[Task] = deque()
        self._later: deque[Task] = deque()
        self._set_aside = 0
        self._under_way: set[str] = set()

    @property
    def is_used_up(self) -> bool:
        """Whether as many new articles as the run is to store are stored."""
        most = self._run.bounds.max_articles
        return most is not None and self._new >= most

    @property
    def _new(self) -> int:
        """How many new articles were stored, or would be."""
        return self._run.account.outcomes[Outcome.NEW] + (self._run.plan.new if self._run.plan else 0)

    @property
    def is_empty(self) -> bool:
        """Whether nothing that is leased waits to be handed out."""
        return not (self._leased or self._later)

    @property
    def needs_more(self) -> bool:
        """Whether there is nothing to hand out, so that more has to be leased."""
        return not self._leased and not self.is_used_up

    def add(self, task: Task) -> None:
        """Take ``task``, which was leased."""
        bounds, listings = self._run.bounds, self._run.listings
        if task.kind != Kind.LISTING:
            self._leased.append(task)
        elif bounds.max_pages is not None and listings.begun >= bounds.max_pages:
            self._set_aside += 1
        elif bounds.max_articles is not None and is_further_page(task.data):
            self._later.append(task)
        else:
            listings.begun += 1
            self._leased.append(task)

    def next(self) -> Task | None:
        """What to ask for now; None: nothing, or not before what is under way has ended."""
        if self.is_used_up:
            return None
        if self._run.bounds.max_articles is None:
            return self._leased.popleft() if self._leased else None
        missing = self._missing()
        # Where nothing else is left, those that were found are under way, or cannot be had.
        if self._later and missing > 0 and (len(self._run.listings.unstored) < missing or not self._leased):
            self._run.listings.begun += 1
            return self._later.popleft()
        if not self._leased or (self._leased[0].kind == Kind.ARTICLE and missing <= 0):
            return None
        task = self._leased.popleft()
        if task.kind == Kind.ARTICLE:
            self._run.listings.unstored.discard(hash(task.address))
            self._under_way.add(task.address)
        return task

    def close(self) -> None:
        """Count what is left for the next run."""
        run = self._run
        run.account.leave(Bound.MAX_PAGES, self._set_aside)
        if self.is_used_up:
            due = run.writer.ledger.pending(run.rules.site, due_before=run.due_before)
            run.account.leave(Bound.MAX_ARTICLES, due + len(self._leased) + len(self._later))

    def _missing(self) -> int:
        """How many articles may be taken up: those still to be stored, less those under way, which may be new."""
        assert self._run.bounds.max_articles is not None
        self._under_way &= self._run.account.open
        return self._run.bounds.max_articles - self._new - len(self._under_way)
