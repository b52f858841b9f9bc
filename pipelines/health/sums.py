"""Sums of pages: how many there were, how many of them lacked what is measured, and examples of those."""

from typing import Annotated

import msgspec

from pipelines.health.alarm import MOST_EXAMPLES

_Count = Annotated[int, msgspec.Meta(ge=0)]


class Sum(msgspec.Struct, frozen=True, array_like=True):
    """``lacking`` of ``pages`` pages lacked it; ``examples`` are the first addresses of these."""

    pages: _Count = 0
    lacking: _Count = 0
    examples: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """The part of the pages that lacked it; 0 of none."""
        return self.lacking / self.pages if self.pages else 0.0

    def __add__(self, other: "Sum") -> "Sum":
        examples = (*self.examples, *(one for one in other.examples if one not in self.examples))
        return Sum(self.pages + other.pages, self.lacking + other.lacking, examples[:MOST_EXAMPLES])

    def and_page(self, address: str, *, lacks: bool) -> "Sum":
        """The sum with one page more."""
        return self + Sum(1, int(lacks), (address,) if lacks else ())

    def without_examples(self) -> "Sum":
        """The bare numbers."""
        return Sum(self.pages, self.lacking)

    def within(self, most: int) -> "Sum":
        """The same share of at most ``most`` pages, so that what is long past counts less."""
        if self.pages <= most:
            return self
        return Sum(most, round(self.share * most), self.examples)
