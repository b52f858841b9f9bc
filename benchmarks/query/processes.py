"""What a program takes as a process of its own: CPU time, time by the clock, and memory."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.surroundings import REPOSITORY, environment

PYTHON = (sys.executable, "-c")
NEWSREEL = (*PYTHON, "from crawler.cli import main; main()")
_AND_TELL = """
import sys
from benchmarks.archive.known import peak_megabytes
try:
    exec(sys.argv.pop(1))
finally:
    print(peak_megabytes(), file=sys.stderr)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """CPU milliseconds, user and system, of all threads, and milliseconds by the clock."""

    cpu_ms: float
    clock_ms: float


def cost_of(command: Sequence[str]) -> Cost:
    """What ``command`` takes; its output goes nowhere. Raises CalledProcessError where it fails."""
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment(), cwd=REPOSITORY)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    clock_ms = 1000 * (time.perf_counter() - begin)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, list(command))
    return Cost(cpu_ms=1000 * (used.ru_utime + used.ru_stime), clock_ms=clock_ms)


def costs_of(commands: Sequence[Sequence[str]], times: int) -> list[Cost]:
    """The medians of each of ``commands``, run in turn ``times`` times, so that a busy machine is busy for all."""
    rounds = [[cost_of(command) for command in commands] for _ in range(times)]
    return [
        Cost(
            cpu_ms=median(cost.cpu_ms for cost in costs),
            clock_ms=median(cost.clock_ms for cost in costs),
        )
        for costs in zip(*rounds, strict=True)
    ]


def megabytes_of(code: str, *arguments: str) -> float:
    """The most memory that a process of its own holds, whose program is ``code`` with ``arguments``.

    Asked of the process itself: what the system tells of a child counts its parent too. Raises CalledProcessError.
    """
    command = [*PYTHON, _AND_TELL, code, *arguments]
    done = subprocess.run(
        command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment(), cwd=REPOSITORY
    )
    return float(done.stderr.splitlines()[-1])
