"""What goes over the socket between a crawl and a process that reads its pages: frames, and what is in them.

A frame is its length in four bytes, big-endian, and then so many bytes. The first one to a worker is the `Hello`, by
pickle: site definitions hold compiled patterns. All others are MessagePack, decoded into the types named here: what
comes from a process that has read hostile pages is never unpickled.
"""

import pickle
import struct
from dataclasses import dataclass

import msgspec

from pipelines.content import PageContent, PageTask
from spiders.site import SiteDefinition

LENGTH = struct.Struct(">I")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What reading one page may take: processor time, time on the clock, memory beyond the worker's own."""

    cpu_seconds: float
    seconds: float
    memory_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Hello:
    """What a worker is told once: the site whose pages it reads, and their limits."""

    site: SiteDefinition
    limits: Limits

    def packed(self) -> bytes:
        """The hello as a frame."""
        return framed(pickle.dumps(self))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a worker answers to a page: exactly one of the three.

    ``fault`` is the traceback of an error in our own readers, ``lacked_memory`` says that the page needed too much.
    ``is_last``: the worker ends, and another takes its place.
    """

    content: PageContent | None = None
    fault: str | None = None
    lacked_memory: bool = False
    is_last: bool = False


def framed(payload: bytes) -> bytes:
    """``payload`` as a frame."""
    return LENGTH.pack(len(payload)) + payload


encode = msgspec.msgpack.Encoder().encode
decode_task = msgspec.msgpack.Decoder(PageTask).decode
decode_reply = msgspec.msgpack.Decoder(Reply).decode
