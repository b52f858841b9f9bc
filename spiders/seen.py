"""What a run has seen so far, kept small whatever the size of the site: addresses, pages of listings, barren series."""

from collections.abc import Iterable

from spiders.traps import Shape

_BITS = 1 << 26  # eight megabytes; of a million addresses one in a hundred is taken for known, of any few none
_BARREN = 0.999  # one, of parts added up


class SeenAddresses:
    """The addresses met so far, in bits: one may be taken for known that is not, which costs nothing but a count."""

    def __init__(self) -> None:
        self._bits = bytearray(_BITS // 8)

    def add(self, address: str) -> bool:
        """Note ``address``; whether it is new."""
        place, bit = divmod(hash(address) % _BITS, 8)
        is_new = not self._bits[place] >> bit & 1
        self._bits[place] |= 1 << bit
        return is_new


class ListingPages:
    """The pages of listings met so far, told by the addresses that they lead to."""

    def __init__(self) -> None:
        self._seen: set[int] = set()

    def add(self, entries: Iterable[str]) -> bool:
        """Note a page; whether it is new."""
        key = hash(frozenset(entries))
        is_new = key not in self._seen
        self._seen.add(key)
        return is_new


class Series:
    """How many pages in a row of each series led to nothing new. ``has_barren``: one of them was barren already."""

    def __init__(self) -> None:
        self._idle: dict[Shape, float] = {}
        self.has_barren = False

    def note(self, shape: Shape, weight: float) -> None:
        """Note a page of ``shape`` that led to nothing new, ``weight`` of a barren series; 0: it did lead to some."""
        if weight:
            self._idle[shape] = self._idle.get(shape, 0.0) + weight
            self.has_barren = self.has_barren or self.is_barren(shape)
        else:
            self._idle.pop(shape, None)

    def is_barren(self, shape: Shape) -> bool:
        """Whether no further page of ``shape`` is worth asking for."""
        return self._idle.get(shape, 0.0) > _BARREN
