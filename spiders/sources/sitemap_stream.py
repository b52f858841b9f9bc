"""The addresses in a sitemap, one after the other, out of a stream that never holds more than a piece of it."""

import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from pipelines.page.links import is_web_address
from pipelines.page.text import fold
from spiders.sources.looks import text_of_head

_PIECE = 64 * 1024
_SPACE = b"\0 \t\r\n"  # in UTF-16, half of each sign is zero
_IN_ADDRESS = re.compile(r"in tag (?:[\w.-]+:)?loc\b")


class TroubleError(Exception):
    """Raised where a sitemap cannot be read any further; what came before stands. The message is for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawAddress:
    """What one element of a sitemap says, as it is written."""

    address: str | None = None
    modified: str | None = None
    title: str | None = None
    published: str | None = None
    is_news: bool = False
    is_sitemap: bool = False


class BoundedStream(io.RawIOBase):
    """``body``, unpacked piece by piece where it ``is_zipped``, up to ``limit`` bytes.

    It ends there, and where a gzip stream is broken or cut; ``problem`` then says so. ``last`` is the last byte read
    that is no space, empty before the first.
    """

    def __init__(self, body: bytes, limit: int, *, is_zipped: bool) -> None:
        self._body = body
        self._place = 0
        self._left = limit
        self._limit = limit
        self._unpacked = b""
        self._zip = zlib.decompressobj(wbits=31) if is_zipped else None
        self.problem: str | None = None
        self.last = b""

    def readable(self) -> bool:
        """Always."""
        return True

    def peek(self) -> str:
        """Its beginning as text; nothing is taken."""
        if not self._unpacked:
            self._unpacked = self._next_piece()
        return text_of_head(self._unpacked)

    def read(self, size: int = -1) -> bytes:
        """The next bytes, at most ``size``; empty at the end."""
        piece = self._unpacked or self._next_piece()
        size = len(piece) if size < 0 else size
        self._unpacked = piece[size:]
        self.last = piece[:size].rstrip(_SPACE)[-1:] or self.last
        return piece[:size]

    def _next_piece(self) -> bytes:
        piece = self._unzipped() if self._zip else self._cut()
        if len(piece) > self._left:
            self.problem = f"it is larger than {self._limit // 1024**2} MiB, and was read up to there"
            piece = piece[: self._left]
        self._left -= len(piece)
        return piece

    def _cut(self) -> bytes:
        piece = self._body[self._place : self._place + _PIECE]
        self._place += len(piece)
        return piece

    def _unzipped(self) -> bytes:
        assert self._zip is not None
        piece = b""
        while not piece and not self._zip.eof:
            packed = self._zip.unconsumed_tail or self._cut()
            if not packed:
                self.problem = "its gzip stream breaks off"
                return b""
            try:
                piece = self._zip.decompress(packed, _PIECE)
            except zlib.error:
                self.problem = "its gzip stream is broken"
                return b""
        return piece


def lines_of(stream: BoundedStream) -> Iterator[RawAddress]:
    """The addresses of a text sitemap, a line each."""
    rest = ""
    for piece in iter(lambda: stream.read(_PIECE), b""):
        *lines, rest = (rest + piece.decode("utf-8", "replace")).split("\n")
        yield from map(_line, filter(str.strip, lines))
        rest = rest[:_PIECE]
    if rest.strip():
        yield _line(rest)


def _line(line: str) -> RawAddress:
    address = line.strip("\ufeff \t\r")
    return RawAddress(address=address if is_web_address(address) and " " not in address else None)


def raw_addresses(stream: BoundedStream) -> Iterator[RawAddress]:
    """The addresses of a sitemap or a sitemap index in XML. Raises TroubleError where nothing more can be read.

    Nothing outside is opened, and no entity expanded.
    """
    walk = etree.iterparse(
        stream, events=("end",), tag=("{*}url", "{*}sitemap"), recover=True, resolve_entities=False,
        no_network=True, load_dtd=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    held: RawAddress | None = None  # until it is sure that its address did not break off
    try:
        for _, element in walk:
            if held is not None:
                yield held
            held = _raw(element)
            element.clear()
            while element.getprevious() is not None:  # what came before would stay in memory
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise TroubleError(f"not well-formed: {error.msg}") from error
    unfinished = [entry.message for entry in walk.error_log if entry.type == etree.ErrorTypes.ERR_TAG_NOT_FINISHED]
    if held is not None and not any(map(_IN_ADDRESS.search, unfinished)):
        yield held
    # Inside of a tag, the parser calls the end another fault.
    goes_on = any(entry.type == etree.ErrorTypes.ERR_DOCUMENT_END for entry in walk.error_log)
    if unfinished or (stream.last != b">" and not goes_on):
        raise TroubleError("it breaks off before its end")


def _raw(element: etree._Element) -> RawAddress:
    own = {_name(child): child for child in reversed(element) if isinstance(child.tag, str)}
    news = own.get("news")
    told = {_name(child): child for child in reversed(news) if isinstance(child.tag, str)} if news is not None else {}
    return RawAddress(
        address=_text(own.get("loc")),
        modified=_text(own.get("lastmod")),
        title=_text(told.get("title")),
        published=_text(told.get("publication_date")),
        is_news=news is not None,
        is_sitemap=_name(element) == "sitemap",
    )


def _name(element: etree._Element) -> str:
    """The name of ``element`` without its name space, which many sitemaps get wrong."""
    return str(element.tag).rpartition("}")[2].rpartition(":")[2]


def _text(element: etree._Element | None) -> str | None:
    return None if element is None else fold("".join(map(str, element.itertext()))) or None
