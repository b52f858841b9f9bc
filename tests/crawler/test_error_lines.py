"""How errors are shown, on a terminal and elsewhere; and that Ctrl-C ends a query."""

import os
import pty
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from archive.errors import Place, QueryError, UsageError
from archive.folder import create_folder
from crawler.error_lines import error_lines
from tests.archive.rows import NOON
from tests.archive.runs import fill
from tests.crawler.commandline import NEWSREEL, ROOT, environment, here


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = create_folder(tmp_path / "archive", archive_id="a1b2", now=NOON)
    fill(folder)
    return folder.path


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        (
            Place(line=1, column=8, text="SELECT titel FROM articles", width=5),
            ["  SELECT titel FROM articles", "         ^^^^^"],
        ),
        (Place(line=1, column=1, text="", width=1), ["  ", "  ^"]),
        (Place(line=1, column=3, text="a\x1bb", width=9), ["  a b", "    ^"]),
        (
            Place(line=1, column=101, text="x" * 100 + "y" * 100, width=100),
            ["  …" + "x" * 40 + "y" * 36 + "…", " " * 43 + "^" * 36],
        ),
    ],
    ids=["a word", "empty", "control character", "long"],
)
def test_the_place_is_pointed_at(place: Place, shown: list[str]) -> None:
    told = QueryError("wrong", place=place)
    assert list(error_lines(told, for_people=True)) == ["newsreel: wrong", *shown]
    assert list(error_lines(told, for_people=False)) == ["newsreel: wrong"]


def test_an_error_without_a_place_is_one_line() -> None:
    assert list(error_lines(QueryError("wrong"), for_people=True)) == ["newsreel: wrong"]
    assert list(error_lines(UsageError("wrong"), for_people=True)) == ["newsreel: wrong"]


@pytest.mark.parametrize("site", ["neurn", "zzz"])
@pytest.mark.parametrize(
    "command", [["stats"], ["search", "word", "--no-index"], ["export", "--format", "csv"]], ids=lambda one: one[0]
)
def test_an_unknown_site_is_told_by_every_command(archive: Path, command: list[str], site: str) -> None:
    done = here(*command, "--site", site, "-a", archive, cwd=archive.parent)
    words = "did you mean neuron?" if site == "neurn" else "it has neuron"
    assert (done.status, done.out) == (2, "")
    assert done.err == f"newsreel: the archive has no site {site}; {words}\n"


def test_what_is_left_out_is_told_beside_the_answer(archive: Path) -> None:
    (path,) = archive.glob("articles/*/part-run-2-*.parquet")
    path.write_bytes(b"")
    done = here("query", "-a", archive, "SELECT count(*) AS n FROM revisions", cwd=archive.parent)
    assert (done.status, done.out) == (4, "")
    assert path.name in done.err
    done = here(
        "query",
        "-a",
        archive,
        "--skip-damaged",
        "--format",
        "csv",
        "SELECT count(*) AS n FROM revisions",
        cwd=archive.parent,
    )
    assert done.status == 0
    assert done.out.split() == ['"n"', "2"] or done.out.split() == ["n", "2"]
    assert done.err == f"newsreel: {path} is not what was sealed; it is left out: 1 row is missing\n"


# The command tells by its own output where it is: that the query runs, and that the first Ctrl-C was heard.
TELLING = """
import threading
from archive.query import interrupting
class Telling(threading.Thread):
    def start(self):
        super().start()
        print("begun", flush=True)
    def join(self, timeout=None):
        print("heard", flush=True)
        super().join(timeout)
interrupting.Thread = Telling
interrupting._ENDING_SECONDS = {seconds}
from crawler.cli import main
main()
"""
# DuckDB works it out while it binds the query, and hears nothing meanwhile.
DEAF = "SELECT levenshtein(repeat('ab', 400000), repeat('bc', 500000))"


@contextmanager
def asking(archive: Path, sql: str, *, seconds: float = 600) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", TELLING.format(seconds=seconds), "query", "-a", str(archive), "--format", "json", sql],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT, env=environment(),
    ) as process:  # fmt: skip
        try:
            yield process
        finally:
            process.kill()


def assert_stopped(process: subprocess.Popen[str]) -> None:
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert err.strip() == "newsreel: stopped before the end"  # click puts an empty line before it


def wait_for(process: subprocess.Popen[str], line: str) -> None:
    assert process.stdout is not None
    for told in process.stdout:
        if told.strip() == line:
            return
    raise AssertionError(line)


def test_ctrl_c_ends_a_query_at_once(archive: Path) -> None:
    with asking(
        archive, "SELECT count(*) FROM range(1000000) a, range(100000000) b WHERE a.range * b.range % 7 = 3"
    ) as query:
        wait_for(query, "begun")
        wait_for(query, "begun")
        query.send_signal(signal.SIGINT)
        assert_stopped(query)


def test_ctrl_c_midway_through_the_rows_ends_them(archive: Path) -> None:
    with asking(archive, "SELECT range AS n FROM range(100000000000)") as query:
        wait_for(query, '{"n":100000}')
        query.send_signal(signal.SIGINT)
        assert_stopped(query)


def test_a_query_that_does_not_hear_ctrl_c_is_left_after_a_while(archive: Path) -> None:
    with asking(archive, DEAF, seconds=0.1) as query:
        wait_for(query, "begun")
        query.send_signal(signal.SIGINT)
        assert_stopped(query)


def test_a_second_ctrl_c_ends_a_query_that_does_not_hear_the_first(archive: Path) -> None:
    with asking(archive, DEAF) as query:
        wait_for(query, "begun")
        query.send_signal(signal.SIGINT)
        wait_for(query, "heard")
        query.send_signal(signal.SIGINT)
        assert_stopped(query)


def test_a_terminal_sees_where_the_query_is_wrong(archive: Path) -> None:
    leader, follower = pty.openpty()
    command = [*NEWSREEL, "query", "-a", str(archive), "SELECT titel FROM articles"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=follower, cwd=ROOT, env=environment()) as process:
        os.close(follower)
        status = process.wait(timeout=60)
    lines = os.read(leader, 10_000).decode().splitlines()
    os.close(leader)
    assert status == 2
    assert lines[1:] == ["  SELECT titel FROM articles", "         ^^^^^"]
