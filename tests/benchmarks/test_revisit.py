"""The benchmark of revisiting: what it measures of lives that are known, and one small run of it."""

from pathlib import Path

import pytest

from benchmarks.revisit.__main__ import main
from benchmarks.revisit.histories import Life, invent
from benchmarks.revisit.lists import measure as measure_list
from benchmarks.revisit.measuring import Result, at_budget, measure
from benchmarks.revisit.policies import fixed
from benchmarks.revisit.recorded import recorded
from pipelines.rules.site_rules import SiteRules
from spiders.open_run import open_run
from tests.archive.rows import DAY, HOUR, NOON, revision
from tests.archive.rows import run as run_row


def test_a_version_that_is_replaced_before_any_visit_is_not_seen() -> None:
    lives = [Life(edits=(1.0, 2.0, 30.0), in_front=10.0)]
    result = measure(lives, fixed, 24.0)
    assert result.requests == 60
    assert result.seen == pytest.approx(2 / 3)
    assert result.hours == pytest.approx((23.25 + 22.25 + 18.25) / 3)
    assert result.front_hours == pytest.approx((23.25 + 22.25) / 2)


def test_a_budget_between_two_points_is_read_between_them_and_not_beyond() -> None:
    points = [Result(10, 0.2, 8, 1, 0.5), Result(20, 0.4, 4, 1, 0.5)]
    between = at_budget(points, 15)
    assert between is not None
    assert between.seen == pytest.approx(0.3)
    assert between.hours == pytest.approx(6)
    assert at_budget(points, 21) is None


def test_the_same_seed_invents_the_same_lives() -> None:
    assert invent(20, 7) == invent(20, 7) != invent(20, 8)


def test_entries_that_leave_a_list_before_any_visit_are_lost() -> None:
    entries = [49.0 + number / 100 for number in range(60)]
    found = measure_list([entries], lambda _, hours: iter([0.0, hours]), 50.0)
    assert found.lost == 0.5


def test_lives_are_taken_from_an_archive(tmp_path: Path) -> None:
    born = {"published_at": NOON, "first_seen_at": NOON + HOUR}
    with open_run(SiteRules(site="neuron"), tmp_path / "archive", [], clock=lambda: NOON) as run:
        run.writer.add([
            revision("neuron/a", 1, modified_at=NOON, **born),
            revision("neuron/a", 2, modified_at=NOON + 3 * HOUR, **born),
            revision("neuron/a", 3, modified_at=None, fetched_at=NOON + DAY, **born),
            revision("neuron/b", 1, **born),
            run_row(run.writer.run_id, site="neuron"),
        ])  # fmt: skip
        run.commit(finishes_run=True)
        run.writer.seal()
    assert recorded(tmp_path / "archive") == [Life(edits=(3.0, 24.0)), Life(edits=())]


def test_lives_without_an_edit_are_nothing_to_measure(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--articles", "0"]) == 2
    assert "nothing to measure" in capsys.readouterr().err


def test_ours_sees_most_at_each_budget(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--articles", "150"]) == 0
    told = capsys.readouterr().out
    assert "| newsreel, edits alone |" in told
    assert "minutes until an entry is found" in told
