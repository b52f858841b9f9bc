"""What the process that answers can still do, were its SQL to get the better of DuckDB: nothing."""

import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from archive.errors import AnswerTooLargeError, NewsreelError, SandboxError
from archive.sandbox import Sandbox
from archive.sandbox.frames import Kind, send
from archive.sandbox.limits import Limits
from archive.sandbox.reading import answer
from archive.sandbox.streams import one_batch
from tests.archive.sandbox.conftest import Ground

TRIED = """
import os, socket, subprocess, sys
sys.path.insert(0, sys.argv[2])
from archive.sandbox.confinement import give_up_the_machine
growing = give_up_the_machine()
growing.give_up(memory_bytes=200 * 1024**2, cpu_seconds=5)
def what(name, work):
    try:
        work()
        print(name)
    except (OSError, MemoryError, ImportError):
        pass
what("read", lambda: open(sys.argv[1]).read())
what("wrote", lambda: open(sys.argv[1] + ".new", "w").write("x"))
what("truncated", lambda: os.truncate(sys.argv[1], 0))
what("removed", lambda: os.remove(sys.argv[1]))
what("listed", lambda: os.listdir("/") and os.open("/", os.O_RDONLY))
what("connected", lambda: socket.create_connection(("127.0.0.1", 9), 1))
what("began a program", lambda: subprocess.run(["/bin/true"]))
what("took memory", lambda: bytearray(900 * 1024**2))
print("end")
"""
ALLOWED_BY_LIMITS_ALONE = {"removed", "truncated"}


@pytest.mark.skipif(sys.platform != "linux", reason="Landlock and the bound of memory are Linux's")
def test_a_process_that_has_given_up_the_machine_can_do_nothing_to_it(ground: Ground) -> None:
    root = Path(__file__).parents[3]
    command = [sys.executable, "-c", TRIED, str(ground.canary), str(root)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout.split("\n")[-2:] == ["end", ""], done.stderr
    told = set(done.stdout.split("\n")[:-2])
    if not Path("/sys/kernel/security/lsm").exists() or told:  # a kernel without Landlock
        assert told <= ALLOWED_BY_LIMITS_ALONE
    assert ground.canary.exists()


def test_the_processes_end_with_the_one_who_asked(ground: Ground) -> None:
    program = (
        "import sys; from archive import Archive; from archive.sandbox import Limits, Sandbox\n"
        "s = Sandbox(Archive(sys.argv[1]), Limits(seconds=600))\n"
        "print(s._processes._server.pid, flush=True)\n"
        "s.sql('SELECT count(*) FROM range(10000000000000) r(i) WHERE hash(i) = 0').arrow()\n"
    )
    root = Path(__file__).parents[3]
    command = [sys.executable, "-c", program, str(ground.archive.folder.path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) as process:
        assert process.stdout is not None
        server = int(process.stdout.readline())
        children = Path(f"/proc/{server}/task/{server}/children")
        until = time.monotonic() + 60
        while children.exists() and not children.read_text() and time.monotonic() < until:
            time.sleep(0.02)
        begun = [int(number) for number in children.read_text().split()] if children.exists() else []
        process.kill()
    until = time.monotonic() + 30
    while any(Path(f"/proc/{number}/cmdline").exists() for number in [server, *begun]) and time.monotonic() < until:
        if all(_is_over(number) for number in [server, *begun]):
            break
        time.sleep(0.02)
    assert all(_is_over(number) for number in [server, *begun])


def _is_over(number: int) -> bool:
    status = Path(f"/proc/{number}/stat")
    try:
        return status.read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


@pytest.mark.parametrize("stream", [b"", b"not Arrow", b"\xff" * 1000, b"\xff\xff\xff\xff\xff\xff\xff\x7f"])
def test_what_is_no_batch_is_refused(stream: bytes) -> None:
    with pytest.raises(SandboxError):
        one_batch(bytearray(stream))


class _Liar:
    """A process that writes what it likes."""

    def __init__(self, *frames: tuple[Kind, bytes], raw: bytes = b"") -> None:
        self.connection, self._theirs = socket.socketpair()
        for kind, content in frames:
            send(self._theirs, kind, content)
        self._theirs.sendall(raw)
        self._theirs.close()

    def status(self) -> int:
        return 0


@pytest.mark.parametrize(
    ("liar", "error"),
    [
        (_Liar((Kind.END, b"")), SandboxError),
        (_Liar((Kind.PROBLEM, b"")), SandboxError),
        (_Liar((Kind.PROBLEM, b"[[[[")), SandboxError),
        (_Liar((Kind.PROBLEM, b'{"fault": "query"}')), SandboxError),
        (_Liar((Kind.BATCH, b"junk")), SandboxError),
        (_Liar((Kind.QUESTION, b"")), SandboxError),
        (_Liar(raw=b"B" + b"\xff" * 8), AnswerTooLargeError),
        (_Liar(raw=b"B"), SandboxError),
        (_Liar(), SandboxError),
    ],
)
def test_a_process_that_does_not_keep_to_its_form_is_not_believed(liar: _Liar, error: type[NewsreelError]) -> None:
    with liar.connection, pytest.raises(error):
        list(answer(liar, Limits()))  # type: ignore[arg-type]


def test_a_process_sees_no_variable_of_ours(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSREEL_PASSWORD", "canary")
    with Sandbox(ground.archive) as sandbox:
        server = sandbox._processes._server  # noqa: SLF001 - the process to look at
        assert server is not None
        assert sandbox.sql("SELECT 1 AS one").rows() == [{"one": 1}]
        environment = Path(f"/proc/{server.pid}/environ")
        assert not environment.exists() or b"canary" not in environment.read_bytes()
