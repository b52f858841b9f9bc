"""The local site crawled by its feeds alone, by its sitemaps alone, and by a list of addresses."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crawler.localsite import LocalSite
from spiders.site_folders import SHIPPED
from tests.crawler.commandline import Ended, assert_adds_up, newsreel, rows
from tests.crawler.gazette import Gazette, Reply
from tests.spiders.sources import sitemaps

STORIES = 24


@pytest.fixture(scope="module")
def site() -> Iterator[LocalSite]:
    with LocalSite(stories=STORIES) as site:
        yield site


def write_definition(folder: Path, sources: str) -> Path:
    """The demo site's file with ``sources`` in place of its listings."""
    before, _, after = (SHIPPED / "demo.toml").read_text(encoding="utf-8").partition("[listings]")
    path = folder / "demo.toml"
    path.write_text(f"{before}[sources]\n{sources}\n\n[articles]{after.partition('[articles]')[2]}", encoding="utf-8")
    return path


def crawl(site: LocalSite, definition: Path, *options: str, **variables: str) -> Ended:
    site.clear_log()
    where = ("--address", site.address, "-a", "archive")
    crawled = newsreel("crawl", definition, *where, *options, cwd=definition.parent, **variables)
    assert crawled.status == 0, crawled.err
    assert_adds_up(definition.parent / "archive", crawled.report)
    return crawled


def to_store(site: LocalSite) -> set[str]:
    return {reading["address"] for reading in site.truth() if reading["has_body"] and not reading["robots_disallowed"]}


def stored(folder: Path) -> set[str]:
    return {row["address"] for row in rows(folder / "archive", "SELECT address FROM articles")}


def paths(site: LocalSite) -> list[str]:
    return [request["path"] for request in site.requests()]


FEEDS = 'feeds = ["/feeds/en.rss", "/feeds/pt.atom"]'
SITEMAPS = 'sitemaps = ["/sitemap.xml"]'


@pytest.mark.parametrize("workers", ["0", "1"])
def test_by_its_feeds_alone_every_article_is_found(site: LocalSite, tmp_path: Path, workers: str) -> None:
    outcomes = crawl(site, write_definition(tmp_path, FEEDS), NEWSREEL_WORKERS=workers).report["outcomes"]
    assert stored(tmp_path) == to_store(site)
    assert (outcomes["feed"], outcomes["new"], outcomes.get("listing")) == (2, len(to_store(site)), None)
    assert paths(site).count("/feeds/en.rss") == 1
    assert {"/", "/all/en/", "/sitemap.xml"}.isdisjoint(paths(site))


def test_what_a_feed_showed_is_in_the_sightings(site: LocalSite, tmp_path: Path) -> None:
    crawl(site, write_definition(tmp_path, FEEDS))
    seen = rows(tmp_path / "archive", "SELECT * FROM sightings WHERE box = 'feed' ORDER BY listing_address, position")
    truth = {reading["address"]: reading for reading in site.truth()}
    assert len(seen) == len({row["address"] for row in seen}) == len(truth)
    for row in seen:
        reading: dict[str, Any] = truth[row["address"]]
        assert (row["title"], row["published_at"].isoformat()) == (reading["title"], reading["published_at"])


def test_by_its_sitemaps_alone_every_article_is_found(site: LocalSite, tmp_path: Path) -> None:
    definition = write_definition(tmp_path, SITEMAPS)
    outcomes = crawl(site, definition).report["outcomes"]
    assert stored(tmp_path) == to_store(site)
    assert (outcomes["sitemap"], outcomes["new"]) == (3, len(to_store(site)))
    assert {"/", "/all/en/", "/feeds/en.rss"}.isdisjoint(paths(site))
    again = crawl(site, definition).report["outcomes"]
    assert (again["sitemap"], again["unchanged"]) == (3, len(to_store(site)))


