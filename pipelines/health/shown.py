"""What an address has shown of its article so far: a few bytes, kept with the address."""

from collections.abc import Iterable
from typing import Annotated

import msgspec

from pipelines.health.alarm import FIELDS, OF_PAGES, Measure
from pipelines.record import PageRecord

_Count = Annotated[int, msgspec.Meta(ge=0)]
# What is less than this part of a text is not the text any more, however it was edited.
_KEPT_LENGTH = 0.4
# Shorter texts may halve by one sentence.
_FEWEST_CHARACTERS = 400


class Shown(msgspec.Struct, frozen=True, array_like=True):
    """What the visits of one address that brought a page have shown.

    ``fields`` has a bit for each of `OF_PAGES` that any of them had; none for a page that was no article.
    ``characters`` is the length of the longest body. ``accepted`` is how often the user had accepted a change of the
    site by then: what was shown before that counts no more.
    """

    fields: _Count = 0
    characters: _Count = 0
    accepted: _Count = 0

    def has(self, measure: str) -> bool:
        """Whether any visit had ``measure``, one of `OF_PAGES`; for the length of its text: enough to compare."""
        return bool(self.fields & _BITS[measure])

    def and_then(self, now: "Shown") -> "Shown":
        """What was shown after one more visit showed ``now``."""
        if self.accepted != now.accepted:
            return now
        return Shown(self.fields | now.fields, max(self.characters, now.characters), now.accepted)

    def lacks(self, measure: str, now: "Shown") -> bool:
        """Whether ``now`` lacks what was shown of ``measure``."""
        if measure == Measure.BODY_LENGTH:
            return now.characters < self.characters * _KEPT_LENGTH
        return not now.has(measure)


_BITS = {measure: 1 << number for number, measure in enumerate(OF_PAGES)}


def shown_by(record: PageRecord | None, accepted: int = 0) -> Shown:
    """What the page of ``record`` shows; None is a page that is no article."""
    if record is None or record.body is None:
        return Shown(accepted=accepted)
    names = [Measure.ARTICLE.value, *fields_of(record)]
    if len(record.body) >= _FEWEST_CHARACTERS:
        names.append(Measure.BODY_LENGTH)
    return Shown(bits_of(names), len(record.body), accepted)


def bits_of(measures: Iterable[str]) -> int:
    """The bits of ``measures``; those that are none of pages have none."""
    return sum(_BITS.get(measure, 0) for measure in set(measures))


def fields_of(record: PageRecord) -> tuple[str, ...]:
    """The fields of ``record`` that say something."""
    return tuple(name for name in (*FIELDS, "body") if getattr(record, name) not in (None, "", ()))
