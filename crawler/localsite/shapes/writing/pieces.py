"""The articles of a shape before anyone decides under which address and markup they stand."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from crawler.localsite.prose import first_sentence
from crawler.localsite.shapes.writing.languages import language

_NEWEST = datetime(2026, 1, 20, 8, tzinfo=UTC)
_SHORTEST_GAP, _LONGEST_GAP = timedelta(hours=5), timedelta(hours=31)
_FIRST_NUMBER = 1207
_LONGEST_SLUG = 64
_LATIN_SHARE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One article; ``section`` counts from 0 among its language's four, ``code`` is an id without words."""

    number: int
    code: str
    language: str
    section: int
    title: str
    author: str
    paragraphs: tuple[str, ...]
    published_at: datetime

    @property
    def slug(self) -> str:
        """The words of the title as they stand in an address, not yet percent-encoded."""
        return slug_of(self.title)

    @property
    def teaser(self) -> str:
        """What a list shows below the title."""
        return first_sentence(self.paragraphs[0])

    @property
    def section_name(self) -> str:
        """The section in the words of the article's language."""
        return language(self.language).words.sections[self.section]


def write_pieces(random: Random, count: int, *codes: str) -> tuple[Piece, ...]:
    """Invent ``count`` articles, newest first, no title twice, in these languages by turns."""
    pieces: list[Piece] = []
    titles: set[str] = set()
    moment = _NEWEST
    for place in range(count):
        code = codes[place % len(codes)]
        copy = language(code).write(random)
        while slug_of(copy.title) in titles:
            copy = language(code).write(random)
        titles.add(slug_of(copy.title))
        moment -= random.random() * (_LONGEST_GAP - _SHORTEST_GAP) + _SHORTEST_GAP
        pieces.append(
            Piece(
                number=_FIRST_NUMBER + 3 * (count - place),
                code=f"{random.getrandbits(20):05x}{random.choice('abcdef')}",
                language=code,
                section=place // len(codes) % 4,
                title=copy.title,
                author=copy.author,
                paragraphs=copy.paragraphs,
                published_at=moment.replace(second=0, microsecond=0),
            )
        )
    return tuple(pieces)


def slug_of(title: str) -> str:
    """The words of a title with hyphens between them: in plain Latin letters where it is written in Latin script."""
    latin = unicodedata.normalize("NFKD", title.replace("ß", "ss")).encode("ascii", "ignore").decode().lower()
    letters = re.sub(r"[^a-z]", "", latin)
    if len(letters) > _LATIN_SHARE * len(title.replace(" ", "")):
        return _shortened("-".join(re.findall(r"[a-z0-9]+", latin)))
    return _shortened("-".join(re.findall(r"\w+", unicodedata.normalize("NFC", title).lower())))


def _shortened(slug: str) -> str:
    return slug if len(slug) <= _LONGEST_SLUG else slug[:_LONGEST_SLUG].rpartition("-")[0]
