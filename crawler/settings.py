"""Settings of every newsreel crawl: each changed value with Scrapy's own default and the reason beside it."""

import os
from pathlib import Path

from archive.errors import UsageError
from archive.version import __version__
from crawler.packages import check_packages

check_packages()


def number_of_workers(told: str | None) -> int:
    """The processes that ``told`` asks for, one for each processor without it. Raises UsageError."""
    if told and not told.isdecimal():
        raise UsageError(f"NEWSREEL_WORKERS={told} is no number of processes, such as 2, or 0 for none")
    return int(told) if told else os.cpu_count() or 1


def yes_or_no(name: str, told: str | None) -> bool:
    """What ``told`` says of the setting ``name``: 1 or 0, yes without it. Raises UsageError."""
    if told not in (None, "", "0", "1"):
        raise UsageError(f"{name}={told} is neither 1 (yes) nor 0 (no)")
    return told != "0"


def number_or_none(name: str, told: str | None) -> int | None:
    """What ``told`` says of the setting ``name``: a whole number, None without one. Raises UsageError."""
    if told and not told.isdecimal():
        raise UsageError(f"{name}={told} is no whole number")
    return int(told) if told else None


BOT_NAME = "newsreel"
SPIDER_MODULES = ["spiders"]

# Where the archive is; the command line sets it. Absolute, since Scrapy may run from any folder.
NEWSREEL_ARCHIVE = str(Path(os.environ.get("NEWSREEL_ARCHIVE", "news-archive")).absolute())
# How a site's owner reaches whoever runs the crawl; sent with every request.
NEWSREEL_CONTACT = os.environ.get("NEWSREEL_CONTACT", "")
# The longest crawl-delay of a robots.txt that is kept to, in seconds.
NEWSREEL_MAX_CRAWL_DELAY = 60.0
# A crawl pauses while the archive's disk has less room than this, in bytes.
NEWSREEL_MIN_FREE_BYTES = 100_000_000

# Processes that read pages beside the crawl, at most so many, started as they are needed. 0: pages are read by the
# crawl itself, without the limits below, and one that takes long stops everything meanwhile.
NEWSREEL_WORKERS = number_of_workers(os.environ.get("NEWSREEL_WORKERS"))
# What reading one page may take before it is ended: processor time, which no other load on the machine prolongs
# (of 466 saved pages: 0.03 s on average, 0.27 s at most); time on the clock, for a process that stands still; and
# memory, beyond what its process has (of the same pages: 60 MB at most; of 10 MiB of mere line breaks: 340 MB).
NEWSREEL_PAGE_CPU_SECONDS = 5.0
NEWSREEL_PAGE_SECONDS = 30.0
NEWSREEL_PAGE_MEMORY_BYTES = 1024 * 1024 * 1024

# Blocks that the pages of a site share are left out of bodies, once ten articles have shown which. 0: they stay.
NEWSREEL_SITE_MEMORY = yes_or_no("NEWSREEL_SITE_MEMORY", os.environ.get("NEWSREEL_SITE_MEMORY"))

# Answers are kept as WARC files in the archive, as they came. 0: they are not.
NEWSREEL_CAPTURES = yes_or_no("NEWSREEL_CAPTURES", os.environ.get("NEWSREEL_CAPTURES"))
# What those files may take, in bytes, and how old one may get, in days; beyond that the oldest are removed. None: no
# limit.
NEWSREEL_CAPTURES_MAX_BYTES = number_or_none(
    "NEWSREEL_CAPTURES_MAX_BYTES", os.environ.get("NEWSREEL_CAPTURES_MAX_BYTES")
)
NEWSREEL_CAPTURES_KEEP_DAYS = number_or_none(
    "NEWSREEL_CAPTURES_KEEP_DAYS", os.environ.get("NEWSREEL_CAPTURES_KEEP_DAYS")
)
# A file that has so many bytes is followed by another.
NEWSREEL_CAPTURE_FILE_BYTES = 1_000_000_000

