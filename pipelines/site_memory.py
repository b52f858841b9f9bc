"""What a site taught: the blocks of text that its pages share, which are of the site and of no article."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from itertools import compress

import msgspec

from pipelines.page.page import Page
from pipelines.record import PageRecord

# A block is of the site where so many of its pages have it, and so large a share of them.
_FEWEST_PAGES = 3
_SMALLEST_SHARE = 0.1
# Nothing is believed before so many pages, and from then on it is judged anew every so many.
PAGES_BETWEEN_JUDGEMENTS = 10
# Then half of everything is forgotten, so that what a site no longer shows fades.
_MOST_PAGES = 200
# The blocks that are remembered; the rarest are forgotten first, of those the longest unseen.
_MOST_KEYS = 5000
_KEPT_KEYS = 4000
# Shorter texts, such as "Yes.", say different things on different pages.
_FEWEST_CHARACTERS = 12
# A memory whose keys were made in another way is of no use.
_FORM = "blocks-1"
# Of one page; what comes after them is no article.
_MOST_KEYS_OF_A_PAGE = 2000


class SiteMemory:
    """How many of a site's articles have which block, in bounded space; each article is to be told of once.

    The same pages in the same order give the same memory. ``repeated`` are the keys of the site's own blocks, the same
    object until they change; ``is_changed`` says that something was learnt since it was last packed.
    """

    def __init__(self, pages: int = 0, counts: Iterable[tuple[int, int]] = ()) -> None:
        self._pages = pages
        self._counts = dict(counts)  # the longest unseen first
        self.is_changed = False
        self.repeated = self._judged()

    def learn(self, keys: Iterable[int]) -> None:
        """Take note of an article's blocks."""
        self._pages += 1
        self.is_changed = True
        for key in dict.fromkeys(keys):
            self._counts[key] = self._counts.pop(key, 0) + 1
        if self._pages >= _MOST_PAGES:
            self._pages //= 2
            self._counts = {key: count // 2 for key, count in self._counts.items() if count > 1}
        if len(self._counts) > _MOST_KEYS:
            self._forget_rarest()
        if self._pages % PAGES_BETWEEN_JUDGEMENTS == 0:
            judged = self._judged()
            self.repeated = self.repeated if judged == self.repeated else judged

    def packed(self) -> bytes:
        """The memory as bytes, for the archive to keep."""
        self.is_changed = False
        return msgspec.msgpack.encode((_FORM, self._pages, list(self._counts.items())))

    @classmethod
    def unpacked(cls, state: bytes | None) -> "SiteMemory":
        """The memory that `packed` made ``state`` of; an empty one for None, or where another newsreel made it."""
        if state is None:
            return cls()
        try:
            form, pages, counts = msgspec.msgpack.decode(state, type=tuple[str, int, list[tuple[int, int]]])
        except msgspec.DecodeError:
            return cls()
        return cls(pages, counts) if form == _FORM else cls()

    def _judged(self) -> frozenset[int]:
        if self._pages < PAGES_BETWEEN_JUDGEMENTS:
            return frozenset()
        fewest = max(_FEWEST_PAGES, self._pages * _SMALLEST_SHARE)
        return frozenset(key for key, count in self._counts.items() if count >= fewest)

    def _forget_rarest(self) -> None:
        by_count = sorted(self._counts, key=self._counts.__getitem__)  # stable: of equals, the longest unseen first
        for key in by_count[: len(by_count) - _KEPT_KEYS]:
            del self._counts[key]


def block_keys(page: Page) -> tuple[int, ...]:
    """A key for each different text among the first blocks of ``page``, in document order."""
    keys = dict.fromkeys(key_of(block.text) for block in page.walk.blocks)
    return tuple(key for key in keys if key is not None)[:_MOST_KEYS_OF_A_PAGE]


def key_of(text: str) -> int | None:
    """A number from 0 to 2**63 - 1 for what ``text`` says, whatever its case, spaces and marks; None if it is short."""
    letters = "".join(filter(str.isalnum, text.casefold()))
    if len(letters) < _FEWEST_CHARACTERS:
        return None
    digest = hashlib.blake2b(letters.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def without_repeated(record: PageRecord, repeated: frozenset[int]) -> PageRecord:
    """``record`` with the paragraphs of its body that are not of the site.

    As it was where less than half would be left: a memory that knows most of an article is mistaken, or the page is
    none, which is for others to say.
    """
    if not repeated:
        return record
    paragraphs = (record.body or "").split("\n\n")
    is_kept = [key_of(paragraph) not in repeated for paragraph in paragraphs]
    body = "\n\n".join(compress(paragraphs, is_kept))
    if record.body is None or all(is_kept) or len(body) * 2 < len(record.body):
        return record
    kinds = tuple(compress(record.body_kinds, is_kept)) if record.body_kinds else record.body_kinds
    return replace(record, body=body, body_kinds=kinds)
