"""Where in a page its paragraphs stand: a short number for the boxes around each, by their tags and classes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Self

from pipelines.body.walk import Walk

_NUMBER = re.compile(r"\d+")
# These carry names of the one article (its number, its categories), and end what is looked at.
_OUTERMOST = frozenset("article main body".split())
_MOST_LEVELS = 6
_MOSTLY = 0.5


@dataclass(frozen=True, slots=True)
class Places:
    """The place of each text of a page, and whether most of it is a link; by the text and by its first line."""

    by_text: Mapping[str, tuple[int, bool]] = field(default_factory=dict)

    def of(self, text: str) -> tuple[int, bool]:
        """The place of a paragraph of the body, 1 to 65535, and whether most of it is a link; 0 where not known.

        A row of a table stands where its first cell does, a paragraph that lost lines where its first line does.
        """
        found = self.by_text.get(text)
        if found is None and ("\t" in text or "\n" in text):
            found = self.by_text.get(text.partition("\n")[0].partition("\t")[0])
        return found or (0, False)

    @classmethod
    def on(cls, walk: Walk) -> Self:
        """The places of the blocks of ``walk``; of texts that stand there twice, the first's."""
        known: dict[int, int] = {}
        by_text: dict[str, tuple[int, bool]] = {}
        for block in walk.blocks:
            if block.text in by_text:
                continue
            place = known.get(block.box)
            if place is None:
                place = known[block.box] = _signature(walk, block.box)
            by_text[block.text] = (place, block.link_chars > _MOSTLY * len(block.text))
        return cls(by_text)


def _signature(walk: Walk, box: int) -> int:
    """Two bytes for the names of ``box`` and of those around it, up to the article's own; never 0."""
    boxes, names = walk.boxes, []
    for _ in range(_MOST_LEVELS):
        tag, classes = boxes.names[boxes.looks[box]]
        if tag in _OUTERMOST:
            names.append(tag)
            break
        names.append(f"{tag}.{_NUMBER.sub('0', classes)}")
        box = boxes.parents[box]
    digest = blake2b(" ".join(names).encode("utf-8", "replace"), digest_size=2).digest()
    return int.from_bytes(digest, "big") or 1
