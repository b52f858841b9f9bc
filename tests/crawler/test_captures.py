"""Crawls keep what came over the wire, byte by byte, and readers of WARC files read it."""

import gzip
import io
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from warcio.archiveiterator import ArchiveIterator

from archive import Archive
from archive.captures.finding import capture_of, visit_at
from archive.captures.reading import WarcRecord, read_at
from archive.errors import NotKeptError
from tests.crawler.commandline import Ended, ended, here, newsreel
from tests.crawler.raw_site import RawSite, article, chunked, front, plain, serve

BIG = article("A long one", "\u00e4 sentence of some length that is not the same as another. " * 90_000)
PATHS = {number: f"/news/story/{number}/" for number in range(1, 10)}
ODD = (
    b"X-Twice: 1", b"x-twice:2", b"X-Empty:", b"X-Latin: caf\xe9", b"a line without a colon", b"X-Folded: one",
    b"  two", b"Set-Cookie: a=b; Path=/",
)  # fmt: skip


def answers() -> dict[str, bytes]:
    return {
        "/": plain(front(*PATHS.values()), b'ETag: "1"'),
        PATHS[1]: plain(article("Plain", "Of a page that does not change, and whose server says so."), b'ETag: "1"'),
        PATHS[2]: chunked(article("In chunks"), *ODD),
        PATHS[3]: plain(b"", b"Location: /news/story-moved/3/", status=b"301 Moved Permanently"),
        "/news/story-moved/3/": plain(article("Moved")),
        PATHS[4]: plain(BIG),
        PATHS[5]: plain(b""),
        PATHS[6]: plain(bytes(range(256)) * 40, kind=b"application/pdf"),
        PATHS[7]: plain(b"<h1>Gone</h1>", status=b"410 Gone"),
        PATHS[8]: plain(b"not what its head says", b"Content-Encoding: gzip"),
    }


@dataclass
class Kept:
    """A site, crawled into an archive."""

    site: RawSite
    folder: Path

    @property
    def archive(self) -> Path:
        return self.folder / "archive"

    def crawl(self, *options: str, **variables: str) -> Ended:
        file = self.site.write_definition(self.folder)
        return newsreel("crawl", file, "-a", self.archive, *options, cwd=self.folder, **variables)

    def captures(self, *words: str | Path) -> Ended:
        return here("captures", "-a", self.archive, *words, cwd=self.folder)

    def row(self, path: str, run: int = -1) -> dict[str, Any]:
        sql = "SELECT * FROM observations WHERE address = ? ORDER BY observed_at, run_id"
        return Archive(self.archive).sql(sql, f"{self.site.address.rstrip('/')}{path}").rows()[run]

    def record(self, path: str, run: int = -1) -> WarcRecord:
        return read_at(Archive(self.archive).folder, capture_of(self.row(path, run)))

    @property
    def files(self) -> list[Path]:
        return sorted(self.archive.glob("captures/*/*"))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    """The site after two crawls."""
    with serve(RawSite(answers())) as site:
        crawled = Kept(site, tmp_path_factory.mktemp("kept"))
        assert crawled.crawl().report["captures"]["answers"] == 10
        assert crawled.crawl().status == 0
        yield crawled


def test_what_came_over_the_wire_is_kept_byte_by_byte(kept: Kept) -> None:
    first = kept.record(PATHS[1], 0)
    assert first.head + first.body == answers()[PATHS[1]]
    assert (first.type, first.headers["warc-ip-address"]) == ("response", "127.0.0.1")
    assert kept.record(PATHS[4], 0).body == BIG
    assert kept.record(PATHS[5]).body == b""
    assert kept.record(PATHS[6], 0).body == bytes(range(256)) * 40
    assert kept.record(PATHS[7]).head.startswith(b"HTTP/1.1 410 Gone\r\n")


def test_of_an_answer_in_chunks_the_coding_of_the_body_stays_and_the_head_says_what_was_undone(kept: Kept) -> None:
    record = kept.record(PATHS[2], 0)
    body = gzip.compress(article("In chunks"), mtime=0)
    assert record.body == body
    assert record.head.split(b"\r\n")[:-2] == [
        b"HTTP/1.1 200 Fine", b"content-TYPE: text/html; charset=utf-8", b"Content-Encoding: gzip", *ODD,
        b"X-Archive-Orig-Transfer-Encoding: chunked", b"Content-Length: %d" % len(body),
    ]  # fmt: skip


