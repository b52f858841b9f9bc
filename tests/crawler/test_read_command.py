"""newsreel read: the record of one page, from a file or from an address."""

import json
from pathlib import Path
from typing import Any

import pytest

from crawler.localsite import LocalSite
from spiders.site_folders import SHIPPED
from tests.crawler.commandline import here, newsreel
from tests.crawler.conftest import Crawled
from tests.crawler.gazette import Gazette, Reply, article

ADDRESS = "https://gazette.example/news/story-7/7/"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "page.html").write_bytes(article(7))
    return tmp_path


def published(site: LocalSite) -> dict[str, Any]:
    """A well-marked-up article that may be fetched."""
    return next(
        reading
        for reading in site.truth()
        if reading["has_body"] and not reading["robots_disallowed"] and not reading["bare_markup"]
    )


def test_a_file_is_read_as_the_page_it_was_saved_from(folder: Path) -> None:
    done = here("read", "page.html", "--url", ADDRESS, cwd=folder)
    record = json.loads(done.out)
    assert (done.status, done.err) == (0, "")
    assert (record["title"], record["address"], record["language"]) == ("Story number 7", ADDRESS, "en")
    assert record["published_at"] == "2026-01-05T08:00:00+00:00"
    assert record["refused"] is None
    assert list(folder.iterdir()) == [folder / "page.html"]


def test_a_page_is_read_by_the_definition_that_is_named(folder: Path) -> None:
    Gazette(address="https://gazette.example/").write_definition(folder)
    done = here("read", "page.html", "--url", ADDRESS, "--site", "gazette.toml", cwd=folder)
    record = json.loads(done.out)
    assert (record["site"], record["article_id"]) == ("gazette", "gazette/7/en")
    assert record["sources"]["body"] == "site:css"


def test_a_page_is_read_by_the_definition_of_its_host(folder: Path) -> None:
    (folder / "newsreel-sites").mkdir()
    Gazette(address="https://gazette.example/").write_definition(folder / "newsreel-sites")
    done = here("read", "page.html", "--url", ADDRESS, cwd=folder)
    assert json.loads(done.out)["site"] == "gazette"


def test_a_page_that_is_no_article_is_shown_with_the_reason(folder: Path) -> None:
    (folder / "empty.html").write_text("<html><body></body></html>", encoding="utf-8")
    done = here("read", "empty.html", "--url", ADDRESS, cwd=folder)
    assert done.status == 0
    assert json.loads(done.out)["refused"]["outcome"] == "no_body"
    assert "No article text" in json.loads(done.out)["refused"]["reason"]


def test_an_address_is_fetched_and_read(crawled: Crawled, tmp_path: Path) -> None:
    reading = published(crawled.site)
    (tmp_path / "newsreel-sites").mkdir()
    shipped = (SHIPPED / "demo.toml").read_text(encoding="utf-8")
    own = shipped.replace('"http://127.0.0.1:8000/"', f'"{crawled.site.address}"')
    (tmp_path / "newsreel-sites" / "demo.toml").write_text(own, encoding="utf-8")
    done = newsreel("read", reading["address"], cwd=tmp_path)
    assert done.status == 0, done.err
    record = json.loads(done.out)
    for name in ("title", "published_at", "views", "summary", "body", "authors", "section", "tags", "language"):
        assert record[name] == reading[name], name


def test_an_address_robots_txt_forbids_is_not_read(crawled: Crawled, tmp_path: Path) -> None:
    (forbidden, *_) = [reading for reading in crawled.site.truth() if reading["robots_disallowed"]]
    done = newsreel("read", forbidden["address"], cwd=tmp_path)
    assert (done.status, done.out) == (7, "")
    assert "robots.txt" in done.err
    assert done.err.count("\n") == 1


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (Reply(status=404), "HTTP status 404"),
        (Reply(b"%PDF", content_type="application/pdf"), "other than HTML"),
    ],
    ids=["missing", "no page"],
)
def test_an_address_without_a_page_says_why(gazette: Gazette, tmp_path: Path, reply: Reply, words: str) -> None:
    gazette.replies["/page"] = reply
    done = newsreel("read", f"{gazette.address}page", cwd=tmp_path)
    assert (done.status, done.out) == (7, "")
    assert done.err.startswith(f"newsreel: no page at {gazette.address}page: ")
    assert words in done.err
    assert done.err.count("\n") == 1


def test_a_dead_address_says_why(gazette: Gazette, tmp_path: Path) -> None:
    gazette.replies["/page"] = Reply(article(1), length=100_000)
    done = newsreel("read", f"{gazette.address}page", cwd=tmp_path)
    assert done.status == 7
    assert "broke off" in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("page.html",), 2, "Add --url"),
        (("none.html", "--url", ADDRESS), 2, "none.html: No such file"),
        (("page.html", "--url", ADDRESS, "--site", "nowhere"), 3, "no site is called 'nowhere'"),
        (("page.html", "--url", "http://["), 2, "http://["),
        (("http://[",), 2, "http://["),
    ],
    ids=["no address", "no file", "no site", "a broken address", "nothing but a broken address"],
)
def test_what_is_missing_is_told_in_one_line(folder: Path, arguments: tuple[str, ...], status: int, words: str) -> None:
    done = here("read", *arguments, cwd=folder)
    assert done.status == status, done.err
    assert words in done.err
    assert done.err.count("\n") == 1
