"""What is captured: one request over HTTP with its answer, and where that came to lie."""

from dataclasses import dataclass
from datetime import datetime

_LINE_END = b"\r\n"
_FRAMING = b"transfer-encoding"
_LENGTH = b"content-length"
_RENAMED = b"X-Archive-Orig-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request and its answer as they went over the wire.

    The heads go from the first line to the empty one; their lines end in CR LF. ``body`` has its content coding as it
    came; its transfer coding is undone. ``answered_at`` is aware UTC. ``ip_address`` is the server's; None: not known.
    """

    address: str
    request_head: bytes
    answer_head: bytes
    body: bytes
    answered_at: datetime
    ip_address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """Where an answer was kept: ``file`` below captures/, the record's place in it in bytes, and a ``digest``: the
    first 16 hexadecimal digits of the SHA-256 of its body as it came.
    """  # noqa: D205

    file: str
    offset: int
    length: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """An answer with the same body that was kept before: its ``digest`` (32 hexadecimal digits), its file's ``name``
    without folder and ending, when it came (aware UTC), and the ``address`` that gave it.
    """  # noqa: D205

    digest: str
    name: str
    answered_at: datetime
    address: str


def stored_head(head: bytes, body_bytes: int) -> bytes:
    """``head`` of an answer as it is kept with a body of ``body_bytes`` whose transfer coding is undone.

    Headers that tell of that coding are renamed as other archives rename them, since the body has it no more; the
    length is then said by a new one. All else stays as it came, byte by byte.
    """
    lines = head.removesuffix(_LINE_END * 2).split(_LINE_END)
    if not any(_name(line) == _FRAMING for line in lines[1:]):
        return head
    renamed = [_RENAMED + line if _name(line) in (_FRAMING, _LENGTH) else line for line in lines[1:]]
    length = b"Content-Length: %d" % body_bytes
    return _LINE_END.join([lines[0], *renamed, length]) + _LINE_END * 2


def _name(line: bytes) -> bytes:
    return line.partition(b":")[0].strip().lower()
