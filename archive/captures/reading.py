"""Reading captures: the record that a row points to, in its parts."""

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from io import BytesIO
from typing import IO

from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader

from archive.captures.exchange import Capture
from archive.captures.members import Member, read_member
from archive.captures.places import present
from archive.errors import ArchiveDamagedError, NotKeptError
from archive.folder import ArchiveFolder

_HEAD_END = b"\r\n\r\n"
_SHA256 = "sha256:"


class RecordType(StrEnum):
    """The kinds of WARC records that newsreel writes."""

    WARCINFO = "warcinfo"
    RESPONSE = "response"
    REVISIT = "revisit"
    REQUEST = "request"
    METADATA = "metadata"


ANSWERS = (RecordType.RESPONSE, RecordType.REVISIT)


@dataclass(frozen=True, slots=True, kw_only=True)
class WarcRecord:
    """One record: its ``headers`` by name in lower case, and its ``block``.

    The block of a request or an answer is its ``head`` and its ``body``; that of others is all body.
    """

    headers: dict[str, str]
    head: bytes
    body: bytes

    @property
    def type(self) -> str:
        """Its kind, mostly a `RecordType`."""
        return self.headers.get("warc-type", "")

    @property
    def fields(self) -> dict[str, str]:
        """The lines of a body of type application/warc-fields, by name."""
        lines = (line.partition(": ") for line in self.body.decode("utf-8", "replace").splitlines())
        return {name: value for name, _, value in lines if value}

    def problem(self) -> str | None:
        """What is wrong with its digests; None: they are right, or not of a kind that is known."""
        block = self.head + self.body
        payload = None if self.type == RecordType.REVISIT else self.body  # that of a revisit is of another record
        for name, content in (("warc-block-digest", block), ("warc-payload-digest", payload)):
            told = self.headers.get(name, "")
            is_known = told.startswith(_SHA256) and content is not None
            if is_known and told.removeprefix(_SHA256) != sha256(content or b"").hexdigest():
                return f"its {name} is not that of its content"
        return None


def parsed(content: bytes) -> WarcRecord | None:
    """The record that ``content``, unpacked, is; None: none that can be read."""
    loader = ArcWarcRecordLoader(verify_http=False, arc2warc=False)
    stream = BytesIO(content)
    try:
        record = loader.parse_record_stream(stream, known_format="warc", no_record_parse=True)
        headers = {name.lower(): value for name, value in record.rec_headers.headers}
        length = int(headers["content-length"])
        block = record.raw_stream.read()
    except (ArchiveLoadFailed, EOFError, KeyError, ValueError):
        return None
    if len(block) != length:
        return None
    if headers.get("content-type", "").startswith("application/http"):
        head, end, body = block.partition(_HEAD_END)
        return WarcRecord(headers=headers, head=head + end, body=body)
    return WarcRecord(headers=headers, head=b"", body=block)


def record_of(member: Member) -> WarcRecord | None:
    """The record in ``member``; None: none that can be read."""
    return parsed(member.record) if member.record is not None else None


def read_at(folder: ArchiveFolder, capture: Capture) -> WarcRecord:
    """The record that a row points to as ``capture``.

    Raises NotKeptError where its file is gone, ArchiveDamagedError where it does not hold the record.
    """
    path = present(folder, capture.file)
    if path is None:
        raise NotKeptError(f"captures/{capture.file} is no longer kept")
    with path.open("rb") as file:
        record = answer_at(file, capture)
    if record is None:
        raise ArchiveDamagedError(
            f"{path} does not hold what a row points to at {capture.offset}; see: newsreel captures check"
        )
    return record


def answer_at(file: IO[bytes], capture: Capture) -> WarcRecord | None:
    """The answer at the place of ``capture`` in ``file``; None: there is another, or none, or it is damaged."""
    member = read_member(file, capture.offset)
    record = record_of(member)
    if record is None or member.length != capture.length or record.type not in ANSWERS or record.problem():
        return None
    digest = record.headers.get("warc-payload-digest")
    if digest is not None and not digest.removeprefix(_SHA256).startswith(capture.digest):
        return None
    return record
