"""A watch whose nights end when the test says so: a program, and the test's hold on it."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.watch.simulation import SimulatedClock
from crawler.watch.display import Display
from crawler.watch.run import Watched, watch_sites
from crawler.watch.sites import find_all
from tests.crawler.commandline import Ended, end_of, environment


class SteppedClock(SimulatedClock):
    """Jumps when a line comes from standard input; at its end, asks its own process to end, once."""

    is_ending = False

    def jump(self, moment: datetime) -> None:
        sys.stdout.write(json.dumps({"asleep_until": moment.isoformat()}) + "\n")
        sys.stdout.flush()
        if not self.is_ending and not sys.stdin.readline():
            self.is_ending = True  # a second signal would force it to end
            os.kill(os.getpid(), signal.SIGTERM)
        super().jump(moment)


class WorkDisplay(Display):
    """The display of the command, which says whether a crawl is under way."""

    @property
    def is_busy(self) -> bool:
        return bool(self._running)


def main(arguments: Sequence[str]) -> None:
    """Watch the sites named after the archive."""
    archive, *sites = arguments
    display = WorkDisplay(as_text=False)
    clock = SteppedClock(step=timedelta(0), is_busy=lambda: display.is_busy, passed=lambda _hours: None)
    watched = Watched(sites=find_all(tuple(sites), display.complains), archive=Path(archive), at_once=4)
    watch_sites(watched, display, settings={"LOG_LEVEL": "CRITICAL"}, timekeeper=clock)


@dataclass(slots=True, kw_only=True)
class SteppedWatch:
    """The program as the test has it; ``rounds`` are all runs so far."""

    process: subprocess.Popen[str]
    rounds: list[dict[str, Any]] = field(default_factory=list)
    asleep_until: str = ""

    def wait(self) -> list[dict[str, Any]]:
        """The runs until all sites sleep."""
        assert self.process.stdout is not None
        new: list[dict[str, Any]] = []
        for line in self.process.stdout:
            told = json.loads(line)
            if "asleep_until" in told:
                self.asleep_until = told["asleep_until"]
                self.rounds += new
                return new
            new.append(told)
        raise AssertionError(f"the watch ended: {self.process.stderr and self.process.stderr.read()}")

    def pass_time(self) -> list[dict[str, Any]]:
        """Let time pass until the first site wakes; the runs until all sleep again."""
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return self.wait()

    def until_run(self, site: str) -> dict[str, Any]:
        """Let time pass until a run over ``site`` ended."""
        for _ in range(200):
            for done in self.pass_time():
                if done["site"] == site:
                    return done
        raise AssertionError(f"{site} is not crawled any more")

    def end(self) -> Ended:
        """End it by its standard input."""
        return end_of(self.process)


@contextmanager
def stepped_watch(*sites: Path | str, cwd: Path) -> Iterator[SteppedWatch]:
    """A watch of ``sites`` into the folder archive; killed if it still runs at the end."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.crawler.stepped_watch", "archive", *map(str, sites)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=cwd, env=environment(),
    ) as process:  # fmt: skip
        try:
            yield SteppedWatch(process=process)
        finally:
            if process.poll() is None:
                process.kill()


if __name__ == "__main__":
    main(sys.argv[1:])
