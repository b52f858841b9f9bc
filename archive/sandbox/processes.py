"""The processes that answer, as the one who asks sees them: one that begins the others, and one for each question."""

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from archive.errors import SandboxError
from archive.sandbox.server import BEGIN, END, POLL, REPLY, REQUEST, STILL_RUNNING

_BOOT = "import sys; sys.path[:] = sys.argv[1:]; from archive.sandbox.server import main; main()"
_START_SECONDS = 60.0
_END_SECONDS = 2.0
_POLL_SECONDS = 0.01


class AnsweringProcess:
    """A process that answers one question; `end` it in any case."""

    def __init__(self, processes: "Processes", number: int, connection: socket.socket) -> None:
        self._processes = processes
        self._number = number
        self.connection = connection
        self._status: int | None = None

    def end(self) -> int:
        """End the process, whatever it is doing. Returns how it ended, as `subprocess.Popen.returncode` tells it."""
        self.connection.close()
        if self._status is None:
            self._status = self._processes.status_of(self._number, END)
        return self._status

    def status(self) -> int:
        """How it ended, where it has closed its socket; where that is not the end of it, it is ended."""
        until = time.monotonic() + _END_SECONDS
        while self._status is None and time.monotonic() < until:
            status = self._processes.status_of(self._number, POLL)
            if status != STILL_RUNNING:
                self._status = status
                break
            time.sleep(_POLL_SECONDS)
        return self.end()


class Processes:
    """One process that has everything loaded, and begins another for each question. May be used by several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._server: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def prepare(self) -> None:
        """Start the first process where there is none, ahead of a question. Raises SandboxError."""
        with self._lock:
            if self._server is None or self._server.poll() is not None:
                self._end()
                self._server, self._control = _started()

    def begin(self) -> AnsweringProcess:
        """A process for one question. Raises SandboxError."""
        self.prepare()
        ours, theirs = socket.socketpair()
        number = -1
        try:
            with theirs:
                number = self._request(
                    lambda control: socket.send_fds(control, [REQUEST.pack(BEGIN, 0)], [theirs.fileno()])
                )
        finally:
            if number < 0:
                ours.close()
        if number < 0:
            raise SandboxError("no process can be begun that answers; there are too many, or there is no memory")
        return AnsweringProcess(self, number, ours)

    def status_of(self, number: int, what: bytes) -> int:
        """How the process ``number`` ended. Where the server is gone, so is whatever it began."""
        try:
            return self._request(lambda control: control.sendall(REQUEST.pack(what, number)))
        except SandboxError:
            return 1

    def end(self) -> None:
        """End all processes."""
        with self._lock:
            self._end()

    def _request(self, send: Callable[[socket.socket], object]) -> int:
        """The server's reply to what ``send`` sends. Raises SandboxError where there is none."""
        with self._lock:
            if self._control is None:
                raise SandboxError("this sandbox is closed")
            try:
                send(self._control)
                reply = self._control.recv(REPLY.size, socket.MSG_WAITALL)
            except OSError as problem:
                self._end()
                raise SandboxError(f"the processes that answer are gone: {problem}") from problem
            if len(reply) < REPLY.size:
                self._end()
                raise SandboxError("the processes that answer are gone; is there memory for them?")
            number: int = REPLY.unpack(reply)[0]
            return number

    def _end(self) -> None:
        if self._control is not None:
            self._control.close()
        if self._server is not None:
            with suppress(ProcessLookupError):
                self._server.kill()
            self._server.wait()
        self._server = self._control = None


def _started() -> tuple[subprocess.Popen[bytes], socket.socket]:
    """The first process, and our end of the socket that it serves."""
    ours, theirs = socket.socketpair()
    ours.settimeout(_START_SECONDS)
    command = [sys.executable, "-I", "-S", "-c", _BOOT, *(str(Path(entry).absolute()) for entry in sys.path)]
    with theirs:
        try:
            server = subprocess.Popen(  # noqa: S603 - our own command
                # No variable of ours; and no threads, which would not be copied with the rest.
                command, stdin=theirs.fileno(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                env={"OPENBLAS_NUM_THREADS": "1"}, cwd="/", start_new_session=True,
            )  # fmt: skip
        except OSError as problem:
            ours.close()
            raise SandboxError(f"no process can be started that answers: {problem.strerror}") from problem
    return server, ours
