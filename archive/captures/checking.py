"""Checking captures: every record is read, and every row's pointer followed; each fault is named."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from archive.captures.finding import capture_of
from archive.captures.members import Member, members
from archive.captures.places import OPEN, finished_files, open_files
from archive.captures.reading import ANSWERS, record_of
from archive.check import Fault
from archive.query.archive import Archive

_REPAIR = "newsreel captures repair"
_FILES = "SELECT DISTINCT capture_file FROM observations WHERE capture_file IS NOT NULL ORDER BY ALL"
_ROWS = """
SELECT capture_file, capture_offset, capture_length, capture_digest, address FROM observations
WHERE capture_file = $file ORDER BY capture_offset"""
_COPY = "put it back from a copy; what it held is lost else"


@dataclass(slots=True)
class Checked:
    """What a check has seen so far: ``files``, ``records`` and ``bytes`` of them; ``rows`` that point to an answer;
    those of them whose file is ``no_longer_kept``; ``orphans``, visits that no row points to, which does no harm.
    """  # noqa: D205

    files: int = 0
    records: int = 0
    bytes: int = 0
    rows: int = 0
    no_longer_kept: int = 0
    orphans: int = 0


@dataclass(slots=True)
class _Seen:
    """The answers of one file: length and digest by offset; and where the visits in it begin."""

    answers: dict[int, tuple[int, str | None]] = field(default_factory=dict)
    visits: set[int] = field(default_factory=set)


def check_captures(archive: Archive, checked: Checked) -> Iterator[Fault]:
    """Every fault of the captures, none if all is well; counts go into ``checked``. Memory: one record, one file's
    places.
    """  # noqa: D205
    folder = archive.folder
    pointed = {row["capture_file"] for row in archive.sql(_FILES).rows()}
    finished, left_open = finished_files(folder), open_files(folder)
    for path in (*finished, *left_open):
        checked.files += 1
        seen = _Seen()
        yield from _file_faults(path, seen, checked, is_open=path in left_open)
        name = path.relative_to(folder.captures).as_posix().removesuffix(OPEN)
        yield from _row_faults(archive, name, path, seen, checked)
        pointed.discard(name)
    yield from _missing(archive, pointed, finished, checked)


def _file_faults(path: Path, seen: _Seen, checked: Checked, *, is_open: bool) -> Iterator[Fault]:
    size = path.stat().st_size
    with path.open("rb") as file:
        for member in members(file):
            checked.bytes += member.length
            if member.record is None:
                is_tail = member.offset + member.length >= size
                if not (is_tail and is_open):  # a crawl is writing it, or the next one mends it
                    what = "ends within a record" if is_tail else "is not readable"
                    yield Fault(path=path, what=f"{what}: {member.length} bytes at {member.offset}", mend=_REPAIR)
                continue
            checked.records += 1
            problem = _note(member, seen)
            if problem:
                yield Fault(path=path, what=f"the record at {member.offset} is wrong: {problem}", mend=_COPY)


def _note(member: Member, seen: _Seen) -> str | None:
    """Note where the record of ``member`` lies, and return what is wrong with it."""
    record = record_of(member)
    if record is None:
        return "it is no WARC record"
    if record.type in ANSWERS:
        digest = record.headers.get("warc-payload-digest")
        seen.answers[member.offset] = (member.length, digest.removeprefix("sha256:") if digest else None)
        if "warc-concurrent-to" not in record.headers:  # else it led to another answer
            seen.visits.add(member.offset)
    return record.problem()


def _row_faults(archive: Archive, name: str, path: Path, seen: _Seen, checked: Checked) -> Iterator[Fault]:
    for batch in archive.sql(_ROWS, file=name).batches():
        for row in batch.to_pylist():
            checked.rows += 1
            capture = capture_of(row)
            seen.visits.discard(capture.offset)
            length, digest = seen.answers.get(capture.offset, (0, None))
            if length == capture.length and (digest is None or digest.startswith(capture.digest)):
                continue
            what = f"has at {capture.offset} no answer of {row['address']}, though a row points there"
            yield Fault(path=path, what=what, mend=_COPY)
    checked.orphans += len(seen.visits)


def _missing(archive: Archive, files: set[str], kept: list[Path], checked: Checked) -> Iterator[Fault]:
    """The files that rows point to and that are not there: the oldest are removed by limits, others are a fault."""
    oldest = min((path.name for path in kept), default="")
    for name in sorted(files):
        count = archive.sql("SELECT count(*) AS n FROM observations WHERE capture_file = $file", file=name).rows()
        checked.rows += count[0]["n"]
        if not kept or Path(name).name < oldest:
            checked.no_longer_kept += count[0]["n"]
        else:
            yield Fault(path=archive.folder.captures / name, what="is missing", mend=_COPY)
