"""The site as a child process of the benchmark, asked and told over its control addresses."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.request import ProxyHandler, build_opener

from benchmarks.recrawl.server import CONTROL
from benchmarks.surroundings import REPOSITORY, environment

_SECONDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One answer of the site: ``bytes`` counts its head and its body as they were sent."""

    target: str
    status: int
    bytes: int


@dataclass(frozen=True, slots=True)
class RunningSite:
    """The site at ``origin``."""

    origin: str

    @property
    def pages(self) -> int:
        """Number of articles and listings that there are."""
        return int(self._call("pages"))

    def take_log(self) -> list[Answered]:
        """The answers since this was asked last."""
        return [Answered(**entry) for entry in self._call("log")]

    def change(self, share: float) -> set[str]:
        """Edit that ``share`` (0 to 1) of the articles; their addresses."""
        return {f"{self.origin}{path}" for path in self._call(f"change?share={share}")}

    def send_validators(self, sent: bool) -> None:
        """Send and honour ETag and Last-Modified from now on, or do not."""
        self._call(f"validators?sent={int(sent)}")

    def _call(self, command: str) -> Any:
        with build_opener(ProxyHandler({})).open(f"{self.origin}{CONTROL}{command}", timeout=_SECONDS) as answer:
            return json.load(answer)


@contextmanager
def site_process(pages: int) -> Iterator[RunningSite]:
    """The site with ``pages`` articles, until the end of the context."""
    command = [sys.executable, "-m", "benchmarks.recrawl.server", str(pages)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment(), cwd=REPOSITORY
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        try:
            yield RunningSite(process.stdout.readline().strip())
        finally:
            process.stdin.close()
