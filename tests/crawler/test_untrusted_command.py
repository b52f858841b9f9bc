"""newsreel query --untrusted: a stranger's SQL from the command line."""

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from archive import Archive
from archive.folder import create_folder
from tests.archive.rows import DAY, NOON
from tests.archive.runs import fill
from tests.crawler.commandline import NEWSREEL, environment, here

ENDLESS = "SELECT count(*) FROM range(10000000000000) r(i) WHERE hash(i) = 0"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with an archive in it, called archive."""
    fill(create_folder(tmp_path / "archive", archive_id="a1b2", now=NOON))
    return tmp_path


def asking_endlessly(place: Path) -> subprocess.Popen[str]:
    command = [*NEWSREEL, "query", "-a", "archive", "--untrusted", "--max-seconds", "500", ENDLESS]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=place, env=environment()
    )


def test_a_strangers_question_is_answered_in_every_form_as_its_owners(place: Path) -> None:
    sql = "SELECT title, views, fetched_at, authors FROM revisions ORDER BY ALL"
    for form in ("csv", "json", "table"):
        owner = here("query", "-a", "archive", "--format", form, sql, cwd=place)
        stranger = here("query", "-a", "archive", "--format", form, "--untrusted", sql, cwd=place)
        assert (stranger.status, stranger.err, stranger.out) == (0, "", owner.out)
        assert stranger.out


@pytest.mark.parametrize(
    ("options", "sql", "words"),
    [
        (["--max-rows", "5"], "SELECT * FROM range(6)", "larger than 5 rows"),
        (["--max-seconds", "0.5"], ENDLESS, "longer than 0.5 s"),
        (["--max-memory", "64MB"], "SELECT length(list(i)) FROM range(100000000) r(i)", "64 MB of memory"),
    ],
)
def test_a_limit_that_is_met_ends_with_its_own_status_and_says_which(
    place: Path, options: list[str], sql: str, words: str
) -> None:
    done = here("query", "-a", "archive", "--untrusted", *options, sql, cwd=place)
    assert (done.status, done.out) == (9, "")
    assert words in done.err
    assert done.err.count("\n") == 1


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--max-rows", "5"], "add --untrusted"),
        (["--max-seconds", "1"], "add --untrusted"),
        (["--untrusted", "--max-rows", "0"], "--max-rows"),
        (["--untrusted", "--max-seconds", "0"], "--max-seconds"),
        (["--untrusted", "--max-memory", "much"], "write it so: 512MB"),
        (["--untrusted", "--max-memory", "1MB"], "64 MB is the least"),
    ],
)
def test_a_limit_that_is_none_is_refused(place: Path, options: list[str], words: str) -> None:
    done = here("query", "-a", "archive", *options, "SELECT 1", cwd=place)
    assert (done.status, done.out) == (2, "")
    assert words in done.err


@pytest.mark.parametrize("size", ["67108864", "65536K", "64MB", "64m", "1GB"])
def test_memory_is_written_as_people_write_it(place: Path, size: str) -> None:
    done = here("query", "-a", "archive", "--untrusted", "--max-memory", size, "SELECT 7 AS n", cwd=place)
    assert (done.status, done.out.split()) == (0, ["n", "7"])


def test_what_a_stranger_may_not_ask_is_a_wrong_question(place: Path) -> None:
    (place / "secret.csv").write_text("canary")
    asked = f"SELECT * FROM read_text('{place}/secret.csv')"
    assert "canary" in here("query", "-a", "archive", asked, cwd=place).out
    done = here("query", "-a", "archive", "--untrusted", asked, cwd=place)
    assert (done.status, done.out) == (2, "")
    assert "canary" not in done.err


def test_a_strangers_sql_comes_from_standard_input_and_from_a_file(place: Path) -> None:
    command = [*NEWSREEL, "query", "-a", "archive", "--untrusted", "-"]
    sql = "SELECT count(*) AS n FROM revisions -- ; 'é'"
    done = subprocess.run(
        command, input=sql, capture_output=True, text=True, cwd=place, env=environment(), check=False, encoding="utf-8"
    )
    expected = here("query", "-a", "archive", sql, cwd=place).out
    assert (done.returncode, done.stderr, done.stdout.split()) == (0, "", expected.split())
    (place / "question.sql").write_text(sql, encoding="utf-8")
    assert here("query", "-a", "archive", "--untrusted", "-f", "question.sql", cwd=place).out == expected


def test_values_and_named_queries_go_with_it(place: Path) -> None:
    value = "x' UNION SELECT 1 --"
    done = here("query", "-a", "archive", "--untrusted", "--set", f"v={value}", "SELECT $v AS v", cwd=place)
    assert (done.status, done.out.split("\r\n")[1]) == (0, value)
    for name in ("trending", "sections"):
        owner = here("query", name, "-a", "archive", "--as-of", "2026-05-01", cwd=place)
        stranger = here("query", name, "-a", "archive", "--as-of", "2026-05-01", "--untrusted", cwd=place)
        assert (stranger.status, stranger.out, stranger.err) == (owner.status, owner.out, owner.err)
    text = here("query", "trending", "--sql", cwd=place).out
    (place / "own.sql").write_text(text, encoding="utf-8")
    asked = ["query", "-a", "archive", "-f", "own.sql", "--set", "days=3", "--as-of", "2026-05-01"]
    assert here(*asked, "--untrusted", cwd=place).out == here(*asked, cwd=place).out
    assert here("query", "trending", "-a", "archive", "--untrusted", "--max-rows", "0", cwd=place).status == 2


def test_a_stranger_sees_the_archive_as_it_stood_or_as_it_was_kept(place: Path) -> None:
    sql = "SELECT max(fetched_at) AS latest, count(*) AS n FROM revisions"
    as_of = ["--as-of", f"{NOON + DAY:%Y-%m-%d}"]
    assert here("snapshot", "create", "spring", "-a", "archive", cwd=place).status == 0
    for options in (as_of, ["--snapshot", "spring"], ["--snapshot", "spring", *as_of]):
        owner = here("query", "-a", "archive", *options, sql, cwd=place)
        stranger = here("query", "-a", "archive", "--untrusted", *options, sql, cwd=place)
        assert (stranger.status, stranger.out) == (0, owner.out)
    done = here("query", "-a", "archive", "--untrusted", "--snapshot", "summer", sql, cwd=place)
    assert done.status == 2


def test_damage_is_told_without_a_path_of_this_machine_and_can_be_skipped(place: Path) -> None:
    parts = sorted((place / "archive" / "articles").rglob("*.parquet"))
    whole = len(Archive(place / "archive").sql("SELECT 1 FROM revisions").rows())
    parts[0].write_bytes(parts[0].read_bytes()[:-100] + b"\xff" * 100)
    sql = "SELECT article_id, title FROM revisions"
    done = here("query", "-a", str(place / "archive"), "--untrusted", sql, cwd=place)
    assert (done.status, done.out) == (4, "")
    assert parts[0].name in done.err
    assert str(place) not in done.err
    done = here("query", "-a", str(place / "archive"), "--untrusted", "--skip-damaged", sql, cwd=place)
    assert done.status == 0
    assert 1 <= len(done.out.splitlines()) - 1 < whole
    assert parts[0].name in done.err
    assert str(place) not in done.err


@pytest.mark.parametrize(
    "sql", ["FROM nothing", "SELECT x", "FROM 'a.csv'", "SELECT", ENDLESS, "SELECT error('x')", "SELECT 'a'::INT", ""]
)
def test_no_error_tells_a_path_of_this_machine(place: Path, sql: str) -> None:
    archive = str(place / "archive")
    done = here("query", "-a", archive, "--untrusted", "--max-seconds", "0.5", sql or ";", cwd=place)
    assert done.status in (2, 9)
    assert done.err.startswith("newsreel: ")
    assert str(place) not in done.err
    assert str(Path(__file__).parents[2]) not in done.err
    assert "Traceback" not in done.err


def test_an_answer_that_is_too_large_leaves_no_file(place: Path) -> None:
    asked = ["--max-rows", "20000", "SELECT * FROM range(50000)"]
    done = here("query", "-a", "archive", "--untrusted", "-o", "answer.csv", *asked, cwd=place)
    assert done.status == 9
    assert not (place / "answer.csv").exists()


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="the processes are looked up in /proc")
def test_ctrl_c_ends_both_processes_and_says_so(place: Path) -> None:
    with asking_endlessly(place) as process:
        (server,) = _children(process.pid)
        (answering,) = _children(server)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, "")
    assert "Traceback" not in err
    for number in (server, answering):
        _wait(lambda number=number: _is_over(number))


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="the processes are looked up in /proc")
def test_a_process_that_someone_kills_is_not_told_to_be_slow(place: Path) -> None:
    with asking_endlessly(place) as process:
        (server,) = _children(process.pid)
        (answering,) = _children(server)
        os.kill(answering, signal.SIGKILL)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (1, "")
    # Amid its answer, or before it had the question.
    assert "killed from outside" in err or "ended by SIGKILL" in err
    assert "took longer" not in err


def _children(process: int) -> list[int]:
    """The processes that ``process`` began, once there is one."""
    listed = Path(f"/proc/{process}/task/{process}/children")
    _wait(lambda: bool(listed.read_text().split()))
    return [int(number) for number in listed.read_text().split()]


def _wait(is_so: object) -> None:
    until = time.monotonic() + 60
    while not is_so():  # type: ignore[operator]
        assert time.monotonic() < until
        time.sleep(0.02)


def _is_over(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True
