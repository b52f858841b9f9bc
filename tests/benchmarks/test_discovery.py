"""The benchmark of discovery: its tables, and one run of it from the command line."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.discovery.__main__ import main
from benchmarks.discovery.crawls import Crawl
from benchmarks.discovery.finders import FINDERS, find, installed
from benchmarks.discovery.report import Finding, Results, crawl_grid, markdown, rival_grid
from crawler.localsite.shapes.verdict import Verdict

ROOT = Path(__file__).parents[2]


def verdict(*, missing: int = 0, unwanted: int = 0, requests: int = 40) -> Verdict:
    return Verdict(
        there=30,
        missing=tuple(f"http://127.0.0.1/{n}" for n in range(missing)),
        repeated=(),
        unwanted=tuple(f"http://127.0.0.1/about-{n}" for n in range(unwanted)),
        requests=requests,
        fewest_requests=32,
    )


def crawl(shape: str, judged: Verdict, complaint: str | None = None) -> Crawl:
    return Crawl(shape=shape, verdict=judged, outcomes={}, seconds=2.34, complaint=complaint)


def test_a_row_tells_what_was_found_and_what_it_cost_and_the_last_row_sums_up() -> None:
    grid = crawl_grid([crawl("blog", verdict()), crawl("rdf", verdict(missing=20, unwanted=1, requests=24))])
    assert list(grid.rows) == [
        ["blog", "30 of 30", "0", "40", "32", "1.25", "2.3"],
        ["rdf", "10 of 30", "1", "24", "32", "0.75", "2.3"],
        ["all", "40 of 60", "1", "64", "64", "1.00", "4.7"],
    ]


def test_rivals_stand_beside_newsreel_and_a_failure_is_a_dash() -> None:
    findings = [
        Finding(shape="blog", system="one", found=12, verdict=verdict(missing=18)),
        Finding(shape="blog", system="two", found=None, verdict=verdict(missing=30)),
    ]
    results = Results(crawls=[crawl("blog", verdict())], findings=findings, missing=["three"])
    grid = rival_grid(results)
    assert grid.headings == ["shape", "there", "newsreel", "one", "two"]
    assert list(grid.rows) == [["blog", "30", "30", "12", "–"], ["all", "30", "30", "12", "0"]]
    page = markdown(results)
    assert "| blog | 30 | 30 | 12 | – |" in page
    assert "- `blog`: A blog" in page
    assert "Not measured: three." in page


def test_a_crawl_is_whole_where_nothing_is_missing_nothing_too_many_and_the_end_good() -> None:
    assert crawl("blog", verdict()).is_whole
    assert not crawl("blog", verdict(missing=1)).is_whole
    assert not crawl("blog", verdict(unwanted=1)).is_whole
    assert not crawl("blog", verdict(), complaint="newsreel: 3 failed").is_whole


def test_an_environment_without_a_tool_is_said_to_have_none(tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\nexit 1\n")
    python.chmod(0o755)
    assert not any(installed(str(python), name) for name in FINDERS)
    assert find(str(python), "newspaper4k", "http://127.0.0.1:9/") is None


def test_an_unknown_shape_is_named_with_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--shape", "pyramid"]) == 2
    assert "no shape is called 'pyramid'; there are: blog, " in capsys.readouterr().err


def test_one_shape_is_crawled_and_counted(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.discovery", "--shape", "three-pages", "--json", str(tmp_path / "all.json")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "30 of 30" in done.stdout
    told = json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))
    assert told["crawls"][0]["verdict"]["fewest_requests"] == 33
