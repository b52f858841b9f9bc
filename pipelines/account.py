"""The account of a run: every address taken up ends in exactly one outcome, counted here and nowhere else."""

from collections import Counter
from collections.abc import Iterable

from archive.outcomes import Family, Outcome
from pipelines.bounds import Bound

_MOST_KEPT_OUT = 100_000


class Account:
    """Counts of one run. At any moment, the addresses taken up are those that ended and those still open."""

    def __init__(self) -> None:
        self.outcomes: Counter[Outcome] = Counter()
        self.body_bytes = 0
        self.examples: dict[Outcome, str] = {}
        self.records = 0
        self.fields: Counter[str] = Counter()
        self.body_characters = 0
        self.kept_out: Counter[str] = Counter()
        self.kept_out_examples: dict[str, str] = {}
        self._kept_out: dict[str, str] = {}
        self._open: set[str] = set()
        self._held_back: dict[str, Bound] = {}
        self._left: Counter[Bound] = Counter()

    @property
    def requested(self) -> int:
        """Number of addresses that ended; those given back untried are the next run's."""
        return self.outcomes.total()

    @property
    def open(self) -> frozenset[str]:
        """The addresses whose end is still awaited."""
        return frozenset(self._open)

    def begin(self, address: str) -> None:
        """Note that ``address`` is being fetched."""
        self._open.add(address)
        self._held_back.pop(address, None)

    def give_up(self, address: str) -> None:
        """Note that ``address`` is not fetched after all."""
        self._open.discard(address)

    def end(self, address: str, outcome: Outcome, *, body_bytes: int | None = None, detail: str | None = None) -> None:
        """Note the outcome of ``address``. Raises ValueError where it is not open: that would be counted twice.

        The first address of each outcome is kept in ``examples``, with its detail.
        """
        if address not in self._open:
            raise ValueError(f"{address} ended as {outcome}, but it is not open in this run's account")
        self._open.remove(address)
        self.outcomes[outcome] += 1
        self.body_bytes += body_bytes or 0
        self.examples.setdefault(outcome, f"{address} ({detail})" if detail else address)

    def hold_back(self, address: str, bound: Bound) -> None:
        """Note that ``bound`` keeps the run from asking for ``address``; what it asks for after all does not count."""
        if address not in self._open:
            self._held_back[address] = bound

    def leave(self, bound: Bound, count: int) -> None:
        """Note that ``bound`` leaves ``count`` more addresses for the next run."""
        self._left[bound] += count

    @property
    def held_back(self) -> Counter[Bound]:
        """Number of addresses that were found and not asked for, by what kept the run from it."""
        return +(Counter(self._held_back.values()) + self._left)

    def note_record(self, fields: Iterable[str], body_characters: int) -> None:
        """Note an accepted record, the names of the fields that were read for it, and the length of its body."""
        self.records += 1
        self.fields.update(list(fields))  # a mapping would be taken for counts
        self.body_characters += body_characters

    def keep_out(self, address: str, reason: str) -> None:
        """Note that ``address`` was found and is not asked for, for ``reason``; each counts once, the first is kept."""
        if address in self._kept_out:
            return
        if len(self._kept_out) < _MOST_KEPT_OUT:  # beyond, a further link to the same is counted again
            self._kept_out[address] = reason
        self.kept_out[reason] += 1
        self.kept_out_examples.setdefault(reason, address)

    def let_in(self, address: str) -> None:
        """Note that ``address`` is asked for after all: another page led to it in a better way."""
        reason = self._kept_out.pop(address, None)
        if reason is not None:
            self.kept_out[reason] -= 1

    def by_family(self) -> Counter[Family]:
        """Number of ended addresses by family of outcomes."""
        families: Counter[Family] = Counter()
        for outcome, count in self.outcomes.items():
            families[outcome.family] += count
        return families
