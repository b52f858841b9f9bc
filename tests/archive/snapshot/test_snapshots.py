"""Snapshots: made, read, cited, verified, removed."""

import errno
import hashlib
import json
import os
import shutil
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from archive import Archive
from archive.disk import Disk
from archive.errors import ArchiveDamagedError, ArchiveFormatError, StorageError, UsageError
from archive.folder import ArchiveFolder
from archive.ledger.sqlite import SqliteLedger
from archive.recover import recover
from archive.snapshot.creating import create_snapshot
from archive.snapshot.holding import holding_of
from archive.snapshot.removing import delete_snapshot
from archive.snapshot.stored import read_manifest, snapshot_names
from tests.archive.damage import Damage, damaged
from tests.archive.disk import RefusingDisk, files_below
from tests.archive.rows import DAY, HOUR, NOON, revision
from tests.archive.runs import rows, save, stored, table_files, writer_of
from tests.archive.snapshot.keeping import compacted, faults, files_of, made, said


class NoLinks(Disk):
    """A disk that has no links to there."""

    def __init__(self, number: int = errno.EXDEV) -> None:
        self.number = number

    def link(self, source: Path, target: Path) -> None:
        del source, target
        raise OSError(self.number, os.strerror(self.number))


def test_a_snapshot_answers_what_the_archive_answered(archive: Archive) -> None:
    made(archive.folder)
    assert said(archive.folder) == said(archive.folder, None)
    (row,) = rows(Archive(archive.folder.path, snapshot="spring"), "SELECT count(*) AS n FROM revisions")
    assert row["n"] == 3


def test_its_files_are_links_to_those_of_the_archive(archive: Archive) -> None:
    made(archive.folder)
    below = archive.folder.snapshots / "spring"
    assert [name for name in files_below(below) if name.endswith(".parquet")] == sorted(table_files(archive.folder))
    for name in table_files(archive.folder):
        assert (below / name).samefile(archive.folder.path / name)


def test_rows_that_are_only_in_the_log_are_in_files_of_the_snapshot(archive: Archive, ledger: SqliteLedger) -> None:
    writer = writer_of(archive.folder, ledger, "run-3")
    save(writer, revision("c"), revision("d", fetched_at=NOON + 40 * DAY))
    manifest = made(archive.folder)
    assert manifest.tables["articles"].rows == 5
    own = [path for path in files_of(archive.folder) if path.name == "part-log.parquet"]
    assert [path.parent.name for path in own] == ["fetched_month=2026-03", "fetched_month=2026-04"]
    assert said(archive.folder) == said(archive.folder, None)
    writer.seal()
    assert said(archive.folder) == said(archive.folder, None)
    assert faults(archive.folder) == {}


def test_it_says_what_there_is_of_each_table_and_from_when_to_when(archive: Archive) -> None:
    manifest = made(archive.folder, now=NOON + DAY)
    assert manifest == read_manifest(archive.folder, "spring")
    assert (manifest.archive_id, manifest.created_at, manifest.rows) == ("a1b2", NOON + DAY, 11)
    articles = manifest.tables["articles"]
    assert (articles.files, articles.rows) == (2, 3)
    assert (articles.first_at, articles.last_at) == (NOON, NOON + 30 * DAY)
    assert manifest.tables["runs"].first_at == NOON + HOUR
    for held, path in zip(manifest.files, files_of(archive.folder), strict=True):
        assert (archive.folder.snapshots / "spring" / held.path) == path
        assert held.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
        assert (held.bytes, held.rows) == (path.stat().st_size, pq.read_metadata(path).num_rows)


def test_an_archive_without_rows_can_be_kept_too(folder: ArchiveFolder, ledger: SqliteLedger) -> None:
    del ledger
    manifest = made(folder)
    assert (manifest.rows, manifest.tables["articles"].first_at) == (0, None)
    assert faults(folder) == {}
    assert said(folder) == said(folder, None)


