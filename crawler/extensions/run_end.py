"""The end of a run: what crashed or was never tried gets its outcome, everything is saved, the run row written."""

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from twisted.python.failure import Failure

from archive.errors import NewsreelError
from archive.outcomes import Outcome
from archive.records import Run
from archive.version import __version__
from crawler.report import report_of
from pipelines.bounds import Bound, Bounds
from pipelines.health import HEALTH, Ending
from pipelines.run import CrawlRun, run_of
from pipelines.store import end_visit
from pipelines.visit import Visit
from spiders.answers import detail_of_error
from spiders.news import ended_visit
from spiders.site import SiteDefinition

FINISHED = "finished"
# Further pages of a list, which other bounds hold back, have what is older.
_KEEP_NEWS_OUT = {Bound.MAX_ARTICLES, Bound.MAX_PAGES}


class RunEnd:
    """Scrapy extension: closes the account of a run, so that every address asked for has one outcome."""

    def __init__(
        self, run: CrawlRun, settings: dict[str, Any], expected: Mapping[str, float], max_failed_share: float
    ) -> None:
        self._run = run
        self._settings = settings
        self._expected = expected
        self._max_failed_share = max_failed_share

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The extension for the run of ``crawler``'s spider."""
        names = (
            "DOWNLOAD_DELAY", "CONCURRENT_REQUESTS", "USER_AGENT", "DOWNLOAD_MAXSIZE", "ROBOTSTXT_OBEY",
            "NEWSREEL_WORKERS", "NEWSREEL_PAGE_CPU_SECONDS", "NEWSREEL_PAGE_SECONDS", "NEWSREEL_PAGE_MEMORY_BYTES",
        )  # fmt: skip
        settings = {name: crawler.settings[name] for name in names}
        settings["site_memory"] = run_of(crawler).memory is not None
        site = getattr(crawler.spider, "site", None)
        if isinstance(site, SiteDefinition):
            settings |= {
                "site_definition": site.origin,
                "listings": asdict(site.listings),
                "bounds": _told(site.bounds),
            }
        expected = (
            {name.value: share for name, share in site.expected.items()} if isinstance(site, SiteDefinition) else {}
        )
        extension = cls(run_of(crawler), settings, expected, crawler.settings.getfloat("NEWSREEL_MAX_FAILED"))
        crawler.signals.connect(extension.item_error, signal=signals.item_error)
        crawler.signals.connect(extension.spider_error, signal=signals.spider_error)
        crawler.signals.connect(extension.spider_closed, signal=signals.spider_closed)
        return extension

    def item_error(self, item: Visit, failure: Failure) -> None:
        """A step raised: the visit ends as crashed (Scrapy has logged the traceback)."""
        if item.address in self._run.account.open:
            end_visit(
                self._run, replace(item, outcome=Outcome.CRASHED, detail=detail_of_error(failure.value), entries=())
            )

    def spider_error(self, failure: Failure, response: Any) -> None:
        """The spider raised on an answer, before or after it yielded the visit."""
        task = response.request.cb_kwargs["task"] if response is not None else None
        if task and task.address in self._run.account.open:
            detail = detail_of_error(failure.value)
            end_visit(self._run, ended_visit(task, self._run.clock(), Outcome.CRASHED, detail))

    def spider_closed(self, reason: str) -> None:
        """Save everything, the row of the run last. A failure is kept in the run, whose exit status it decides."""
        run = self._run
        try:
            run.commit()
            if run.failure is None:
                self._judge(reason)
                if run.writer.captures is not None:
                    run.writer.captures.finish(now=run.clock())
                run.writer.add([self._row(reason)])
                is_whole = run.only is None or not run.is_resumed  # else what it carries on is still to be done
                run.commit(finishes_run=reason == FINISHED and is_whole)
                run.is_saved = True
                run.writer.seal()
        except NewsreelError as problem:
            run.failure = run.failure or problem

    def _judge(self, reason: str) -> None:
        """Hold what the run has shown of its site against the site's history, which learns of it."""
        run, bounds = self._run, self._run.bounds
        if run.plan is not None:
            return
        has_left_out = not _KEEP_NEWS_OUT.isdisjoint(run.account.held_back)
        is_unbounded = run.only is None and bounds.since is None and bounds.until is None and not bounds.sections
        ending = Ending(
            began_at=run.started_at,
            is_whole=reason == FINISHED and not run.is_resumed and not has_left_out,
            is_unbounded=is_unbounded,
            records=run.account.records,
            fields=run.account.fields,
            expects=self._expected,
        )
        run.alarms = run.health.judge(ending)
        run.writer.remember(run.health.history.packed(), of=HEALTH)

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
            settings=json.dumps(self._settings | {"held_back": run.account.held_back}),
            requests=run.traffic.requests,
            received_bytes=run.traffic.received_bytes,
            conditional=run.traffic.conditional,
            not_modified=run.traffic.not_modified,
            saved_bytes=run.traffic.saved_bytes,
            records=run.account.records,
            fields=dict(sorted(run.account.fields.items())),
            body_characters=run.account.body_characters,
            alarms=tuple(alarm.as_text() for alarm in run.alarms),
            report=report_of(run, reason=reason, max_failed_share=self._max_failed_share).rest_as_json(),
        )


def _told(bounds: Bounds) -> dict[str, Any]:
    """The bounds there are, as JSON has them."""
    told = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in asdict(bounds).items()}
    return {name: value for name, value in told.items() if value not in (None, ())}
