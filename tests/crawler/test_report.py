"""The report of a crawl: every outcome named, every number adding up, the same for people and programs."""

import json
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.outcomes import Family, Outcome
from crawler.exits import ExitStatus
from crawler.health_rows import alarms_in
from crawler.report import INTERRUPTED_REASON, Report, report_of
from pipelines.account import Account
from pipelines.bounds import Bound
from pipelines.health import Alarm, Basis
from pipelines.rules.site_rules import SiteRules
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
    alarms=(),
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
        "alarms": [],
        "resumed_from": None,
        "due_again_at": None,
        "held_back": {},
        "servers": {},
        "captures": None,
        **asdict(Traffic()),
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
        report = report_of(run, reason=reason)
    assert (report.site, report.archive, report.run_id) == ("demo", tmp_path / "archive", run.writer.run_id)
    assert (report.requested, report.outcomes) == (3, {Outcome.NEW: 2, Outcome.ROBOTS: 1})
    assert (report.seconds, report.body_bytes, report.status) == (5.0, 200, status)


ALARM = Alarm(
    measure="views",
    basis=Basis.KNOWN,
    found=0.0,
    expected=0.99,
    pages=40,
    since=STARTED,
    examples=("https://news.example/a", "https://news.example/b", "https://news.example/c"),
)
CHANGED = replace(REPORT, alarms=(ALARM,), status=ExitStatus.SITE_CHANGED)


def test_what_is_missing_is_named_in_one_line_with_three_addresses_and_the_way_out() -> None:
    (line,) = [line for line in CHANGED.as_text().splitlines() if line.startswith("Look at")]
    assert line.startswith("Look at views: 0% of 40 known articles that had it still have it, before 99%")
    assert all(address in line for address in ALARM.examples)
    assert "newsreel read https://news.example/a" in line
    assert "newsreel sites teach demo https://news.example/a views=VALUE" in line
    assert "newsreel sites health demo --accept" in line


@pytest.mark.parametrize(
    ("measure", "basis", "way_out"),
    [
        ("article", Basis.KNOWN, "newsreel read https://news.example/a"),
        ("entries", Basis.LISTINGS, "newsreel read https://news.example/a"),
        ("arrivals", Basis.TIME, "newsreel crawl demo --dry-run"),
        ("views", Basis.SITE_FILE, "change [expected] in the site file"),
    ],
)
def test_each_kind_of_alarm_has_its_way_out(measure: str, basis: Basis, way_out: str) -> None:
    text = replace(CHANGED, alarms=(replace(ALARM, measure=measure, basis=basis),)).as_text()
    assert way_out in text
    assert ("teach" in text) is (measure == "views")


def test_a_site_that_changed_is_what_the_complaint_is_about() -> None:
    assert CHANGED.complaint().startswith(ExitStatus.SITE_CHANGED.meaning)
    assert CHANGED.complaint().endswith(ALARM.as_text())
    assert "See why" not in CHANGED.as_text()


def test_alarms_are_told_to_programs_and_stored_with_the_run() -> None:
    (told,) = json.loads(CHANGED.as_json())["alarms"]
    assert told == {
        "measure": "views",
        "basis": "known_articles",
        "found": 0.0,
        "expected": 0.99,
        "pages": 40,
        "since": STARTED.isoformat(),
        "examples": list(ALARM.examples),
    }
    rest = json.loads(CHANGED.rest_as_json())
    assert (rest["alarms"], rest["status"]) == ([told], "site_changed")
    assert alarms_in(CHANGED.rest_as_json()) == (ALARM,)


@pytest.mark.parametrize("report", [None, "", "{}", "[]", "null", '{"alarms": [{"measure": 3}]}'])
def test_a_stored_report_that_is_none_has_no_alarms(report: str | None) -> None:
    assert alarms_in(report) == ()


@given(
    outcomes=st.dictionaries(st.sampled_from(Outcome), st.integers(1, 10**6)),
    alarms=st.lists(st.sampled_from([ALARM, replace(ALARM, measure="title")]), unique=True).map(tuple),
)
def test_the_counts_of_every_report_add_up(outcomes: dict[Outcome, int], alarms: tuple[Alarm, ...]) -> None:
    account = Account()
    account.outcomes.update(outcomes)
    report = replace(REPORT, outcomes=outcomes, requested=account.requested, alarms=alarms)
    told = counted(report.as_text())
    assert told.pop("in") == report.requested == sum(told.values())
    assert told == {str(outcome): count for outcome, count in outcomes.items()}
    as_json = json.loads(report.as_json())
    assert as_json["requested"] == sum(as_json["outcomes"].values())
    assert sum(account.by_family().values()) == account.requested


@settings(max_examples=20, deadline=None)  # each opens an archive
@given(st.lists(st.tuples(st.sampled_from(Outcome), st.integers(0, 10**6)), max_size=30))
def test_a_run_and_its_report_count_the_same(visits: list[tuple[Outcome, int]]) -> None:
    with TemporaryDirectory() as folder, open_run(SiteRules(site="demo"), Path(folder) / "archive", []) as run:
        for number, (outcome, body_bytes) in enumerate(visits):
            run.account.begin(str(number))
            run.account.end(str(number), outcome, body_bytes=body_bytes)
        report = report_of(run, reason="finished")
    assert report.requested == len(visits) == sum(report.outcomes.values())
    assert report.body_bytes == sum(body_bytes for _, body_bytes in visits)
    assert set(report.examples) == {outcome for outcome, _ in visits}
    assert counted(report.as_text())["in"] == len(visits)
