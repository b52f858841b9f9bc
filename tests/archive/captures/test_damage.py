"""Damage to capture files: what is good is read, what is lost is named, and repair loses nothing more."""

import gzip
import io
import os
import random
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from warcio.archiveiterator import ArchiveIterator

from archive import Archive
from archive.captures.checking import Checked, check_captures
from archive.captures.exchange import Exchange
from archive.captures.finding import capture_of
from archive.captures.limits import Limits
from archive.captures.members import members
from archive.captures.mending import finish_left_open, repair
from archive.captures.places import finished_files
from archive.captures.reading import read_at
from archive.captures.writer import CaptureWriter, Visited
from archive.disk import Disk
from archive.errors import ArchiveDamagedError, NotKeptError, StorageError
from archive.folder import ArchiveFolder, create_folder
from archive.ledger import Holder
from archive.ledger.sqlite import SqliteLedger
from archive.writer import ArchiveWriter
from tests.archive.rows import observation
from tests.crash.faulty_disk import Fault, FaultyDisk

NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)
RUN = "20260105T080000Z-5f2c9a"
COUNT = 12


def exchange(number: int, at: datetime = NOW) -> Exchange:
    return Exchange(
        address=f"https://bread.example/{number}",
        request_head=b"GET / HTTP/1.1\r\nHost: bread.example\r\n\r\n",
        answer_head=b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
        body=random.Random(number).randbytes(2_000 + 137 * number),  # noqa: S311 - to be repeated
        answered_at=at,
    )


def kept_row(captures: CaptureWriter, number: int) -> dict[str, Any]:
    kept = captures.keep(Visited(exchanges=[exchange(number)], about={"outcome": "new"}), now=NOW).capture
    return {f"capture_{name}": getattr(kept, name) for name in ("file", "offset", "length", "digest")}


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """An archive of a dozen visits, each captured, in one file."""
    folder = create_folder(tmp_path / "archive", archive_id="test", now=NOW)
    with closing(SqliteLedger(folder.ledger)) as ledger:
        ledger.open_run(RUN, "bread", Holder.this_process(), now=NOW, until=NOW)
        writer = ArchiveWriter(folder, ledger, RUN, "bread", disk=Disk())
        writer.keep_captures(Limits(), randomness=os.urandom)
        assert writer.captures is not None
        for number in range(COUNT):
            row = kept_row(writer.captures, number)
            writer.add([observation(f"https://bread.example/{number}", **row)])
        writer.captures.finish(now=NOW)
        writer.commit(now=NOW, due_before=NOW, finishes_run=True)
        writer.seal()
        ledger.close_run(RUN)
    return Archive(folder.path)


def rows(archive: Archive) -> list[dict[str, Any]]:
    return archive.sql("SELECT * FROM observations ORDER BY capture_offset").rows()


def only_file(archive: Archive) -> Path:
    (path,) = finished_files(archive.folder)
    return path


def faults(archive: Archive) -> list[str]:
    return [fault.what for fault in check_captures(archive, Checked())]


def read(archive: Archive) -> list[int]:
    """The numbers of the visits whose answers can be read, each with its very bytes."""
    good = []
    for number, row in enumerate(rows(archive)):
        try:
            record = read_at(archive.folder, capture_of(row))
        except ArchiveDamagedError:
            continue
        assert record.body == exchange(number).body
        good.append(number)
    return good


def test_a_flipped_bit_costs_one_record_and_is_named(archive: Archive) -> None:
    path, sound = only_file(archive), only_file(archive).read_bytes()
    chance = random.Random(1)  # noqa: S311
    for _ in range(60):
        content = bytearray(sound)
        at = chance.randrange(len(content))
        content[at] ^= 1 << chance.randrange(8)
        path.write_bytes(content)
        assert len(read(archive)) >= COUNT - 1
        with path.open("rb") as file:
            parts = list(members(file))
        assert sum(part.length for part in parts) == len(content)
        lost = [part for part in parts if part.record is None]
        assert len(lost) <= 1
        assert bool(faults(archive)) or not lost, at