def test_a_list_of_addresses_is_crawled_and_nothing_else(site: LocalSite, tmp_path: Path) -> None:
    definition = write_definition(tmp_path, SITEMAPS)
    wanted = sorted(to_store(site))[:3]
    (tmp_path / "todo.txt").write_text("# three\n\n" + "\n".join(wanted), encoding="utf-8")
    for outcome in ("new", "unchanged"):
        crawled = crawl(site, definition, "--addresses", str(tmp_path / "todo.txt"))
        assert crawled.report["outcomes"] == {outcome: 3}
        assert stored(tmp_path) == set(wanted)
    crawl(site, definition)
    crawled = crawl(site, definition, "--addresses", str(tmp_path / "todo.txt"))
    assert crawled.report["outcomes"] == {"unchanged": 3}


def test_a_list_of_addresses_stays_on_the_hosts_of_the_site(site: LocalSite, tmp_path: Path) -> None:
    definition = write_definition(tmp_path, SITEMAPS)
    wanted = [*sorted(to_store(site))[:1], "http://127.0.0.1:9/news/foreign/1/en/"]
    (tmp_path / "todo.txt").write_text("\n".join(wanted), encoding="utf-8")
    crawled = crawl(site, definition, "--addresses", str(tmp_path / "todo.txt"))
    assert crawled.report["outcomes"] == {"new": 1, "off_site": 1}


def test_a_wrong_line_of_a_list_is_named_before_anything_is_fetched(site: LocalSite, tmp_path: Path) -> None:
    (tmp_path / "todo.txt").write_text("# a list\nnonsense\n", encoding="utf-8")
    site.clear_log()
    ended = newsreel("crawl", "demo", "--address", site.address, "--addresses", "todo.txt", cwd=tmp_path)
    assert (ended.status, paths(site)) == (2, [])
    assert "line 2: 'nonsense'" in ended.err
    assert not (tmp_path / "news-archive").exists()


def gazette_definition(gazette: Gazette, folder: Path, sources: str) -> Path:
    path = gazette.write_definition(folder)
    before, _, after = path.read_text(encoding="utf-8").partition("[listings]")
    path.write_text(f"{before}[sources]\n{sources}\n\n[articles]{after.partition('[articles]')[2]}", encoding="utf-8")
    return path


def test_what_is_wrong_with_a_source_is_told_and_the_good_part_used(gazette: Gazette, tmp_path: Path) -> None:
    gazette.publish(5)
    items = "".join(
        f"<item><title>Story {number}</title><link>/news/story-{number}/{number}/</link></item>"
        for number in range(1, 6)
    )
    broken = items.replace("<title>Story 3</title>", "<title>Story & 3").replace("/news/story-3/3/", "")
    gazette.replies["/broken.rss"] = Reply(f"<rss><channel>{broken}".encode(), content_type="text/xml")
    gazette.replies["/page.rss"] = Reply(b"<html><body>Sorry</body></html>")
    definition = gazette_definition(gazette, tmp_path, 'feeds = ["/broken.rss", "/page.rss", "/gone.rss"]')
    crawled = newsreel("crawl", definition, "-a", "archive", cwd=tmp_path)
    assert crawled.status == 0, crawled.err
    assert crawled.report["outcomes"] == {"feed": 1, "gone": 1, "new": 4, "not_source": 1}
    details = rows(
        tmp_path / "archive", "SELECT outcome, detail FROM observations WHERE kind = 'feed' ORDER BY outcome"
    )
    assert [row["outcome"] for row in details] == ["feed", "gone", "not_source"]
    assert details[0]["detail"].startswith("not well-formed")
    assert details[0]["detail"].endswith("1 entry has no address")
    assert details[2]["detail"] == "it is an HTML page"


def test_a_sitemap_may_be_larger_than_any_page(gazette: Gazette, tmp_path: Path) -> None:
    gazette.publish(2)
    urls = [sitemaps.url(f"{gazette.address}news/story-{number}/{number}/") for number in (1, 2)]
    padding = f"<!--{'x' * 12_000_000}-->"
    gazette.replies["/large.xml"] = Reply(sitemaps.sitemap(urls[0], padding, urls[1]), content_type="application/xml")
    definition = gazette_definition(gazette, tmp_path, 'sitemaps = ["/large.xml"]')
    crawled = newsreel("crawl", definition, "-a", "archive", cwd=tmp_path)
    assert crawled.report["outcomes"] == {"sitemap": 1, "new": 2}
