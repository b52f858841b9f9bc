"""Damages that a disk, a copy or a hand does to a file: each a change of its bytes, or their loss."""

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

BLOCK_BYTES = 64


@dataclass(frozen=True, slots=True)
class Damage:
    """What a file holds instead of what it held; None: it is gone."""

    name: str
    content: bytes | None


def damages_of(content: bytes, *, seed: str, flips: int) -> Iterator[Damage]:
    """Every damage to a file with ``content`` that the matrix tries; the same ones each time."""
    size = len(content)
    for length in sorted({0, 1, 4, size // 4, size // 2, size - 8, size - 1} & set(range(size))):
        yield Damage(f"cut to {length} bytes", content[:length])
    chance = random.Random(seed)  # noqa: S311 - the same bits each time
    for place in chance.sample(range(size * 8), min(flips, size * 8)):
        flipped = bytearray(content)
        flipped[place // 8] ^= 1 << place % 8
        yield Damage(f"bit {place} flipped", bytes(flipped))
    start = chance.randrange(max(1, size - BLOCK_BYTES))
    block = content[start : start + BLOCK_BYTES]
    if any(block):
        yield Damage(f"zeroed from byte {start}", content[:start] + bytes(len(block)) + content[start + len(block) :])
    yield Damage("deleted", None)


@contextmanager
def damaged(path: Path, damage: Damage, *, silently: bool = False) -> Iterator[None]:
    """``path`` with ``damage``, until the end of the context. ``silently``: its time does not tell."""
    content, times = path.read_bytes(), path.stat()
    if damage.content is None:
        path.unlink()
    else:
        path.write_bytes(damage.content)
        if silently:
            os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    try:
        yield
    finally:
        path.write_bytes(content)
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


@contextmanager
def swapped(one: Path, other: Path) -> Iterator[None]:
    """The two files under each other's names, until the end of the context."""
    _swap(one, other)
    try:
        yield
    finally:
        _swap(one, other)


def _swap(one: Path, other: Path) -> None:
    aside = one.with_name("aside")
    one.rename(aside)
    other.rename(one)
    aside.rename(other)
