"""An output is whole, or what it was before."""

import gzip
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pytest

from archive import Archive
from archive.errors import StorageError, UsageError
from archive.export.whole import require_outside, whole_file
from archive.export.writing import Form, write
from archive.query.answer import Answer
from tests.archive.disk import files_below, files_stop_at
from tests.archive.export.reading import of_texts


@pytest.mark.parametrize("ending", ["", ".gz", ".zst"])
def test_a_failure_leaves_the_old_file_and_no_scratch(tmp_path: Path, ending: str) -> None:
    output = tmp_path / f"a.csv{ending}"
    output.write_bytes(b"old")
    with pytest.raises(RuntimeError), whole_file(output) as file:
        _fail_after_half(file)
    assert output.read_bytes() == b"old"
    assert files_below(tmp_path) == [output.name]


@pytest.mark.parametrize("ending", ["", ".gz", ".zst"])
def test_a_full_disk_is_a_storage_failure_and_leaves_the_old_file(tmp_path: Path, ending: str) -> None:
    output = tmp_path / f"a.csv{ending}"
    output.write_bytes(b"old")
    table = of_texts(*(str(number) * 7 for number in range(200_000)))
    with files_stop_at(100_000), pytest.raises(StorageError, match="cannot write"), whole_file(output) as file:
        write(Answer.of(table), Form.CSV, file)
    assert output.read_bytes() == b"old"
    assert files_below(tmp_path) == [output.name]


def test_the_name_says_how_the_file_is_packed(tmp_path: Path) -> None:
    for ending in ("", ".gz", ".zst"):
        with whole_file(tmp_path / f"a{ending}") as file:
            file.write(b"text\n" * 1000)
    assert (tmp_path / "a").read_bytes() == b"text\n" * 1000
    assert gzip.decompress((tmp_path / "a.gz").read_bytes()) == b"text\n" * 1000
    with pa.input_stream(str(tmp_path / "a.zst")) as stream:  # unpacks by the name
        assert stream.read() == b"text\n" * 1000


def test_the_same_rows_make_the_same_packed_file(tmp_path: Path) -> None:
    for name in ("a.gz", "b.gz"):
        with whole_file(tmp_path / name) as file:
            file.write(b"text")
    assert (tmp_path / "a.gz").read_bytes() == (tmp_path / "b.gz").read_bytes()


def test_nothing_is_ever_written_into_the_archive_itself(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(archive.folder.path)
    for place in (archive.folder.path / "articles" / "a.parquet", tmp_path / "link" / "a.csv", archive.folder.path):
        with pytest.raises(UsageError, match="lies in the archive"):
            require_outside(place, archive.folder)
    require_outside(tmp_path / "a.csv", archive.folder)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is a folder"), whole_file(tmp_path):
        pass


def _fail_after_half(file: BinaryIO) -> None:
    file.write(b"half")
    raise RuntimeError
