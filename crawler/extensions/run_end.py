"""The end of a run: what crashed or was never tried gets its outcome, everything is saved, the run row written."""

import json
import logging
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from twisted.python.failure import Failure

from archive.errors import StorageError
from archive.outcomes import Outcome
from archive.records import Run
from archive.version import __version__
from pipelines.run import CrawlRun, run_of
from pipelines.store import end_visit
from pipelines.visit import Kind, Visit
from spiders.answers import detail_of_error

logger = logging.getLogger(__name__)

FINISHED = "finished"


class RunEnd:
    """Scrapy extension: closes the account of a run, so that every address asked for has one outcome."""

    def __init__(self, run: CrawlRun, settings: dict[str, Any]) -> None:
        self._run = run
        self._settings = settings

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The extension for the run of ``crawler``'s spider."""
        names = ("DOWNLOAD_DELAY", "CONCURRENT_REQUESTS_PER_DOMAIN", "USER_AGENT", "DOWNLOAD_MAXSIZE")
        extension = cls(run_of(crawler), {name: crawler.settings[name] for name in names})
        crawler.signals.connect(extension.item_error, signal=signals.item_error)
        crawler.signals.connect(extension.spider_error, signal=signals.spider_error)
        crawler.signals.connect(extension.spider_closed, signal=signals.spider_closed)
        return extension

    def item_error(self, item: Visit, failure: Failure) -> None:
        """A step raised: the visit ends as crashed (Scrapy has logged the traceback)."""
        self._crashed(item.address, item.kind, failure)

    def spider_error(self, failure: Failure, response: Any) -> None:
        """The spider raised on an answer, before or after it yielded the visit."""
        if response is not None:  # else it raised while it asked for its first addresses: none is open
            self._crashed(response.request.cb_kwargs["address"], response.request.meta["kind"], failure)

    def spider_closed(self, reason: str) -> None:
        """Save everything. A storage failure is kept in the run, whose exit status it decides."""
        run = self._run
        for address, kind in run.account.open.items():
            end_visit(run, self._ended(address, Kind(kind), Outcome.NOT_TRIED, f"the run ended first: {reason}"))
        if run.failure is not None:
            return
        try:
            run.writer.flush()
            run.writer.finish(self._row(reason))
        except StorageError as problem:
            run.failure = problem
            logger.error("%s", problem)  # noqa: TRY400 - the line names file and cause

    def _crashed(self, address: str, kind: Kind, failure: Failure) -> None:
        if address in self._run.account.open:
            end_visit(self._run, self._ended(address, kind, Outcome.CRASHED, detail_of_error(failure.value)))

    def _ended(self, address: str, kind: Kind, outcome: Outcome, detail: str) -> Visit:
        return Visit(address=address, kind=kind, observed_at=self._run.clock(), outcome=outcome, detail=detail)

    def _row(self, reason: str) -> Run:
        run = self._run
        return Run(
            run_id=run.writer.run_id,
            site=run.rules.site,
            started_at=run.started_at,
            ended_at=run.clock(),
            status=reason,
            requested=run.account.requested,
            outcomes={outcome.value: count for outcome, count in sorted(run.account.outcomes.items())},
            revisions=run.writer.saved_revisions,
            sightings=run.writer.saved_sightings,
            body_bytes=run.account.body_bytes,
            newsreel_version=__version__,
            settings=json.dumps(self._settings),
        )
