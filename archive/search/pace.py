"""How long the index may be worked on, and who is told how far it is."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the index is: rows of the archive looked at, of how many."""

    done: int
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How long to go on, in seconds (None: to the end), by which clock, and whom to tell how far it is."""

    at_most_seconds: float | None = None
    clock: Callable[[], float] = time.monotonic
    told: Callable[[Progress], None] = lambda _: None

    def since(self, began: float) -> "Pace":
        """The pace with what is left of its time where it ``began`` then by the clock."""
        if self.at_most_seconds is None:
            return self
        return replace(self, at_most_seconds=self.at_most_seconds - (self.clock() - began))
