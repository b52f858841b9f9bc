"""How crawls end when something comes in between: signals, a second crawl, a dead host, a refusing disk."""

import shutil
import signal
import socket
from dataclasses import dataclass
from pathlib import Path

import pytest

from archive.folder import open_folder
from archive.ledger import AddressState, Summary
from archive.tables import TABLES
from tests.crawler.commandline import Ended, assert_adds_up, end_of, newsreel, rows, running, state_of, tell
from tests.crawler.gazette import Gazette, serve

STORIES = 8
# What is due at one moment is asked for in the order in which it was found.
HELD = "/news/story-4/4/"


@pytest.fixture
def definition(gazette: Gazette, tmp_path: Path) -> Path:
    gazette.publish(STORIES)
    return gazette.write_definition(tmp_path)


def titles(archive: Path) -> list[str]:
    return [row["title"] for row in rows(archive, "SELECT title FROM articles ORDER BY address")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Interruption:
    """A crawl of forty stories that heard a signal while it waited for the fourth, and the crawl after it."""

    archive: Path
    crawl: Ended
    between: Summary
    following: Ended
    paths: list[str]


@pytest.fixture(scope="module", params=[signal.SIGINT, signal.SIGTERM])
def interruption(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Interruption:
    folder = tmp_path_factory.mktemp("interrupted")
    with serve() as gazette:
        gazette.publish(40)
        definition = gazette.write_definition(folder)
        gazette.hold(HELD)
        with running("crawl", definition, "-a", "archive", "--format", "json", "--debug", cwd=folder) as process:
            gazette.wait_until_held()
            tell(process, request.param)
            gazette.release()
            crawl = end_of(process)
        paths = list(gazette.paths)
        between = state_of(folder / "archive")["gazette"]
        following = newsreel("crawl", definition, "-a", "archive", cwd=folder)
    return Interruption(archive=folder / "archive", crawl=crawl, between=between, following=following, paths=paths)


def test_a_signal_waits_for_the_answer_that_is_on_its_way_and_asks_for_no_other(interruption: Interruption) -> None:
    assert interruption.crawl.status == 130, interruption.crawl.err
    assert interruption.crawl.report["status"] == "interrupted"
    assert interruption.crawl.report["outcomes"] == {"listing": 1, "new": 4}
    assert len(interruption.paths) == 5


def test_a_signal_saves_what_was_fetched_and_leaves_the_rest_due(interruption: Interruption) -> None:
    report = interruption.crawl.report
    assert_adds_up(interruption.archive, report)
    (run,) = rows(interruption.archive, "SELECT status FROM runs WHERE run_id = ?", report["run_id"])
    assert run == {"status": "shutdown"}
    between = interruption.between
    assert between.states == {AddressState.PENDING: 36, AddressState.DONE: 5}
    assert (between.holder, between.failing) == (None, 0)


def test_what_an_interrupted_crawl_left_and_only_that_is_fetched_by_the_next(interruption: Interruption) -> None:
    assert interruption.following.status == 0
    assert interruption.following.report["outcomes"] == {"new": 36}
    assert_adds_up(interruption.archive, interruption.following.report)
    assert sorted(titles(interruption.archive)) == sorted(f"Story number {n}" for n in range(1, 41))


@pytest.mark.parametrize("held", ["/robots.txt", "/", HELD])
def test_a_signal_ends_a_crawl_whose_server_never_answers(tmp_path: Path, held: str) -> None:
    with serve() as gazette:
        gazette.publish(40)
        definition = gazette.write_definition(tmp_path)
        gazette.hold(held)
        with running("crawl", definition, "-a", "archive", "--format", "json", "--debug", cwd=tmp_path) as process:
            gazette.wait_until_held()
            tell(process, signal.SIGINT)
            crawl = end_of(process)  # the server holds its answer until after
        assert crawl.status == 130, crawl.err
        assert_adds_up(tmp_path / "archive", crawl.report)
        assert crawl.report["outcomes"] == ({"listing": 1, "new": 3} if held == HELD else {})
        gazette.release()
        following = newsreel("crawl", definition, "-a", "archive", cwd=tmp_path)
    assert following.status == 0
    assert sorted(titles(tmp_path / "archive")) == sorted(f"Story number {n}" for n in range(1, 41))


def test_a_killed_crawl_leaves_an_archive_that_can_be_asked_and_crawled_into(
    gazette: Gazette, definition: Path, tmp_path: Path
) -> None:
    gazette.hold(HELD)
    with running("crawl", definition, "-a", "archive", cwd=tmp_path) as process:
        gazette.wait_until_held()
        process.kill()
        process.wait()
        gazette.release()
    before = titles(tmp_path / "archive")
    assert before == [f"Story number {n}" for n in range(1, len(before) + 1)]
    assert len(before) <= 4
    crawl = newsreel("crawl", definition, "-a", "archive", cwd=tmp_path)
    assert crawl.status == 0
    assert_adds_up(tmp_path / "archive", crawl.report)
    assert titles(tmp_path / "archive") == [f"Story number {n}" for n in range(1, STORIES + 1)]
    assert len(rows(tmp_path / "archive", "SELECT article_id FROM revisions")) == STORIES
    assert list((tmp_path / "archive" / "_log").iterdir()) == []


def test_a_second_crawl_of_the_site_is_refused_and_the_first_goes_on(
    gazette: Gazette, definition: Path, tmp_path: Path
) -> None:
    other = gazette.write_definition(tmp_path, "courier")
    gazette.hold(HELD)
    with running("crawl", definition, "-a", "archive", "--format", "json", cwd=tmp_path) as process:
        gazette.wait_until_held()
        asked = len(gazette.asked)
        second = newsreel("crawl", definition, "-a", "archive", cwd=tmp_path)
        assert second.status == 5
        assert f"is being crawled for gazette by process {process.pid} on" in second.err
        assert second.err.count("\n") == 1
        assert second.out == ""
        assert len(gazette.asked) == asked
        gazette.held_path = None  # the first crawl stays held; others pass
        assert newsreel("crawl", other, "-a", "archive", cwd=tmp_path).status == 0
        gazette.release()
        first = end_of(process)
    assert first.status == 0
    assert first.report["outcomes"] == {"listing": 1, "new": STORIES}
    assert rows(tmp_path / "archive", "SELECT site, count(*) AS n FROM articles GROUP BY ALL ORDER BY ALL") == [
        {"site": "courier", "n": STORIES},
        {"site": "gazette", "n": STORIES},
    ]


def test_a_dead_host_is_too_many_failures_and_the_run_is_noted(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, not listening: whoever connects is refused
        port = taken.getsockname()[1]
        crawl = newsreel("crawl", "demo", "--address", f"http://127.0.0.1:{port}/", "-a", "archive", cwd=tmp_path)
    assert crawl.status == 7
    assert_adds_up(tmp_path / "archive", crawl.report)
    assert crawl.report["status"] == "too_many_failures"
    assert crawl.report["outcomes"] == {"robots_unknown": 3}
    (run,) = rows(tmp_path / "archive", "SELECT status, requested, revisions FROM runs")
    assert run == {"status": "finished", "requested": 3, "revisions": 0}


def test_a_disk_that_refuses_at_the_end_is_told_and_leaves_no_half_file(
    gazette: Gazette, definition: Path, tmp_path: Path
) -> None:
    articles = tmp_path / "archive" / "articles"
    gazette.hold(HELD)
    with running("crawl", definition, "-a", "archive", cwd=tmp_path) as process:
        gazette.wait_until_held()
        shutil.rmtree(articles)
        articles.touch()
        gazette.release()
        crawl = end_of(process)
    assert crawl.status == 6
    assert f"newsreel: cannot write {articles}" in crawl.err
    assert "Traceback" not in crawl.err
    assert crawl.out == ""
    articles.unlink()
    folder = open_folder(tmp_path / "archive")
    assert [path for table in TABLES for path in folder.files(table)] == []
    assert list(folder.scratch.iterdir()) == []
    assert len(titles(folder.path)) == STORIES  # saved all the same: in the log


def test_a_site_whose_listings_lead_to_no_article_is_a_failure(gazette: Gazette, tmp_path: Path) -> None:
    gazette.publish(0)
    crawl = newsreel("crawl", gazette.write_definition(tmp_path), "-a", "archive", "--format", "text", cwd=tmp_path)
    assert crawl.status == 7
    assert "the listings led to no article" in crawl.out
    assert "See why:  newsreel query" in crawl.out
