"""Captures: a run's answers are kept as WARC files, within the limits that the settings give."""

import os
from collections.abc import Mapping
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from archive.captures.limits import Limits
from pipelines.run import run_of
from spiders.news import NewsSpider


class Captures:
    """Scrapy extension: gives the writer of a run its captures; `pipelines.store` fills them, `RunEnd` ends them."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The extension of a crawl; switched off by NEWSREEL_CAPTURES, for a dry run and for a probe."""
        run, is_crawl = run_of(crawler), isinstance(crawler.spider, NewsSpider)
        if not is_crawl or run.plan is not None or not crawler.settings.getbool("NEWSREEL_CAPTURES"):
            raise NotConfigured  # without a reason, which would be a warning
        run.writer.keep_captures(limits_of(crawler.settings), randomness=os.urandom)
        return cls()


def limits_of(settings: Mapping[str, Any]) -> Limits:
    """The limits that ``settings`` give."""
    total, days = settings["NEWSREEL_CAPTURES_MAX_BYTES"], settings["NEWSREEL_CAPTURES_KEEP_DAYS"]
    return Limits(
        file_bytes=int(settings["NEWSREEL_CAPTURE_FILE_BYTES"]),
        total_bytes=None if total in (None, "") else int(total),
        days=None if days in (None, "") else int(days),
    )
