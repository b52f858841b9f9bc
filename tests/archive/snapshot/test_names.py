"""What snapshots, sites and runs may be called: no name leads to another place."""

import ntpath
import string
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath, PureWindowsPath

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.disk import Disk
from archive.errors import UsageError
from archive.folder import ArchiveFolder, create_folder
from archive.snapshot.creating import create_snapshot
from archive.snapshot.names import is_name, require_name
from archive.snapshot.removing import delete_snapshot
from archive.snapshot.stored import read_manifest, snapshot_names
from archive.snapshot.verifying import verify_snapshot
from spiders.site_tables import FileTable
from tests.archive.disk import files_below
from tests.archive.rows import NOON

NASTY = [
    "", ".", "..", "../out", "a/../../out", "/etc", "//host/share", "a/b", "a\\b", "..\\out", "c:", "c:\\out", "a\0b",
    "\0", "a\n", "a\r", " a", "a ", "a.", ".a", "-a", "con", "nul.txt", "com1", "lpt9.tar.gz", "A", "Spring", "ä",
    "spring\u200b", "ﬁ", "a*", "a?", "$HOME", "~", "~root", "%2e%2e", "a" * 65, "x" * 10_000, "\ud800", "...",
]  # fmt: skip
PLAIN = ["a", "0", "2026-spring", "v1.0", "a_b", "paper..2", "con-1", "console", "com10", "a" * 64]
likely = st.text(alphabet=f"{string.ascii_lowercase}{string.digits}._-/\\\0 ~:", max_size=70)
words = st.one_of(likely, st.text(max_size=80), st.sampled_from(NASTY))


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> ArchiveFolder:
    return create_folder(tmp_path_factory.mktemp("names") / "archive", archive_id="x", now=NOON)


@pytest.mark.parametrize("name", PLAIN)
def test_plain_names_are_allowed(name: str) -> None:
    assert require_name(name) == name


@pytest.mark.parametrize("name", NASTY)
def test_names_that_mean_something_to_a_disk_a_shell_or_a_reader_are_refused(name: str) -> None:
    with pytest.raises(UsageError, match="cannot be called") as refused:
        require_name(name)
    assert str(refused.value).isprintable()
    assert len(str(refused.value)) < 500


@given(words)
@example("a\n")
def test_an_allowed_name_is_one_plain_part_of_a_path_to_every_system(name: str) -> None:
    if is_name(name):
        assert PurePosixPath(name).parts == PureWindowsPath(name).parts == (name,)
        assert not name.startswith((".", "-"))
        assert not name.endswith(".")
        assert name == name.casefold()
        assert name.isascii()
        assert not ntpath.isreserved(name) if hasattr(ntpath, "isreserved") else True


@given(words)
def test_a_name_that_is_not_allowed_touches_nothing(empty: ArchiveFolder, name: str) -> None:
    if is_name(name):
        return
    root = empty.path.parent
    before = files_below(root)
    with pytest.raises(UsageError):
        create_snapshot(empty, name, Disk(), clock=lambda: NOON)
    with pytest.raises(UsageError):
        delete_snapshot(empty, name, Disk())
    with pytest.raises(UsageError):
        read_manifest(empty, name)
    with pytest.raises(UsageError):
        list(verify_snapshot(empty, name, Disk()))
    assert files_below(root) == before
    assert snapshot_names(empty) == []


@given(words)
@example("a\n")
def test_the_name_of_a_site_is_one_plain_part_of_a_path(name: str) -> None:
    try:
        msgspec.convert({"name": name, "title": "t", "address": "https://a.example/"}, FileTable)
    except msgspec.ValidationError:
        return
    assert PurePosixPath(f"{name}.toml").parts == PureWindowsPath(f"{name}.toml").parts == (f"{name}.toml",)
    assert name.isprintable()


@given(st.datetimes(min_value=datetime(1970, 1, 1), max_value=datetime(9999, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_what_publishing_calls_a_snapshot_is_allowed(moment: datetime) -> None:
    assert is_name(f"published-{moment:%Y%m%dt%H%M%Sz}")


def test_the_folder_of_a_snapshot_lies_below_the_folder_of_snapshots(empty: ArchiveFolder) -> None:
    for name in PLAIN:
        assert Path(empty.snapshots / name).resolve().parent == empty.snapshots.resolve()
