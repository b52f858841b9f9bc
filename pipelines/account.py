"""The account of a run: every address asked for ends in exactly one outcome, counted here and nowhere else."""

from collections import Counter

from archive.outcomes import Family, Outcome


class Account:
    """Counts of one run. ``len(outcomes) + still open`` equals the addresses asked for, at any moment."""

    def __init__(self) -> None:
        self.outcomes: Counter[Outcome] = Counter()
        self.body_bytes = 0
        self.examples: dict[Outcome, str] = {}
        self._open: dict[str, str] = {}
        self._ended: set[str] = set()

    @property
    def requested(self) -> int:
        """Number of addresses asked for."""
        return len(self._open) + self.outcomes.total()

    @property
    def open(self) -> dict[str, str]:
        """The addresses whose end is still awaited, with the kind of page expected there."""
        return dict(self._open)

    def ask(self, address: str, kind: str) -> bool:
        """Note that ``address`` is asked for; False where this run has asked for it already."""
        if address in self._open or address in self._ended:
            return False
        self._open[address] = kind
        return True

    def end(self, address: str, outcome: Outcome, *, body_bytes: int | None = None, detail: str | None = None) -> None:
        """Note the outcome of ``address``. Raises ValueError where it is not open: that would be counted twice.

        The first address of each outcome is kept in ``examples``, with its detail.
        """
        if self._open.pop(address, None) is None:
            raise ValueError(f"{address} ended as {outcome}, but it is not open in this run's account")
        self._ended.add(address)
        self.outcomes[outcome] += 1
        self.body_bytes += body_bytes or 0
        self.examples.setdefault(outcome, f"{address} ({detail})" if detail else address)

    def by_family(self) -> Counter[Family]:
        """Number of ended addresses by family of outcomes."""
        families: Counter[Family] = Counter()
        for outcome, count in self.outcomes.items():
            families[outcome.family] += count
        return families
