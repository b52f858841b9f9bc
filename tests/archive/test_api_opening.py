"""Opening an archive: nothing is loaded or changed that is not asked for, and what it gives is typed."""

import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from archive import Archive

OPEN = """
import sys
from archive import Archive

Archive(sys.argv[1])
print(*sorted({"duckdb", "pandas", "polars", "tantivy", "pyarrow.dataset"} & set(sys.modules)))
"""


def test_opening_an_archive_loads_no_engine(archive: Archive) -> None:
    done = subprocess.run([sys.executable, "-c", OPEN, archive.folder.path], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_asking_changes_nothing_in_the_archive(archive: Archive) -> None:
    def state() -> set[tuple[Path, int, int]]:
        return {(path, path.stat().st_mtime_ns, path.stat().st_size) for path in archive.folder.path.rglob("*")}

    before = state()
    for answer in (
        archive.articles(),
        archive.article("a"),
        archive.history("a"),
        archive.views("a"),
        archive.diff("a"),
    ):
        assert list(answer.batches())
    archive.search("quiet", use_index=False)
    # SQLite keeps its shared memory beside a ledger that is read.
    assert {one for one in state() - before if "ledger.sqlite" not in one[0].name and one[0].is_file()} == set()


@pytest.mark.parametrize("package", ["archive", "crawler", "pipelines", "spiders"])
def test_the_packages_carry_their_types(package: str) -> None:
    assert files(package).joinpath("py.typed").is_file()
