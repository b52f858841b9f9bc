"""Reading the text of a link as a word or an arrow for another page of a list, in the languages of words.toml."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

MAX_CHARACTERS = 60
"""No text of a link between pages is longer."""

_FORWARD = "»›>→▶►▸≫⟩❯➔➜➡⇒⟶＞⏵"
_BACKWARD = "«‹<←◀◄◂≪⟨❮⬅⇐⟵＜⏴"
_BESIDE_WORDS = re.compile(r"[^\w'’]+|[\d_]+")


class Way(StrEnum):
    """Where the text of a link says that it leads: on in the list, to more of something, or back."""

    NEXT = "next"
    MORE = "more"
    PREVIOUS = "previous"


def way_of(text: str) -> Way | None:
    """The way that the words of ``text`` say, whatever arrows, numbers and punctuation stand beside them."""
    return _WAYS.get(plain_words(text)) if len(text) <= MAX_CHARACTERS else None


def arrow_of(text: str) -> Way | None:
    """The way that ``text`` points if it is nothing but arrows, as in a script that runs to the right."""
    arrows = "".join(text.split())
    if not arrows:
        return None
    if all(arrow in _FORWARD for arrow in arrows):
        return Way.NEXT
    return Way.PREVIOUS if all(arrow in _BACKWARD for arrow in arrows) else None


def plain_words(text: str) -> str:
    """``text`` without letter case, accents, numbers and punctuation."""
    if not text.isascii():
        parts = unicodedata.normalize("NFKD", text)
        text = "".join(part for part in parts if not unicodedata.combining(part) and part != "\u200c")
    return " ".join(_BESIDE_WORDS.sub(" ", text.casefold()).split())


def _read(tables: Mapping[str, Mapping[str, str]]) -> Mapping[str, Way]:
    return {
        plain_words(phrase): Way(way)
        for way, languages in tables.items()
        for phrases in languages.values()
        for phrase in phrases.split(",")
        if phrase.strip()
    }


_WAYS = _read(tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8")))
