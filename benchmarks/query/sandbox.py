"""What a small question costs a stranger, and what the owner: python -m benchmarks.query.sandbox ARCHIVE."""

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from archive import Answer, Archive
from archive.sandbox import Sandbox

QUERY = "SELECT title FROM articles WHERE article_id = ?"
TIMES = 30


def _cpu_seconds(process: int) -> float:
    """Processor time of ``process`` and of the processes that it has waited for (proc(5): utime to cstime)."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / 100


def _measured(ask: Callable[[str], Answer], server: int | None) -> tuple[float, float]:
    """Median wall time and mean processor time of one question, in milliseconds."""
    walls = []
    ask("x").arrow()
    before = time.process_time() + (_cpu_seconds(server) if server else 0)
    for number in range(TIMES):
        began = time.perf_counter()
        ask(str(number)).arrow()
        walls.append(time.perf_counter() - began)
    used = time.process_time() + (_cpu_seconds(server) if server else 0) - before
    return statistics.median(walls) * 1000, used / TIMES * 1000


def main() -> None:
    """Print both, and their ratio."""
    archive = Archive(sys.argv[1])
    plain = _measured(lambda value: archive.sql(QUERY, value), None)
    with Sandbox(archive) as sandbox:
        server = sandbox._processes._server  # noqa: SLF001 - its time is what is measured
        assert server is not None
        boxed = _measured(lambda value: sandbox.sql(QUERY, value), server.pid)
    for name, (wall, cpu) in (("owner", plain), ("stranger", boxed)):
        print(f"{name:<9} {wall:7.1f} ms wall  {cpu:7.1f} ms CPU")
    print(f"ratio     {boxed[0] / plain[0]:7.1f}          {boxed[1] / plain[1]:7.1f}")


if __name__ == "__main__":
    main()
