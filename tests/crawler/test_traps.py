"""Sites without end: a crawl of each comes to its end, has every article once, and says what it left out."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.crawler.commandline import newsreel, rows
from tests.crawler.gazette import Gazette, Reply, serve
from tests.crawler.mazes import STORIES, Maze, links_to_stories, number_of, page, path_of, story


@contextmanager
def maze() -> Iterator[Maze]:
    site = Maze()
    with serve(site) as served:
        assert isinstance(served, Maze)
        yield served


def crawl(site: Gazette, definition: Path, folder: Path) -> dict[str, Any]:
    """The report of a crawl, which has every article once."""
    ended = newsreel("crawl", definition, "-a", "archive", "--format", "json", cwd=folder)
    assert ended.status == 0, ended.err
    titles = [row["title"] for row in rows(folder / "archive", "SELECT title FROM articles ORDER BY title")]
    assert titles == sorted(f"Story number {number}" for number in range(1, STORIES + 1))
    assert len(site.paths) == ended.report["requested"] - sum(
        ended.report["outcomes"].get(outcome, 0) for outcome in ("trap", "budget")
    )
    return ended.report


def test_a_calendar_without_end_is_left_after_a_few_empty_months(tmp_path: Path) -> None:
    def make(path: str, query: dict[str, str]) -> Reply | None:
        del query
        number = number_of(path)
        if number:
            return story(number)
        if path == "/":
            return page(*links_to_stories(), ("/calendar/2026/01/", "Calendar"))
        if not path.startswith("/calendar/"):
            return None
        year, month = map(int, path.strip("/").split("/")[1:])
        before, after = year * 12 + month - 2, year * 12 + month
        return page(
            (f"/calendar/{before // 12}/{before % 12 + 1:02}/", "Previous month"),
            (f"/calendar/{after // 12}/{after % 12 + 1:02}/", "Next month"),
        )

    with maze() as site:
        site.make = make
        listings = 'linked_as = ["Calendar", "Previous month", "Next month"]'
        report = crawl(site, site.site_file(tmp_path, listings=listings), tmp_path)

        assert len(site.paths) <= STORIES + 1 + 8
        assert sum(report["kept_out"].values()) >= 1
        assert set(report["kept_out"]) <= {"barren", "depth", "future"}


def test_a_calendar_of_coming_days_is_not_entered(tmp_path: Path) -> None:
    def make(path: str, query: dict[str, str]) -> Reply | None:
        number = number_of(path)
        if number:
            return story(number)
        if path == "/":
            return page(*links_to_stories(), ("/events?month=2999-01", "Calendar"))
        if path == "/events":
            year, month = map(int, query["month"].split("-"))
            return page((f"/events?month={year + month // 12}-{month % 12 + 1:02}", "Calendar"))
        return None

    with maze() as site:
        site.make = make
        report = crawl(site, site.site_file(tmp_path, listings='linked_as = ["Calendar"]'), tmp_path)

        assert len(site.paths) == STORIES + 1
        assert report["kept_out"] == {"future": 1}
        assert report["kept_out_examples"]["future"].endswith("/events?month=2999-01")


@pytest.mark.parametrize("name", ["PHPSESSID", "visit"])
def test_a_session_in_every_link_makes_no_page_another(tmp_path: Path, name: str) -> None:
    with maze() as site:

        def make(path: str, query: dict[str, str]) -> Reply | None:
            del query
            ticket = f"?{name}={next(site.numbers):032x}"
            number = number_of(path)
            links = [(path + ticket, words) for path, words in links_to_stories()]
            if number:
                return story(number, "".join(f'<a href="{address}">More</a>' for address, _ in links))
            return page(*links) if path == "/" else None

        site.make = make
        crawl(site, site.site_file(tmp_path), tmp_path)

        # Of the unknown name, it has to be seen on three articles that it chooses nothing.
        assert len(site.paths) <= STORIES + 1 + (0 if name == "PHPSESSID" else 8 * STORIES)


def test_relative_links_that_pile_up_end_in_a_loop(tmp_path: Path) -> None:
    def make(path: str, query: dict[str, str]) -> Reply | None:
        del query
        number = number_of(path)
        if number:
            return story(number, f'<a href="{path_of(number)[1:]}">Again</a>')
        return page(*links_to_stories()) if path == "/" else None

    with maze() as site:
        site.make = make
        definition = site.site_file(tmp_path, listings="", more="")
        definition.write_text(definition.read_text() + "[budgets]\ndepth = 50\n")
        report = crawl(site, definition, tmp_path)

        assert len(site.paths) <= 2 * STORIES + 1
        assert set(report["kept_out"]) == {"path_loop"}


def test_a_list_of_many_choices_is_left_once_they_bring_nothing_new(tmp_path: Path) -> None:
    def make(path: str, query: dict[str, str]) -> Reply | None:
        number = number_of(path)
        if number:
            return story(number)
        if path not in ("/", "/list"):
            return None
        choices = [{**query, f"f{n}": str(value)} for n in range(4) for value in range(5)]
        filters = [("/list?" + "&".join(f"{k}={v}" for k, v in choice.items()), "Filter") for choice in choices]
        return page(*links_to_stories(), *filters)

    with maze() as site:
        site.make = make
        report = crawl(site, site.site_file(tmp_path, listings='linked_as = ["Filter"]'), tmp_path)

        # Four filters of five choices each make 1,296 lists; what was asked for before the first were read, came too.
        assert len(site.paths) <= STORIES + 400
        assert report["kept_out"]["barren"] > 10


@pytest.mark.parametrize("beyond", ["the last page again", "an empty page"])
def test_pages_beyond_the_end_of_a_listing_end_it(tmp_path: Path, beyond: str) -> None:
    def make(path: str, query: dict[str, str]) -> Reply | None:
        number = number_of(path)
        if number:
            return story(number)
        if path != "/":
            return None
        asked = int(query.get("page", 1))
        shown = min(asked, 3)
        links = links_to_stories(range(4 * shown - 3, 4 * shown + 1))
        if asked > 3 and beyond == "an empty page":
            links = []
        return page(*links, below=f'<a rel="next" href="/?page={asked + 1}">Next</a>')

    with maze() as site:
        site.make = make
        crawl(site, site.site_file(tmp_path), tmp_path)

        assert len(site.paths) == STORIES + 4


def test_the_same_site_under_a_second_host_is_not_crawled_twice(tmp_path: Path) -> None:
    with maze() as site:
        mirror = site.address.replace("127.0.0.1", "localhost").rstrip("/")

        def make(path: str, query: dict[str, str]) -> Reply | None:
            del query
            number = number_of(path)
            if number:
                others = "".join(f'<a href="{mirror}{path_of(n)}">More</a>' for n in range(1, STORIES + 1))
                return story(number, others)
            return page(*links_to_stories()) if path == "/" else None

        site.make = make
        host = mirror.partition("//")[2]
        definition = site.site_file(tmp_path, more=f'hosts = ["{host}"]')
        report = crawl(site, definition, tmp_path)

        assert report["outcomes"].get("duplicate", 0) <= STORIES
        assert len(site.paths) <= 2 * STORIES + 1


def test_a_budget_leaves_the_rest_to_the_next_run(tmp_path: Path) -> None:
    def make(path: str, query: dict[str, str]) -> Reply | None:
        del query
        number = number_of(path)
        if number:
            return story(number)
        return page(*links_to_stories()) if path == "/" else None

    with maze() as site:
        site.make = make
        definition = site.site_file(tmp_path)
        plain = definition.read_text()
        definition.write_text(f"{plain}[budgets]\naddresses_per_host = 5\n")
        first = newsreel("crawl", definition, "-a", "archive", "--format", "json", cwd=tmp_path).report

        assert first["outcomes"] == {"listing": 1, "new": 5}
        assert first["kept_out"] == {"host": STORIES - 5}

        definition.write_text(plain)
        site.asked.clear()
        assert crawl(site, definition, tmp_path)["outcomes"]["new"] == STORIES - 5
