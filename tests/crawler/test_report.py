"""The report of a crawl: every outcome named, every number adding up, the same for people and programs."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive.outcomes import Family, Outcome
from crawler.exits import ExitStatus
from crawler.report import INTERRUPTED_REASON, Report, Shortfall, report_of, shortfalls
from pipelines.account import Account
from pipelines.bounds import Bound
from pipelines.rules.site_rules import FieldName, SiteRules
from pipelines.traffic import Traffic
from spiders.open_run import open_run

EVERY_OUTCOME = {outcome: number for number, outcome in enumerate(Outcome, 1)}
STARTED = datetime(2026, 3, 14, 12, tzinfo=UTC)
REPORT = Report(
    site="demo",
    archive=Path("news-archive"),
    run_id="20260314T120000Z-abcdef",
    started_at=STARTED,
    seconds=12.34,
    requested=sum(EVERY_OUTCOME.values()),
    outcomes=EVERY_OUTCOME,
    examples={outcome: f"https://news.example/{outcome}" for outcome in Outcome},
    revisions=3,
    sightings=40,
    body_bytes=5_432_100,
    status=ExitStatus.DONE,
    shortfalls={},
    resumed_from=None,
    kept_out={"future": 2, "depth": 5},
    kept_out_examples={"future": "https://news.example/calendar/2031/05/", "depth": "https://news.example/far"},
)


def counted(text: str) -> dict[str, int]:
    """The lines of outcomes: their count by name."""
    lines = [line.split() for line in text.splitlines() if line.startswith("  ") and "first:" not in line]
    return {words[1]: int(words[0]) for words in lines}


def test_the_text_lists_every_outcome_with_its_count_and_meaning() -> None:
    text = REPORT.as_text()
    assert counted(text) == {**{str(name): count for name, count in EVERY_OUTCOME.items()}, "in": REPORT.requested}
    assert all(outcome.meaning in text and outcome.family in text for outcome in Outcome)


def test_the_text_leaves_out_what_did_not_happen() -> None:
    assert counted(replace(REPORT, outcomes={Outcome.NEW: 3}, requested=3).as_text()) == {"new": 3, "in": 3}


def test_the_text_shows_a_first_address_of_all_that_brought_no_article() -> None:
    shown = {line.split()[1] for line in REPORT.as_text().splitlines() if line.lstrip().startswith("first:")}
    quiet = (Family.ARTICLE, Family.PAGE)
    assert shown == {f"https://news.example/{outcome}" for outcome in Outcome if outcome.family not in quiet}


def test_the_text_says_what_was_left_out_why_and_which_was_the_first() -> None:
    lines = REPORT.as_text().splitlines()

    assert "Left out 2: a calendar's page of days to come, first https://news.example/calendar/2031/05/" in lines
    assert sum(line.startswith("Left out") for line in lines) == 2


def test_the_complaint_names_the_worst_failure_with_an_address() -> None:
    outcomes = {Outcome.LISTING: 9, Outcome.TIMEOUT: 2, Outcome.HTTP_ERROR: 3}
    complaint = replace(REPORT, outcomes=outcomes, status=ExitStatus.TOO_MANY_FAILURES).complaint()
    assert complaint.startswith(ExitStatus.TOO_MANY_FAILURES.meaning)
    assert complaint.endswith("http_error, first https://news.example/http_error")


def test_a_run_without_any_outcome_still_says_what_happened() -> None:
    empty = replace(REPORT, outcomes={}, examples={}, requested=0, status=ExitStatus.TOO_MANY_FAILURES)
    assert empty.complaint() == ExitStatus.TOO_MANY_FAILURES.meaning
    assert "0  in all" in empty.as_text()


def test_the_text_says_what_was_saved_and_where() -> None:
    text = REPORT.as_text()
    assert "Saved 3 article revisions and 40 sightings in news-archive" in text
    assert "5.4 MB" in text
    assert REPORT.run_id in text


def test_a_run_that_went_well_ends_without_advice() -> None:
    assert "See why" not in REPORT.as_text()


@pytest.mark.parametrize("status", [ExitStatus.TOO_MANY_FAILURES, ExitStatus.INTERRUPTED])
def test_a_run_that_did_not_go_well_says_what_happened_and_what_to_ask(status: ExitStatus) -> None:
    text = replace(REPORT, status=status).as_text()
    assert status.meaning in text
    assert f"WHERE run_id = '{REPORT.run_id}'" in text


def test_the_json_says_the_same() -> None:
    assert json.loads(REPORT.as_json()) == {
        "site": "demo",
        "archive": "news-archive",
        "run_id": "20260314T120000Z-abcdef",
        "started_at": "2026-03-14T12:00:00+00:00",
        "seconds": 12.3,
        "requested": REPORT.requested,
        "outcomes": {str(name): count for name, count in EVERY_OUTCOME.items()},
        "examples": {str(name): f"https://news.example/{name}" for name in Outcome},
        "kept_out": {"future": 2, "depth": 5},
        "kept_out_examples": {
            "future": "https://news.example/calendar/2031/05/",
            "depth": "https://news.example/far",
        },
        "revisions": 3,
        "sightings": 40,
        "body_bytes": 5_432_100,
        "status": "done",
        "shortfalls": {},
        "resumed_from": None,
        "held_back": {},
        "requests": 0,
        "received_bytes": 0,
        "conditional": 0,
        "not_modified": 0,
        "saved_bytes": 0,
        "as_before": {},
        "servers": {},
    }
    assert "\n" not in REPORT.as_json()


def test_what_went_over_the_wire_is_one_line_and_each_host_with_a_finding_another() -> None:
    traffic = Traffic(
        requests=312, received_bytes=400_000, conditional=300, not_modified=298, saved_bytes=5_100_000,
        as_before={Outcome.UNCHANGED: 1},
    )  # fmt: skip
    outcomes = EVERY_OUTCOME | {Outcome.UNCHANGED: 3}
    report = replace(REPORT, traffic=traffic, outcomes=outcomes, servers={"news.example": "pages come bare"})
    lines = report.as_text().splitlines()
    assert (
        "312 requests, 0.4 MB received; 298 of 300 conditional requests were answered 'not modified': 5.1 MB saved, 93%"
    ) in lines
    assert "           the server said so of 1, 2 had the same content" in lines
    assert "news.example: pages come bare" in lines
    told = json.loads(report.as_json())
    assert (told["requests"], told["saved_bytes"], told["as_before"]) == (312, 5_100_000, {"unchanged": 1})
    assert "requests, " not in REPORT.as_text()


def test_what_bounds_kept_out_is_told_by_their_names_and_what_they_mean() -> None:
    report = replace(REPORT, held_back={Bound.DATES: 12, Bound.MAX_PAGES: 1})
    lines = [line.split() for line in report.as_text().splitlines() if "not asked for:" in line]
    assert [(int(words[0]), words[1]) for words in lines] == [(12, "dates"), (1, "max_pages")]
    assert all(bound.meaning in report.as_text() for bound in report.held_back)
    assert json.loads(report.as_json())["held_back"] == {"dates": 12, "max_pages": 1}
    assert "not asked for" not in REPORT.as_text()


@pytest.mark.parametrize(
    ("reason", "status"), [("finished", ExitStatus.DONE), (INTERRUPTED_REASON, ExitStatus.INTERRUPTED)]
)
def test_the_report_of_a_run_is_its_account(tmp_path: Path, reason: str, status: ExitStatus) -> None:
    now = STARTED
    with open_run(SiteRules(site="demo"), tmp_path / "archive", [], clock=lambda: now) as run:
        for name, outcome in (("a", Outcome.NEW), ("b", Outcome.NEW), ("c", Outcome.ROBOTS)):
            run.account.begin(name)
            run.account.end(name, outcome, body_bytes=100 if outcome is Outcome.NEW else None)
        now = STARTED + timedelta(seconds=5)
        report = report_of(run, reason=reason, expected={})
    assert (report.site, report.archive, report.run_id) == ("demo", tmp_path / "archive", run.writer.run_id)
    assert (report.requested, report.outcomes) == (3, {Outcome.NEW: 2, Outcome.ROBOTS: 1})
    assert (report.seconds, report.body_bytes, report.status) == (5.0, 200, status)


def account_with(records: int, titles: int) -> Account:
    account = Account()
    for number in range(records):
        account.note_fields([FieldName.BODY, *([FieldName.TITLE] if number < titles else [])])
    return account


def test_a_field_read_for_fewer_articles_than_expected_is_a_shortfall() -> None:
    expected = {FieldName.TITLE: 0.9, FieldName.BODY: 1.0}
    assert shortfalls(account_with(20, titles=10), expected) == {"title": Shortfall(found=0.5, expected=0.9)}
    assert shortfalls(account_with(20, titles=18), expected) == {}


def test_a_few_articles_say_nothing_of_a_layout() -> None:
    assert shortfalls(account_with(9, titles=0), {FieldName.TITLE: 0.9}) == {}


def test_a_shortfall_is_told_to_people_and_programs() -> None:
    report = replace(REPORT, shortfalls={"title": Shortfall(found=0.5, expected=0.9)})
    assert "Look at title: it was read for 50% of the articles, the site file expects 90%" in report.as_text()
    assert json.loads(report.as_json())["shortfalls"] == {"title": {"found": 0.5, "expected": 0.9}}
