"""Answers written, and read again by others."""

import csv
import io
from typing import Any

import pyarrow as pa

from archive.export.writing import Form, write
from archive.query.answer import Answer

SIGNS = "=+-@＝＋－＠"


def written(table: pa.Table, form: Form, **options: Any) -> bytes:
    """The content of the file that the rows of ``table`` make."""
    file = io.BytesIO()
    write(Answer.of(table), form, file, **options)
    return file.getvalue()


def csv_cells(content: bytes, delimiter: str = ",") -> list[list[str]]:
    """What Python's csv reads, the line of names first."""
    return list(csv.reader(io.StringIO(content.decode(), newline=""), delimiter=delimiter, strict=True))


def of_texts(*texts: str | None, name: str = "text") -> pa.Table:
    return pa.table({name: pa.array(texts, pa.string())})
