"""What a search asks for: the text people type, read into a small tree; and the filters beside it.

asked    = all ("OR" all)*
all      = part ("AND"? part)*
part     = ("NOT" | "-") part | [FIELD ":"] ( WORD | '"' words '"' | "(" asked ")" )
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from difflib import get_close_matches

import regex

from archive.errors import QueryError
from archive.search.analysis import words

FIELDS = ("title", "summary", "body", "author", "section", "tag")
"""Where a word can stand; asked for without a field, it may stand in any of them."""

MAX_CHARACTERS = 10_000
MAX_DEPTH = 50
MAX_WORDS = 500
_SHOWN = 30

_QUOTES = '"“”„‟«»＂'
_LEXEME = regex.compile(
    rf"""(?P<open>[(（])|(?P<close>[)）])
    |(?P<not>-(?=[^\s{_QUOTES}()（）-]|[{_QUOTES}(（]))
    |(?P<field>\p{{L}}+):(?=\S)
    |[{_QUOTES}](?P<phrase>[^{_QUOTES}]*)[{_QUOTES}]
    |(?P<quote>[{_QUOTES}])
    |(?P<word>[^\s{_QUOTES}()（）]+)""",
    regex.VERBOSE | regex.VERSION1,
)


@dataclass(frozen=True, slots=True)
class Words:
    """``tokens`` that stand one after the other, in ``field``; None: in any field, all in the same."""

    tokens: tuple[str, ...]
    field: str | None = None


@dataclass(frozen=True, slots=True)
class AllOf:
    """What fits each of ``parts``, of which there are two or more."""

    parts: tuple["Asked", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """What fits at least one of ``parts``, of which there are two or more."""

    parts: tuple["Asked", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """What does not fit ``part``."""

    part: "Asked"


Asked = Words | AllOf | AnyOf | Not


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What an article must be besides; None: whatever it is.

    ``language`` is a BCP 47 tag and stands for its regional forms too (en: en-GB). ``section`` is compared by its
    words. ``since`` is the first instant of publication, ``until`` the one after the last, both to the second; with
    either, articles without a date are left out.
    """

    site: str | None = None
    language: str | None = None
    section: str | None = None
    since: datetime | None = None
    until: datetime | None = None


def read_asked(text: str) -> Asked:
    """The tree of ``text``. Raises QueryError, which names the character where it goes wrong."""
    if len(text) > MAX_CHARACTERS:
        raise QueryError(f"the search text has {len(text)} characters; at most {MAX_CHARACTERS} are read")
    asked = _Reader(text).whole()
    if asked is None:
        raise QueryError("the search text has no word to look for; see: newsreel search --help")
    if sum(len(part.tokens) for part in all_words(asked)) > MAX_WORDS:
        raise QueryError(f"the search text has more than {MAX_WORDS} words")
    return asked


def all_words(asked: Asked) -> Iterator[Words]:
    """Every Words of the tree, those that must not stand there too."""
    match asked:
        case Words():
            yield asked
        case Not(part):
            yield from all_words(part)
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from all_words(part)


def wanted_words(asked: Asked) -> Iterator[Words]:
    """Every Words of the tree that makes an article fit where it stands."""
    match asked:
        case Words():
            yield asked
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from wanted_words(part)


@dataclass(frozen=True, slots=True)
class _Lexeme:
    kind: str
    text: str
    place: int  # the first character is 1


@dataclass(slots=True)
class _Reader:
    """Reads one text from left to right; each method reads one rule of the grammar and gives None for no words."""

    text: str
    lexemes: list[_Lexeme] = field(init=False)
    next: int = 0
    depth: int = 0

    def __post_init__(self) -> None:
        self.lexemes = list(_lexemes(self.text))

    def whole(self) -> Asked | None:
        asked = self._asked(None)
        if self.next < len(self.lexemes):
            raise _wrong(self.lexemes[self.next], "closes nothing; take it away, or open with ( before")
        return asked

    def _asked(self, where: str | None) -> Asked | None:
        parts = [self._all(where)]
        while (operator := self._take("OR")) is not None:
            self._require_part(operator)
            parts.append(self._all(where))
        return _joined(parts, AnyOf)

    def _all(self, where: str | None) -> Asked | None:
        parts = []
        if (operator := self._peek()) is not None and operator.kind in ("AND", "OR"):
            raise _wrong(
                operator,
                f"needs words before it too; to look for the word itself, put it in quotes: {_quoted(operator)}",
            )
        while (lexeme := self._peek()) is not None and lexeme.kind not in ("OR", "close"):
            if lexeme.kind == "AND":
                self.next += 1
                self._require_part(lexeme)
            parts.append(self._part(where))
        return _joined(parts, AllOf)

    def _part(self, where: str | None) -> Asked | None:
        lexeme = self.lexemes[self.next]
        self.next += 1
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise _wrong(lexeme, f"goes deeper than {MAX_DEPTH} levels")
        part = self._read(lexeme, where)
        self.depth -= 1
        return part

    def _read(self, lexeme: _Lexeme, where: str | None) -> Asked | None:
        if lexeme.kind == "NOT":
            self._require_part(lexeme)
            part = self._part(where)
            return None if part is None else Not(part)
        if lexeme.kind == "field":
            return self._in_field(lexeme)
        if lexeme.kind == "open":
            inner = self._asked(where)
            if self._take("close") is None:
                raise _wrong(lexeme, "is never closed; add )")
            return inner
        tokens = tuple(words(lexeme.text))
        return Words(tokens, where) if tokens else None

    def _in_field(self, lexeme: _Lexeme) -> Asked | None:
        name = lexeme.text.lower()
        if name not in FIELDS:
            near = get_close_matches(name, FIELDS, 1)
            way_out = f"did you mean {near[0]}:?" if near else f"there are {', '.join(f'{known}:' for known in FIELDS)}"
            raise _wrong(lexeme, f"is no field; {way_out} To look for the words themselves, put them in quotes")
        follower = self._peek()
        if follower is None or follower.kind not in ("word", "phrase", "open"):
            raise _wrong(lexeme, "needs a word, a phrase in quotes or ( right behind the colon")
        return self._part(name)

    def _peek(self) -> _Lexeme | None:
        return self.lexemes[self.next] if self.next < len(self.lexemes) else None

    def _take(self, kind: str) -> _Lexeme | None:
        lexeme = self._peek()
        if lexeme is None or lexeme.kind != kind:
            return None
        self.next += 1
        return lexeme

    def _require_part(self, operator: _Lexeme) -> None:
        follower = self._peek()
        if follower is None or follower.kind in ("AND", "OR", "close"):
            raise _wrong(
                operator, f"needs words after it; to look for the word itself, put it in quotes: {_quoted(operator)}"
            )


def _lexemes(text: str) -> Iterator[_Lexeme]:
    for found in _LEXEME.finditer(text):
        kind, content = found.lastgroup, found[found.lastgroup]
        lexeme = _Lexeme(kind, content, found.start() + 1)
        if kind == "quote":
            raise _wrong(lexeme, "opens a phrase that is never closed")
        if kind == "word" and content.endswith("*") and words(content):
            raise _wrong(lexeme, "is no whole word; words are looked for whole, without *")
        if kind == "word" and content.endswith(":") and content[:-1].lower() in FIELDS:
            raise _wrong(lexeme, "needs a word, a phrase in quotes or ( right behind the colon")
        if kind == "not":
            lexeme = _Lexeme("NOT", content, lexeme.place)
        yield _Lexeme(content, content, lexeme.place) if kind == "word" and content in ("AND", "OR", "NOT") else lexeme


def _joined(parts: list[Asked | None], kind: type[AllOf] | type[AnyOf]) -> Asked | None:
    # Punctuation that stands alone asks for nothing.
    asking = tuple(part for part in parts if part is not None)
    if not asking:
        return None
    return asking[0] if len(asking) == 1 else kind(asking)


def _quoted(lexeme: _Lexeme) -> str:
    return f'"{lexeme.text}"'


def _wrong(lexeme: _Lexeme, trouble: str) -> QueryError:
    told = lexeme.text if len(lexeme.text) <= _SHOWN else f"{lexeme.text[: _SHOWN - 1]}…"
    told = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in told)
    return QueryError(f"search text, character {lexeme.place}: {told} {trouble}")
