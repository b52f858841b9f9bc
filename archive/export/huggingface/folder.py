"""Writing a data set folder: Parquet files of a size that can be moved, and the card, all there or nothing."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from archive.disk import Disk
from archive.errors import StorageError, UsageError
from archive.export.huggingface.card import Card
from archive.export.huggingface.facts import Facts
from archive.export.huggingface.features import loadable_schema
from archive.export.huggingface.header import SPLIT
from archive.export.huggingface.origin import Asked, origin_of
from archive.export.parquet_file import open_writer, row_groups
from archive.export.whole import require_folder_for, scratch_beside
from archive.query.answer import Answer
from archive.query.archive import Archive

SHARD_BYTES = 400 << 20
_CARD = "README.md"
_DATA = "data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a data set goes. ``overwrite``: in place of one that is there. A file of it ends beyond ``shard_bytes``."""

    output: Path
    overwrite: bool = False
    shard_bytes: int = SHARD_BYTES


def write_dataset(
    answer: Answer,
    archive: Archive,
    asked: Asked,
    target: Target,
    told: Callable[[int], None] | None = None,
) -> None:
    """Write ``answer``, which ``asked`` is of ``archive``, as a folder that ``datasets`` loads.

    ``told`` hears how many rows are written. Raises UsageError where the folder holds something already, StorageError,
    and what `Answer.batches` raises.
    """
    _require_room(target)
    with _whole_folder(target.output) as folder:
        facts = Facts()
        schema = _write_files(answer, folder / _DATA, target.shard_bytes, facts, told)
        files = sorted((folder / _DATA).iterdir())
        card = Card(
            name=target.output.name or "newsreel",
            asked=asked,
            origin=origin_of(archive, list(facts.values["site"]) if "site" in facts.values else None),
            facts=facts,
            schema=schema,
            file_bytes=sum(path.stat().st_size for path in files),
        )
        (folder / _CARD).write_text(card.text(), encoding="utf-8")


def _require_room(target: Target) -> None:
    output = target.output
    require_folder_for(output)
    if not output.exists():
        return
    if not output.is_dir():
        raise UsageError(f"--output {output}: is a file; name a folder")
    held = sorted(path.name for path in output.iterdir())
    foreign = [name for name in held if name not in (_CARD, _DATA)]
    if foreign:
        raise UsageError(f"--output {output}: holds {foreign[0]!a}, which is of no export; name a new or empty folder")
    if held and not target.overwrite:
        raise UsageError(f"--output {output}: holds a data set already; name a new folder, or add --overwrite")


@contextmanager
def _whole_folder(output: Path) -> Iterator[Path]:
    """A folder to write into, which stands at ``output`` once all went well and is on the disk."""
    scratch, old = scratch_beside(output), scratch_beside(output).with_suffix(".old")
    disk = Disk()
    try:
        scratch.mkdir()
        (scratch / _DATA).mkdir()
        yield scratch
        for path in [one for one in scratch.rglob("*") if one.is_file()]:
            with path.open("rb+") as file:
                disk.sync(file)
        disk.sync_folder(scratch / _DATA)
        disk.sync_folder(scratch)
        if output.exists():
            output.rename(old)
        disk.replace(scratch, output)
        disk.sync_folder(output.absolute().parent)
    except OSError as problem:
        raise StorageError(output, problem) from problem
    finally:
        if old.exists() and not output.exists():
            old.rename(output)
        shutil.rmtree(scratch, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def _write_files(
    answer: Answer, data: Path, shard_bytes: int, facts: Facts, told: Callable[[int], None] | None
) -> pa.Schema:
    """Write the rows into files below ``data``, count them in ``facts``; the schema of the files."""
    shards = _Shards(data, shard_bytes)
    schema: pa.Schema | None = None
    try:
        for group in row_groups(answer.batches()):
            schema = schema or loadable_schema(group.schema)
            rows = group.cast(schema)
            facts.note(rows)
            shards.write(rows)
            if told:
                told(facts.rows)
    finally:
        shards.close()
    shards.name()
    assert schema is not None, "an answer has one batch at least"
    return schema


class _Shards:
    """Files of about ``shard_bytes`` each; their names count them all, so they get them at the end."""

    def __init__(self, data: Path, shard_bytes: int) -> None:
        self._data, self._shard_bytes = data, shard_bytes
        self._paths: list[Path] = []
        self._file: BinaryIO | None = None
        self._writer: pq.ParquetWriter | None = None

    def write(self, rows: pa.Table) -> None:
        """Write ``rows`` into the file of now, as a row group of their own."""
        if self._file is None or self._writer is None:
            self._paths.append(self._data / f"{len(self._paths)}.parquet")
            self._file = self._paths[-1].open("wb")
            self._writer = open_writer(self._file, rows.schema)
        self._writer.write_table(rows)
        if self._file.tell() >= self._shard_bytes:
            self.close()

    def close(self) -> None:
        """End the file of now."""
        writer, file, self._writer, self._file = self._writer, self._file, None, None
        try:
            if writer is not None:
                writer.close()
        finally:
            if file is not None:
                file.close()

    def name(self) -> None:
        """Name the files as ``datasets`` expects it."""
        for number, path in enumerate(self._paths):
            path.rename(self._data / f"{SPLIT}-{number:05}-of-{len(self._paths):05}.parquet")
