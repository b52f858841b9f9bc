"""newsreel search: hits for people and for programs, the index and how to do without, and wrong use said clearly."""

import csv
import io
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from archive.folder import create_folder, open_folder
from archive.search import Pace, Progress
from crawler.index_progress import IndexProgress
from tests.archive.rows import DAY, NOON
from tests.archive.search.articles import archive_of, article
from tests.crawler.commandline import NEWSREEL, ended, environment, here, newsreel

QUERY = "quiet chips"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = create_folder(tmp_path / "archive", archive_id="s", now=NOON)
    long = "They sleep. " * 40
    archive_of(
        folder,
        article("a", "Quiet chips", f"A lab showed the quiet chips. {long}", language="en", published_at=NOON),
        article("b", "Storm\x1b[2J", f"{long} Quiet now: chips fly.", site="gazette", published_at=NOON + DAY),
        article("c", "カフェ", "東京のカフェ", language="ja", published_at=None, section="Food"),
    )
    return tmp_path / "archive"


def test_people_see_title_place_and_snippet_with_the_hits_marked(archive: Path) -> None:
    done = here("search", "-a", archive, "--format", "table", QUERY, cwd=archive.parent)
    assert (done.status, done.err) == (0, "")
    assert "1. **Quiet** **chips**\n" in done.out
    assert "2026-03-14 12:00:00  neuron  en\n" in done.out
    assert "A lab showed the **quiet** **chips**." in done.out
    assert "\x1b" not in done.out
    assert done.out.endswith("1 to 2 of 2 articles\n")


def test_there_may_be_more_or_nothing(archive: Path) -> None:
    done = here("search", "-a", archive, "--format", "table", "--limit", "1", QUERY, cwd=archive.parent)
    assert done.out.endswith("1 to 1 of 2 articles\nmore with --offset 1\n")
    done = here("search", "-a", archive, "--format", "table", "unheard", cwd=archive.parent)
    assert (done.status, done.out) == (0, "0 articles\n")


def test_json_has_one_object_a_line(archive: Path) -> None:
    done = here("search", "-a", archive, "--format", "json", "--by", "date", QUERY, cwd=archive.parent)
    first, second = [json.loads(line) for line in done.out.splitlines()]
    assert (first["article_id"], second["article_id"]) == ("b", "a")
    assert first["score"] is None
    assert first["published_at"] == "2026-03-15T12:00:00Z"
    assert second["snippet"].startswith("A lab showed the **quiet** **chips**.")


def test_csv_is_for_programs_that_say_nothing(archive: Path) -> None:
    done = here("search", "-a", archive, "東京", cwd=archive.parent)
    (row,) = csv.DictReader(io.StringIO(done.out))
    assert (row["article_id"], row["snippet"], row["published_at"]) == ("c", "**東京**のカフェ", "")


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--site", "gazette"], {"b"}),
        (["--since", "2026-03-15"], {"b"}),
        (["--until", "2026-03-14"], {"a"}),
        (["--language", "en"], {"a"}),
        (["--section", "food"], set()),
        (["--offset", "1", "--by", "date"], {"a"}),
        (["--no-index"], {"a", "b"}),
    ],
)
def test_options_choose_among_the_hits(archive: Path, options: list[str], expected: set[str]) -> None:
    done = here("search", "-a", archive, "--format", "json", *options, QUERY, cwd=archive.parent)
    assert (done.status, done.err) == (0, "")
    assert {json.loads(line)["article_id"] for line in done.out.splitlines()} == expected


def test_the_index_can_be_brought_up_to_date_with_nothing_to_find(archive: Path) -> None:
    done = newsreel("search", "--index", "-a", archive, cwd=archive.parent)
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith(f"{archive}: 3 articles in the search index, 0.")
    assert open_folder(archive).index.is_dir()


def test_without_an_index_nothing_is_written(archive: Path) -> None:
    here("search", "-a", archive, "--no-index", QUERY, cwd=archive.parent)
    assert not open_folder(archive).index.exists()


def test_what_is_to_be_known_of_the_answer_is_said_on_stderr(archive: Path) -> None:
    open_folder(archive).index.touch()  # a file where the folder should be
    done = here("search", "-a", archive, "--format", "json", QUERY, cwd=archive.parent)
    assert (done.status, len(done.out.splitlines())) == (0, 2)
    assert done.err.startswith("newsreel: the search index cannot be written")
    done = here("search", "-a", archive, "--index", cwd=archive.parent)
    assert done.status == 6


def test_without_the_package_the_answer_says_how_to_make_it_fast(archive: Path) -> None:
    code = "import sys; sys.modules['tantivy'] = None; from crawler.cli import main; main()"
    done = ended([sys.executable, "-c", code, "search", "-a", str(archive), QUERY], cwd=archive.parent)
    assert done.status == 0
    assert len(done.out.splitlines()) == 3
    assert "pip install 'newsreel[search]'" in done.err
    done = ended([sys.executable, "-c", code, "search", "-a", str(archive), "--index"], cwd=archive.parent)
    assert (done.status, done.out) == (2, "")
    assert "pip install 'newsreel[search]'" in done.err


@pytest.mark.parametrize(
    ("arguments", "trouble"),
    [
        (["(storm"], "search text, character 1: ( is never closed"),
        (["tilte:storm"], "did you mean title:?"),
        (["!!"], "no word to look for"),
        ([], "what is to be found?"),
        (["x", "--since", "2026-02-02", "--until", "2026-02-01"], "since is after until"),
        (["x", "--limit", "0"], "--limit"),
        (["x", "--by", "luck"], "--by"),
        (["x", "-a", "nowhere"], "no archive in"),
    ],
)
def test_what_cannot_be_asked_is_a_wrong_use(archive: Path, arguments: list[str], trouble: str) -> None:
    done = here("search", "-a", archive, *arguments, cwd=archive.parent)
    assert (done.status, done.out) == (2, "")
    assert trouble in done.err


def test_on_a_terminal_the_hits_are_coloured(archive: Path, capfd: pytest.CaptureFixture[str]) -> None:
    leader, follower = pty.openpty()
    command = [*NEWSREEL, "search", "-a", str(archive), "--no-index", "showed"]
    with subprocess.Popen(
        command, stdout=follower, cwd=archive.parent, env=environment(TERM="xterm-256color")
    ) as process:
        assert process.wait(60) == 0
    os.close(follower)
    shown = os.read(leader, 100_000).decode()
    os.close(leader)
    assert capfd.readouterr().err == ""
    assert "A lab \x1b[1;33mshowed\x1b[0m the" in shown
    assert "**" not in shown


def test_what_takes_longer_than_a_moment_is_told() -> None:
    console = Console(file=io.StringIO(), width=200)
    times = iter([0.0, 0.5, 2.0, 3.0])
    with IndexProgress(console, clock=lambda: next(times)) as progress:
        for done in (1, 2, 3):
            Pace(told=progress.tell).told(Progress(done=done, rows=9))
    assert isinstance(console.file, io.StringIO)
    assert console.file.getvalue() == "newsreel: bringing the search index up to date: 2 of 9 rows\n"
