"""Crawls to be killed: the real command as a process of its own, on a local site that answers a little slower."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

_REPOSITORY = Path(__file__).resolve().parents[2]
_DEMO = _REPOSITORY / "spiders" / "definitions" / "demo.toml"
_COMMAND = (sys.executable, "-c", "from crawler.cli import main; main()")
_QUICKER = (sys.executable, "-m", "benchmarks.kills.quicker")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quicker:
    """The times and sizes of a crawl that does more often what it is made to do seldom, so that a kill meets it.

    ``min_free_bytes`` is the room below which it pauses, looked at every ``space_seconds``; 0 lets the disk run full.
    """

    commit_seconds: float = 0.2
    seal_rows: int = 60
    lease_seconds: float = 60.0
    heartbeat_seconds: float = 10.0
    min_free_bytes: int = 0
    space_seconds: float = 0.5


class Crawl:
    """A running ``newsreel crawl``; leaving the `with` block ends it, if need be by force."""

    def __init__(self, site_file: Path, address: str, archive: Path, *, quicker: Quicker | None = None) -> None:
        command = [*_QUICKER, json.dumps(asdict(quicker))] if quicker else [*_COMMAND]
        command += ["crawl", str(site_file), "--address", address, "--archive", str(archive), "--format", "json"]
        # Not beside the archive, whose disk may be full.
        with tempfile.NamedTemporaryFile(dir=site_file.parent, suffix="-errors.txt", delete=False) as errors:
            self._errors = Path(errors.name)
            self.process = subprocess.Popen(
                command, stdout=subprocess.DEVNULL, stderr=errors, env=_environment(), start_new_session=True
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()

    @property
    def errors(self) -> str:
        """What the crawl wrote to stderr."""
        return self._errors.read_text(encoding="utf-8", errors="replace")

    def tell(self, sent: signal.Signals) -> None:
        """Send a signal."""
        self.process.send_signal(sent)

    def wait(self, seconds: float = 60.0) -> int:
        """The exit status; negative after a signal. Raises subprocess.TimeoutExpired."""
        return self.process.wait(seconds)

    def was_killed(self, *, once: Callable[[], bool], after_seconds: float) -> bool:
        """Kill it with SIGKILL, some time after ``once`` holds, unless it ends before."""
        with suppress(TimeoutError):
            wait_until(lambda: once() or self.process.poll() is not None)
        try:
            self.process.wait(after_seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            return True
        return False


def write_site_file(folder: Path, *, delay_seconds: float) -> Path:
    """The definition of the local site, with a pause between two requests so that a crawl lasts a few seconds."""
    content = _DEMO.read_text(encoding="utf-8")
    slower = content.replace("delay_seconds = 0.0", f"delay_seconds = {delay_seconds}")
    if "delay_seconds = 0.0\n" not in content:
        raise RuntimeError(f"{_DEMO} states no delay_seconds = 0.0 to be changed")
    path = folder / "demo.toml"
    path.write_text(slower, encoding="utf-8")
    return path


def wait_until(holds: Callable[[], bool], seconds: float = 30.0) -> None:
    """Look every few milliseconds until ``holds``. Raises TimeoutError."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError("what was waited for did not happen")
        time.sleep(0.02)


def _environment() -> dict[str, str]:
    paths = [str(_REPOSITORY), os.environ.get("PYTHONPATH", "")]
    return os.environ | {"PYTHONPATH": os.pathsep.join(path for path in paths if path)}