@pytest.mark.parametrize("share", [0.001, 0.3, 0.77, 0.99])
def test_a_cut_file_loses_its_end_alone(archive: Archive, share: float) -> None:
    path, sound = only_file(archive), only_file(archive).read_bytes()
    size = int(len(sound) * share)
    path.write_bytes(sound[:size])
    ends = [row["capture_offset"] + row["capture_length"] for row in rows(archive)]
    assert read(archive) == [number for number, end in enumerate(ends) if end <= size]
    found = faults(archive)
    assert found[0].startswith("ends within a record: ")
    assert len(found) == 1 + COUNT - len(read(archive))
    before = read(archive)
    assert repair(archive.folder, Disk(), now=NOW)
    assert (path.with_name(f"{path.name}.damaged")).read_bytes() == sound[:size]
    if path.exists():
        assert read(archive) == before
        assert len(faults(archive)) == COUNT - len(before)
    assert repair(archive.folder, Disk(), now=NOW) == []


def test_repair_fills_holes_so_that_every_other_row_points_right_and_every_reader_reads_on(archive: Archive) -> None:
    path, found = only_file(archive), rows(archive)
    content = bytearray(path.read_bytes())
    for number in (3, 7):
        content[found[number]["capture_offset"] + 300] ^= 1
    del content[-20:]
    path.write_bytes(content)
    (said,) = repair(archive.folder, Disk(), now=NOW)
    assert said.startswith(f"made {path.name} anew without ")
    assert read(archive) == [number for number in range(COUNT) if number not in (3, 7)]
    mended = path.read_bytes()
    with_warcio = [record.rec_type for record in ArchiveIterator(io.BytesIO(mended))]
    with_fastwarc = [str(record.headers["WARC-Type"]) for record in FastIterator(io.BytesIO(mended))]
    assert with_warcio == with_fastwarc
    assert with_warcio.count("response") == COUNT - 2
    assert b"taken out by newsreel captures repair" in gzip.decompress(mended)
    assert len(faults(archive)) == 2


def test_what_a_crawl_left_open_becomes_a_whole_file_and_the_open_one_may_still_be_written(archive: Archive) -> None:
    path, sound = only_file(archive), only_file(archive).read_bytes()
    left_open = path.with_name(f"{path.name}.open")
    path.rename(left_open)
    with left_open.open("ab") as stalled:
        stalled.write(sound[:-30])
        stalled.flush()
        assert read(archive) == list(range(COUNT))
        finish_left_open(archive.folder, [left_open], Disk())
        stalled.write(b"what a stalled crawl writes still")
    assert not left_open.exists()
    assert path.read_bytes()[: len(sound)] == sound
    with path.open("rb") as file:
        assert all(part.record for part in members(file))
    assert faults(archive) == []
    finish_left_open(archive.folder, [left_open], Disk())


def test_a_missing_file_is_a_fault_unless_limits_may_have_removed_it(archive: Archive) -> None:
    path = only_file(archive)
    path.rename(path.with_name("20260105T080001Z-5f2c9a-0001.warc.gz"))
    checked = Checked()
    assert list(check_captures(archive, checked)) == []
    assert (checked.no_longer_kept, checked.orphans) == (COUNT, COUNT)
    with pytest.raises(NotKeptError):
        read_at(archive.folder, capture_of(rows(archive)[0]))
    path.with_name("20260105T080001Z-5f2c9a-0001.warc.gz").rename(
        path.with_name("20260104T080000Z-5f2c9a-0001.warc.gz")
    )
    assert faults(archive) == ["is missing"]


def test_a_row_that_points_to_anothers_answer_is_found(archive: Archive) -> None:
    first, second = (capture_of(row) for row in rows(archive)[:2])
    with pytest.raises(ArchiveDamagedError):
        read_at(archive.folder, capture_of({**rows(archive)[0], "capture_digest": second.digest}))
    with pytest.raises(ArchiveDamagedError):
        read_at(archive.folder, capture_of({**rows(archive)[0], "capture_offset": first.offset + 1}))


@pytest.mark.parametrize("operation", ["create", "write", "sync", "sync_folder"])
def test_what_the_disk_refuses_is_told_before_any_row_is_written(operation: str, tmp_path: Path) -> None:
    folder = create_folder(tmp_path / "archive", archive_id="test", now=NOW)
    rehearsal = FaultyDisk()
    with closing(_keep_one(folder, rehearsal)) as rehearsed:
        rehearsed.sync()
    disk = FaultyDisk(Fault.FULL, rehearsal.done.index(operation) + 1)
    captures = _keep_one(folder, disk)
    for _ in range(2):
        with pytest.raises(StorageError):
            captures.sync()
    captures.close()


def _keep_one(folder: ArchiveFolder, disk: Disk) -> CaptureWriter:
    captures = CaptureWriter(folder, RUN, disk=disk, randomness=os.urandom)
    captures.keep(Visited(exchanges=[exchange(1)], about={}), now=NOW)
    return captures
