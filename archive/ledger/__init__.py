"""The ledger: what is known of every address, who works on what, and which files and log rows are the archive.

One small interface, so that a database server can take SQLite's place without its callers noticing. Every method
is one transaction: it happened wholly, or not at all.
"""

from archive.ledger.entries import (
    AddressEntry,
    AddressState,
    Commit,
    Ended,
    Exchange,
    Found,
    Holder,
    KnownAddress,
    LogPosition,
    SealedFile,
    Snapshot,
    Summary,
    Task,
)
from archive.ledger.interface import Ledger

__all__ = [
    "AddressEntry",
    "AddressState",
    "Commit",
    "Ended",
    "Exchange",
    "Found",
    "Holder",
    "KnownAddress",
    "Ledger",
    "LogPosition",
    "SealedFile",
    "Snapshot",
    "Summary",
    "Task",
]