# The share of the addresses of a crawl, from 0 to 1, that may fail before its exit status says so.
NEWSREEL_MAX_FAILED = 0.5

# Who we are. Scrapy: names Scrapy. Never a browser's name.
USER_AGENT = f"newsreel/{__version__} (news archive crawler)"
# Scrapy: True since 2.19's templates only; False by default.
ROBOTSTXT_OBEY = True
# Scrapy: 0.5 (half to one and a half times the delay); a crawl-delay is a minimum.
DOWNLOAD_DELAY_JITTER = 0

ITEM_PIPELINES = {
    "pipelines.read_out.ReadOut": 100,
    "pipelines.note_arrivals.NoteArrivals": 150,
    "pipelines.keep_to_bounds.KeepToBounds": 200,
    "pipelines.deduplicate.Deduplicate": 400,
    "pipelines.store.Store": 500,
}
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "crawler.middlewares.on_site.OnSite": 50,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    # No site file has a password.
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "crawler.middlewares.robots.Robots": 100,
    # Beyond Scrapy's last, 900: what goes over the wire.
    "crawler.middlewares.if_changed.IfChanged": 980,
    "crawler.middlewares.capture.Capture": 985,
    "crawler.middlewares.keep_answers.KeepAnswers": 990,
    "crawler.middlewares.serve_kept.ServeKept": 990,
}
# None of them does anything for spiders that yield one visit for each answer and no request; each costs every page.
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
}
EXTENSIONS = {
    "crawler.extensions.crawl_delay.CrawlDelay": 100,
    "crawler.extensions.captures.Captures": 90,
    "crawler.extensions.run_end.RunEnd": 100,
    "crawler.extensions.commits.Commits": 100,
    "crawler.extensions.page_workers.PageWorkers": 100,
    "crawler.extensions.progress.Progress": 200,
}

# Every answer is a visit with an outcome; Scrapy: error statuses are dropped before the spider.
HTTPERROR_ALLOW_ALL = True
# The ledger keeps every address once; Scrapy: a filter that drops repeats silently.
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"
# What is due comes from the archive's ledger. Scrapy: queues in memory, or in a JOBDIR that a crash empties.
SCHEDULER = "crawler.scheduler.LedgerScheduler"
# Scrapy: 100 tasks for every answer, though each brings few items.
CONCURRENT_ITEMS = 1

DOWNLOAD_HANDLERS = {
    # A first Ctrl-C ends a crawl within seconds, whatever a server does. Scrapy: after its answer, or the timeouts.
    "http": "crawler.downloads.Downloads",
    "https": "crawler.downloads.Downloads",
    # Nothing a page says may open a file or another protocol. Scrapy: all on.
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
# Names that end in .localhost are this machine. Scrapy: they are asked for like any other.
TWISTED_DNS_RESOLVER = "crawler.host_names.HostNames"
# A page of 10 MiB is no news article. Scrapy: 1 GiB.
DOWNLOAD_MAXSIZE = 10 * 1024 * 1024
# A sitemap may have 50 MB by its protocol (https://www.sitemaps.org/protocol.html), and some overstep it a little.
NEWSREEL_SITEMAP_BYTES = 64 * 1024 * 1024
# One slow page may hold its place for a minute. Scrapy: 180 s.
DOWNLOAD_TIMEOUT = 60
# Redirects beyond the fifth lead nowhere. Scrapy: 20.
REDIRECT_MAX_TIMES = 5
# No session follows us from page to page, and no page is decoded for a refresh. Scrapy: both on.
COOKIES_ENABLED = False
METAREFRESH_ENABLED = False

# No open ports. Scrapy: both on.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
# Scrapy: a record of each answer and of each item dropped, made up even where no handler wants it.
LOG_FORMATTER = "crawler.log_lines.LogLines"
# The progress display and the report tell what the minute log would. Scrapy: every 60 s.
LOGSTATS_INTERVAL = 0
