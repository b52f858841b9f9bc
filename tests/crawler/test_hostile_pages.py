"""Pages made to freeze or to fill a crawler: each costs one row, and the crawl neither waits nor ends for it."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from archive.ledger import AddressState
from tests.crawler.commandline import ROOT, assert_adds_up, end_of, ended, newsreel, rows, running, state_of
from tests.crawler.gazette import Gazette, Reply
from tests.crawler.workers.pages import MANY_ATTRIBUTES, MANY_BREAKS
from tests.crawler.workers.processes import is_alive, wait_until_busy, wait_until_gone, workers_of

GOOD_STORIES = 12
HOSTILE = {"attributes": MANY_ATTRIBUTES, "breaks": MANY_BREAKS, "greedy": MANY_BREAKS[: 9 * 1024 * 1024]}


def publish(gazette: Gazette, hostile: dict[str, bytes]) -> None:
    """Put the ``hostile`` articles by name on the front page, and good ones below them."""
    paths = {f"/news/{name}/{number}/": body for number, (name, body) in enumerate(hostile.items(), 101)}
    gazette.publish(GOOD_STORIES, extra="".join(f'<a href="{path}">Read</a>' for path in paths))
    gazette.replies |= {path: Reply(body) for path, body in paths.items()}


def visits(archive: Path) -> dict[str, dict[str, Any]]:
    """The observations of articles by the word in their address."""
    found = rows(archive, "SELECT * FROM observations WHERE kind = 'article'")
    return {row["address"].split("/")[4]: row for row in found}


def test_each_hostile_page_costs_one_row_and_every_other_is_stored(gazette: Gazette, tmp_path: Path) -> None:
    publish(gazette, HOSTILE)
    definition = gazette.write_definition(tmp_path, concurrent_requests=4)
    archive = tmp_path / "archive"
    settings = {
        "NEWSREEL_ARCHIVE": archive,
        "NEWSREEL_WORKERS": 2,
        "NEWSREEL_PAGE_CPU_SECONDS": 2,
        "NEWSREEL_PAGE_MEMORY_BYTES": 200 * 1024**2,
        "DOWNLOAD_MAXSIZE": 64 * 1024**2,
    }
    options = [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]
    done = ended([sys.executable, "-m", "scrapy", "crawl", "news", "-a", f"site={definition}", *options], cwd=ROOT)
    assert done.status == 0, done.err
    told = visits(archive)
    assert {name for name, row in told.items() if row["outcome"] == "unreadable"} == set(HOSTILE)
    assert {name for name, row in told.items() if row["outcome"] == "new"} == {
        f"story-{number}" for number in range(1, GOOD_STORIES + 1)
    }
    assert told["attributes"]["detail"] == "reading it took more than 2 s of processor time"
    assert told["greedy"]["detail"] == "reading it took more than 200 MiB of memory"
    assert told["attributes"]["http_status"] == 200
    (run,) = rows(archive, "SELECT outcomes, requested, status FROM runs")
    assert run["outcomes"] == {"listing": 1, "new": GOOD_STORIES, "unreadable": len(HOSTILE)}
    assert (run["requested"], run["status"]) == (GOOD_STORIES + len(HOSTILE) + 1, "finished")
    assert state_of(archive)["gazette"].failing == len(HOSTILE)


@contextmanager
def crawl_amid_a_page(gazette: Gazette, folder: Path) -> Iterator[tuple[Any, int]]:
    """A crawl whose one worker is over a page that takes it seconds, and that worker."""
    publish(gazette, {"attributes": MANY_ATTRIBUTES})
    definition = gazette.write_definition(folder)
    with running("crawl", definition, "-a", "archive", "--format", "json", cwd=folder, NEWSREEL_WORKERS="1") as process:
        yield process, wait_until_busy(process.pid)


def test_a_worker_that_is_killed_from_outside_costs_the_one_page_it_was_reading(
    gazette: Gazette, tmp_path: Path
) -> None:
    with crawl_amid_a_page(gazette, tmp_path) as (process, worker):
        os.kill(worker, signal.SIGKILL)
        crawl = end_of(process)
    assert crawl.status == 0, crawl.err
    assert crawl.report["outcomes"] == {"listing": 1, "new": GOOD_STORIES, "unreadable": 1}
    assert "was ended by SIGKILL" in crawl.report["examples"]["unreadable"]
    assert_adds_up(tmp_path / "archive", crawl.report)
    assert not is_alive(worker)


def test_a_crawl_that_is_killed_takes_its_worker_with_it_even_amid_a_page(gazette: Gazette, tmp_path: Path) -> None:
    with crawl_amid_a_page(gazette, tmp_path) as (process, worker):
        process.kill()
        process.wait()
        wait_until_gone(worker)
    assert newsreel("query", "SELECT 1", "-a", "archive", cwd=tmp_path).status == 0


def test_a_signal_to_crawl_and_worker_alike_waits_for_the_page_and_saves_its_end(
    gazette: Gazette, tmp_path: Path
) -> None:
    with crawl_amid_a_page(gazette, tmp_path) as (process, worker):
        os.kill(worker, signal.SIGTERM)  # a service manager tells all processes, and so does
        for each in (worker, process.pid):  # the Ctrl-C of a terminal
            os.kill(each, signal.SIGINT)
        crawl = end_of(process)
    assert crawl.status == 130, crawl.err
    assert crawl.report["outcomes"]["unreadable"] == 1
    assert_adds_up(tmp_path / "archive", crawl.report)
    summary = state_of(tmp_path / "archive")["gazette"]
    assert AddressState.LEASED not in summary.states
    assert summary.holder is None
    wait_until_gone(worker)


def test_pages_that_wait_to_be_read_are_not_piled_up(gazette: Gazette, tmp_path: Path) -> None:
    publish(gazette, {"attributes": MANY_ATTRIBUTES})
    gazette.publish(40)
    front = gazette.replies["/"]
    front.body = b'<a href="/news/attributes/101/">Read</a>' + front.body
    for path, reply in gazette.replies.items():
        if path.startswith("/news/story"):
            reply.body += b" " * 1024**2
    definition = gazette.write_definition(tmp_path, concurrent_requests=4)
    with running(
        "crawl", definition, "-a", "archive", "--format", "json", cwd=tmp_path, NEWSREEL_WORKERS="1"
    ) as process:
        wait_until_busy(process.pid, seconds=3.0)
        assert len(gazette.paths) < 20
        process.kill()


def test_where_no_worker_can_be_started_the_crawl_says_so_and_ends(gazette: Gazette, tmp_path: Path) -> None:
    gazette.publish(2)
    definition = gazette.write_definition(tmp_path)
    code = (
        "from crawler.workers import process; process.WORKER = 'no.such.module'; from crawler.cli import main; main()"
    )
    crawl = ended(
        [sys.executable, "-c", code, "crawl", str(definition), "-a", "archive"], cwd=tmp_path, NEWSREEL_WORKERS="1"
    )
    assert crawl.status == 1
    assert "no process that reads pages can be started: it ended with status 1" in crawl.err
    assert "NEWSREEL_WORKERS=0" in crawl.err


def test_without_workers_the_crawl_reads_its_pages_itself(gazette: Gazette, tmp_path: Path) -> None:
    gazette.publish(3)
    gazette.hold("/news/story-2/2/")
    definition = gazette.write_definition(tmp_path)
    with running(
        "crawl", definition, "-a", "archive", "--format", "json", cwd=tmp_path, NEWSREEL_WORKERS="0"
    ) as process:
        gazette.wait_until_held()
        assert workers_of(process.pid) == set()
        gazette.release()
        crawl = end_of(process)
    assert crawl.report["outcomes"] == {"listing": 1, "new": 3}
