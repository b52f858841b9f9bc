"""Keys of a page's blocks, by which those that stand on many pages of a site are known again."""

from collections.abc import Sequence
from hashlib import blake2b

from pipelines.body.walk import Block

MAX_KEYS = 2_000
_MIN_WORDS = 3
_KEY_BYTES = 8


def key_of(block: Block) -> int | None:
    """A stable key of 64 bits (signed) of the block's text, whatever its case; None for less than three words.

    Texts of scripts without spaces have no words here: their characters count, six at least.
    """
    folded = " ".join(block.text.casefold().split())
    is_long = folded.count(" ") + 1 >= _MIN_WORDS or (not folded.isascii() and len(folded) >= 2 * _MIN_WORDS)
    if not is_long:
        return None
    digest = blake2b(folded.encode("utf-8", "surrogatepass"), digest_size=_KEY_BYTES).digest()
    return int.from_bytes(digest, "big", signed=True)


def keys_of(blocks: Sequence[Block]) -> tuple[int, ...]:
    """The keys of ``blocks``, each once, in their order; of a page's first 2,000 that have one."""
    found = dict.fromkeys(key for block in blocks if (key := key_of(block)) is not None)
    return tuple(found)[:MAX_KEYS]
