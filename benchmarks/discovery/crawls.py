"""One crawl of one shape with the real command, as a user types it, and what it left in its archive."""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from archive import Archive
from crawler.localsite.shapes import ServedShape
from crawler.localsite.shapes.verdict import Verdict, judge

_COMMAND = (sys.executable, "-c", "from crawler.cli import main; main()")
_REPOSITORY = Path(__file__).resolve().parents[2]
_STORED = "SELECT address, canonical_address FROM articles ORDER BY address"
_MOST_SECONDS = 300
_LOG_LINES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawl:
    """How one crawl ended: ``seconds`` on the clock, start-up included; ``complaint`` is None for a good end."""

    shape: str
    verdict: Verdict
    outcomes: dict[str, int]
    seconds: float
    complaint: str | None

    @property
    def is_whole(self) -> bool:
        """Whether every article was stored once, and nothing else."""
        verdict = self.verdict
        return not (verdict.missing or verdict.repeated or verdict.unwanted or self.complaint)


def crawl(shape: ServedShape, folder: Path) -> Crawl:
    """Crawl a served shape from its address alone into an archive below ``folder``."""
    path = os.pathsep.join(filter(None, [str(_REPOSITORY), os.environ.get("PYTHONPATH", "")]))
    began = time.monotonic()
    done = subprocess.run(
        [*_COMMAND, "crawl", shape.address, "--archive", "archive", "--format", "json"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=_MOST_SECONDS,
        check=False,
    )
    seconds = time.monotonic() - began
    archive = folder / "archive"
    stored = Archive(archive).sql(_STORED).rows() if (archive / "articles").is_dir() else []
    return Crawl(
        shape=shape.truth["shape"],
        verdict=judge(
            shape.truth, [(row["address"], row["canonical_address"] or "") for row in stored], len(shape.log)
        ),
        outcomes=_outcomes(done.stdout),
        seconds=seconds,
        complaint=None if done.returncode == 0 else " ".join(done.stderr.splitlines()[-_LOG_LINES:]),
    )


def _outcomes(report: str) -> dict[str, int]:
    """The outcomes that the report of a crawl counts; none where it brought no report."""
    try:
        counted: dict[str, int] = json.loads(report)["outcomes"]
    except (ValueError, KeyError):
        return {}
    return counted
