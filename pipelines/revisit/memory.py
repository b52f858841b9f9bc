"""What is remembered with an address from one visit to the next: one small text, read by whoever visits it again."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

import msgspec

from pipelines.health.shown import Shown
from pipelines.revisit.history import History
from pipelines.revisit.listings import Arrivals


class Lead(msgspec.Struct, frozen=True, array_like=True):
    """An address that a page led to and leads to again as long as it stays the same.

    Of a listing, a feed or a sitemap: a further page, a section, a part; of an article: where it stands now. For
    ``data`` and ``changed_by`` see `archive.ledger.Found`.
    """

    address: str
    kind: str
    data: Mapping[str, int | str] = {}
    changed_by: datetime | None = None


class Gone(msgspec.Struct, frozen=True, array_like=True):
    """How often in a row a known article was not found at its address, and the first of those times (aware UTC)."""

    times: int
    since: datetime


class Captured(msgspec.Struct, frozen=True, array_like=True):
    """The last whole answer that was kept: the first 32 hexadecimal digits of the SHA-256 of its body, the name of its
    file, when it came (seconds since 1970) and the address that gave it; None: the one asked for.
    """  # noqa: D205

    digest: str
    name: str
    at: int
    address: str | None = None


class VisitMemory(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the next visit of an address wants to know of the visits before it; each part may be missing.

    ``rules``: the fingerprint of the extractor and the site's rules that its page was last read by; None: it was not
    read whole yet. ``size``: bytes over the wire, head and body, of its last full answer. ``not_modified``: how many
    answers in a row were 304, up to the last. ``leads``: what its last full answer led to but articles, ``entries``:
    how many entries that had, ``shown``: what it showed, in short. ``answered_at``: the address that gave it; None: the
    one asked for. ``is_met``: it showed its article as it is, which that run had met at another address before.
    ``had``: what an article has had so far, for `pipelines.health`. ``captured``: its last whole answer, if kept.
    ``history``, ``arrivals`` and ``gone`` are for the policy of visits; None: nothing known.
    """

    rules: str | None = None
    size: int | None = None
    not_modified: int = 0
    leads: tuple[Lead, ...] = ()
    entries: int = 0
    shown: str | None = None
    answered_at: str | None = None
    is_met: bool = False
    history: History | None = None
    arrivals: Arrivals | None = None
    gone: Gone | None = None
    had: Shown | None = None
    captured: Captured | None = None

    def packed(self) -> str:
        """The memory as a text, for the ledger to keep."""
        return _encoder.encode(self).decode()

    @classmethod
    def unpacked(cls, text: str | None) -> "VisitMemory":
        """The memory that `packed` made ``text`` of, whatever else stands in it; of any other text, an empty one."""
        return _unpacked(text) if text else cls()


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(VisitMemory)


@lru_cache(maxsize=64)  # every step of a visit asks for it
def _unpacked(text: str) -> VisitMemory:
    try:
        return _decoder.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        return VisitMemory()
