"""The journal: what a workload says it writes and was told is saved, kept outside of the archive and its disk."""

import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from archive.records import Record
from archive.tables import TABLES

_NAME_OF = {table.record: table.name for table in TABLES}


class Journal:
    """Lines of JSON in a file of its own. A row is noted before it is handed over, and again once it is saved."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def written(self, records: Iterable[Record]) -> None:
        """``records`` are about to be handed to the archive."""
        self._note(["written", *map(_line, records)])

    def saved(self, records: Iterable[Record]) -> None:
        """The archive said that ``records`` are saved."""
        self._note(["saved", *map(_line, records)])

    def finished(self, edition: int) -> None:
        """The run over ``edition`` ended as it should."""
        self._note(["finished", edition])

    def rows(self, word: str) -> dict[str, Counter[str]]:
        """The rows noted as ``written`` or ``saved``, by table."""
        found: dict[str, Counter[str]] = {table.name: Counter() for table in TABLES}
        for line in self._lines(word):
            for table, row in line:
                found[table][row] += 1
        return found

    def editions(self) -> set[int]:
        """The editions that are finished."""
        return {line[0] for line in self._lines("finished")}

    def _lines(self, word: str) -> list[list[Any]]:
        if not self._path.exists():
            return []
        lines = [json.loads(line) for line in self._path.read_text(encoding="utf-8").splitlines()]
        return [line[1:] for line in lines if line[0] == word]

    def _note(self, line: Sequence[Any]) -> None:
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
            file.flush()
            os.fsync(file.fileno())


def row_text(row: Mapping[str, Any]) -> str:
    """One row of a table as text: equal rows, and only they, give equal texts."""
    return json.dumps(row, sort_keys=True, default=str)


def _line(record: Record) -> tuple[str, str]:
    return _NAME_OF[type(record)], row_text(asdict(record))