def test_what_is_cited_is_the_hash_of_the_manifest_as_the_docs_say(archive: Archive) -> None:
    manifest = create_snapshot(archive.folder, "spring", Disk(), clock=lambda: NOON, note="Frühling “2026”")
    document = json.loads((archive.folder.snapshots / "spring" / "snapshot.json").read_text(encoding="utf-8"))
    text = json.dumps(document["snapshot"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert document["sha256"] == manifest.sha256 == hashlib.sha256(text.encode()).hexdigest()
    counts = {name: table["rows"] for name, table in document["snapshot"]["tables"].items()}
    assert manifest.citation == (
        f"newsreel archive a1b2, snapshot spring of 2026-03-14 12:00:00 UTC, {sum(counts.values())} rows "
        f"({', '.join(f'{count} {name}' for name, count in counts.items())}), SHA-256 {manifest.sha256}"
    )


def test_as_of_a_moment_a_snapshot_tells_what_was_known_then(archive: Archive) -> None:
    made(archive.folder)
    stored(archive.folder, revision("late", fetched_at=NOON), run_id="run-3")
    moment = NOON + DAY
    assert len(said(archive.folder, until=moment)["revisions"]) == 2
    assert len(said(archive.folder, None, until=moment)["revisions"]) == 3


def test_a_name_that_is_taken_is_refused(archive: Archive) -> None:
    before = made(archive.folder)
    stored(archive.folder, revision("c"), run_id="run-3")
    with pytest.raises(UsageError, match="has a snapshot spring, and a snapshot never changes"):
        made(archive.folder)
    assert read_manifest(archive.folder, "spring") == before


def test_a_name_that_is_not_there_is_told_with_the_nearest_and_all_there_are(archive: Archive) -> None:
    with pytest.raises(UsageError, match="has no snapshots; make one with: newsreel snapshot create NAME"):
        said(archive.folder, "sprong")
    made(archive.folder)
    made(archive.folder, "autumn")
    with pytest.raises(UsageError, match=r"no snapshot 'sprong'; did you mean spring\? It has: autumn, spring"):
        said(archive.folder, "sprong")
    with pytest.raises(UsageError, match=r"no snapshot '\.\./x'"):
        said(archive.folder, "../x")


def test_a_note_that_is_no_text_is_refused(archive: Archive) -> None:
    with pytest.raises(UsageError, match="is no text"):
        create_snapshot(archive.folder, "spring", Disk(), clock=lambda: NOON, note="a\udcff")
    assert snapshot_names(archive.folder) == []


@pytest.mark.parametrize("number", [errno.EXDEV, errno.EPERM, errno.EMLINK, errno.ENOTSUP])
def test_where_there_can_be_no_links_files_are_copied(archive: Archive, number: int) -> None:
    made(archive.folder, disk=NoLinks(number))
    assert not any(path.stat().st_nlink > 1 for path in files_of(archive.folder))
    assert faults(archive.folder) == {}
    assert said(archive.folder) == said(archive.folder, None)


def test_a_disk_that_refuses_leaves_no_snapshot_and_nothing_aside(archive: Archive) -> None:
    with pytest.raises(StorageError):
        made(archive.folder, disk=NoLinks(errno.ENOSPC))
    refusing = RefusingDisk()
    refusing.refused = "replace"
    with pytest.raises(StorageError):
        made(archive.folder, disk=refusing)
    assert snapshot_names(archive.folder) == []
    assert list(archive.folder.scratch.iterdir()) == []


def test_of_an_archive_with_a_damaged_file_no_snapshot_is_made(archive: Archive) -> None:
    path = archive.folder.path / table_files(archive.folder)[0]
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    with (
        damaged(path, Damage("one bit", bytes(content)), silently=True),
        pytest.raises(ArchiveDamagedError, match=rf"{path.name} is not what was sealed; see: newsreel check"),
    ):
        made(archive.folder)
    with damaged(path, Damage("gone", None)), pytest.raises(ArchiveDamagedError, match="files that are not there"):
        made(archive.folder)
    assert snapshot_names(archive.folder) == []
    assert list(archive.folder.scratch.iterdir()) == []


def test_without_a_ledger_no_snapshot_is_made(archive: Archive) -> None:
    archive.folder.ledger.unlink()
    with pytest.raises(ArchiveDamagedError, match="state rebuild"):
        made(archive.folder)


def test_verifying_names_what_is_missing_changed_and_too_many(archive: Archive) -> None:
    made(archive.folder, disk=NoLinks())
    place = archive.folder.snapshots / "spring"
    missing, changed = files_of(archive.folder)[:2]
    missing.unlink()
    changed.write_bytes(changed.read_bytes()[:-1])
    (place / "articles" / "stray.parquet").write_bytes(b"")
    (place / "link").symlink_to("nowhere")
    assert faults(archive.folder) == {
        missing.relative_to(place).as_posix(): "is missing",
        changed.relative_to(place).as_posix(): "is not what it was (its SHA-256 differs)",
        "articles/stray.parquet": "is no file of the snapshot",
        "link": "is no file of the snapshot",
    }


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('"rows": 2', '"rows": 3', "was changed"),
        ('"a1b2"', '"a1b3"', "was changed"),
        ('"form": 1', '"form": one', "is not readable"),
        ('"sha256": "', '"sha257": "', "is not readable"),
        ("{", "[" * 100_000, "is not readable"),
    ],
)
def test_a_manifest_that_was_changed_is_a_fault_and_is_not_asked(
    archive: Archive, old: str, new: str, what: str
) -> None:
    made(archive.folder)
    path = archive.folder.snapshots / "spring" / "snapshot.json"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    (fault,) = faults(archive.folder).values()
    assert what in fault
    with pytest.raises(ArchiveDamagedError, match=what):
        said(archive.folder)


