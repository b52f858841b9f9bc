"""What a question of a stranger may take, and what it may bring."""

from dataclasses import dataclass, fields

from archive.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What answering one question may take: all of these hold at once.

    ``seconds`` count while the answer is waited for, and as processor time per thread. ``memory_bytes`` is what the
    process may use beyond what it has before it sees the question. ``rows`` and ``bytes`` are of the answer, in
    memory. ``query_chars`` are of the SQL, ``values_bytes`` of the values that fill it. ``threads`` work on it.

    Raises UsageError for a limit that is not more than nothing.
    """

    seconds: float = 10.0
    memory_bytes: int = 512 * 1024**2
    rows: int = 1_000_000
    bytes: int = 256 * 1024**2
    query_chars: int = 100_000
    values_bytes: int = 1024**2
    threads: int = 2

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if not value > 0:
                raise UsageError(f"{value} is no limit for {field.name}; give a number above 0")
        if self.memory_bytes < LEAST_MEMORY_BYTES:
            raise UsageError(f"memory_bytes={self.memory_bytes} is too little for any question; 64 MB is the least")


LEAST_MEMORY_BYTES = 64 * 1024**2
"""With less, even a small question over a small archive may find no memory."""
