"""The databases a ledger can lie in: the behaviour suite runs once for each. A further backend is one more entry."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, closing
from pathlib import Path

from archive.ledger import Ledger
from archive.ledger.sqlite import SqliteLedger

Backend = Callable[[Path], AbstractContextManager[Ledger]]
"""Opens the ledger that belongs to a place; opened again, it is the same ledger."""


def open_sqlite(place: Path) -> AbstractContextManager[SqliteLedger]:
    return closing(SqliteLedger(place / "ledger.sqlite"))


BACKENDS: Mapping[str, Backend] = {"sqlite": open_sqlite}