def test_the_request_is_kept_as_it_was_sent(kept: Kept) -> None:
    with kept.files[1].open("rb") as file:
        sent = {
            record.rec_headers["WARC-Target-URI"]: record.raw_stream.read()
            for record in ArchiveIterator(file, no_record_parse=True)
            if record.rec_type == "request"
        }
    for path in (PATHS[1], PATHS[2], "/news/story-moved/3/"):
        assert sent[f"{kept.site.address.rstrip('/')}{path}"] == kept.site.requests[path]


def test_what_is_unchanged_refers_to_what_was_kept_before(kept: Kept) -> None:
    by_server, by_content = kept.record(PATHS[1]), kept.record(PATHS[2])
    assert by_server.headers["warc-profile"].endswith("/1.1/revisit/server-not-modified")
    assert by_server.head.startswith(b"HTTP/1.1 304 Not Modified\r\n")
    assert by_content.headers["warc-profile"].endswith("/1.1/revisit/identical-payload-digest")
    assert by_content.headers["warc-payload-digest"] == kept.record(PATHS[2], 0).headers["warc-payload-digest"]
    for path in (PATHS[1], PATHS[2]):
        assert kept.record(path).headers["warc-refers-to-date"] == kept.record(path, 0).headers["warc-date"]
        assert kept.row(path)["capture_digest"] == kept.row(path, 0)["capture_digest"]
        visit = visit_at(Archive(kept.archive), [f"{kept.site.address.rstrip('/')}{path}"])
        assert visit.whole == kept.record(path, 0)
    assert sum(file.stat().st_size for file in kept.files[1:]) < kept.files[0].stat().st_size / 5


def test_an_answer_that_could_not_be_unpacked_and_a_redirect_are_kept_too(kept: Kept) -> None:
    assert kept.record(PATHS[8]).body == b"not what its head says"
    assert kept.record(PATHS[3], 0).headers["warc-target-uri"].endswith("/news/story-moved/3/")
    records = Counter(status for status, _ in _answers(kept.files[0]))
    assert records["301"] == 1


def test_the_row_of_a_revision_points_to_its_answer_and_its_metadata_says_what_came_of_it(kept: Kept) -> None:
    (row,) = Archive(kept.archive).sql("SELECT * FROM articles WHERE title = 'In chunks'").rows()
    seen = kept.row(PATHS[2], 0)
    assert [row[f"capture_{name}"] for name in ("file", "offset", "length")] == [
        seen[f"capture_{name}"] for name in ("file", "offset", "length")
    ]
    told = next(text for text in _metadata(kept.files[0]) if f"article_id: {row['article_id']}\r\n" in text)
    assert "outcome: new\r\nkind: article\r\nsite: raw\r\n" in told
    assert "revision: 1\r\nextractor_version: " in told
    assert f"run_id: {row['run_id']}" in told


@pytest.mark.parametrize("number", [0, 1])
def test_other_readers_read_every_record_and_find_every_digest_right(kept: Kept, number: int) -> None:
    content = kept.files[number].read_bytes()
    with_warcio: Counter[str] = Counter()
    for record in ArchiveIterator(io.BytesIO(content), check_digests=True):
        record.raw_stream.read()
        assert record.digest_checker.passed is not False, record.digest_checker.problems
        with_warcio[record.rec_type] += 1
    with_fastwarc: Counter[str] = Counter()
    for fast in FastIterator(io.BytesIO(content), verify_digests=True):
        with_fastwarc[str(fast.headers["WARC-Type"])] += 1
        assert fast.reader.read() is not None
    assert with_warcio == with_fastwarc
    assert with_warcio["warcinfo"] == 1
    assert with_warcio["response"] + with_warcio["revisit"] == with_warcio["request"] >= with_warcio["metadata"]
    assert gzip.decompress(content).count(b"WARC/1.1\r\n") == with_warcio.total()


def test_a_check_of_a_sound_archive_finds_nothing(kept: Kept) -> None:
    checked = kept.captures("check")
    assert checked.status == 0, checked.out
    assert "0 of them to one no longer kept; 0 visits without a row" in checked.out
    assert kept.captures("repair").out.endswith("no capture file is damaged\n")


