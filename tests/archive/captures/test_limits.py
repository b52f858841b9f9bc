"""How much of captures is kept: by room, by age, the oldest first."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive.captures.exchange import Capture, Earlier, Exchange, stored_head
from archive.captures.limits import Limits, Sized, too_many
from archive.captures.warc import Records
from archive.captures.writer import CaptureWriter, Kept, Visited
from archive.disk import Disk
from archive.folder import ArchiveFolder, create_folder

NOW = datetime(2026, 3, 1, tzinfo=UTC)
BODY = b"The body of an answer. " * 40


def file(days: int, size: int) -> Sized:
    return Sized(path=Path(f"{days}"), began_at=NOW - timedelta(days=days), size=size)


@pytest.mark.parametrize(
    ("limits", "gone"),
    [
        (Limits(), []),
        (Limits(total_bytes=60), []),
        (Limits(total_bytes=59), [30]),
        (Limits(total_bytes=15), [30, 20, 10]),
        (Limits(total_bytes=0), [30, 20, 10, 1]),
        (Limits(days=20), [30]),
        (Limits(days=5, total_bytes=59), [30, 20, 10]),
    ],
)
def test_the_oldest_go_until_the_rest_fits(limits: Limits, gone: list[int]) -> None:
    files = [file(30, 20), file(20, 10), file(10, 15), file(1, 15)]
    assert [int(one.path.name) for one in too_many(files, limits, now=NOW)] == gone


def test_a_file_whose_name_says_no_time_goes_by_room_alone() -> None:
    strange = Sized(path=Path("0"), began_at=None, size=10)
    assert too_many([strange, file(30, 10)], Limits(days=5), now=NOW) == []
    assert too_many([strange, file(30, 10)], Limits(total_bytes=10), now=NOW) == [strange]


@pytest.fixture
def folder(tmp_path: Path) -> ArchiveFolder:
    return create_folder(tmp_path / "archive", archive_id="test", now=NOW)


def keep(captures: CaptureWriter, earlier: Earlier | None, *, at: datetime = NOW, **kind: bool) -> Kept:
    exchange = Exchange(
        address="https://bread.example/",
        request_head=b"GET / HTTP/1.1\r\n\r\n",
        answer_head=b"HTTP/1.1 200 OK\r\n\r\n",
        body=BODY,
        answered_at=at,
    )
    return captures.keep(Visited(exchanges=[exchange], about={}, earlier=earlier, **kind), now=at)


def test_an_unchanged_answer_refers_to_the_one_before_as_long_as_that_stays(folder: ArchiveFolder) -> None:
    captures = CaptureWriter(folder, "20260301T000000Z-5f2c9a", disk=Disk(), randomness=bytes, limits=Limits(days=30))
    first = keep(captures, None).source
    assert first is not None
    again = keep(captures, first, at=NOW + timedelta(days=14))
    assert (again.source, captures.tally.unchanged) == (first, 1)
    # Its copy goes in two weeks: the page is kept once more.
    late = keep(captures, first, at=NOW + timedelta(days=16)).source
    assert late is not None
    assert late.answered_at == NOW + timedelta(days=16)
    # A server that says "not modified" sends no body to keep.
    assert keep(captures, first, at=NOW + timedelta(days=16), is_not_modified=True).source == first
    gone = Earlier(digest=first.digest, name="20250101T000000Z-000000-0001", answered_at=NOW, address=first.address)
    assert keep(captures, gone).source != gone
    assert keep(captures, gone, is_not_modified=True).source is None
    captures.finish(now=NOW)


def test_a_full_file_is_followed_by_another_and_the_oldest_make_room(folder: ArchiveFolder) -> None:
    limits = Limits(file_bytes=4_000, total_bytes=40_000)
    captures = CaptureWriter(folder, "20260301T000000Z-5f2c9a", disk=Disk(), randomness=bytes, limits=limits)
    places: list[Capture] = [keep(captures, None).capture for _ in range(100)]
    captures.finish(now=NOW)
    left = sorted(path.name for path in folder.captures.glob("*/*"))
    assert places[0].file.endswith("-0001.warc.gz")
    assert not (folder.captures / places[0].file).exists()
    assert (folder.captures / places[-1].file).exists()
    assert sum(path.stat().st_size for path in folder.captures.glob("*/*")) <= 40_000
    assert captures.tally.removed_files + len(left) == int(places[-1].file[-12:-8])


@pytest.mark.parametrize(
    ("head", "stored"),
    [
        (b"HTTP/1.1 200 OK\r\nA: b\r\n\r\n", b"HTTP/1.1 200 OK\r\nA: b\r\n\r\n"),
        (b"HTTP/1.1 200\r\n\r\n", b"HTTP/1.1 200\r\n\r\n"),
        (
            b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\ntransfer-encoding: chunked\r\nB: c\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nX-Archive-Orig-Content-Length: 99\r\nX-Archive-Orig-transfer-encoding: chunked\r\n"
            b"B: c\r\nContent-Length: 7\r\n\r\n",
        ),
    ],
)
def test_a_head_is_kept_as_it_came_but_for_what_was_undone(head: bytes, stored: bytes) -> None:
    assert stored_head(head, 7) == stored


def test_the_same_randomness_makes_the_same_ids_and_a_value_cannot_begin_a_line() -> None:
    record = Records(lambda size: bytes(range(size)))
    made = record.metadata("https://bread.example/", NOW, "<x>", {"outcome": "new\r\nWARC-Type: response"})
    assert b"WARC-Record-ID: <urn:uuid:00010203-0405-4607-8809-0a0b0c0d0e0f>\r\n" in made
    assert made.endswith(b"outcome: new WARC-Type: response\r\n\r\n\r\n")
