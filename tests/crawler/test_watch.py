"""A watch: several sites in one process, each crawled when something is due, until a signal or a disk ends it."""

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.ledger import AddressState
from tests.crawler.commandline import (
    ROOT,
    Ended,
    assert_adds_up,
    end_of,
    environment,
    newsreel,
    outcomes_of,
    rows,
    running,
    state_of,
    tell,
)
from tests.crawler.gazette import Gazette, Reply, article, serve
from tests.crawler.stepped_watch import stepped_watch
from tests.crawler.workers.processes import workers_of

STORIES = 3
HELD = "/news/story-2/2/"
RUNS = "SELECT site, status, requested FROM runs ORDER BY started_at"


@pytest.fixture
def courier() -> Iterator[Gazette]:
    """Another site, at another port."""
    with serve() as site:
        site.publish(STORIES)
        yield site


@pytest.fixture
def sites(gazette: Gazette, courier: Gazette, tmp_path: Path) -> tuple[Path, Path]:
    gazette.publish(STORIES)
    return gazette.write_definition(tmp_path), courier.write_definition(tmp_path, "courier")


def lines(ended: Ended) -> list[dict[str, Any]]:
    return [json.loads(line) for line in ended.out.splitlines()]


def titles(archive: Path) -> list[str]:
    return [row["title"] for row in rows(archive, "SELECT title FROM articles ORDER BY site, title")]


def line_of(process: subprocess.Popen[str], site: str) -> dict[str, Any]:
    """Wait for the line that tells of a run over ``site``."""
    assert process.stdout is not None
    for line in process.stdout:
        told: dict[str, Any] = json.loads(line)
        if told["site"] == site:
            return told
    raise AssertionError(f"no run over {site} was told of: {process.stderr and process.stderr.read()}")


def test_every_site_is_crawled_in_a_run_of_its_own_and_each_run_is_a_line(
    sites: tuple[Path, Path], tmp_path: Path
) -> None:
    watch = newsreel("watch", *sites, "-a", "archive", "--rounds", "1", cwd=tmp_path)
    assert watch.status == 0, watch.err
    told = lines(watch)
    assert sorted(run["site"] for run in told) == ["courier", "gazette"]
    for run in told:
        assert run["status"] == "done"
        assert run["outcomes"] == {"listing": 1, "new": STORIES}
        assert run["next_due_at"] > run["ended_at"]
        assert_adds_up(tmp_path / "archive", run)
    assert len(titles(tmp_path / "archive")) == 2 * STORIES


def test_for_people_the_line_says_when_what_and_when_again(sites: tuple[Path, Path], tmp_path: Path) -> None:
    watch = newsreel("watch", sites[0], "-a", "archive", "--rounds", "1", "--format", "text", cwd=tmp_path)
    (line,) = watch.out.splitlines()
    assert "  gazette  3 new  0 changed  0 unchanged  0 gone  0 failed  " in line
    assert "  next " in line


