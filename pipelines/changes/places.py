"""Where in a page its paragraphs stand: a short number for the boxes around each, by their tags and classes."""

import re
from functools import lru_cache
from zlib import crc32

from pipelines.body.walk import Walk

_NUMBER = re.compile(r"\d+")
# These carry names of the one article (its number, its categories), and end what is looked at.
_OUTERMOST = frozenset("article main body".split())
_MOSTLY = 0.5
_TWO_BYTES_EVEN = 0xFFFE
_CACHED_NAMES = 16_384
NOWHERE = 0


class Places:
    """The place of each text of a page: where texts stand in boxes of the same names, they stand in one place."""

    def __init__(self, walk: Walk | None = None) -> None:
        self._boxes = walk.boxes if walk else None
        # Of texts that stand there twice, the first's.
        self._blocks = {block.text: block for block in reversed(walk.blocks)} if walk else {}
        self._known: dict[int, int] = {}  # by box

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
        is_link = block.link_chars > _MOSTLY * len(block.text)
        return (self._box_key(block.box) & _TWO_BYTES_EVEN or 2) | is_link

    def _box_key(self, box: int) -> int:
        """A number for the names of ``box`` and of those around it, up to the article's own."""
        boxes, known, inner = self._boxes, self._known, list[tuple[int, str]]()
        assert boxes is not None
        key = 0
        while (found := known.get(box)) is None:
            tag, classes = boxes.names[boxes.looks[box]]
            if tag in _OUTERMOST or boxes.parents[box] == box:
                key = known[box] = crc32(tag.encode())
                break
            inner.append((box, f"{tag}.{_masked(classes)}" if classes else tag))
            box = boxes.parents[box]
        key = found or key
        for each, name in reversed(inner):
            key = known[each] = crc32(name.encode("utf-8", "replace"), key)
        return key


def leads(place: int) -> bool:
    """Whether what stands in ``place`` is mostly links."""
    return bool(place & 1)


@lru_cache(maxsize=_CACHED_NAMES)
def _masked(classes: str) -> str:
    return _NUMBER.sub("0", classes)
