"""What the words of a text are, in any script: the same for what is indexed, for what is asked, and for a scan.

A token is a word in one plain form: compatibility forms (ligatures, full width) as plain letters, no case, no accents,
the forms of Arabic letters as one, digits as 0 to 9. Scripts that set no spaces between words, and Hangul, whose words
carry their particles, give a token for every character: a word there is found as a run of characters.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

import regex

FORM = f"1 {unicodedata.unidata_version}"
"""Changes whenever the same text may give other tokens."""

_LONGEST = 100  # characters of a token; what is longer (base64, a line of nothing) is known by its beginning
_LONGEST_KEPT = 40  # characters of what stands between two spaces, for its tokens to be remembered

_SINGLE = (
    r"\p{Han}\p{Hiragana}\p{Katakana}ーｰ\p{Hangul}\p{Bopomofo}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Yi}\p{Javanese}"
)
_FRACTION = r"\u00BC-\u00BE\u2150-\u215F\u2189"
# Syllables written as single jamo are one character; so are half-width kana with their voice marks.
_JAMO = r"[\u1100-\u115F\uA960-\uA97C]+[\u1160-\u11A7\uD7B0-\uD7C6]*[\u11A8-\u11FF]*"
_CHARACTER = (
    rf"(?:{_JAMO}|[{_SINGLE}--\p{{M}}--\p{{P}}--\p{{S}}][\p{{M}}\p{{Cf}}\uFF9E\uFF9F\u11A8-\u11FF]*|[{_FRACTION}])"
)
_LETTER = rf"[\p{{L}}\p{{N}}--[{_SINGLE}]--[{_FRACTION}]]"
_PIECE = re.compile(r"\S+")
_ASCII_WORD = re.compile(r"[0-9a-z]+")
_RUN = regex.compile(rf"{_CHARACTER}|{_LETTER}(?:{_LETTER}|\p{{M}}|\p{{Cf}})*", regex.VERSION1)

# Letters whose plain form no decomposition tells.
_PLAIN = str.maketrans(
    {
        "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ŧ": "t", "ı": "i", "þ": "th", "æ": "ae", "œ": "oe",
        "ɓ": "b", "ɗ": "d", "ƙ": "k", "ƴ": "y",
        "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ة": "ه", "ۀ": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه", "ۃ": "ه",
        "ـ": "",
    }
)  # fmt: skip
_PLAIN_SCRIPTS = regex.compile(r"[\p{Latin}\p{Greek}\p{Arabic}\p{Hebrew}\p{Syriac}\p{Common}]", regex.VERSION1)
_CYRILLIC = regex.compile(r"\p{Cyrillic}", regex.VERSION1)
_STRESS = "\u0300\u0301\u0341"
_DIAERESIS = "\u0308"
_IGNORED = regex.compile(r"\p{Cf}", regex.VERSION1)


class Token(NamedTuple):
    """One word of a text in its plain form, and where it stands: characters ``start`` to ``end`` of the text.

    Tokens that come from one sign (½ is 1 and 2) stand at the same place.
    """

    text: str
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """The tokens of ``text`` in its order. Takes any text, lone surrogates and all."""
    for piece in _PIECE.finditer(text):
        place = piece.start()
        for token, start, end in _tokens_of_piece(piece[0]):
            yield Token(token, place + start, place + end)


def words(text: str) -> list[str]:
    """The tokens of ``text`` without their places."""
    if text.isascii():
        found: list[str] = _ASCII_WORD.findall(text.lower())
        return found if max(map(len, found), default=0) <= _LONGEST else [word[:_LONGEST] for word in found]
    return [token for piece in text.split() for token, _, _ in _tokens_of_piece(piece)]


def key(text: str) -> str:
    """What texts have in common that differ only in spelling: their words, in order."""
    return " ".join(words(text))


def plain(text: str) -> str:
    """``text`` in a form in which each of its `words` stands; the quickest there is."""
    return text.lower() if text.isascii() else key(text)


def _tokens_of_piece(piece: str) -> tuple[tuple[str, int, int], ...]:
    return _remembered(piece) if len(piece) <= _LONGEST_KEPT else tuple(_tokens(piece))


@lru_cache(maxsize=100_000)
def _remembered(piece: str) -> tuple[tuple[str, int, int], ...]:
    return tuple(_tokens(piece))


def _tokens(piece: str) -> Iterator[tuple[str, int, int]]:
    """The tokens of what stands between two spaces, each with its place there."""
    if piece.isascii():
        yield from ((word[0][:_LONGEST], *word.span()) for word in _ASCII_WORD.finditer(piece.lower()))
        return
    for run in _RUN.finditer(piece):
        start, end = run.span()
        for token in _tokens_of_run(run[0]):
            yield token, start, end


@lru_cache(maxsize=20_000)
def _tokens_of_run(run: str) -> tuple[str, ...]:
    # What a sign stands for may be several words or signs between them: 株式会社 in one, ½ as 1⁄2.
    return tuple(part[:_LONGEST] for part in _RUN.findall(_plain(run)))


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", _IGNORED.sub("", text)).casefold()
    folded = "".join(_without_marks(unicodedata.normalize("NFKD", folded)))
    return unicodedata.normalize("NFKC", folded.casefold().translate(_PLAIN))


def _without_marks(text: Iterable[str]) -> Iterator[str]:
    """The characters of decomposed ``text`` without accents and points, where these do not make another letter.

    Vowel signs of Indian scripts and voice marks of kana stay, and й is not и; but ё is е, as most people write it.
    """
    base = ""
    for char in text:
        if not unicodedata.combining(char) and unicodedata.category(char) != "Mn":
            base = char
            yield _digit(char)
        elif not _drops(base, char):
            yield char


@cache
def _digit(char: str) -> str:
    return str(unicodedata.decimal(char)) if unicodedata.category(char) == "Nd" else char


@lru_cache(maxsize=50_000)
def _drops(base: str, mark: str) -> bool:
    """Whether ``mark`` on the letter ``base`` leaves the letter what it is."""
    if _CYRILLIC.match(base):
        return mark in _STRESS or (mark == _DIAERESIS and base == "е")
    return not base or _PLAIN_SCRIPTS.match(base) is not None
