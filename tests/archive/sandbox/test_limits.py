"""A stranger's question takes what it may and no more, and whoever asked is told which limit it met."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from archive.errors import AnswerTooLargeError, LimitReachedError, NewsreelError, QueryError, TooSlowError, UsageError
from archive.sandbox import Limits, Sandbox
from tests.archive.sandbox.conftest import Ground
from tests.archive.sandbox.runaways import RUNAWAYS

MEGABYTE = 1024**2
SMALL = Limits(seconds=1, memory_bytes=256 * MEGABYTE)
# Generous: machines are busy.
MOST_SECONDS = 30
MOST_KILOBYTES = 600 * 1024
# Whether it ends is not what is asked of these: some DuckDB knows to answer.
MAY_BE_ANSWERED = {"repeat by row", "regex", "like", "a macro of times", "many unions", "pivot", "much text"}

MEASURED = f"""
import resource, sys
from archive import Archive
from archive.errors import NewsreelError
from archive.sandbox import Limits, Sandbox
from tests.archive.sandbox.runaways import RUNAWAYS
with Sandbox(Archive(sys.argv[1]), Limits(seconds=1, memory_bytes={256 * MEGABYTE})) as sandbox:
    for name in ("string_agg", "list of lists", "generate_subscripts", "json", "much text"):
        try:
            sandbox.sql(RUNAWAYS[name]).arrow()
        except NewsreelError:
            pass
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


@pytest.mark.parametrize("name", RUNAWAYS)
def test_a_runaway_is_ended(ground: Ground, name: str) -> None:
    before = ground.state()
    began = time.monotonic()
    with Sandbox(ground.archive, SMALL) as sandbox:
        try:
            sandbox.sql(RUNAWAYS[name]).arrow()
            assert name in MAY_BE_ANSWERED
        except (LimitReachedError, QueryError):
            pass
        assert time.monotonic() - began < MOST_SECONDS
        assert sandbox.sql("SELECT 1 AS one").rows() == [{"one": 1}]
    assert ground.state() == before


@pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded by the system on Linux only")
def test_memory_stays_within_its_bound(ground: Ground) -> None:
    root = Path(__file__).parents[3]
    command = [sys.executable, "-c", MEASURED, str(ground.archive.folder.path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=root, timeout=120)
    assert int(done.stdout) < MOST_KILOBYTES


def test_each_limit_says_what_to_do_instead(ground: Ground) -> None:
    with Sandbox(ground.archive, Limits(rows=10)) as sandbox, pytest.raises(AnswerTooLargeError, match="LIMIT"):
        sandbox.sql("SELECT * FROM range(11)").arrow()
    with Sandbox(ground.archive, Limits(bytes=1000)) as sandbox, pytest.raises(AnswerTooLargeError, match="columns"):
        sandbox.sql("SELECT repeat('x', 100000)").arrow()
    with Sandbox(ground.archive, Limits(seconds=0.5)) as sandbox, pytest.raises(TooSlowError, match=r"0\.5 s"):
        sandbox.sql(RUNAWAYS["cross join"]).arrow()


def test_a_query_or_a_value_that_is_too_long_is_refused_before_it_is_sent(ground: Ground) -> None:
    with Sandbox(ground.archive, Limits(query_chars=20, values_bytes=100)) as sandbox:
        with pytest.raises(QueryError, match="at most 20"):
            sandbox.sql("SELECT 1 AS a_long_name")
        with pytest.raises(UsageError, match="at most 100"):
            sandbox.sql("SELECT ?", "x" * 200)


@pytest.mark.parametrize("limit", ["seconds", "rows", "bytes", "memory_bytes", "query_chars", "threads"])
def test_a_limit_of_nothing_is_refused(limit: str) -> None:
    with pytest.raises(UsageError, match=limit):
        Limits(**{limit: 0})


def test_whoever_reads_slowly_is_not_told_that_the_question_was_slow(ground: Ground) -> None:
    with Sandbox(ground.archive, Limits(seconds=5)) as sandbox:
        batches = sandbox.sql("SELECT * FROM range(500000) AS r(n)").batches(1000)
        assert next(batches).num_rows
        assert sum(batch.num_rows for batch in batches) > 100_000


def test_after_its_processes_have_been_killed_a_sandbox_answers_again(ground: Ground) -> None:
    with Sandbox(ground.archive) as sandbox:
        assert sandbox.sql("SELECT 1 AS one").rows() == [{"one": 1}]
        server = sandbox._processes._server  # noqa: SLF001 - the process to kill
        assert server is not None
        server.kill()
        server.wait()
        answer: object = None
        try:
            answer = sandbox.sql("SELECT 2 AS two").rows()
        except NewsreelError:
            answer = sandbox.sql("SELECT 2 AS two").rows()
        assert answer == [{"two": 2}]
