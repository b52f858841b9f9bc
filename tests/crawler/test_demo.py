"""newsreel demo: the whole path, on a machine without a network."""

import re
from pathlib import Path

from tests.crawler.commandline import newsreel, rows


def test_the_demo_crawls_twice_answers_three_questions_and_its_reports_add_up(tmp_path: Path) -> None:
    done = newsreel("demo", "--stories", "20", "--archive", "kept", cwd=tmp_path)
    assert (done.status, done.err) == (0, "")
    reports = re.findall(r"^demo: (\d+) addresses.*?^ +(\d+)  in all$", done.out, re.DOTALL | re.MULTILINE)
    runs = rows(tmp_path / "kept", "SELECT requested, outcomes FROM runs ORDER BY started_at")
    assert [(int(requested), int(total)) for requested, total in reports] == [
        (run["requested"], sum(run["outcomes"].values())) for run in runs
    ]
    assert len(runs) == 2
    assert all(int(requested) == int(total) for requested, total in reports)
    for title in ("The latest articles:", "The fastest-growing views:", "What changed between the two crawls:"):
        assert title in done.out
    assert "newsreel query --archive kept" in done.out
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]
