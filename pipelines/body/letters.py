"""Which kinds of characters the texts of a page are made of, counted in all of them at once."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

GAP, WIDE, END, AFTER, STOP, CAPITAL, DIGIT, LAST = (1 << place for place in range(8))
# LAST may be the last character of a text that ends. An END ends a sentence where an AFTER follows, a STOP anywhere.
_KINDS: Mapping[int, str] = {
    GAP: r"[ \n]",
    WIDE: r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]",
    END: r"[.!?…]",
    AFTER: r"[\s\"”’»')\]]",
    STOP: r"[。！？؟।]",
    CAPITAL: r"[A-ZÄÖÜÉÀÅØА-Я]",
    DIGIT: r"\d",
    LAST: r"[.!?…。！？؟।\"”»“’'」』)]",
}
_BOUND = 0x20000  # none of these kinds is found beyond, and U+1FFFF is no character
_BETWEEN = "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """The characters of n texts, one text behind the other and a line break behind each.

    ``kinds`` are sums of the kinds above, one for each character; ``starts`` and ``ends`` (n) bound the texts.
    """

    kinds: NDArray[np.uint8]
    starts: NDArray[np.intp]
    ends: NDArray[np.intp]

    def of(self, places: NDArray[np.intp]) -> "Letters":
        """The letters of the texts at ``places`` alone."""
        return Letters(kinds=self.kinds, starts=self.starts[places], ends=self.ends[places])

    def count(self, kind: int, most: int | None = None) -> NDArray[np.intp]:
        """How many characters of ``kind`` each text has (n), in its first ``most`` characters."""
        return self._sums(self.kinds & kind != 0, self.ends if most is None else self.heads(most))

    def heads(self, most: int) -> NDArray[np.intp]:
        """Where the first ``most`` characters of each text end (n)."""
        return np.minimum(self.starts + most, self.ends)

    def sentences(self) -> NDArray[np.intp]:
        """How many sentences end in each text (n)."""
        is_end = self.kinds & STOP != 0
        is_end[:-1] |= (self.kinds[:-1] & END != 0) & (self.kinds[1:] & AFTER != 0)
        return self._sums(is_end, self.ends)

    def are_ended(self) -> NDArray[np.bool_]:
        """Whether the last character of each text (n) is one that ends a text."""
        flags: NDArray[np.bool_] = self.kinds[self.ends - 1] & LAST != 0
        return flags

    def _sums(self, flags: NDArray[np.bool_], ends: NDArray[np.intp]) -> NDArray[np.intp]:
        bounds = np.column_stack((self.starts, ends)).ravel()
        return np.add.reduceat(flags, bounds, dtype=np.intp)[::2]


def letters_of(texts: Sequence[str]) -> Letters:
    """The letters of ``texts``, none of which is empty."""
    joined = _BETWEEN.join((*texts, ""))
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    ends = np.cumsum([len(text) + 1 for text in texts]) - 1
    return Letters(
        kinds=_TABLE[np.minimum(codes, _BOUND - 1)],
        starts=np.concatenate(([0], ends[:-1] + 1)),
        ends=ends,
    )


def _table() -> NDArray[np.uint8]:
    table = np.zeros(_BOUND, np.uint8)
    characters = np.arange(_BOUND, dtype=np.uint32).tobytes().decode("utf-32-le", "surrogatepass")
    for kind, pattern in _KINDS.items():
        table[[match.start() for match in re.finditer(pattern, characters)]] |= kind
    return table


_TABLE = _table()