@pytest.mark.parametrize(
    "path", ["../../newsreel.parquet", "/etc/x.parquet", "articles/../../x.parquet", "runs/x.parquet"]
)
def test_a_manifest_that_was_made_to_name_other_files_is_refused(archive: Archive, path: str) -> None:
    made(archive.folder)
    manifest = archive.folder.snapshots / "spring" / "snapshot.json"
    document = json.loads(manifest.read_bytes())
    document["snapshot"]["files"][0]["path"] = path
    text = json.dumps(document["snapshot"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    document["sha256"] = hashlib.sha256(text.encode()).hexdigest()
    manifest.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(ArchiveDamagedError, match="names files where a snapshot has none"):
        said(archive.folder)


def test_a_manifest_of_a_newer_newsreel_of_another_snapshot_or_of_another_archive_is_refused(archive: Archive) -> None:
    made(archive.folder)
    place = archive.folder.snapshots
    path = place / "spring" / "snapshot.json"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"form": 1', '"form": 2'), encoding="utf-8")
    with pytest.raises(ArchiveFormatError, match="newer newsreel"):
        said(archive.folder)
    path.write_text(text, encoding="utf-8")
    (place / "spring").rename(place / "summer")
    with pytest.raises(ArchiveDamagedError, match="is of the snapshot spring of archive a1b2"):
        said(archive.folder, "summer")
    with pytest.raises(UsageError, match="no snapshot 'spring'"):
        said(archive.folder, "spring")
    shutil.rmtree(place / "summer")
    (place / "winter").mkdir()
    with pytest.raises(ArchiveDamagedError, match=r"snapshot\.json is missing"):
        said(archive.folder, "winter")


def test_a_damaged_file_of_a_snapshot_is_named_and_left_out_only_where_asked_for(archive: Archive) -> None:
    made(archive.folder, disk=NoLinks())
    path = files_of(archive.folder)[0]
    assert "articles" in path.parts
    with damaged(path, Damage("cut", path.read_bytes()[:-1])):
        with pytest.raises(ArchiveDamagedError, match=rf"{path.name} .*see: newsreel snapshot verify spring"):
            said(archive.folder)
        answer = Archive(archive.folder.path, snapshot="spring", skip_damaged=True).sql("SELECT * FROM revisions")
        assert answer.arrow().num_rows == 1
    assert said(archive.folder) == said(archive.folder, None)


def test_a_copy_whose_times_differ_is_whole_and_knows_its_times_once_it_was_verified(archive: Archive) -> None:
    made(archive.folder)
    copy = archive.folder.path.with_name("copy")
    shutil.copytree(archive.folder.path, copy, copy_function=shutil.copyfile)
    other = Archive(copy).folder
    assert said(other) == said(archive.folder)
    before = (copy / "_snapshots" / "spring" / "checked.json").read_bytes()
    assert faults(other) == {}
    assert (copy / "_snapshots" / "spring" / "checked.json").read_bytes() != before
    (copy / "_snapshots" / "spring" / "checked.json").write_text("[", encoding="utf-8")
    assert said(other) == said(archive.folder)
    assert faults(other) == {}


def test_a_snapshot_that_is_removed_is_gone_and_the_archive_keeps_its_files(archive: Archive) -> None:
    before = said(archive.folder, None)
    made(archive.folder)
    made(archive.folder, "summer")
    delete_snapshot(archive.folder, "spring", Disk())
    assert snapshot_names(archive.folder) == ["summer"]
    assert said(archive.folder, None) == said(archive.folder, "summer") == before
    assert list(archive.folder.scratch.iterdir()) == []
    with pytest.raises(UsageError, match="no snapshot 'spring'"):
        delete_snapshot(archive.folder, "spring", Disk())
    made(archive.folder)
    assert faults(archive.folder) == {}


def test_a_damaged_snapshot_can_be_removed(archive: Archive) -> None:
    made(archive.folder)
    (archive.folder.snapshots / "spring" / "snapshot.json").unlink()
    delete_snapshot(archive.folder, "spring", Disk())
    assert snapshot_names(archive.folder) == []


def test_what_the_archive_has_no_more_is_counted(archive: Archive) -> None:
    stored(archive.folder, revision("c"), run_id="run-3")
    manifest = made(archive.folder)
    assert holding_of(archive.folder, manifest).not_in_archive == 0
    compacted(archive.folder)
    gone = [file.bytes for file in manifest.files if not (archive.folder.path / file.path).exists()]
    held = holding_of(archive.folder, manifest)
    assert len(gone) == 2
    assert (held.bytes, held.not_in_archive, held.only_here) == (manifest.bytes, sum(gone), sum(gone))
    again = made(archive.folder, "summer")
    assert holding_of(archive.folder, again).not_in_archive == 0


def test_leftovers_of_a_process_that_is_gone_are_cleared_by_the_next_run(archive: Archive) -> None:
    left = archive.folder.scratch / "999999999-0a0b0c0d-snapshot"
    shutil.copytree(archive.folder.path / "articles", left / "articles")
    stored(archive.folder, revision("c"), run_id="run-3")
    with closing(SqliteLedger(archive.folder.ledger)) as ledger:
        recover(archive.folder, ledger, Disk(), now=NOON + timedelta(days=90))
    assert list(archive.folder.scratch.iterdir()) == []
