"""Content codings: the body of a kept answer as it was before its server packed it (RFC 9110, 8.4)."""

import zlib

import pyarrow as pa

from archive.captures.reading import WarcRecord
from archive.errors import ArchiveDamagedError

_CODECS = {b"gzip": "gzip", b"x-gzip": "gzip", b"br": "brotli", b"zstd": "zstd"}
_DEFLATE = b"deflate"
_PLAIN = (b"identity", b"")
# More than any answer that is fetched unpacks to.
_MOST_BYTES = 1024 * 1024 * 1024


def unpacked(record: WarcRecord) -> bytes:
    """The body of ``record``, an answer, without its content codings. Raises ArchiveDamagedError for what is none."""
    body = record.body
    for coding in reversed(content_codings(record.head)):
        try:
            body = _undone(body, coding)
        except (pa.ArrowException, OSError, zlib.error, KeyError) as problem:
            raise ArchiveDamagedError(
                f"the answer of {record.headers.get('warc-target-uri')} is not of the coding it names, "
                f"{coding.decode('latin-1')} ({problem}); --packed gives it as it came"
            ) from problem
    return body


def content_codings(head: bytes) -> list[bytes]:
    """The content codings that ``head`` names, in the order in which they were applied."""
    lines = (line.partition(b":") for line in head.splitlines()[1:])
    values = [value for name, _, value in lines if name.strip().lower() == b"content-encoding"]
    return [coding.strip().lower() for value in values for coding in value.split(b",")]


def _undone(body: bytes, coding: bytes) -> bytes:
    if coding in _PLAIN or not body:
        return body
    if coding == _DEFLATE:
        try:
            return zlib.decompress(body)
        except zlib.error:
            return zlib.decompress(body, -zlib.MAX_WBITS)  # many servers leave the zlib head out
    with pa.CompressedInputStream(pa.BufferReader(body), _CODECS[coding]) as stream:
        content: bytes = stream.read(_MOST_BYTES)
    return content
