"""Traffic: what a run sent and received over the wire, and what it did not have to."""

from dataclasses import dataclass, field

from archive.outcomes import Outcome


@dataclass(slots=True, weakref_slot=True, kw_only=True)
class Traffic:
    """Counts of one run.

    ``requests`` were sent, for robots.txt and after redirects too. ``received_bytes`` came for them: bodies as sent,
    and the head of each answer that came to its end; without what frames the parts of a body. ``conditional`` of the
    requests asked for a page only if it had changed, ``not_modified`` of these were answered that it had not.
    ``saved_bytes``: what the pages of those answers took when they last came whole, less what the answers took.
    ``as_before`` are the outcomes of the visits that ended so.
    """

    requests: int = 0
    received_bytes: int = 0
    conditional: int = 0
    not_modified: int = 0
    saved_bytes: int = 0
    as_before: dict[Outcome, int] = field(default_factory=dict)

    def send(self, *, is_conditional: bool) -> None:
        """Note a request that is sent."""
        self.requests += 1
        self.conditional += is_conditional

    def receive(self, head_bytes: int, *, is_not_modified: bool) -> None:
        """Note the head of an answer that came; ``is_not_modified``: to a conditional request, that nothing changed."""
        self.received_bytes += head_bytes
        self.not_modified += is_not_modified

    def receive_body(self, data: bytes) -> None:
        """Note a part of a body, of an answer that may yet break off."""
        self.received_bytes += len(data)

    def save(self, outcome: Outcome, *, whole: int | None, taken: int | None) -> None:
        """Note a visit that ended as ``outcome`` with no page sent; what it would have taken, and took, in bytes."""
        self.as_before[outcome] = self.as_before.get(outcome, 0) + 1
        if whole is not None and taken is not None:
            self.saved_bytes += whole - taken

    @property
    def saved_share(self) -> float:
        """What was saved, of what would have been received (0 to 1)."""
        whole = self.saved_bytes + self.received_bytes
        return self.saved_bytes / whole if whole else 0.0
