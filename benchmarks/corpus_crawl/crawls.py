"""The newsreel commands as a user types them: a site file written for a folder, a crawl measured, a query."""

import csv
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpus_crawl.server import BenchmarkError, Folder

CONCURRENT_REQUESTS = 8
_LOG_LINES = 5
_ALL_LISTING_PAGES = 1_000_000
_ROWS_BY_SITE = "select site, count(*) as articles from articles group by site order by site"
_COMMAND = (sys.executable, "-c", "from crawler.cli import main; main()")
_REPOSITORY = Path(__file__).resolve().parents[2]
_MAX_RSS_UNIT = 1 if sys.platform == "darwin" else 1024  # getrusage(2): bytes there, KiB elsewhere


@dataclass(frozen=True, slots=True, kw_only=True)
class Workplace:
    """Where a run keeps its things, and the proxy that every request to a foreign host would meet."""

    path: Path
    proxy: str

    @property
    def archive(self) -> Path:
        """The one archive of all sites."""
        return self.path / "archive"

    @property
    def sites(self) -> Path:
        """The folder of the site files."""
        return self.path / "sites"

    def log(self, site: str) -> Path:
        """What the crawl of ``site`` wrote to stderr: warnings and tracebacks."""
        return self.path / f"{site}.log"

    def environment(self) -> dict[str, str]:
        """The environment of the commands; proxies that the user's own names are replaced."""
        inherited = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
        traps = {"http_proxy": self.proxy, "https_proxy": self.proxy, "no_proxy": "127.0.0.1"}
        paths = [str(_REPOSITORY), os.environ.get("PYTHONPATH", "")]
        python_path = os.pathsep.join(path for path in paths if path)
        return inherited | traps | {"NEWSREEL_SITES": str(self.sites), "PYTHONPATH": python_path}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """How one crawl ended and what it took, start-up included.

    ``outcomes`` are those of its report, empty where it brought none; its log holds warnings and tracebacks.
    """

    exit_status: int
    seconds: float
    cpu_seconds: float
    peak_bytes: int
    outcomes: Mapping[str, int]
    last_log_lines: Sequence[str]


def site_names(folders: list[Folder]) -> dict[str, Folder]:
    """The folders by a site name made of the folder's name, as site files allow it; a number parts equal ones."""
    named: dict[str, Folder] = {}
    for folder in folders:
        stem = re.sub(r"[^a-z0-9.-]+", "-", folder.path.name.lower()).strip(".-")[:58] or "site"
        number = 1
        name = stem
        while name in named:
            number += 1
            name = f"{stem}-{number}"
        named[name] = folder
    return named


def write_site_file(place: Workplace, name: str, folder: Folder, origin: str) -> None:
    """Put the site file of ``folder`` where the commands look for it."""
    place.sites.mkdir(exist_ok=True)
    (place.sites / f"{name}.toml").write_text(site_file(name, folder, origin), encoding="utf-8")


def site_file(name: str, folder: Folder, origin: str) -> str:
    """The site file of ``folder``, served at ``origin``, as TOML.

    Its article pattern names the very pages, since pages link to neighbours that nobody saved ("next.html").
    """
    pages = "|".join(re.escape(folder.page_path(page)) for page in folder.names)
    text = {key: json.dumps(value, ensure_ascii=False) for key, value in (
        ("name", name), ("title", folder.path.name), ("address", f"{origin}/"),
        ("start", f"{folder.front}?page=1"), ("path", f"(?:{pages})"),
    )}  # fmt: skip
    return f"""\
name = {text["name"]}
title = {text["title"]}
address = {text["address"]}

[listings]
start = [{text["start"]}]
max_pages = {_ALL_LISTING_PAGES}

[articles]
path = {text["path"]}

[politeness]
delay_seconds = 0.0
concurrent_requests = {CONCURRENT_REQUESTS}
"""


def crawl(place: Workplace, site: str) -> Cost:
    """Run ``newsreel crawl`` on ``site`` and measure that process alone."""
    report = place.path / f"{site}.json"
    command = (*_COMMAND, "crawl", site, "--archive", str(place.archive), "--format", "json")
    started = time.perf_counter()
    with report.open("wb") as out, place.log(site).open("wb") as errors:
        process = subprocess.Popen(command, stdout=out, stderr=errors, env=place.environment())
        # Not getrusage(RUSAGE_CHILDREN): its peak is that of the largest child so far, not of this one.
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return Cost(
        exit_status=process.returncode,
        seconds=time.perf_counter() - started,
        cpu_seconds=usage.ru_utime + usage.ru_stime,
        peak_bytes=usage.ru_maxrss * _MAX_RSS_UNIT,
        outcomes=_outcomes(report.read_text(encoding="utf-8")),
        last_log_lines=place.log(site).read_text(encoding="utf-8", errors="replace").splitlines()[-_LOG_LINES:],
    )


def _outcomes(report: str) -> Mapping[str, int]:
    try:
        outcomes: dict[str, int] = json.loads(report)["outcomes"]
    except (ValueError, KeyError):
        return {}  # the crawl brought no report; its exit status and its log say why
    return outcomes


def rows_by_site(place: Workplace) -> dict[str, int]:
    """How many articles ``newsreel query`` counts, by site. Raises BenchmarkError where it fails."""
    command = (*_COMMAND, "query", _ROWS_BY_SITE, "--archive", str(place.archive), "--format", "csv")
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=place.environment())
    if done.returncode != 0:
        raise BenchmarkError(f"newsreel query ended with status {done.returncode}: {done.stderr.strip()}")
    return {row["site"]: int(row["articles"]) for row in csv.DictReader(done.stdout.splitlines())}
