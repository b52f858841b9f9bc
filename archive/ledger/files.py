"""What files a ledger in SQLite keeps: those of every table, how far each log goes, and the compactions under way."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from archive.errors import ArchiveDamagedError
from archive.ledger.connection import Connection
from archive.ledger.entries import Exchange, LogPosition, SealedFile, Snapshot
from archive.ledger.stored import exchange_of, file_of, file_values, log_of, log_values


class FileLedger:
    """The part of the ledger that speaks of files; see `archive.ledger.interface.Ledger`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def snapshot(self) -> Snapshot:
        with self._connection.transaction("DEFERRED"):
            files = self._connection.all("SELECT * FROM files ORDER BY path")
            logs = self._connection.all("SELECT * FROM logs ORDER BY segment")
            exchanges = self._connection.all("SELECT * FROM exchanges ORDER BY folder")
        try:
            return Snapshot(
                files=tuple(file_of(row) for row in files),
                logs=tuple(log_of(row) for row in logs),
                exchanges=tuple(exchange_of(row) for row in exchanges),
            )
        except (ValueError, TypeError, KeyError, IndexError) as problem:
            raise ArchiveDamagedError(
                f"{self._connection.path} holds what no newsreel wrote ({problem}); "
                "make it anew with: newsreel state rebuild"
            ) from problem

    def seal(self, segment: str, files: Sequence[SealedFile]) -> bool:
        with self._connection.transaction() as db:
            if db.execute("DELETE FROM logs WHERE segment = ?", (segment,)).rowcount == 0:
                return False
            self._add_files(files)
            return True

    def exchanges(self) -> list[Exchange]:
        return [exchange_of(row) for row in self._connection.all("SELECT * FROM exchanges ORDER BY folder")]

    def begin_exchange(self, exchange: Exchange) -> None:
        with self._connection.transaction() as db:
            db.execute(
                "INSERT OR REPLACE INTO exchanges VALUES (?, ?, ?)",
                (exchange.folder, json.dumps(asdict(exchange.new)), json.dumps(exchange.old)),
            )

    def end_exchange(self, exchange: Exchange, *, happened: bool) -> None:
        with self._connection.transaction() as db:
            if happened:
                db.executemany("DELETE FROM files WHERE path = ?", [(path,) for path in exchange.old])
                self._add_files([exchange.new])
            db.execute("DELETE FROM exchanges WHERE folder = ?", (exchange.folder,))

    def set_files(self, files: Sequence[SealedFile]) -> None:
        with self._connection.transaction():
            self._add_files(files)

    def set_log(self, log: LogPosition) -> None:
        with self._connection.transaction():
            self._set_log(log)

    def _add_files(self, files: Sequence[SealedFile]) -> None:
        self._connection.db.executemany(
            "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?)", map(file_values, files)
        )

    def _set_log(self, log: LogPosition) -> None:
        self._connection.db.execute("INSERT OR REPLACE INTO logs VALUES (?, ?, ?, ?, ?)", log_values(log))
