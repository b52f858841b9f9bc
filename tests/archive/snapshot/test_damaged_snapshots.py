"""A snapshot with a damaged file: named, or skipped when that is wished, with the rows that are missing told."""

import re

import pytest

from archive import Archive
from archive.errors import ArchiveDamagedError
from archive.tables import TABLES
from tests.archive.damage import Damage, damaged
from tests.archive.snapshot.keeping import files_of, made

VIEWS = {table.name: "revisions" if table.name == "articles" else table.name for table in TABLES}


def rows(archive: Archive, table: str) -> tuple[int, tuple[str, ...]]:
    answer = archive.sql(f"SELECT count(*) AS n FROM {VIEWS[table]}")
    (row,) = answer.rows()
    return row["n"], tuple(answer.notes)


@pytest.mark.parametrize("what", ["missing", "empty", "changed", "silently changed"])
def test_a_damaged_file_of_a_snapshot_is_named_and_skipped_when_that_is_wished(archive: Archive, what: str) -> None:
    made(archive.folder)
    path = archive.folder.path
    tried = 0
    for file in files_of(archive.folder):
        # What a link names is the archive's file too; here the snapshot's own is to be damaged.
        content = file.read_bytes()
        file.unlink()
        file.write_bytes(content)
        table = file.relative_to(archive.folder.snapshots / "spring").parts[0]
        whole, notes = rows(Archive(path, snapshot="spring", skip_damaged=True), table)
        assert notes == ()
        middle = len(content) // 2
        changed = content[:middle] + bytes(byte ^ 255 for byte in content[middle : middle + 8]) + content[middle + 8 :]
        damage = Damage(what, {"missing": None, "empty": b""}.get(what, changed))
        with damaged(file, damage, silently=what.startswith("silently")):
            left, (note,) = rows(Archive(path, snapshot="spring", skip_damaged=True), table)
            if not what.startswith("silently"):
                with pytest.raises(ArchiveDamagedError) as told:
                    Archive(path, snapshot="spring").sql(f"FROM {VIEWS[table]}").rows()
                assert str(file) in str(told.value)
                assert "see: newsreel snapshot verify spring; or have the rest" in str(told.value)
            assert Archive(path).sql(f"SELECT count(*) FROM {VIEWS[table]}").rows()
        lost = whole - left
        assert lost > 0
        assert re.search(rf"{re.escape(str(file))} .*left out: {lost} row(s are| is) missing", note)
        tried += 1
    assert tried >= len(TABLES)
