"""Where in a page its paragraphs stand: a short number for the boxes around each, by their tags and classes."""

import re
from functools import lru_cache
from hashlib import blake2b

from pipelines.body.walk import Block, Walk

_NUMBER = re.compile(r"\d+")
# These carry names of the one article (its number, its categories), and end what is looked at.
_OUTERMOST = frozenset("article main body".split())
_MOST_LEVELS = 6
_MOSTLY = 0.5
_CACHED_NAMES = 16_384
NOWHERE = 0


class Places:
    """The place of each text of a page: where texts stand in boxes of the same names, they stand in one place."""

    def __init__(self, walk: Walk | None = None) -> None:
        self._boxes = walk.boxes if walk else None
        # Of texts that stand there twice, the first's.
        self._blocks = {block.text: block for block in reversed(walk.blocks)} if walk else {}
        self._known: dict[tuple[int, int], int] = {}  # by the look of a box and the box around it: siblings share one

    def of(self, text: str) -> int:
        """The place of a paragraph of the body, 2 to 65535; `NOWHERE`, 0, where it is not known.

        What is mostly a link stands in another place than text in the same boxes; see `leads`. A row of a table stands
        where its first cell does, a paragraph that lost lines where its first line does.
        """
        block = self._blocks.get(text)
        if block is None and ("\t" in text or "\n" in text):
            block = self._blocks.get(text.partition("\n")[0].partition("\t")[0])
        if block is None:
            return NOWHERE
        return self._place_of(block) | (block.link_chars > _MOSTLY * len(block.text))

    def _place_of(self, block: Block) -> int:
        assert self._boxes is not None
        kin = (self._boxes.looks[block.box], self._boxes.parents[block.box])
        place = self._known.get(kin)
        if place is None:
            place = self._known[kin] = self._signature(block.box)
        return place

    def _signature(self, box: int) -> int:
        """Two bytes for the names of ``box`` and of those around it, up to the article's own: even, never 0."""
        boxes, names = self._boxes, list[str]()
        assert boxes is not None
        for _ in range(_MOST_LEVELS):
            tag, classes = boxes.names[boxes.looks[box]]
            if tag in _OUTERMOST:
                names.append(tag)
                break
            names.append(f"{tag}.{_masked(classes)}" if classes else tag)
            box = boxes.parents[box]
        digest = blake2b(" ".join(names).encode("utf-8", "replace"), digest_size=2).digest()
        return int.from_bytes(digest, "big") & ~1 or 2


def leads(place: int) -> bool:
    """Whether what stands in ``place`` is mostly links."""
    return bool(place & 1)


@lru_cache(maxsize=_CACHED_NAMES)
def _masked(classes: str) -> str:
    return _NUMBER.sub("0", classes)