def test_show_gives_the_page_the_packed_body_or_the_head_too(kept: Kept) -> None:
    address = f"{kept.site.address.rstrip('/')}{PATHS[2]}"
    assert kept.captures("show", address).out.encode() == article("In chunks")
    assert kept.captures("show", f"{kept.site.address.rstrip('/')}{PATHS[4]}").out.encode() == BIG
    plain_one = kept.captures("show", f"{kept.site.address.rstrip('/')}{PATHS[1]}", "--head")
    assert plain_one.out.encode() == answers()[PATHS[1]]
    assert kept.captures("show", address, "--at", "2020-01-01").status == 2
    broken = kept.captures("show", f"{kept.site.address.rstrip('/')}{PATHS[8]}")
    assert "--packed gives it as it came" in broken.err
    assert kept.captures("show", f"{kept.site.address.rstrip('/')}{PATHS[8]}", "--packed").out == (
        "not what its head says"
    )


def test_the_list_says_what_each_file_takes(kept: Kept) -> None:
    listed = kept.captures("--format", "json").out.splitlines()
    assert len(listed) == len(kept.files)
    assert '"site": "raw"' in listed[0]
    assert "0001.warc.gz" in kept.captures("--format", "table").out


def test_a_wacz_file_is_valid_and_takes_the_answers_along_that_unchanged_ones_refer_to(kept: Kept) -> None:
    second = Archive(kept.archive).sql("SELECT max(started_at) AS at FROM runs").rows()[0]["at"]
    target = kept.folder / "out.wacz"
    words = ("captures", "-a", kept.archive, "export", "--wacz", target, "--site", "raw")
    # In a process of its own: py-wacz leaves files for the garbage collector to close.
    done = newsreel(*words, "--since", f"{second:%Y-%m-%dT%H:%M:%S}", cwd=kept.folder)
    assert done.status == 0, done.err
    validated = ended([sys.executable, "-m", "wacz", "validate", "-f", str(target)], cwd=kept.folder)
    assert validated.status == 0, validated.out
    assert _in_wacz(target)["response"] > 1
    assert kept.captures("export", "--wacz", kept.folder / "none.wacz", "--site", "other").status == 2
    assert not (kept.folder / "none.wacz").exists()
    assert not list(kept.folder.glob(".newsreel-wacz-*"))


def test_no_captures_means_none_by_option_or_by_setting(kept: Kept, tmp_path: Path) -> None:
    other = Kept(kept.site, tmp_path)
    assert other.crawl("--no-captures").report["captures"] is None
    assert other.crawl(NEWSREEL_CAPTURES="0").report["captures"] is None
    assert not (other.archive / "captures").exists()
    assert other.row(PATHS[1])["capture_file"] is None
    assert other.captures("check").status == 0
    # What was not kept before cannot be referred to.
    other.crawl()
    assert other.record(PATHS[1]).type == "response"


def test_old_files_go_by_the_room_they_take_and_rows_say_that_theirs_is_no_longer_kept(
    kept: Kept, tmp_path: Path
) -> None:
    other = Kept(kept.site, tmp_path)
    other.crawl()
    report = other.crawl(NEWSREEL_CAPTURES_MAX_BYTES="30000").report
    assert report["captures"]["removed_files"] >= 1
    assert "Removed 0 old" not in other.crawl("--format", "text").out
    with pytest.raises(NotKeptError, match="no longer kept"):
        other.record(PATHS[4], 0)
    checked = other.captures("check")
    assert checked.status == 0, checked.out
    assert " 0 of them" not in checked.out
    # What is gone is kept whole again once it comes whole.
    assert other.record(PATHS[2]).type == "response"


def _answers(file: Path) -> Iterator[tuple[str, str]]:
    with file.open("rb") as content:
        for record in ArchiveIterator(content):
            if record.rec_type == "response":
                yield record.http_headers.get_statuscode(), record.rec_headers["WARC-Target-URI"]


def _in_wacz(file: Path) -> Counter[str]:
    """The records of an exported file, where each unchanged answer must refer to one that is in it."""
    with zipfile.ZipFile(file) as packed, packed.open("archive/newsreel.warc.gz") as content:
        records = [(record.rec_type, dict(record.rec_headers.headers)) for record in ArchiveIterator(content)]
    whole = {(told["WARC-Target-URI"], told["WARC-Date"]) for kind, told in records if kind == "response"}
    referred = {
        (told["WARC-Refers-To-Target-URI"], told["WARC-Refers-To-Date"]) for kind, told in records if kind == "revisit"
    }
    assert referred
    assert referred <= whole
    return Counter(kind for kind, _ in records)


def _metadata(file: Path) -> Iterator[str]:
    with file.open("rb") as content:
        for record in ArchiveIterator(content):
            if record.rec_type == "metadata":
                yield record.raw_stream.read().decode()
