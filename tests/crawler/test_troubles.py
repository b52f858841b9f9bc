"""A site that answers in every way but the right one: each address ends in the outcome that fits."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.crawler.commandline import Ended, assert_adds_up, newsreel, rows
from tests.crawler.gazette import Gazette, Reply, article, serve

TROUBLES = {
    "/news/fine/1/": "new",
    "/news/same-as-fine/2/": "duplicate",
    "/news/vanished/3/": "gone",
    "/news/taken-down/4/": "gone",
    "/news/forbidden/5/": "http_error",
    "/news/broken/6/": "http_error",
    "/news/picture/7/": "not_html",
    "/news/empty/8/": "no_body",
    "/news/secret/9/": "robots",
    "/news/circle/10/": "redirect_limit",
    "/news/elsewhere/11/": "off_site",
    "/news/heavy/12/": "too_large",
    "/news/cut/13/": "incomplete",
    "/news/moved/14/": "new",
}


def prepare(site: Gazette) -> None:
    links = "".join(f'<a href="{path}">{path}</a>' for path in TROUBLES)
    port = site.address.rstrip("/").rpartition(":")[2]
    site.replies = {
        "/": Reply(f"<html><body>{links}</body></html>".encode()),
        "/robots.txt": Reply(b"User-agent: *\nDisallow: /news/secret/\n", content_type="text/plain"),
        "/news/fine/1/": Reply(article(1)),
        "/news/same-as-fine/2/": Reply(article(1)),
        "/news/taken-down/4/": Reply(status=410),
        "/news/forbidden/5/": Reply(status=403),
        "/news/broken/6/": Reply(status=500),
        "/news/picture/7/": Reply(b"\x89PNG\r\n\x1a\n", content_type="image/png"),
        "/news/empty/8/": Reply(b"<html><body><h1>Only a title</h1></body></html>"),
        "/news/secret/9/": Reply(article(9)),
        "/news/circle/10/": Reply(status=302, location="/news/circle/10/"),
        "/news/elsewhere/11/": Reply(status=301, location=f"http://localhost:{port}/news/fine/1/"),
        "/news/heavy/12/": Reply(b"<html>" + b"<p>heavy</p>" * 1_000_000),
        "/news/cut/13/": Reply(article(13), length=100_000),
        "/news/moved/14/": Reply(status=301, location="/news/moved-here/14/"),
        "/news/moved-here/14/": Reply(article(14)),
    }


@pytest.fixture(scope="module")
def site() -> Iterator[Gazette]:
    with serve() as running:
        prepare(running)
        yield running


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("troubles")


@pytest.fixture(scope="module")
def crawl(site: Gazette, folder: Path) -> Ended:
    definition = site.write_definition(folder)
    return newsreel("crawl", definition, "-a", "archive", cwd=folder, NEWSREEL_CONTACT="desk@gazette.example")


@pytest.fixture(scope="module")
def visits(site: Gazette, crawl: Ended, folder: Path) -> dict[str, dict[str, Any]]:
    assert crawl.out, crawl.err
    found = rows(folder / "archive", "SELECT * FROM observations WHERE kind = 'article'")
    return {"/" + row["address"].removeprefix(site.address): row for row in found}


def test_every_address_ends_in_the_outcome_that_fits(visits: dict[str, dict[str, Any]]) -> None:
    assert {path: row["outcome"] for path, row in visits.items()} == TROUBLES


def test_the_counts_add_up_whatever_the_site_did(crawl: Ended, folder: Path) -> None:
    assert crawl.status == 0
    assert_adds_up(folder / "archive", crawl.report)


def test_every_failure_says_more_for_people(visits: dict[str, dict[str, Any]]) -> None:
    details = {row["outcome"]: row["detail"] for row in visits.values()}
    assert details["http_error"] in {"HTTP status 403", "HTTP status 500"}
    assert "robots.txt" in details["robots"]
    assert all(details[outcome] for outcome in ("redirect_limit", "too_large", "incomplete"))


def test_answers_keep_their_status_and_silence_has_none(visits: dict[str, dict[str, Any]]) -> None:
    statuses = {path: row["http_status"] for path, row in visits.items()}
    assert statuses["/news/vanished/3/"] == 404
    assert statuses["/news/taken-down/4/"] == 410
    assert statuses["/news/broken/6/"] == 500
    assert statuses["/news/secret/9/"] is None
    assert statuses["/news/cut/13/"] is None


def test_an_article_with_the_content_of_another_is_not_stored_again(
    visits: dict[str, dict[str, Any]], folder: Path
) -> None:
    titles = [row["title"] for row in rows(folder / "archive", "SELECT title FROM revisions ORDER BY title")]
    assert titles == ["Story number 1", "Story number 14"]
    twin, first = visits["/news/same-as-fine/2/"], visits["/news/fine/1/"]
    assert (twin["article_id"], twin["revision"]) == (first["article_id"], 1)


def test_a_redirect_is_followed_and_both_addresses_are_kept(site: Gazette, visits: dict[str, dict[str, Any]]) -> None:
    assert visits["/news/moved/14/"]["final_address"] == f"{site.address}news/moved-here/14/"
    assert site.paths.count("/news/moved-here/14/") == 1  # it is visited there from the next crawl on


def test_what_robots_txt_forbids_and_other_hosts_are_never_asked(site: Gazette, crawl: Ended) -> None:
    assert crawl.status == 0
    assert "/news/secret/9/" not in site.paths
    assert site.paths.count("/news/fine/1/") == 1


def test_every_request_says_who_asks_and_how_to_reach_them(site: Gazette, crawl: Ended) -> None:
    assert crawl.status == 0
    agents = {asked.user_agent for asked in site.asked}
    assert len(agents) == 1
    assert agents.pop().endswith("(desk@gazette.example)")
