"""What a watch says: a line for each run, and one of what is going on."""

import json
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest

from archive.errors import NewsreelError, WorkersError
from archive.outcomes import Outcome
from crawler.exits import ExitStatus
from crawler.report import Report
from crawler.watch.display import Display
from crawler.watch.round import Round
from crawler.watch.telling import json_of, line_of
from pipelines.run import CrawlRun
from pipelines.traffic import Traffic
from tests.archive.rows import NOON
from tests.crawler.test_report import REPORT

HALF_AN_HOUR = timedelta(minutes=30)
OUTCOMES = {
    Outcome.NEW: 3, Outcome.CHANGED: 1, Outcome.UNCHANGED: 40, Outcome.LISTING: 1, Outcome.GONE: 2, Outcome.TIMEOUT: 1,
}  # fmt: skip


def report(**changes: Any) -> Report:
    traffic = Traffic(requests=49, received_bytes=120_000, saved_bytes=1_440_000)
    examples = {Outcome.TIMEOUT: "https://news.example/slow"}
    return replace(REPORT, outcomes=OUTCOMES, examples=examples, traffic=traffic, **changes)


def done(report: Report | None, problem: Exception | None = None) -> Round:
    return Round(site="neuron", ended_at=NOON, report=report, problem=problem, next_at=NOON + HALF_AN_HOUR)


def test_a_line_says_what_was_found_what_it_cost_and_when_it_is_looked_at_again() -> None:
    assert line_of(done(report())) == (
        f"{NOON:%Y-%m-%d} 12:00:00  neuron  3 new  1 changed  40 unchanged  2 gone  1 failed  49 requests  "
        "0.1 MB received  1.4 MB saved  next 12:30:00"
    )


def test_another_day_is_said() -> None:
    late = replace(done(report()), next_at=NOON + timedelta(days=1))
    assert line_of(late).endswith(f"next {late.next_at:%Y-%m-%d} 12:00:00")


def test_a_run_that_ended_badly_says_how() -> None:
    line = line_of(done(report(status=ExitStatus.TOO_MANY_FAILURES)))
    assert "too_many_failures: More than half of the addresses failed" in line
    assert "https://news.example/slow" in line


@pytest.mark.parametrize(
    ("problem", "words", "status"),
    [
        (WorkersError("no memory"), "crashed: no memory", "crashed"),
        (ValueError("odd"), "crashed: unexpected ValueError: odd", "crashed"),
        (NewsreelError("stopped"), "crashed: stopped", "crashed"),
    ],
)
def test_a_run_without_a_report_says_why(problem: Exception, words: str, status: str) -> None:
    ended = done(None, problem)
    assert f"  neuron  {words}  next" in line_of(ended)
    told = json.loads(json_of(ended))
    assert (told["site"], told["status"], told["error"]) == ("neuron", status, str(problem))


def test_for_programs_a_line_is_the_report_with_two_moments() -> None:
    told = json.loads(json_of(done(report())))
    assert told | json.loads(report().as_json()) == told
    assert (told["ended_at"], told["next_due_at"]) == (NOON.isoformat(), (NOON + HALF_AN_HOUR).isoformat())


def test_the_status_says_what_is_crawled_and_which_site_is_next(capsys: pytest.CaptureFixture[str]) -> None:
    display = Display(as_text=True)
    assert display.status() == "starting"
    display.begun("courier", cast("CrawlRun", SimpleNamespace(account=SimpleNamespace(requested=7))))
    display.sleeps("neuron", NOON + HALF_AN_HOUR)
    display.sleeps("demo", NOON + 2 * HALF_AN_HOUR)
    assert display.status() == "crawling courier 7 pages; next neuron at 12:30:00 UTC, 1 more later"
    display.ended(replace(done(report()), site="courier"))
    assert display.status().startswith("next neuron")
    display.complains("something is odd")
    out, err = capsys.readouterr()
    assert out.count("\n") == 1
    assert err == "newsreel: something is odd\n"
