"""Searching an archive as it stood, a snapshot of it, or in spite of damage: by reading every article."""

from datetime import timedelta

from archive import Archive
from archive.folder import ArchiveFolder
from archive.search import update_index
from archive.tables import ARTICLES
from archive.writer import ArchiveWriter
from tests.archive.rows import DAY, NOON
from tests.archive.runs import save
from tests.archive.search.articles import archive_of, article, ids


def test_a_search_as_of_a_moment_finds_what_was_known_then(folder: ArchiveFolder) -> None:
    archive = archive_of(
        folder,
        article("a", "Storm"),
        article("a", "Calm", number=2, fetched_at=NOON + DAY),
        article("b", "Storm", fetched_at=NOON + 2 * DAY),
    )
    update_index(archive)
    assert ids(archive.search("storm")) == ["b"]

    for moment, found in ((NOON, ["a"]), (NOON + DAY, []), (NOON + 2 * DAY, ["b"]), (NOON - timedelta(seconds=1), [])):
        results = archive.as_of(moment).search("storm")
        assert (ids(results), results.total, results.by_index) == (found, len(found), False)
        assert "the index" in results.notes[0]


def test_rows_of_the_log_are_asked_as_of_a_moment_too(folder: ArchiveFolder, writer: ArchiveWriter) -> None:
    save(writer, article("a", "Storm"))
    writer.seal()
    save(writer, article("b", "Storm", fetched_at=NOON + DAY))
    archive = Archive(folder.path)
    assert ids(archive.as_of(NOON).search("storm")) == ["a"]
    assert sorted(ids(archive.as_of(NOON + DAY).search("storm"))) == ["a", "b"]


def test_a_search_in_spite_of_damage_names_what_it_is_without(folder: ArchiveFolder) -> None:
    archive_of(folder, article("a", "Storm"))
    archive_of(folder, article("b", "Storm"), run_id="run-2")
    damaged = folder.files(ARTICLES)[0]
    damaged.write_bytes(damaged.read_bytes()[:-9])

    results = Archive(folder.path, skip_damaged=True).search("storm")
    assert (len(ids(results)), results.by_index) == (1, False)
    assert any(damaged.name in note for note in results.notes)
