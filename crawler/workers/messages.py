"""What goes over the socket between a crawl and a process that reads its pages: frames, and what is in them.

A frame is its length in four bytes, big-endian, and then so many bytes: MessagePack, decoded into the types named here.
A site definition in a question is pickled, since it holds compiled patterns. It goes one way only: what comes from a
process that has read hostile pages is never unpickled.
"""

import pickle
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import msgspec

from pipelines.content import Kind, PageContent, PageTask
from pipelines.page.page import Page
from pipelines.rules.link_rules import LearnedPattern, LinkRules
from spiders.probe.answer import Answer
from spiders.site import SiteDefinition

LENGTH = struct.Struct(">I")
NOTHING_REPEATED: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What reading one page may take: processor time, time on the clock, memory beyond the worker's own."""

    cpu_seconds: float
    seconds: float
    memory_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a worker knows from the page before: its site, the keys of its repeated blocks, the rules for its links."""

    site: SiteDefinition | None = None
    repeated: frozenset[int] = NOTHING_REPEATED
    links: LinkRules | None = None

    @classmethod
    def after(cls, task: PageTask, site: SiteDefinition) -> Self:
        """What a worker knows that was given ``task``, a page of ``site``."""
        return cls(site=site, repeated=task.repeated, links=task.links)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A page for a worker. ``site`` is the definition of its site, pickled, where it is not that of the page before.

    ``repeated`` are the keys that go with it, ``links`` the patterns of its site's links, both likewise;
    ``learns_links`` says whether there are any to know.
    ``answer`` is that of a probe, which the page came with; None: the page is one of a crawl.
    """

    kind: Kind
    address: str
    data: Mapping[str, int | str]
    page: Page
    site: bytes | None
    repeated: tuple[int, ...] | None
    links: tuple[LearnedPattern, ...] | None = None
    learns_links: bool = False
    answer: Answer | None = None

    @classmethod
    def of(cls, task: PageTask, site: SiteDefinition, *, known: Known) -> Self:
        """The question for ``task``, a page of ``site``, to a worker that knows ``known``."""
        repeated = None if task.repeated is known.repeated else tuple(task.repeated)
        links = None if task.links is None or task.links is known.links else task.links.patterns
        return cls(
            kind=task.kind,
            address=task.address,
            data=task.data,
            page=task.page,
            site=_packed(site, known),
            repeated=repeated,
            links=links,
            learns_links=task.links is not None,
        )

    @classmethod
    def of_probe(cls, answer: Answer, page: Page, site: SiteDefinition, *, known: Known) -> Self:
        """The question what ``page`` adds to the ``answer`` of a probe of ``site`` that it came with."""
        packed = _packed(site, known)
        return cls(kind=Kind.ARTICLE, address=page.address, data={}, page=page, site=packed, repeated=(), answer=answer)

    def site_for(self, known: Known) -> SiteDefinition:
        """The definition of the page's site, for a worker that knows ``known``."""
        if self.site is not None:
            site: SiteDefinition = pickle.loads(self.site)  # noqa: S301 - from our own parent
            return site
        assert known.site is not None
        return known.site

    def task(self, known: Known) -> PageTask:
        """The task again, for a worker that knows ``known``."""
        repeated = known.repeated if self.repeated is None else frozenset(self.repeated)
        links = known.links if self.links is None else LinkRules(self.links)
        return PageTask(
            kind=self.kind,
            address=self.address,
            data=self.data,
            page=self.page,
            repeated=repeated,
            links=links if self.learns_links else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a worker answers to a page: exactly one of ``content``, ``answer`` (to a probe's question) and the faults.

    ``fault`` is the traceback of an error in our own readers, ``lacked_memory`` says that the page needed too much.
    ``is_last``: the worker ends, and another takes its place.
    """

    content: PageContent | None = None
    answer: Answer | None = None
    fault: str | None = None
    lacked_memory: bool = False
    is_last: bool = False


def _packed(site: SiteDefinition, known: Known) -> bytes | None:
    return None if site is known.site else pickle.dumps(site)


def framed(payload: bytes) -> bytes:
    """``payload`` as a frame."""
    return LENGTH.pack(len(payload)) + payload


encode = msgspec.msgpack.Encoder().encode
decode_limits = msgspec.msgpack.Decoder(Limits).decode
decode_question = msgspec.msgpack.Decoder(Question).decode
decode_reply = msgspec.msgpack.Decoder(Reply).decode
