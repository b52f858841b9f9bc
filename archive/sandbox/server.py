"""The process that has everything loaded and sees no question: for each, it begins a copy of itself that answers it.

Started by `processes`; its standard input is a socket, over which it is told to begin copies and to end them.
"""

import os
import signal
import socket
import struct
import sys
from contextlib import suppress

from archive.sandbox.child import answer_and_end, load_everything

BEGIN, POLL, END = b"B", b"P", b"E"
REQUEST = struct.Struct(">cq")  # what, of which process
REPLY = struct.Struct(">q")
STILL_RUNNING = 2**31
"""In place of a status, which is that of `os.waitstatus_to_exitcode`."""


def main() -> None:
    """Begin and end processes until whoever wants them closes the socket or ends."""
    load_everything()
    with socket.socket(fileno=sys.stdin.fileno()) as control:
        while True:
            message, descriptors, _, _ = socket.recv_fds(control, REQUEST.size, 1)
            if len(message) < REQUEST.size:
                return
            what, process = REQUEST.unpack(message)
            reply = _begin(control, descriptors[0]) if what == BEGIN else _status(process, ends=what == END)
            control.sendall(REPLY.pack(reply))


def _begin(control: socket.socket, descriptor: int) -> int:
    """Begin a copy of this process that answers the question that comes over ``descriptor``. -1: there is no room."""
    try:
        process = os.fork()
    except OSError:
        process = -1
    if process == 0:
        control.close()
        answer_and_end(descriptor)
    os.close(descriptor)
    return process


def _status(process: int, *, ends: bool) -> int:
    if ends:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    ended, status = os.waitpid(process, 0 if ends else os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if ended else STILL_RUNNING


if __name__ == "__main__":
    main()
