"""How the site starts and ends as a process."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from crawler.localsite import LocalSite

COMMAND = [sys.executable, "-m", "crawler.localsite", "--stories=20"]
ROOT = Path(__file__).resolve().parents[2]


def is_alive(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    return True


def test_leaving_the_block_leaves_no_process_behind() -> None:
    with LocalSite(stories=20) as site:
        process_id, address = site.process_id, site.address
        assert is_alive(process_id)
    assert not is_alive(process_id)
    with pytest.raises(OSError, match="refused"):
        socket.create_connection((urlsplit(address).hostname, urlsplit(address).port), timeout=5)
    site.stop()
    with pytest.raises(RuntimeError, match="not running"):
        _ = site.address


def test_the_child_is_found_from_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PYTHONPATH", raising=False)
    with LocalSite(stories=20) as site:
        assert site.truth()


def test_a_site_that_cannot_start_says_why() -> None:
    with LocalSite(stories=20) as site:
        port = urlsplit(site.address).port
        assert port is not None
        with pytest.raises(RuntimeError, match=r"did not start.*Couldn't listen"):
            LocalSite(stories=20, port=port).start()
    with pytest.raises(RuntimeError, match="at least 20 stories"):
        LocalSite(stories=3).start()


@pytest.mark.parametrize("wish", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_server_cleanly(wish: signal.Signals) -> None:
    with subprocess.Popen(COMMAND, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith(b"http://127.0.0.1:")
        process.send_signal(wish)
        assert process.wait(10) == 0


def test_the_server_ends_when_its_parent_is_gone() -> None:
    command = [*COMMAND, "--until-stdin-closes"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        process.stdout.readline()
        process.stdin.close()
        assert process.wait(10) == 0


def test_the_server_refuses_to_listen_to_the_outside() -> None:
    done = subprocess.run(
        [*COMMAND, "--host=0.0.0.0"], capture_output=True, text=True, timeout=20, check=False, cwd=ROOT
    )
    assert done.returncode == 2
    assert "not a loopback address" in done.stderr
