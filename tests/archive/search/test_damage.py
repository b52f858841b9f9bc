"""An index that is damaged, cannot be written or cannot be had costs time, never an answer."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from archive import Archive
from archive.errors import ArchiveDamagedError, StorageError
from archive.folder import ArchiveFolder, create_folder
from archive.search import search, update_index
from archive.tables import ARTICLES
from tests.archive.rows import NOON
from tests.archive.search.articles import archive_of, article, found, ids

DAMAGES: dict[str, Callable[[Path], object]] = {
    "removed": Path.unlink,
    "emptied": lambda path: path.write_bytes(b""),
    "cut": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "overwritten": lambda path: path.write_bytes(b"\xff" * path.stat().st_size),
}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> ArchiveFolder:
    folder = create_folder(tmp_path_factory.mktemp("sound") / "archive", archive_id="s", now=NOON)
    update_index(archive_of(folder, *(article(str(number), f"storm {number}") for number in range(10))))
    return folder


def index_files(folder: ArchiveFolder) -> list[Path]:
    return sorted(path for path in folder.index.rglob("*") if path.suffix in INDEX_SUFFIXES)


INDEX_SUFFIXES = (".json", ".fast", ".fieldnorm", ".idx", ".pos", ".store", ".term")


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("suffix", INDEX_SUFFIXES)
def test_a_damaged_index_is_made_anew(sound: ArchiveFolder, tmp_path: Path, suffix: str, damage: str) -> None:
    shutil.copytree(sound.path, tmp_path / "archive")
    archive = Archive(tmp_path / "archive")
    for path in index_files(archive.folder):
        if path.suffix == suffix:
            DAMAGES[damage](path)
    assert found(archive, "storm") == set(map(str, range(10)))
    assert found(archive, '"storm 7"') == {"7"}


def test_an_index_folder_that_cannot_be_written_is_told_and_not_needed(folder: ArchiveFolder) -> None:
    archive = archive_of(folder, article("a", "storm"))
    folder.index.touch()  # a file where the folder should be: no right to write would not stop root
    results = search(archive, "storm")
    assert (ids(results), results.by_index) == (["a"], False)
    assert "the search index cannot be written" in results.notes[0]
    assert "this answer is of every article, read without it" in results.notes[0]
    with pytest.raises(StorageError, match="_index"):
        update_index(archive)


def test_an_old_index_that_cannot_be_written_is_asked(folder: ArchiveFolder) -> None:
    archive = archive_of(folder, article("a", "storm"))
    update_index(archive)
    archive_of(folder, article("b", "storm"), run_id="run-2")
    (folder.index / "search.lock").unlink()
    (folder.index / "search.lock").mkdir()
    results = search(archive, "storm")
    assert (ids(results), results.by_index) == (["a"], True)
    assert "cannot be written" in results.notes[0]
    assert results.notes[0].endswith("this answer is of the index as it was before")


LIMITED = """
import resource, sys
from archive import Archive
from archive.search import Pace, search
def told(progress):
    resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300))  # from now on the disk takes no larger file
results = search(Archive(sys.argv[1]), "storm", pace=Pace(told=told))
print(results.total, results.by_index, *results.notes)
"""


def test_a_full_disk_leaves_the_old_index(folder: ArchiveFolder) -> None:
    archive = archive_of(folder, article("a", "storm"))
    update_index(archive)
    archive_of(folder, *(article(str(number), "storm") for number in range(100)), run_id="run-2")
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(folder.path)], capture_output=True, text=True, check=False
    )
    assert done.stdout.startswith("1 True the search index cannot be written"), done.stderr
    assert done.stdout.endswith("this answer is of the index as it was before\n")
    assert len(found(archive, "storm")) == 101


@pytest.mark.parametrize("use_index", [True, False], ids=["index", "scan"])
def test_a_damaged_file_of_the_archive_is_named(folder: ArchiveFolder, use_index: bool) -> None:
    archive = archive_of(folder, article("a", "storm"))
    (file,) = folder.files(ARTICLES)
    file.write_bytes(file.read_bytes()[:-9])
    with pytest.raises(ArchiveDamagedError, match=file.name):
        search(archive, "storm", use_index=use_index)


NO_PACKAGE = """
import sys
sys.modules["tantivy"] = None
from archive import Archive
from archive.search import search
results = search(Archive(sys.argv[1]), "storm")
print(results.total, results.by_index, *results.notes)
from archive.search import update_index
update_index(Archive(sys.argv[1]))
"""


def test_without_the_package_every_article_is_read_and_how_to_make_it_fast_is_told(folder: ArchiveFolder) -> None:
    archive_of(folder, article("a", "storm"))
    done = subprocess.run(
        [sys.executable, "-c", NO_PACKAGE, str(folder.path)], capture_output=True, text=True, check=False
    )
    assert done.stdout.startswith("1 False searched without an index")
    assert "pip install 'newsreel[search]'" in done.stdout
    assert "UsageError: the search index needs a package" in done.stderr
    assert not folder.index.exists()
