"""How long a site's articles are: which length is short for it."""

from collections.abc import Iterable, Mapping
from math import log2

# Two classes of length for each doubling.
_CLASSES_PER_DOUBLING = 2
_FEWEST = 30
_MOST = 2000
_SHORTEST_PART = 0.1


def length_class(characters: int) -> int:
    """The class of a text of so many ``characters``; 0 for an empty one."""
    return round(_CLASSES_PER_DOUBLING * log2(max(1, characters)))


def first_usual(lengths: Mapping[int, int]) -> int | None:
    """The class from which on a text is not short: one text in ten is, at most. None: too few are known."""
    total = sum(lengths.values())
    if total < _FEWEST:
        return None
    passed = 0
    for number in sorted(lengths):
        passed += lengths[number]
        if passed > total * _SHORTEST_PART:
            return number
    raise AssertionError("all of them are more than a tenth")


def and_more(lengths: Mapping[int, int], more: Iterable[int]) -> dict[int, int]:
    """The number of texts by class, with those of ``more`` characters; old ones count half from time to time."""
    counts = dict(lengths)
    for characters in more:
        counts[length_class(characters)] = counts.get(length_class(characters), 0) + 1
    if sum(counts.values()) > _MOST:
        counts = {number: count // 2 for number, count in counts.items() if count > 1}
    return counts
