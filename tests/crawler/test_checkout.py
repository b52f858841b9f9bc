"""A checkout is an ordinary Scrapy project: list, crawl and shell work there, without a deprecated word of ours."""

import re
import sys
from pathlib import Path

import pytest

from crawler.packages import PACKAGES
from tests.crawler.commandline import ROOT, Ended, ended, rows, state_of
from tests.crawler.conftest import Crawled
from tests.crawler.gazette import Gazette

OURS = re.compile(rf"({'|'.join(PACKAGES)})/[\w/]+\.py:\d+: \w*Warning|ScrapyDeprecationWarning")


def scrapy(*arguments: str) -> Ended:
    """Type one Scrapy command in the checkout, with every warning shown."""
    done = ended([sys.executable, "-W", "always", "-m", "scrapy", *arguments], cwd=ROOT)
    assert not OURS.findall(done.err), done.err
    return done


@pytest.fixture
def definition(gazette: Gazette, tmp_path: Path) -> Path:
    gazette.publish(3)
    return gazette.write_definition(tmp_path)


def test_list_names_the_one_spider() -> None:
    done = scrapy("list")
    assert (done.status, done.out) == (0, "news\n")


def test_crawl_fills_the_archive_the_settings_name(definition: Path, tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    done = scrapy("crawl", "news", "-a", f"site={definition}", "-s", f"NEWSREEL_ARCHIVE={archive}")
    assert done.status == 0
    assert " ERROR: " not in done.err
    assert rows(archive, "SELECT title FROM articles ORDER BY title") == [
        {"title": f"Story number {n}"} for n in (1, 2, 3)
    ]
    assert rows(archive, "SELECT status, requested FROM runs") == [{"status": "finished", "requested": 4}]
    assert [summary.holder for summary in state_of(archive).values()] == [None]
    assert list((archive / "_log").iterdir()) == []


def test_a_feed_export_gets_the_articles_that_were_stored(definition: Path, tmp_path: Path) -> None:
    feed = tmp_path / "articles.jsonl"
    setting = f"NEWSREEL_ARCHIVE={tmp_path / 'archive'}"
    done = scrapy("crawl", "news", "-a", f"site={definition}", "-s", setting, "-O", str(feed))
    assert done.status == 0
    assert feed.read_text(encoding="utf-8").count('"title": "Story number') == 3


def test_a_page_too_slow_ends_as_a_timeout(gazette: Gazette, tmp_path: Path) -> None:
    gazette.publish(2)
    gazette.hold("/news/story-2/2/")
    definition = gazette.write_definition(tmp_path)
    settings = [f"NEWSREEL_ARCHIVE={tmp_path / 'archive'}", "DOWNLOAD_TIMEOUT=0.5", "RETRY_ENABLED=False"]
    done = scrapy("crawl", "news", "-a", f"site={definition}", *(part for each in settings for part in ("-s", each)))
    gazette.release()
    assert done.status == 0
    sql = "SELECT outcome, http_status FROM observations WHERE address LIKE '%story-2%'"
    assert rows(tmp_path / "archive", sql) == [{"outcome": "timeout", "http_status": None}]


def test_crawl_without_a_site_says_how_to_name_one() -> None:
    assert "scrapy crawl news -a site=NAME" in scrapy("crawl", "news").err


def test_the_shell_opens_a_page_and_makes_no_archive(crawled: Crawled, tmp_path: Path) -> None:
    setting = f"NEWSREEL_ARCHIVE={tmp_path / 'archive'}"
    done = scrapy("shell", "--nolog", "-s", setting, "-c", "response.status", crawled.site.address)
    assert (done.status, done.out) == (0, "200\n")
    assert list(tmp_path.iterdir()) == []
