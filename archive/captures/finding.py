"""Finding what was kept of an address: its visits, and the very bytes of one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from archive.captures.exchange import Capture
from archive.captures.reading import RecordType, WarcRecord, read_at
from archive.errors import NotKeptError
from archive.query.archive import Archive

_VISITS = """
SELECT address, observed_at, outcome, capture_file, capture_offset, capture_length, capture_digest
FROM observations
WHERE (list_contains($spellings, address) OR list_contains($spellings, final_address)) AND capture_file IS NOT NULL
    AND ($at IS NULL OR observed_at <= $at)
ORDER BY observed_at DESC LIMIT 1"""
_THEN = """
SELECT capture_file, capture_offset, capture_length, capture_digest
FROM observations o JOIN (SELECT unnest($addresses) AS address, unnest($moments) AS moment) w
    ON o.address = w.address AND o.observed_at = w.moment
WHERE capture_file IS NOT NULL ORDER BY capture_file, capture_offset"""
_ASKED_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """The answer of one visit: its ``record``, and the ``whole`` one with the body, perhaps of an earlier visit."""

    address: str
    observed_at: datetime
    outcome: str
    record: WarcRecord
    whole: WarcRecord


def capture_of(row: Mapping[str, Any]) -> Capture:
    """Where the answer of ``row``, one of the observations, lies."""
    return Capture(
        file=row["capture_file"],
        offset=row["capture_offset"],
        length=row["capture_length"],
        digest=row["capture_digest"],
    )


def visit_at(archive: Archive, spellings: Sequence[str], at: datetime | None = None) -> Visit:
    """The last visit of an address, in any of its ``spellings``, that was kept; with ``at``, the last up to then.

    Raises NotKeptError where there is none, or what is asked for is no longer kept, and ArchiveDamagedError.
    """
    rows = archive.sql(_VISITS, spellings=list(spellings), at=at).rows()
    if not rows:
        until = f" up to {at:%Y-%m-%d %H:%M:%S} UTC" if at else ""
        raise NotKeptError(f"no answer of {spellings[0]}{until} was kept")
    row = rows[0]
    record = read_at(archive.folder, capture_of(row))
    return Visit(
        address=row["address"],
        observed_at=row["observed_at"],
        outcome=row["outcome"],
        record=record,
        whole=whole_of(archive, row["address"], record),
    )


def whole_of(archive: Archive, address: str, record: WarcRecord) -> WarcRecord:
    """The record with the body that ``record``, of a visit to ``address``, stands for.

    Raises NotKeptError where that is no longer kept.
    """
    if record.type != RecordType.REVISIT:
        return record
    told = record.headers.get("warc-refers-to-date", "")
    for capture in captures_at(archive, [(address, told)]):
        whole = read_at(archive.folder, capture)
        if whole.type == RecordType.RESPONSE:
            return whole
    raise NotKeptError(f"the answer of {address} of {told}, which is as it was then, is not kept")


def captures_at(archive: Archive, visits: Sequence[tuple[str, str]]) -> Iterator[Capture]:
    """What rows say was kept of each of ``visits``: an address, and the very second, as records have it."""
    for begin in range(0, len(visits), _ASKED_AT_ONCE):
        asked = [(address, moment) for address, told in visits[begin:][:_ASKED_AT_ONCE] if (moment := _moment(told))]
        if asked:
            addresses, moments = zip(*asked, strict=True)
            rows = archive.sql(_THEN, addresses=list(addresses), moments=list(moments)).rows()
            yield from map(capture_of, rows)


def _moment(warc_date: str) -> datetime | None:
    try:
        return datetime.strptime(warc_date, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None
