"""The site as a child process of the program that needs it."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from types import TracebackType
from typing import IO, Any, Self
from urllib.request import OpenerDirector, ProxyHandler, Request, build_opener

from crawler.localsite.designs import Design

_START_SECONDS = 30.0
_STOP_SECONDS = 5.0
_CALL_SECONDS = 30.0


class LocalSite:
    """A running local news site; leaving the `with` block ends it."""

    def __init__(self, *, seed: int = 7, stories: int = 240, port: int = 0) -> None:
        self._options = [f"--seed={seed}", f"--stories={stories}", f"--port={port}", "--until-stdin-closes"]
        self._process: subprocess.Popen[str] | None = None
        self._errors: IO[str] | None = None
        self._address: str | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def address(self) -> str:
        """The address of the front page, with its last slash."""
        if self._address is None:
            raise RuntimeError("The local site is not running.")
        return self._address

    @property
    def process_id(self) -> int:
        """The number of the child process."""
        if self._process is None:
            raise RuntimeError("The local site is not running.")
        return self._process.pid

    def start(self) -> None:
        """Start the site and wait until it answers."""
        if self._process is not None:
            raise RuntimeError("The local site is running already.")
        # A file, not a pipe: nobody reads along, and a full pipe would stop the child.
        self._errors = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115
        self._process = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-P", "-m", __package__, *self._options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=_environment(),
            text=True,
            start_new_session=True,  # Ctrl-C in a terminal is the parent's to handle
        )
        try:
            self._address = self._wait_for_address(self._process)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End the child process; a second call does nothing."""
        process, self._process, self._address = self._process, None, None
        if process is not None:
            process.terminate()
            try:
                process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    stream.close()
        if self._errors is not None:
            self._errors.close()
            self._errors = None

    def advance(self, hours: int = 6) -> dict[str, Any]:
        """Move the site's clock on and say what changed: added, edited, deleted, moved."""
        change: dict[str, Any] = self._call("POST", f"advance?hours={hours}")
        return change

    def redesign(self, design: Design) -> None:
        """Make the site's pages look as ``design`` has it from now on."""
        self._call("POST", f"redesign?to={design}")

    def truth(self) -> list[dict[str, Any]]:
        """Give what a perfect reading of every live article version gives."""
        readings: list[dict[str, Any]] = self._call("GET", "truth")
        return readings

    def requests(self) -> list[dict[str, Any]]:
        """Give the requests answered since the start or the last clearing."""
        entries: list[dict[str, Any]] = self._call("GET", "log")
        return entries

    def clear_log(self) -> None:
        """Forget the requests answered so far."""
        self._call("POST", "log/clear")

    def _call(self, method: str, command: str) -> Any:
        request = Request(f"{self.address}_control/{command}", method=method)  # noqa: S310 - always http
        with _direct().open(request, timeout=_CALL_SECONDS) as response:
            return json.load(response)

    def _wait_for_address(self, process: subprocess.Popen[str]) -> str:
        lines: Queue[str] = Queue()
        assert process.stdout is not None
        Thread(target=_pass_first_line, args=(process.stdout, lines), daemon=True).start()
        try:
            line = lines.get(timeout=_START_SECONDS).strip()
        except Empty:
            line = ""
        if line.startswith("http://"):
            return line
        process.kill()
        process.wait()
        raise RuntimeError(f"The local site did not start. {self._read_errors()}")

    def _read_errors(self) -> str:
        if self._errors is None:
            return ""
        self._errors.seek(0)
        return self._errors.read().strip() or "It said nothing on stderr."


def _pass_first_line(stream: IO[str], lines: Queue[str]) -> None:
    lines.put(stream.readline())


def _direct() -> OpenerDirector:
    """Open addresses on this computer without any proxy the environment names."""
    return build_opener(ProxyHandler({}))


def _environment() -> dict[str, str]:
    """Make the package importable for the child wherever this one was loaded from."""
    root = str(Path(__file__).resolve().parents[2])
    inherited = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": os.pathsep.join([root, inherited] if inherited else [root])}
