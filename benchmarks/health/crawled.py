"""The local news site, crawled run after run by the command line, stable and then redesigned."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler.localsite import LocalSite
from crawler.localsite.designs import Design

_NEWSREEL = [sys.executable, "-c", "from crawler.cli import main; main()"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stable:
    """``runs`` over a site that moves on from each to the next, and the alarms of each run that had any."""

    runs: int
    alarms: Mapping[int, tuple[str, ...]]


def stable_runs(folder: Path, *, by_name: bool, runs: int, stories: int) -> Stable:
    """``runs`` crawls of the local site with six hours between, by the definition ``demo`` or by its address alone."""
    alarms = {}
    with LocalSite(stories=stories) as site:
        for number in range(runs):
            report = crawl(folder, site, by_name=by_name)
            if report["alarms"]:
                alarms[number] = measures(report)
            site.advance()
    return Stable(runs=runs, alarms=alarms)


def lost_after(folder: Path, design: Design, *, by_name: bool, stories: int) -> tuple[str, ...]:
    """What the first crawl after a redesign to ``design`` finds missing, after three before it."""
    with LocalSite(stories=stories) as site:
        for _ in range(3):
            crawl(folder, site, by_name=by_name)
            site.advance()
        site.redesign(design)
        return measures(crawl(folder, site, by_name=by_name))


def crawl(folder: Path, site: LocalSite, *, by_name: bool) -> dict[str, Any]:
    """The report of one crawl of ``site`` into the archive in ``folder``."""
    what = ["demo", "--address", site.address] if by_name else [site.address]
    root = str(Path(__file__).resolve().parents[2])
    ended = subprocess.run(
        [*_NEWSREEL, "crawl", *what, "-a", "archive", "--format", "json"],
        cwd=folder, env=os.environ | {"PYTHONPATH": root, "NEWSREEL_WORKERS": "1"}, capture_output=True, check=False,
    )  # fmt: skip
    report: dict[str, Any] = json.loads(ended.stdout)
    return report


def measures(report: Mapping[str, Any]) -> tuple[str, ...]:
    """What the alarms of ``report`` are about."""
    return tuple(alarm["measure"] for alarm in report["alarms"])
