"""The archive folder: made, opened, and refused with the reason."""

import tempfile
import tomllib
from pathlib import Path

import pytest

from archive import Archive
from archive.errors import (
    ArchiveDamagedError,
    ArchiveFormatError,
    ArchiveNotFoundError,
    NewsreelError,
    StorageError,
    UsageError,
)
from archive.folder import FORMAT_VERSION, ArchiveFolder, create_folder, open_folder
from archive.tables import ARTICLES, TABLES
from archive.version import __version__
from tests.archive.disk import files_below, files_stop_at, ordinary_user
from tests.archive.rows import HOUR, NOON


def test_a_new_archive_says_its_format_id_and_maker(tmp_path: Path) -> None:
    made = create_folder(tmp_path / "deep" / "archive", archive_id="a1b2", now=NOON)
    assert tomllib.loads((made.path / "newsreel.toml").read_text(encoding="utf-8")) == {
        "format": FORMAT_VERSION,
        "archive_id": "a1b2",
        "created_at": NOON,
        "created_by": f"newsreel {__version__}",
    }


def test_a_new_archive_has_a_folder_for_each_table_and_no_other_file(folder: ArchiveFolder) -> None:
    assert {path.name for path in folder.path.iterdir() if path.is_dir()} == {
        "_tmp",
        "_state",
        "_log",
        *(table.name for table in TABLES),
    }
    assert files_below(folder.path) == ["newsreel.toml"]
    assert folder.files(ARTICLES) == []


def test_an_archive_keeps_its_identity_when_it_is_used_again(folder: ArchiveFolder) -> None:
    before = (folder.path / "newsreel.toml").read_bytes()
    again = create_folder(folder.path, archive_id="other", now=NOON + HOUR)
    assert again == folder == open_folder(folder.path)
    assert (folder.path / "newsreel.toml").read_bytes() == before


def test_an_empty_folder_becomes_an_archive(tmp_path: Path) -> None:
    assert create_folder(tmp_path, archive_id="a1b2", now=NOON).archive_id == "a1b2"


def test_a_creation_that_broke_off_before_its_identity_file_is_taken_up(tmp_path: Path) -> None:
    (tmp_path / "_tmp").mkdir()
    (tmp_path / "_tmp" / "newsreel.toml").write_text("form", encoding="utf-8")
    assert create_folder(tmp_path, archive_id="a1b2", now=NOON).archive_id == "a1b2"


def test_table_folders_that_are_missing_are_made_before_a_crawl(folder: ArchiveFolder) -> None:
    (folder.path / "articles").rmdir()
    create_folder(folder.path, archive_id="x", now=NOON)
    assert (folder.path / "articles").is_dir()


def test_a_file_is_no_archive(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match=r"notes\.txt is or lies below a file.*name another place"):
        create_folder(tmp_path / "notes.txt", archive_id="x", now=NOON)
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_a_folder_with_other_things_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"sun")
    with pytest.raises(UsageError, match=r"not an archive and not empty \(it holds holiday\.jpg\)"):
        create_folder(tmp_path, archive_id="x", now=NOON)
    assert files_below(tmp_path) == ["holiday.jpg"]


def test_opening_a_folder_without_an_archive_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(ArchiveNotFoundError, match=r"no archive in .*newsreel crawl SITE --archive"):
        open_folder(tmp_path / "nowhere")
    with pytest.raises(ArchiveNotFoundError):
        Archive(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_archive_of_a_newer_newsreel_is_not_touched(folder: ArchiveFolder) -> None:
    identity = folder.path / "newsreel.toml"
    text = identity.read_text(encoding="utf-8").replace("format = 1", "format = 2")
    identity.write_text(text, encoding="utf-8")
    with pytest.raises(ArchiveFormatError, match=r"format 2.*reads up to 1.*newer newsreel"):
        open_folder(folder.path)
    with pytest.raises(ArchiveFormatError):
        create_folder(folder.path, archive_id="x", now=NOON)
    assert identity.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"format = 1\n",
        b'archive_id = "a"\n',
        b'format = "one"\narchive_id = "a"\n',
        b'format = [1]\narchive_id = "a"\n',
        b"format = 1\narchive_id = ",
        b"\xff\xfe\x00",
    ],
    ids=["empty", "no id", "no format", "format of words", "format of lists", "cut off", "not text"],
)
def test_a_broken_identity_file_is_named(folder: ArchiveFolder, content: bytes) -> None:
    (folder.path / "newsreel.toml").write_bytes(content)
    with pytest.raises(ArchiveDamagedError, match=r"newsreel\.toml is not readable"):
        open_folder(folder.path)
    with pytest.raises(ArchiveDamagedError):
        create_folder(folder.path, archive_id="x", now=NOON)
    assert (folder.path / "newsreel.toml").read_bytes() == content


def test_an_identity_file_that_may_not_be_read_is_a_damaged_archive() -> None:
    with tempfile.TemporaryDirectory() as visible:
        archive = create_folder(Path(visible), archive_id="x", now=NOON)
        archive.path.chmod(0o755)
        (archive.path / "newsreel.toml").chmod(0o000)
        with ordinary_user(), pytest.raises(ArchiveDamagedError, match=r"newsreel\.toml"):
            open_folder(archive.path)


def test_a_place_below_a_file_is_no_place_for_an_archive(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match=r"file/archive is or lies below a file.*name another place"):
        create_folder(tmp_path / "file" / "archive", archive_id="x", now=NOON)


def test_a_folder_that_may_not_be_written_is_refused_as_storage() -> None:
    with tempfile.TemporaryDirectory() as visible:
        Path(visible).chmod(0o555)
        try:
            with ordinary_user(), pytest.raises(StorageError, match="cannot write"):
                create_folder(Path(visible) / "archive", archive_id="x", now=NOON)
        finally:
            Path(visible).chmod(0o755)


def test_a_folder_that_may_not_be_entered_is_refused_as_storage() -> None:
    with tempfile.TemporaryDirectory() as closed:
        Path(closed).chmod(0o000)
        try:
            with ordinary_user(), pytest.raises(StorageError, match="cannot write"):
                create_folder(Path(closed) / "archive", archive_id="x", now=NOON)
        finally:
            Path(closed).chmod(0o755)


def test_a_full_disk_shows_before_the_first_request(folder: ArchiveFolder) -> None:
    with files_stop_at(0), pytest.raises(StorageError, match="cannot write"):
        create_folder(folder.path, archive_id="x", now=NOON)


def test_an_archive_is_never_half_made_by_a_full_disk(tmp_path: Path) -> None:
    with files_stop_at(5), pytest.raises(StorageError):
        create_folder(tmp_path / "archive", archive_id="x", now=NOON)
    assert not (tmp_path / "archive" / "newsreel.toml").exists()
    assert create_folder(tmp_path / "archive", archive_id="later", now=NOON).archive_id == "later"


def test_a_table_folder_replaced_by_a_file_is_refused_before_the_first_request(folder: ArchiveFolder) -> None:
    (folder.path / "articles").rmdir()
    (folder.path / "articles").touch()
    with pytest.raises(NewsreelError, match=str(folder.path)):
        create_folder(folder.path, archive_id="x", now=NOON)
