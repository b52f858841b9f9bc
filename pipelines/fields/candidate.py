"""What a field reader answers with: a value, where on the page it stood, and how the best answer is picked."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Value = TypeVar("Value")
Wanted = TypeVar("Wanted")

BELIEVED = 0.5  # confidence from which a reading is taken without looking at those behind it


@dataclass(frozen=True, slots=True)
class Candidate(Generic[Value]):
    """One reading of a field; ``source`` names the place, such as ``json-ld:headline`` or ``meta:og:title``.

    ``confidence``, from 0 to 1, is how far this reading is to be believed; it is no part of what was read.
    """

    value: Value
    source: str
    confidence: float = field(default=1.0, compare=False)


def best(candidates: "Iterable[Candidate[Wanted]]") -> Candidate[Wanted] | None:
    """The first candidate that is believed, else the one of most confidence, of several the first.

    This is how every field is picked. Readers yield the most trusted source first and work only as far as asked.
    """
    doubtful: list[Candidate[Wanted]] = []
    for candidate in candidates:
        if candidate.confidence >= BELIEVED:
            return candidate
        doubtful.append(candidate)
    return max(doubtful, key=lambda candidate: candidate.confidence, default=None)


def first(candidates: "Iterable[Candidate[Wanted]]") -> Candidate[Wanted] | None:
    """The first candidate, however far it is believed: the reader's own order."""
    return next(iter(candidates), None)