@pytest.mark.parametrize("wish", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_wakes_a_sleeping_watch_and_ends_it_well(
    sites: tuple[Path, Path], tmp_path: Path, wish: signal.Signals
) -> None:
    with running("watch", sites[0], "-a", "archive", "--format", "json", cwd=tmp_path) as process:
        line_of(process, "gazette")
        process.send_signal(wish)
        ended = end_of(process)
    assert (ended.status, ended.out, ended.err) == (0, "", "")
    assert workers_of(process.pid) == set()


def test_a_signal_amid_a_run_saves_what_was_fetched_and_the_next_watch_carries_on(
    sites: tuple[Path, Path], gazette: Gazette, tmp_path: Path
) -> None:
    gazette.hold(HELD)
    with running("watch", *sites, "-a", "archive", "--format", "json", "--debug", cwd=tmp_path) as process:
        gazette.wait_until_held()
        tell(process, signal.SIGTERM)
        gazette.release()
        ended = end_of(process)
    assert ended.status == 0, ended.err
    (run,) = [run for run in lines(ended) if run["site"] == "gazette"]
    assert run["status"] == "interrupted"
    assert_adds_up(tmp_path / "archive", run)
    assert state_of(tmp_path / "archive")["gazette"].states[AddressState.PENDING] == 1
    following = newsreel("watch", *sites, "-a", "archive", "--rounds", "1", cwd=tmp_path)
    assert following.status == 0
    assert len(titles(tmp_path / "archive")) == 2 * STORIES
    assert len(rows(tmp_path / "archive", "SELECT article_id FROM revisions")) == 2 * STORIES


def test_a_second_signal_forces_the_end(sites: tuple[Path, Path], gazette: Gazette, tmp_path: Path) -> None:
    gazette.hold(HELD)
    with running("watch", sites[0], "-a", "archive", "--debug", cwd=tmp_path) as process:
        gazette.wait_until_held()
        tell(process, signal.SIGINT)
        process.send_signal(signal.SIGINT)
        ended = end_of(process)
    assert "ForcedEndError: the watch was forced to end before its last save" in ended.err  # status 130, less --debug


def test_a_killed_watch_that_is_started_again_loses_nothing_and_doubles_nothing(
    sites: tuple[Path, Path], gazette: Gazette, tmp_path: Path
) -> None:
    gazette.hold(HELD)
    with running("watch", *sites, "-a", "archive", "--format", "json", cwd=tmp_path) as process:
        gazette.wait_until_held()
        line_of(process, "courier")  # a site that waits holds up no other
        process.kill()
        process.wait()
        gazette.release()
    again = newsreel("watch", *sites, "-a", "archive", "--rounds", "1", cwd=tmp_path)
    assert again.status == 0
    archive = tmp_path / "archive"
    expected = [f"Story number {n}" for n in range(1, STORIES + 1)]
    assert titles(archive) == [*expected, *expected]
    assert len(rows(archive, "SELECT article_id FROM revisions")) == 2 * STORIES
    for run in lines(again):
        assert_adds_up(archive, run)


def test_a_disk_that_refuses_ends_the_whole_watch(sites: tuple[Path, Path], gazette: Gazette, tmp_path: Path) -> None:
    articles = tmp_path / "archive" / "articles"
    gazette.hold(HELD)
    with running("watch", *sites, "-a", "archive", "--format", "json", cwd=tmp_path) as process:
        gazette.wait_until_held()
        line_of(process, "courier")
        shutil.rmtree(articles)
        articles.touch()
        gazette.release()
        ended = end_of(process)
    assert ended.status == 6
    assert f"newsreel: cannot write {articles}" in ended.err
    assert "Traceback" not in ended.err


def test_the_same_site_twice_is_refused(sites: tuple[Path, Path], tmp_path: Path) -> None:
    watch = newsreel("watch", sites[0], sites[0], cwd=tmp_path)
    assert watch.status == 2
    assert "are the same site, gazette" in watch.err


def test_a_site_that_is_not_known_ends_the_watch_before_it_begins(sites: tuple[Path, Path], tmp_path: Path) -> None:
    watch = newsreel("watch", sites[0], "no-such-site", cwd=tmp_path)
    assert watch.status == 3
    assert watch.out == ""


def test_a_site_known_by_its_address_alone_is_looked_at_once(gazette: Gazette, tmp_path: Path) -> None:
    gazette.publish(STORIES)
    with stepped_watch(gazette.address, cwd=tmp_path) as watch:
        (first,) = watch.wait()
        (written,) = (tmp_path / "newsreel-sites").iterdir()
        text = written.read_bytes()
        asked = len(gazette.asked)
        watch.until_run(first["site"])
        assert written.read_bytes() == text
        assert [path for path in gazette.paths[asked:] if "sitemap" in path] == []
        assert watch.end().status == 0


def test_a_watch_into_what_can_be_no_archive_ends_at_once(sites: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    watch = newsreel("watch", sites[0], "-a", "notes.txt", cwd=tmp_path)
    assert watch.status == 2
    assert "an archive is a folder; name another place" in watch.err


def test_a_site_that_is_down_holds_up_no_other_and_is_crawled_once_it_is_back(
    sites: tuple[Path, Path], gazette: Gazette, tmp_path: Path
) -> None:
    front, gazette.replies["/"] = gazette.replies["/"], Reply(b"<p>Back soon", status=503)
    with stepped_watch(*sites, cwd=tmp_path) as watch:
        first = {run["site"]: run["status"] for run in watch.wait()}
        assert first == {"gazette": "too_many_failures", "courier": "done"}
        gazette.replies["/"] = front
        back = watch.until_run("gazette")
        assert (back["status"], back["outcomes"].get("new")) == ("done", STORIES)
        assert {run["status"] for run in watch.rounds if run["site"] == "courier"} == {"done"}
        assert watch.end().status == 0


def test_a_changed_site_file_is_taken_up_and_a_broken_one_leaves_the_last_that_was_good(
    sites: tuple[Path, Path], gazette: Gazette, tmp_path: Path
) -> None:
    good = sites[0].read_text()
    with stepped_watch(sites[0], cwd=tmp_path) as watch:
        watch.wait()
        sites[0].write_text("name = ")
        for _ in range(2):
            assert watch.until_run("gazette")["status"] == "done"
        gazette.replies["/more/"] = gazette.replies["/"]
        sites[0].write_text(good.replace('start = ["/"]', 'start = ["/", "/more/"]'))
        watch.until_run("gazette")
        assert "/more/" in gazette.paths
        ended = watch.end()
    broken, mended = ended.err.splitlines()
    assert "gazette is crawled by its last definition that could be used" in broken
    assert "gazette is crawled by its changed definition" in mended


def test_a_site_that_another_process_crawls_is_waited_for(
    sites: tuple[Path, Path], gazette: Gazette, tmp_path: Path
) -> None:
    gazette.hold(HELD)
    with running("crawl", sites[0], "-a", "archive", cwd=tmp_path) as crawl:
        gazette.wait_until_held()
        with stepped_watch(*sites, cwd=tmp_path) as watch:
            assert [run["site"] for run in watch.wait()] == ["courier"]
            watch.pass_time()
            gazette.release()
            assert end_of(crawl).status == 0
            assert watch.until_run("gazette")["status"] == "done"
            ended = watch.end()
    assert ended.err.count("is being crawled for gazette by process") == 1
    assert len(titles(tmp_path / "archive")) == 2 * STORIES


def test_an_edit_is_found_by_a_later_run(sites: tuple[Path, Path], gazette: Gazette, tmp_path: Path) -> None:
    with stepped_watch(sites[0], cwd=tmp_path) as watch:
        watch.wait()
        gazette.replies["/news/story-1/1/"].body = article(1, "says something else altogether, which nobody expected.")
        for _ in range(100):
            if watch.until_run("gazette")["outcomes"].get("changed"):
                break
        assert watch.rounds[-1]["outcomes"]["changed"] == 1
        assert watch.end().status == 0
        assert outcomes_of(tmp_path / "archive", watch.rounds[-1]["run_id"])["changed"] == 1


def test_what_a_watch_holds_of_the_machine_stays_the_same_for_days() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.watch", "--days", "5", "--sites", "1", "--stories", "20"],
        cwd=ROOT, env=environment(), capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    assert figures["days"] >= 5
    assert (
        figures["rss_bytes"]["last"] - figures["rss_bytes"]["first"] < 20_000_000
    )  # one crawl that is not let go of: 8 MB
    assert figures["objects"]["last"] - figures["objects"]["first"] < 5000
    for name in ("files", "children", "tasks"):
        assert figures[name]["last"] <= figures[name]["first"] + 1, name
