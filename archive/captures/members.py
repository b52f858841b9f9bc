"""The gzip members of a capture file, one a record: read in order, and found again behind damage."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from isal import isal_zlib

_MAGIC = b"\x1f\x8b\x08"
_BEGIN = b"WARC/1."
_GZIP = 31
_BLOCK_BYTES = 256 * 1024
# Beyond the largest answer that is fetched, a sitemap of 64 MiB; a member that unpacks to more is no capture.
MOST_BYTES = 192 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Member:
    """A part of a file from ``offset``, ``length`` bytes of it: one record, unpacked; or, with None, what is none."""

    offset: int
    length: int
    record: bytes | None


def members(file: IO[bytes]) -> Iterator[Member]:
    """All of ``file``, part by part, none left out. Damage costs what it hits: the next record is looked for behind it.

    A tail that was never written to its end is the last part, and is no record.
    """
    size = file.seek(0, 2)
    offset = 0
    while offset < size:
        member = read_member(file, offset)
        if member.record is None:
            following = _next_whole(file, offset + 1, size)
            member = Member(offset, following - offset, None)
        yield member
        offset += member.length


def read_member(file: IO[bytes], offset: int) -> Member:
    """The record that begins at ``offset`` of ``file``; no record, of length 0, where none is whole there."""
    file.seek(offset)
    unpacker = isal_zlib.decompressobj(_GZIP)
    pieces: list[bytes] = []
    taken = size = 0
    try:
        while not unpacker.eof:
            block = file.read(_BLOCK_BYTES)
            if not block:
                return Member(offset, 0, None)
            taken += len(block)
            piece = unpacker.decompress(block, MOST_BYTES + 1 - size)
            size += len(piece)
            pieces.append(piece)
            is_other = len(pieces) == 1 and not piece.startswith(_BEGIN[: len(piece)])
            if is_other or size > MOST_BYTES or (unpacker.unconsumed_tail and not unpacker.eof):
                return Member(offset, 0, None)
    except isal_zlib.error:  # type: ignore[misc] # its stub takes the class for an instance
        return Member(offset, 0, None)
    record = b"".join(pieces)
    if not record.startswith(_BEGIN):
        return Member(offset, 0, None)
    return Member(offset, taken - len(unpacker.unused_data), record)


def _next_whole(file: IO[bytes], start: int, size: int) -> int:
    """Where behind ``start`` the next whole record begins; ``size`` where none does."""
    offset = start
    while offset < size:
        file.seek(offset)
        block = file.read(_BLOCK_BYTES)
        found = block.find(_MAGIC)
        while found >= 0:
            if read_member(file, offset + found).record is not None:
                return offset + found
            found = block.find(_MAGIC, found + 1)
        offset += max(len(block) - len(_MAGIC) + 1, 1)
    return size
