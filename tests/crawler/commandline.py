"""Typing newsreel: a command is a process of its own, as for a user, where it crawls."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import chdir, closing, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any
from unittest.mock import patch

from archive import Archive
from archive.folder import open_folder
from archive.ledger import Summary
from archive.ledger.sqlite import SqliteLedger
from crawler.cli import main

ROOT = Path(__file__).resolve().parents[2]
NEWSREEL = [sys.executable, "-c", "from crawler.cli import main; main()"]
_SECONDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a command ended."""

    status: int
    out: str
    err: str

    @property
    def report(self) -> dict[str, Any]:
        """The report of a crawl that was asked for as JSON."""
        values: dict[str, Any] = json.loads(self.out)
        return values


def environment(**changes: str) -> dict[str, str]:
    """The tested checkout on the import path, nothing of the user's newsreel, and one worker: each costs time."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("NEWSREEL_")}
    return {**inherited, "PYTHONPATH": str(ROOT), "COLUMNS": "200", "NEWSREEL_WORKERS": "1", **changes}


def newsreel(*arguments: str | Path, cwd: Path, **variables: str) -> Ended:
    """Type one newsreel command in the folder ``cwd`` and wait for its end."""
    return ended([*NEWSREEL, *map(str, arguments)], cwd=cwd, **variables)


def here(*arguments: str | Path, cwd: Path, **variables: str) -> Ended:
    """The same as `newsreel` without a process, which takes a second to begin: for all that starts no crawler."""
    out, err = (TextIOWrapper(BytesIO(), encoding="utf-8", newline="") for _ in range(2))
    with (
        patch.object(sys, "argv", ["newsreel", *map(str, arguments)]),
        patch.dict(os.environ, environment(**variables), clear=True),
        chdir(cwd),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as end:
            status = int(end.code or 0)
    out.seek(0)
    err.seek(0)
    return Ended(status=status, out=out.read(), err=err.read())


def ended(command: list[str], *, cwd: Path, **variables: str) -> Ended:
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=_SECONDS, check=False, cwd=cwd, env=environment(**variables)
    )
    return Ended(status=done.returncode, out=done.stdout, err=done.stderr)


@contextmanager
def running(*arguments: str | Path, cwd: Path, **variables: str) -> Iterator[subprocess.Popen[str]]:
    """A newsreel command that runs beside the test; killed if it still runs at the end."""
    with subprocess.Popen(
        [*NEWSREEL, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=cwd,
        env=environment(**variables),
    ) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()


def end_of(process: subprocess.Popen[str]) -> Ended:
    """Wait for the end of a running command."""
    out, err = process.communicate(timeout=_SECONDS)
    return Ended(status=process.returncode, out=out, err=err)


def tell(process: subprocess.Popen[str], wish: signal.Signals) -> None:
    """Send ``wish`` and wait until Scrapy's log, which must be on stderr, says that it was heard."""
    process.send_signal(wish)
    assert process.stderr is not None
    for line in process.stderr:
        if f"Received {wish.name}" in line:
            return
    raise AssertionError(f"{wish.name} was not heard")


def rows(archive: Path, sql: str, *values: Any, **named: Any) -> list[dict[str, Any]]:
    return Archive(archive).sql(sql, *values, **named).rows()


def outcomes_of(archive: Path, run_id: str) -> dict[str, int]:
    """The number of observations of one run by outcome."""
    found = rows(archive, "SELECT outcome, count(*) AS n FROM observations WHERE run_id = ? GROUP BY ALL", run_id)
    return {row["outcome"]: row["n"] for row in found}


def state_of(archive: Path) -> dict[str, Summary]:
    """What the ledger knows of every site."""
    with closing(SqliteLedger(open_folder(archive).ledger, read_only=True)) as ledger:
        return {summary.site: summary for summary in ledger.summaries(now=datetime.now(UTC))}


def assert_adds_up(archive: Path, report: dict[str, Any]) -> None:
    """The report, the row of the run and the observations tell the same numbers, and they add up."""
    (run,) = rows(archive, "SELECT * FROM runs WHERE run_id = ?", report["run_id"])
    assert report["requested"] == sum(report["outcomes"].values())
    assert report["outcomes"] == outcomes_of(archive, report["run_id"]) == run["outcomes"]
    stored = rows(archive, "SELECT count(*) AS n FROM revisions WHERE run_id = ?", report["run_id"])
    seen = rows(archive, "SELECT count(*) AS n FROM sightings WHERE run_id = ?", report["run_id"])
    assert report["revisions"] == run["revisions"] == stored[0]["n"]
    assert report["sightings"] == run["sightings"] == seen[0]["n"]
    assert report["requested"] == run["requested"]
    assert report["body_bytes"] == run["body_bytes"]
    asked = rows(archive, "SELECT address FROM observations WHERE run_id = ?", report["run_id"])
    assert len({row["address"] for row in asked}) == len(asked)
