"""What the readers found on one page: a reading for each field, before it is cleaned."""

from dataclasses import dataclass, fields

from pipelines.body.structure import Body
from pipelines.fields.candidate import Candidate
from pipelines.fields.counts import Count
from pipelines.fields.moments import Moment
from pipelines.listing import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """The reading chosen for each field, None where the page does not say; the entries of its boxes, its marks."""

    language: Candidate[str] | None
    published_at: Candidate[Moment] | None
    modified_at: Candidate[Moment] | None
    views: Candidate[Count] | None
    title: Candidate[str] | None
    summary: Candidate[str] | None
    body: Candidate[Body] | None
    authors: Candidate[tuple[str, ...]] | None
    section: Candidate[str] | None
    tags: Candidate[tuple[str, ...]] | None
    image: Candidate[str] | None
    entries: tuple[Entry, ...]
    marks: tuple[str, ...] = ()

    def sources(self) -> dict[str, str]:
        """Where each field that was read stood, by field name."""
        read = [field.name for field in fields(self) if field.name not in ("entries", "marks")]
        candidates = {name: getattr(self, name) for name in read}
        return {name: candidate.source for name, candidate in candidates.items() if candidate}
