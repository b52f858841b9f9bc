"""What the content of one page was made of, in few bytes, so that the next visit can tell what has changed."""

import struct
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from hashlib import blake2b
from itertools import islice
from typing import NamedTuple, Self

from pipelines.changes.places import NOWHERE, Places, leads
from pipelines.changes.wording import form_of, says_what_it_is, words_of
from pipelines.fields.moments import Precision, states_a_year
from pipelines.record import PageRecord

CONTENT_FIELDS = ("language", "title", "published_at", "summary", "body", "authors", "section", "tags")
"""The fields that make a content, in the order of the articles table."""

# Paragraphs beyond so many are told as one.
MOST_PARAGRAPHS = 200
_VERSION = 1
_HASHED = ("language", "title", "summary", "authors", "section", "tags")
_PRECISIONS = tuple(Precision)
_EDGE_WORDS = 8
_FEWEST_WORDS = 5  # of shorter ones, half is no sign
_SIZE_CHARACTERS = 6  # about a word
_LARGEST = 255
_FORMED, _SAYING, _EDGED = 1, 2, 4
_HEAD = struct.Struct(">BB")  # version, which fields are there
_MOMENT = struct.Struct(">qB")  # seconds since 1970, precision (its place, 128 more where it was told from the visit)
_KEY = struct.Struct(">I")
_PARAGRAPH = struct.Struct(">HIBB")  # place, text, size, what more is told of it
_EDGES = struct.Struct(">II")
_IS_RELATIVE = 128


class Paragraph(NamedTuple):
    """One paragraph of a body.

    ``text`` stands for what it says, letter for letter, whatever its spaces; ``place`` for where in the page it stands,
    0: not known; ``size`` is its length in steps of six characters, up to 255. ``form`` stands for what it says
    whatever its numbers, 0: it is no short line with any; ``says``: it counts or tells the time by its own words.
    ``begin`` and ``end`` stand for its first and last words, 0: not told, as of what stands in the main place.
    """

    text: int
    place: int = NOWHERE
    size: int = 0
    form: int = 0
    says: bool = False
    begin: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Published:
    """A date of publication in whole seconds; ``is_relative``: told from the visit, as in "3 hours ago"."""

    at: datetime
    precision: Precision
    is_relative: bool


@dataclass(frozen=True, kw_only=True)
class Fingerprint:
    """What one content was made of: a key of each field that is there, the date, the paragraphs of the body.

    The body is the page's own, before what its site taught is taken out of it.
    """

    keys: Mapping[str, int]
    published: Published | None
    paragraphs: tuple[Paragraph, ...]

    @cached_property
    def texts(self) -> Counter[int]:
        """How often the body has each text."""
        return Counter(paragraph.text for paragraph in self.paragraphs)

    @cached_property
    def main_place(self) -> int:
        """The place that holds the most of the body, which is the article's own."""
        sizes: Counter[int] = Counter()
        for paragraph in self.paragraphs:
            sizes[paragraph.place] += paragraph.size
        return max(sizes, key=sizes.__getitem__, default=NOWHERE)

    @cached_property
    def main_texts(self) -> frozenset[int]:
        """The texts that stand in the main place."""
        return frozenset(paragraph.text for paragraph in self.paragraphs if paragraph.place == self.main_place)

    def packed(self) -> bytes:
        """The fingerprint as bytes, for the archive to keep."""
        names = (*_HASHED, "published_at")
        is_there = [name in self.keys or (name == "published_at" and self.published is not None) for name in names]
        parts = [_HEAD.pack(_VERSION, sum(there << place for place, there in enumerate(is_there)))]
        parts += [_KEY.pack(self.keys[name]) for name in _HASHED if name in self.keys]
        if self.published:
            mark = _PRECISIONS.index(self.published.precision) + _IS_RELATIVE * self.published.is_relative
            parts.append(_MOMENT.pack(int(self.published.at.timestamp()), mark))
        return b"".join((*parts, *map(_packed, self.paragraphs)))

    @classmethod
    def unpacked(cls, state: bytes | None) -> Self | None:
        """The fingerprint that `packed` made ``state`` of; None for None, or where another newsreel made it."""
        if not state or state[0] != _VERSION:
            return None
        try:
            return cls._of(state)
        except (struct.error, ValueError, IndexError, OverflowError):
            return None

    @classmethod
    def _of(cls, state: bytes) -> Self:
        """Raises struct.error, ValueError, IndexError or OverflowError where ``state`` is no fingerprint."""
        _, there = _HEAD.unpack_from(state)
        at = _HEAD.size
        keys: dict[str, int] = {}
        published = None
        for place, name in enumerate(_HASHED):
            if there >> place & 1:
                (keys[name],) = _KEY.unpack_from(state, at)
                at += _KEY.size
        if there >> len(_HASHED) & 1:
            seconds, mark = _MOMENT.unpack_from(state, at)
            at += _MOMENT.size
            precision = _PRECISIONS[mark % _IS_RELATIVE]
            published = Published(datetime.fromtimestamp(seconds, UTC), precision, mark >= _IS_RELATIVE)
        return cls(keys=keys, published=published, paragraphs=tuple(_unpacked_paragraphs(state, at)))


