"""An output file that is whole or not there: written beside its place, and moved there when it is on the disk."""

import gzip
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, BinaryIO, cast

import pyarrow as pa

from archive.disk import Disk
from archive.errors import StorageError, UsageError
from archive.folder import ArchiveFolder

PACKINGS = (".gz", ".zst")
"""The ends of a name that say that the file is to be packed."""


@contextmanager
def whole_file(output: Path) -> Iterator[BinaryIO]:
    """A file to write into, which is at ``output`` once all went well; until then there is what there was before.

    It is packed where the name ends in one of PACKINGS. Raises StorageError where the disk refuses, UsageError where
    ``output`` is a folder, or would lie in what is none.
    """
    if output.is_dir():
        raise UsageError(f"--output {output}: is a folder; name a file")
    require_folder_for(output)
    disk = Disk()
    scratch = scratch_beside(output)
    try:
        with scratch.open("wb") as file, _packed(file, output.suffix) as content:
            yield content
        with scratch.open("rb+") as written:  # what packs a file may have closed it
            disk.sync(written)
        disk.replace(scratch, output)
        disk.sync_folder(output.parent)
    except OSError as problem:
        raise StorageError(output, problem) from problem
    finally:
        with suppress(OSError):  # what went wrong is told already, and may be why there is no scratch file
            scratch.unlink()


def require_folder_for(output: Path) -> None:
    """Raises UsageError where ``output`` would lie in what is there and is no folder."""
    if output.parent.exists() and not output.parent.is_dir():
        raise UsageError(f"--output {output}: {output.parent} is a file, not a folder")


def scratch_beside(output: Path) -> Path:
    """Where this process writes what will be at ``output``."""
    return output.with_name(f".{output.name}.{os.getpid()}.partial")


def require_outside(output: Path, folder: ArchiveFolder) -> None:
    """Raises UsageError where ``output`` would lie in the archive itself, whose readers would take it for a part."""
    if output.resolve().is_relative_to(folder.path.resolve()):
        raise UsageError(f"--output {output}: lies in the archive {folder.path}; name a place outside of it")


@contextmanager
def _packed(file: BinaryIO, ending: str) -> Iterator[BinaryIO]:
    if ending == ".gz":
        # Without name and time, so that the same rows make the same file.
        with gzip.GzipFile(filename="", mode="wb", fileobj=file, compresslevel=6, mtime=0) as packed:
            yield cast("BinaryIO", packed)
    elif ending == ".zst":
        with pa.CompressedOutputStream(pa.PythonFile(cast("IO[bytes]", file)), "zstd") as packed:
            yield packed
    else:
        yield file
