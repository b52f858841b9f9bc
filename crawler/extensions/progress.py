"""Progress: a live line on the terminal while a crawl runs."""

from typing import Self

from rich.console import Console
from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as ProgressBar
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import create_looping_call

from archive.outcomes import Family
from pipelines.run import CrawlRun, run_of

_REFRESH_SECONDS = 0.25
_COUNT_SECONDS = 2.0  # counting a million addresses takes its time


class Progress:
    """Scrapy extension: shows how far a crawl is; only where NEWSREEL_PROGRESS is on (a person is watching)."""

    def __init__(self, run: CrawlRun, console: Console) -> None:
        self._run = run
        self._bar = ProgressBar(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            TextColumn("{task.completed}/{task.total} pages"),
            TimeElapsedColumn(),
            TextColumn("{task.fields[counts]}"),
            console=console,
            auto_refresh=False,
        )
        self._task = self._bar.add_task(run.rules.site, total=None, counts="")
        self._timer = create_looping_call(self._refresh)
        self._counter = create_looping_call(self._count_due)
        self._total = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The display for the run of ``crawler``'s spider."""
        if not crawler.settings.getbool("NEWSREEL_PROGRESS"):
            raise NotConfigured  # without a reason, which would be a warning: nobody is watching is the usual case
        extension = cls(run_of(crawler), Console(stderr=True))
        crawler.signals.connect(extension.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(extension.spider_closed, signal=signals.spider_closed)
        return extension

    def spider_opened(self) -> None:
        """Begin to show."""
        self._bar.start()
        self._counter.start(_COUNT_SECONDS)
        self._timer.start(_REFRESH_SECONDS)

    def spider_closed(self) -> None:
        """Show the last state and end."""
        for timer in (self._timer, self._counter):
            if timer.running:
                timer.stop()
        self._refresh()
        self._bar.stop()

    def _count_due(self) -> None:
        run, account = self._run, self._run.account
        due = run.writer.ledger.pending(run.rules.site, due_before=run.due_before)
        self._total = account.requested + len(account.open) + due

    def _refresh(self) -> None:
        account = self._run.account
        families = account.by_family()
        shown = [
            (Family.ARTICLE, "articles"),
            (Family.GONE, "gone"),
            (Family.REFUSED, "refused"),
            (Family.FAILED, "failed"),
        ]
        counts = "  ".join(f"{families[family]} {word}" for family, word in shown if families[family])
        self._bar.update(
            self._task,
            completed=account.requested,
            total=max(self._total, account.requested + len(account.open)),
            counts=counts,
        )
        self._bar.refresh()