def fingerprint_of(record: PageRecord, places: Places) -> Fingerprint:
    """The fingerprint of ``record``, whose paragraphs stand at ``places``."""
    told = {
        "language": record.language,
        "title": record.title,
        "summary": record.summary,
        "authors": _unordered(record.authors),
        "section": record.section,
        "tags": _unordered(record.tags),
    }
    return Fingerprint(
        keys={name: text_key(value) for name, value in told.items() if value is not None},
        published=_published(record),
        paragraphs=tuple(_paragraphs((record.body or "").split("\n\n"), places)),
    )


def text_key(text: str) -> int:
    """Four bytes for what ``text`` says, letter for letter, whatever its spaces; never 0."""
    return _key(" ".join(text.split()))


def form_key(title: str) -> int:
    """The form that a line has which is ``title`` among numbers."""
    return _key(words_of(title))


def _key(text: str) -> int:
    digest = blake2b(text.encode("utf-8", "replace"), digest_size=_KEY.size).digest()
    return int.from_bytes(digest, "big") or 1


def _unordered(texts: Iterable[str] | None) -> str | None:
    return None if texts is None else "\n".join(sorted(set(texts)))


def _published(record: PageRecord) -> Published | None:
    if record.published_at is None:
        return None
    is_relative = record.published_text is not None and not states_a_year(record.published_text)
    precision = Precision(record.published_precision or Precision.SECOND)
    return Published(record.published_at.replace(microsecond=0), precision, is_relative)


def _paragraphs(texts: list[str], places: Places) -> Iterator[Paragraph]:
    plain = [_plain(text, places) for text in texts[:MOST_PARAGRAPHS]]
    main = Fingerprint(keys={}, published=None, paragraphs=tuple(plain)).main_place
    for paragraph, text in zip(plain, texts, strict=False):
        yield paragraph if paragraph.place == main or leads(paragraph.place) else _with_edges(paragraph, text)
    if len(texts) > MOST_PARAGRAPHS:
        rest = "\n".join(islice(texts, MOST_PARAGRAPHS, None))
        yield Paragraph(text_key(rest), place=main, size=_LARGEST)


def _plain(text: str, places: Places) -> Paragraph:
    place = places.of(text)
    form = form_of(text)
    # A line of nothing but numbers is told by where it stands: a clock, and no row of figures elsewhere.
    told = form or f"at {place}"
    return Paragraph(
        text=text_key(text),
        place=place,
        size=min(-(-len(text) // _SIZE_CHARACTERS), _LARGEST),
        form=0 if form is None else _key(told),
        says=form is not None and says_what_it_is(text),
    )


def _with_edges(paragraph: Paragraph, text: str) -> Paragraph:
    """``paragraph`` with its first and last words: half of it, or eight; a correction leaves one of both as it was.

    Where it is short and has a number, its words are its first ones.
    """
    words = text.split()
    count = min(len(words) // 2, _EDGE_WORDS)
    begin = end = 0
    if len(words) >= _FEWEST_WORDS:
        begin, end = _key(" ".join(words[:count])), _key(" ".join(words[-count:]))
    return paragraph._replace(begin=paragraph.form if paragraph.form and form_of(text) else begin, end=end)


def _packed(paragraph: Paragraph) -> bytes:
    more = _FORMED * (paragraph.form != 0) + _SAYING * paragraph.says + _EDGED * (paragraph.begin != 0)
    packed = _PARAGRAPH.pack(paragraph.place, paragraph.text, paragraph.size, more)
    if paragraph.form:
        packed += _KEY.pack(paragraph.form)
    return packed + _EDGES.pack(paragraph.begin, paragraph.end) if paragraph.begin else packed


def _unpacked_paragraphs(state: bytes, at: int) -> Iterator[Paragraph]:
    while at < len(state):
        place, text, size, more = _PARAGRAPH.unpack_from(state, at)
        at += _PARAGRAPH.size
        form = begin = end = 0
        if more & _FORMED:
            (form,) = _KEY.unpack_from(state, at)
            at += _KEY.size
        if more & _EDGED:
            begin, end = _EDGES.unpack_from(state, at)
            at += _EDGES.size
        yield Paragraph(text, place, size, form, bool(more & _SAYING), begin, end)
