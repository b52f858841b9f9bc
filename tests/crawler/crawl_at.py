"""One crawl by a clock that stands still, in a process of its own: SITE_FILE ARCHIVE MOMENT, and --due or nothing."""

import sys
from datetime import datetime
from pathlib import Path

from crawler.crawls import Crawls
from spiders.news import NewsSpider, start_of
from spiders.open_run import open_run
from spiders.site_file import read_site_file

SETTINGS = {"LOG_LEVEL": "CRITICAL", "NEWSREEL_WORKERS": 1, "NEWSREEL_PROGRESS": False}


def main(site_file: str, archive: str, moment: str, *options: str) -> None:
    """Crawl the site of ``site_file`` as if it were ``moment``; with --due, only what is due then."""
    site, now = read_site_file(Path(site_file)), datetime.fromisoformat(moment)
    with open_run(site.rules, Path(archive), start_of(site), clock=lambda: now, due_only="--due" in options) as run:
        process = Crawls(SETTINGS)
        crawler = process.create_crawler(NewsSpider)
        process.run(_crawl(process, crawler, site=site, run=run))
        if run.failure is not None:
            raise run.failure
        assert run.is_saved


async def _crawl(process: Crawls, crawler: object, **arguments: object) -> None:
    await process.crawl(crawler, **arguments)  # type: ignore[arg-type] # Scrapy's own union


if __name__ == "__main__":
    main(*sys.argv[1:])
