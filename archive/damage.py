"""Damaged files of an archive: what is wrong with each, told as an error, or as a note of what an answer is without."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from archive.errors import ArchiveDamagedError
from archive.ledger.entries import SealedFile

MISSING = "is missing"
NOT_SEALED = "is not what was sealed"
NOT_KNOWN = "is not in the ledger"
NOT_COMMITTED = "does not hold what was committed to it"
_WAY_OUT = "or have the rest answered with --skip-damaged (skip_damaged=True)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """One file that cannot be read as what it was: what is wrong, in words that follow its name.

    ``rows`` is how many rows it had; None where nobody knows.
    """

    path: Path
    what: str
    rows: int | None = None

    def note(self) -> str:
        """What an answer is to say that was made without the file."""
        rows = {None: "nobody knows how many rows it held", 1: "1 row is missing"}
        return f"{self.path} {self.what}; it is left out: {rows.get(self.rows, f'{self.rows} rows are missing')}"


def damage_error(damages: Sequence[Damage], *, look: str = "newsreel check") -> ArchiveDamagedError:
    """The error that names the first of ``damages``, and the way out: the command ``look`` tells more of them."""
    first, *others = damages
    more = f", and {len(others)} more {'file is' if len(others) == 1 else 'files are'} damaged" if others else ""
    return ArchiveDamagedError(f"{first.path} {first.what}; see: {look}; {_WAY_OUT}{more}")


def damage_at_sight(path: Path, sealed: SealedFile) -> Damage | None:
    """What is wrong with a file by its size and time; only where these differ is it read whole."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return Damage(path=path, what=MISSING, rows=sealed.rows)
    except OSError as problem:
        return _unreadable(path, problem, sealed)
    if (found.st_size, found.st_mtime_ns) == (sealed.size, sealed.changed_ns):
        return None
    return damage_within(path, sealed)


def damage_within(path: Path, sealed: SealedFile | None) -> Damage | None:
    """What is wrong with a file by all of its bytes; of one that nobody sealed, by the checksums of its pages."""
    try:
        if sealed is not None:
            is_sound = sha256_of(path) == sealed.sha256
            return None if is_sound else Damage(path=path, what=NOT_SEALED, rows=sealed.rows)
        with pq.ParquetFile(path, page_checksum_verification=True) as parquet:
            for _ in parquet.iter_batches():
                pass
    except FileNotFoundError:
        return Damage(path=path, what=MISSING, rows=None if sealed is None else sealed.rows)
    except (OSError, pa.ArrowException) as problem:
        return _unreadable(path, problem, sealed)
    return None


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, as hexadecimal text. Raises OSError."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def damages_within(files: Iterable[Path], sealed: Mapping[Path, SealedFile]) -> list[Damage]:
    """What is wrong with ``files`` by all of their bytes."""
    return [damage for path in files if (damage := damage_within(path, sealed.get(path)))]


class ReadThrough:
    """Remembers which files were read whole and are sound, for as long as their size and time stay what they are."""

    def __init__(self) -> None:
        self._sound: set[tuple[Path, int, int]] = set()

    def damages(self, files: Iterable[Path], sealed: Mapping[Path, SealedFile]) -> list[Damage]:
        """What is wrong with ``files`` by all of their bytes."""
        found = []
        for path in files:
            mark = _mark(path)
            if mark is None or mark not in self._sound:
                damage = damage_within(path, sealed.get(path))
                found += [damage] if damage else []
                self._sound |= {mark} if mark and not damage else set()
        return found


def _mark(path: Path) -> tuple[Path, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return path, found.st_size, found.st_mtime_ns


def _unreadable(path: Path, problem: Exception, sealed: SealedFile | None) -> Damage:
    why = problem.strerror if isinstance(problem, OSError) and problem.strerror else " ".join(str(problem).split())
    return Damage(path=path, what=f"cannot be read ({why})", rows=None if sealed is None else sealed.rows)
