"""Folders and files whose names mean something to a shell, to SQL, or to a search for files: answered all the same."""

from pathlib import Path

import pytest

from archive import Archive
from archive.folder import create_folder
from archive.sandbox import Sandbox
from tests.archive.rows import NOON
from tests.archive.runs import fill

NAMES = (
    "two words", "it's", 'so "called"', "'; DROP VIEW articles; --", "[ab]*?", "[", "**", "{a,b}", "a=b", "100%",
    "$HOME", "new\nline", "back\\slash", "архив", "archive:", "-a", "#?&", "a" * 200,
)  # fmt: skip
ASKED = (
    "SELECT title, fetched_at, authors FROM revisions ORDER BY ALL",
    "SELECT article_id, max(views) AS views FROM observations GROUP BY ALL ORDER BY ALL",
)


@pytest.mark.parametrize("name", NAMES)
def test_a_folder_of_any_name_gives_a_stranger_the_answers_of_its_owner(tmp_path: Path, name: str) -> None:
    folder = create_folder(tmp_path / name / "archive", archive_id="a1b2", now=NOON)
    fill(folder)
    _assert_same_answers(Archive(folder.path))


@pytest.mark.parametrize("name", [name for name in NAMES if name != "-a"])
def test_a_file_of_any_name_gives_a_stranger_the_answers_of_its_owner(tmp_path: Path, name: str) -> None:
    folder = create_folder(tmp_path / "archive", archive_id="a1b2", now=NOON)
    fill(folder)
    folder.ledger.unlink()  # which would know them by other names
    for number, part in enumerate(sorted(folder.path.rglob("*.parquet"))):
        part.rename(part.with_name(f"part-{number}-{name}.parquet"))
    _assert_same_answers(Archive(folder.path))


def _assert_same_answers(archive: Archive) -> None:
    with Sandbox(archive) as sandbox:
        for query in ASKED:
            expected = archive.sql(query).rows()
            assert sandbox.sql(query).rows() == expected
            assert expected
