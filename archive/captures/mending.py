"""Mending capture files: those that a crawl left open are finished, and damage is taken out without moving the rest."""

import os
import secrets
import struct
import zlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from archive.captures.members import Member, members
from archive.captures.places import DAMAGED, OPEN, finished_files
from archive.captures.warc import Records, pack
from archive.disk import Disk
from archive.errors import StorageError
from archive.folder import ArchiveFolder

_BLOCK_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Parts:
    """A file in parts: ``whole`` bytes up to the end of its last record, and the ``holes`` before that."""

    whole: int
    size: int
    holes: tuple[Member, ...]


def finish_left_open(folder: ArchiveFolder, files: Iterable[Path], disk: Disk) -> None:
    """Finish ``files`` that crawls which are gone left open. Raises StorageError.

    What lies behind the last whole record was part of no commit and is left out. The file is made anew, never cut:
    a crawl that only stalled may still write into the old one. Safe to be cut short, done twice, and by two at once.
    """
    for path in files:
        with suppress(FileNotFoundError):  # another is mending too, and was quicker
            _finish(path, folder, disk)


def repair(folder: ArchiveFolder, disk: Disk, *, now: datetime) -> list[str]:
    """Make a good file of every damaged one, and say what was done. Raises StorageError.

    The old file stays beside the new one, its name ending in .damaged. A torn tail is left out; within the file a
    record that says so takes the place of a damaged one, byte for byte as long, so that rows go on pointing right.
    """
    done = []
    for path in finished_files(folder):
        parts = _parts_of(path)
        if not parts.holes and parts.whole == parts.size:
            continue
        aside = path.with_name(path.name + DAMAGED)
        if not parts.whole:
            _move(path, aside, disk)
            done.append(f"moved {path.name} aside to {aside.name}: it holds no record")
            continue
        with path.open("rb") as source:
            _write_anew(source, [Member(0, parts.size, None)], aside, folder, disk)
            _write_anew(source, _mended(parts, now), path, folder, disk)
        lost = sum(hole.length for hole in parts.holes) + parts.size - parts.whole
        done.append(f"made {path.name} anew without {lost} damaged bytes; the old one is {aside.name}")
    return done


def _move(path: Path, target: Path, disk: Disk) -> None:
    try:
        disk.replace(path, target)
    except OSError as problem:
        raise StorageError(path, problem) from problem


def _finish(path: Path, folder: ArchiveFolder, disk: Disk) -> None:
    whole = _parts_of(path).whole
    final = path.with_name(path.name.removesuffix(OPEN))
    if whole and not final.exists():
        with path.open("rb") as source:
            _write_anew(source, [Member(0, whole, None)], final, folder, disk)
    try:
        disk.remove(path)
    except OSError as problem:
        raise StorageError(path, problem) from problem


def _mended(parts: _Parts, now: datetime) -> list[Member]:
    """The pieces of a file whose ``parts`` have holes, with what fills them."""
    pieces: list[Member] = []
    offset = 0
    for hole in parts.holes:
        pieces += [Member(offset, hole.offset - offset, None), Member(hole.offset, hole.length, _filler(hole, now))]
        offset = hole.offset + hole.length
    return [*pieces, Member(offset, parts.whole - offset, None)]


def _parts_of(path: Path) -> _Parts:
    holes: list[Member] = []
    whole = size = 0
    with path.open("rb") as file:
        for member in members(file):
            size = member.offset + member.length
            if member.record is None:
                holes.append(Member(member.offset, member.length, None))
            else:
                whole = size
    return _Parts(whole, size, tuple(hole for hole in holes if hole.offset < whole))


def _write_anew(source: IO[bytes], pieces: list[Member], target: Path, folder: ArchiveFolder, disk: Disk) -> None:
    """Write ``target`` of ``pieces`` of ``source``, or of what they hold. Raises StorageError."""
    scratch = folder.scratch / f"{os.getpid()}-{secrets.token_hex(4)}-part-{target.name}"
    try:
        with disk.create(scratch) as file:
            for piece in pieces:
                _copy(source, piece, file, disk)
            disk.sync(file)
        disk.replace(scratch, target)
        disk.sync_folder(target.parent)
    except OSError as problem:
        scratch.unlink(missing_ok=True)
        raise StorageError(target, problem) from problem


def _copy(source: IO[bytes], piece: Member, file: IO[bytes], disk: Disk) -> None:
    if piece.record is not None:
        disk.write(file, piece.record)
        return
    source.seek(piece.offset)
    left = piece.length
    while left:
        block = source.read(min(left, _BLOCK_BYTES))
        disk.write(file, block)
        left -= len(block)


def _filler(hole: Member, now: datetime) -> bytes:
    """A gzip member as long as ``hole``: a record that says what was there; where that does not fit, nothing.

    The length comes right by the comment that the head of a member may have (RFC 1952, 2.3.1).
    """
    text = {"damaged": f"{hole.length} bytes could not be read, and were taken out by newsreel captures repair"}
    record = pack(Records(secrets.token_bytes).metadata("urn:newsreel:damaged", now, "<urn:newsreel:damaged>", text))
    body = record[10:] if len(record) + 1 <= hole.length else _EMPTY
    comment = hole.length - 10 - len(body) - 1
    if comment < 0:
        return bytes(hole.length)
    return b"\x1f\x8b\x08\x10\x00\x00\x00\x00\x00\xff" + b"-" * comment + b"\x00" + body


_EMPTY = zlib.compress(b"", wbits=-15) + struct.pack("<II", 0, 0)
