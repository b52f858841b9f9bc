"""A page held against what the archive knows of its article."""

from dataclasses import dataclass
from typing import Self

from archive.known import KnownArticle
from pipelines.changes.differences import Noise, differences
from pipelines.changes.fingerprint import Fingerprint
from pipelines.record import PageRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A record beside the latest revision of its article: the fingerprints of both, None where one is not known."""

    is_same: bool
    before: Fingerprint | None
    now: Fingerprint | None

    @classmethod
    def of(cls, record: PageRecord, before: KnownArticle) -> Self:
        """The comparison of ``record`` with ``before``."""
        now = Fingerprint.unpacked(record.fingerprint)
        is_alike = record.fingerprint == before.fingerprint
        return cls(
            is_same=record.content_hash == before.content_hash,
            before=now if is_alike else Fingerprint.unpacked(before.fingerprint),
            now=now,
        )

    def changed_fields(self, noise: Noise) -> tuple[str, ...] | None:
        """Which fields changed, beyond ``noise``; None where some did and which is not known."""
        if self.is_same:
            return ()
        if self.before is None or self.now is None:
            return None
        return differences(self.before, self.now, noise)
