"""What a field reader answers with: a value, and where on the page it stood."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

Value = TypeVar("Value")
Wanted = TypeVar("Wanted")


@dataclass(frozen=True, slots=True)
class Candidate(Generic[Value]):
    """One reading of a field; ``source`` names the place, such as ``json-ld:headline`` or ``meta:og:title``.

    ``confidence``, from 0 to 1, is how far this reading is to be believed.
    """

    value: Value
    source: str
    confidence: float = 1.0


def first(candidates: "Iterable[Candidate[Wanted] | None]") -> Candidate[Wanted] | None:
    """The first candidate: readers yield the most trusted source first."""
    return next((candidate for candidate in candidates if candidate is not None), None)
