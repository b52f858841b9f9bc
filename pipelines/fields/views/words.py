"""Reading a short text that is a number beside a word for views or reads, in the languages of words.toml."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipelines.fields.count_units import UNIT, primary
from pipelines.fields.counts import SEPARATORS, SPACES, Count, parse_count

_TABLES = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
_WORDS: Mapping[str, str] = _TABLES["words"]
# Characters, and the names by which icon fonts draw them.
_ICONS = "👁 👀 eye eyes eye-icon visibility remove_red_eye"
_MARKS_OF_DIRECTION = dict.fromkeys(
    map(ord, "\u200b\u200c\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069\ufe0e\ufe0f")
)
_OPENING = " :：([{（【〔〈「=–—-•·…\t"
_CLOSING = " :：)]}）】〕〉」!•·…,，、"
_GAPS = re.compile(r"[ \t\r\n\f]+")
_PARTS = re.compile(r"\s*[|•·‧∙●▪■◆★—–/;；\uff5c¦»›→]\s*|[,،]\s+|\s-\s")
_OF = re.compile(r"(?:de|d'|of|di)\s+")
# Wider than what a count may be: what is no count is to be seen and refused as a whole, not read in part.
_NUMBER = re.compile(
    rf"(?P<number>[-+−~≈<>±#$€£]? ?\d(?:[\d{SEPARATORS}٫_^eE+-]*\d)?(?:[{SPACES}]?{UNIT})?[+%²³°]?)", re.IGNORECASE
)
_SHORT_WORD = 6
_MAX_NUMBER_CHARACTERS = 24
_AROUND_NUMBERS = f"{SEPARATORS}\t\r\n\f"
_MAX_LABEL_CHARACTERS = 40
# Letters, roughly: a class of ranges is far quicker than one of Unicode's categories.
_LETTERS = re.compile(r"[a-z\u00aa-\u1fff\u2c00-\u2fff\u3040-\U0010ffff]+")
_LIKE_A_YEAR = re.compile(r"(?:19|20)\d\d")
MAX_CHARACTERS = 80
"""No line that only states a number of views is longer."""


def _by_word(table: Mapping[str, str], split: str = ",") -> dict[str, frozenset[str]]:
    languages: dict[str, set[str]] = {}
    for language, words in table.items():
        for word in words.split(split):
            languages.setdefault(_plain(word), set()).add(language)
    return {word: frozenset(names) for word, names in languages.items()}


def _plain(word: str) -> str:
    """``word`` without letter case, accents (capitals go without in Greek), marks of direction and spare spaces."""
    if not word.isascii():
        parts = unicodedata.normalize("NFKD", word.translate(_MARKS_OF_DIRECTION))
        word = "".join(part for part in parts if not unicodedata.combining(part))
    return " ".join(word.casefold().split())


def _most_telling(phrase: str, words: Mapping[str, object]) -> str:
    """The word that no text with ``phrase`` lacks and few others have: one that stands alone too, or the longest."""
    tokens: list[str] = _LETTERS.findall(phrase) or [phrase]
    return max(tokens, key=lambda token: (token in words, len(token)))


WORDS = _by_word(_WORDS) | {_plain(icon): frozenset[str]() for icon in _ICONS.split()}
_VERB_WORDS = WORDS | _by_word(_TABLES["verbs"])
_TIMES_WORDS = frozenset(map(_plain, _TABLES["times"].split()))
_LEADING_TIMES = re.compile(
    rf"(?:{'|'.join(sorted(map(re.escape, _TIMES_WORDS), key=len, reverse=True))})(?:\s+|(?<=[^\x00-\u024f]))"
)


_UNSPACED = re.compile(r"[\u0900-\u1aff\u3040-\uffff\U00010000-\U0010ffff]")
_TELLING = frozenset(
    _most_telling(word, _VERB_WORDS)
    for table in ("words", "verbs")
    for words in _TABLES[table].values()
    for spelled in words.casefold().split(",")
    for word in (_plain(spelled), spelled)
) | frozenset(map(_plain, _ICONS.split()))
_BARE_NUMBER = re.compile(rf"\d[\d{SEPARATORS}٫]*(?:{UNIT})?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stated:
    """A count of views that a text states, and whether it names what it counts (or is a number alone)."""

    count: Count
    is_named: bool


def is_view_word(text: str) -> bool:
    """Whether ``text`` as a whole is a word for views, with or without a colon."""
    label = text.strip()
    return len(label) <= _MAX_LABEL_CHARACTERS and _plain(label).strip(_OPENING + _CLOSING) in WORDS


def is_bare_number(text: str) -> bool:
    """Whether ``text`` as a whole looks like a number or the beginning or end of one, before any closer look."""
    stripped = text.strip(_AROUND_NUMBERS)
    is_short = len(stripped) <= _MAX_NUMBER_CHARACTERS and stripped[:1].isdigit()
    return is_short and _BARE_NUMBER.fullmatch(stripped) is not None


def may_speak_of_views(text: str) -> bool:
    """Whether ``text`` has a word that phrases for views are made of: most texts need no closer look."""
    return not _TELLING.isdisjoint(_LETTERS.findall(text.casefold())) or _UNSPACED.search(text) is not None


def spoken_needle(language: str | None) -> list[str]:
    """What is common to most spellings of the first word for views in ``language``, a BCP 47 tag, in an attribute."""
    word = _WORDS.get(primary(language), "").partition(",")[0].strip()
    if not word or primary(language) == "en":
        return []
    return [word[1:-2] if len(word) > _SHORT_WORD else f'{word[1:]}"']


def read_stated(text: str, language: str | None) -> Stated | None:
    """The number of views ``text`` states in one of its parts, or the number that it is as a whole.

    ``language`` (a BCP 47 tag) is the page's: the word beside the number may tell better.
    """
    folded = _GAPS.sub(" ", text.translate(_MARKS_OF_DIRECTION)).strip()
    number = parse_count(folded, language)
    if number:
        return Stated(number, is_named=False)
    for part in _PARTS.split(folded):
        count = _named(part, language)
        if count:
            return Stated(count, is_named=True)
    return None


def _named(part: str, language: str | None) -> Count | None:
    """The count that a whole part of a text states beside a word for views."""
    match = _NUMBER.search(part)
    if match is None:
        return None
    before = _plain(part[: match.start()]).rstrip(_OPENING)
    after = _plain(part[match.end() :]).strip(_CLOSING)
    languages = _languages(before, after)
    if languages is None:
        return None
    is_year = not after and _LIKE_A_YEAR.fullmatch(match["number"].strip()) and not _is_closed(part[: match.start()])
    if is_year and before not in _ICONS:
        return None
    raw = match["number"].strip(SPACES)
    return parse_count(raw, _told(languages, language)) or Count(None, raw)


def _is_closed(label: str) -> bool:
    return label.rstrip().endswith((":", "：", "(", "（", "["))


def _languages(before: str, after: str) -> frozenset[str] | None:
    """The languages in which ``before``, a number and ``after`` speak of views; None where they do not."""
    after = _OF.sub("", after, count=1)
    rest = _LEADING_TIMES.sub("", after, count=1)
    if before and after in _TIMES_WORDS:
        return _VERB_WORDS.get(before.strip(_OPENING))
    if before and after:
        return None
    return WORDS.get(before.strip(_OPENING)) if before else WORDS.get(after, WORDS.get(rest))


def _told(languages: frozenset[str], language: str | None) -> str | None:
    """The language to read a number in: the page's, unless it does not know the word beside the number."""
    is_known = not languages or primary(language) in languages
    return language if is_known or len(languages) > 1 else next(iter(languages))
