"""Exporting captures as WACZ 1.1.1, one file with its own index that web archive players open.

The form: https://specs.webrecorder.net/wacz/1.1.1/ . Packing and indexing is done by py-wacz, the optional package
``newsreel[wacz]``.
"""

import io
import json
from collections.abc import Iterator, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from archive.captures.exchange import Capture
from archive.captures.finding import capture_of, captures_at
from archive.captures.members import Member, read_member
from archive.captures.places import present
from archive.captures.reading import RecordType, WarcRecord, answer_at, record_of
from archive.captures.warc import Randomness, Records, pack
from archive.errors import NotKeptError, StorageError, UsageError
from archive.query.archive import Archive
from archive.version import __version__

_SELECTED = """
SELECT o.address, coalesce(o.final_address, o.address) AS shown_at, o.observed_at, o.http_status, o.kind, r.title,
       o.capture_file, o.capture_offset, o.capture_length, o.capture_digest
FROM observations o LEFT JOIN revisions r ON r.article_id = o.article_id AND r.revision = o.revision
WHERE o.capture_file IS NOT NULL AND ($site IS NULL OR o.site = $site)
    AND ($since IS NULL OR o.observed_at >= $since) AND ($until IS NULL OR o.observed_at < $until)
ORDER BY o.capture_file, o.capture_offset"""
_WARC = "newsreel.warc.gz"
_PAGE_STATUSES = (200, 304)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which visits: of a ``site``, from ``since`` on, before ``until`` (aware UTC); None: all."""

    site: str | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(slots=True)
class Exported:
    """How many ``visits`` went out, how many ``pages`` of them a player lists, and how many are ``not_kept``."""

    visits: int = 0
    pages: int = 0
    not_kept: int = 0


@dataclass(slots=True)
class _Out:
    """What is being written: the WARC file, the list of pages, and which answers are in it."""

    warc: IO[bytes]
    pages: IO[bytes]
    exported: Exported = field(default_factory=Exported)
    written: set[tuple[str, int]] = field(default_factory=set)
    wanted: list[tuple[str, str]] = field(default_factory=list)


def export_wacz(
    archive: Archive, target: Path, selection: Selection, *, now: datetime, randomness: Randomness
) -> Exported:
    """Write what was kept of the visits of ``selection`` as the WACZ file ``target``, whole or not at all.

    The whole answers that unchanged ones refer to go with them. Raises UsageError without py-wacz, NotKeptError where
    there is nothing to write, StorageError and ArchiveDamagedError.
    """
    pack_wacz = _packer()
    try:
        with TemporaryDirectory(dir=target.absolute().parent, prefix=".newsreel-wacz-") as scratch:
            place = Path(scratch)
            with (place / _WARC).open("wb") as warc, (place / "pages.jsonl").open("wb") as pages:
                out = _Out(warc, pages)
                _write(archive, selection, out, now=now, records=Records(randomness))
            if not out.exported.visits:
                raise NotKeptError("no answer of such a visit is kept; nothing was written")
            pack_wacz(place)
            (place / "out.wacz").replace(target)
    except OSError as problem:
        raise StorageError(target, problem) from problem
    return out.exported


def _write(archive: Archive, selection: Selection, out: _Out, *, now: datetime, records: Records) -> None:
    info = {"software": f"newsreel {__version__}", "format": "WARC File Format 1.1"}
    out.warc.write(pack(records.warcinfo(_WARC, now, info)))
    out.pages.write(b'{"format": "json-pages-1.0", "id": "pages", "title": "Pages"}\n')
    asked = {"site": selection.site, "since": selection.since, "until": selection.until}
    for batch in archive.sql(_SELECTED, **asked).batches():
        for row in batch.to_pylist():
            _write_visit(archive, row, out)
    # Unchanged answers refer to whole ones, which may be of a time that is not asked for.
    for capture in captures_at(archive, out.wanted):
        _copy(archive, capture, out)


def _write_visit(archive: Archive, row: Mapping[str, Any], out: _Out) -> None:
    answer = _copy(archive, capture_of(row), out)
    if answer is None:
        out.exported.not_kept += 1
        return
    out.exported.visits += 1
    if answer.type == RecordType.REVISIT:
        out.wanted.append((row["address"], answer.headers.get("warc-refers-to-date", "")))
    if row["http_status"] in _PAGE_STATUSES:
        out.exported.pages += 1
        page = {
            "id": answer.headers["warc-record-id"].removeprefix("<urn:uuid:").rstrip(">"),
            "url": answer.headers["warc-target-uri"],
            "ts": answer.headers["warc-date"],
            "title": row["title"] or row["shown_at"],
        }
        out.pages.write(json.dumps(page, ensure_ascii=False).encode() + b"\n")


def _copy(archive: Archive, capture: Capture, out: _Out) -> WarcRecord | None:
    """Copy an answer and what lies beside it, byte by byte, once; None: it is not kept, or damaged."""
    path = present(archive.folder, capture.file)
    if path is None:
        return None
    with path.open("rb") as file:
        answer = answer_at(file, capture)
        place = (capture.file, capture.offset)
        if answer is not None and place not in out.written:
            out.written.add(place)
            for member in _visit(file, capture.offset):
                file.seek(member.offset)
                out.warc.write(file.read(member.length))
    return answer


def _visit(file: IO[bytes], offset: int) -> Iterator[Member]:
    """The records of the visit whose answer begins at ``offset``: its metadata is the last."""
    while True:
        member = read_member(file, offset)
        record = record_of(member)
        if record is None:
            return
        yield member
        if record.type == RecordType.METADATA:
            return
        offset += member.length


def _packer() -> Any:
    try:
        from wacz.main import main  # noqa: PLC0415 - an optional package
    except ImportError as problem:
        raise UsageError("WACZ files are packed by another package: pip install 'newsreel[wacz]'") from problem

    def pack_wacz(place: Path) -> None:
        told = io.StringIO()
        with redirect_stdout(told):
            failed = main(
                [
                    "create", str(place / _WARC), "--output", str(place / "out.wacz"),
                    "--pages", str(place / "pages.jsonl"), "--copy-pages", "--title", "newsreel captures",
                ]
            )  # fmt: skip
        if failed:
            raise UsageError(f"the WACZ file could not be packed: {' '.join(told.getvalue().split())}")

    return pack_wacz
