"""What differs between two revisions of an article: its fields, and its body by paragraph and word."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby
from typing import Any

FIELDS = ("title", "language", "published_at", "modified_at", "summary", "authors", "section", "tags", "image")
"""The columns of a revision that are compared as they are; its body is compared by paragraph."""

# Scripts that are written without spaces have no words to tell by sight: there each letter is one.
_WORD = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|\w+|\s+|.", re.DOTALL)
# From here on two paragraphs are one that was edited, as difflib.get_close_matches has it.
_ALIKE = 0.6


class Change(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a paragraph, and what became of it."""

    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, in pieces that are in turn those of the old and of the new one."""

    pieces: tuple[Piece, ...]

    @property
    def old(self) -> str | None:
        """The paragraph as it was; None: there was none."""
        return self._without(Change.ADDED)

    @property
    def new(self) -> str | None:
        """The paragraph as it is; None: there is none."""
        return self._without(Change.REMOVED)

    @property
    def is_same(self) -> bool:
        """Whether nothing of it changed."""
        return all(piece.change is Change.SAME for piece in self.pieces)

    def _without(self, change: Change) -> str | None:
        texts = [piece.text for piece in self.pieces if piece.change is not change]
        return "".join(texts) if texts else None


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that differs. None: that revision has none."""

    name: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Difference:
    """All that differs: ``fields`` in the order of `FIELDS`; ``body`` is empty where the bodies are the same."""

    fields: tuple[FieldChange, ...]
    body: tuple[Paragraph, ...]


def difference(old: Mapping[str, Any], new: Mapping[str, Any]) -> Difference:
    """What differs between two rows of the view ``revisions``."""
    changed = [FieldChange(name, old[name], new[name]) for name in FIELDS if old[name] != new[name]]
    is_same_body = old["body"] == new["body"]
    body = () if is_same_body else tuple(_paragraphs(_split(old["body"]), _split(new["body"])))
    return Difference(tuple(changed), body)


def _split(body: str) -> list[str]:
    return body.split("\n\n") if body else []


def _paragraphs(old: Sequence[str], new: Sequence[str]) -> Iterator[Paragraph]:
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (_whole(Change.SAME, text) for text in old[old_from:old_to])
        else:
            yield from _replaced(old[old_from:old_to], new[new_from:new_to])


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[Paragraph]:
    """The paragraphs of two passages of which none is the same: first the most alike, then what is around them."""
    best = max(
        ((_likeness(one, other), -place, -number) for place, one in enumerate(old) for number, other in enumerate(new)),
        default=(0.0, 0, 0),
    )
    if best[0] < _ALIKE:
        yield from (_whole(Change.REMOVED, text) for text in old)
        yield from (_whole(Change.ADDED, text) for text in new)
        return
    place, number = -best[1], -best[2]
    yield from _replaced(old[:place], new[:number])
    yield _edited(old[place], new[number])
    yield from _replaced(old[place + 1 :], new[number + 1 :])


def _likeness(one: str, other: str) -> float:
    """How alike two paragraphs are by their words, from 0 to 1."""
    matcher = SequenceMatcher(None, _WORD.findall(one), _WORD.findall(other))
    is_hopeless = matcher.real_quick_ratio() < _ALIKE or matcher.quick_ratio() < _ALIKE
    return 0.0 if is_hopeless else matcher.ratio()


def _whole(change: Change, text: str) -> Paragraph:
    return Paragraph((Piece(change, text),))


def _edited(old: str, new: str) -> Paragraph:
    was, now = _WORD.findall(old), _WORD.findall(new)
    found: list[tuple[Change, str]] = []
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(None, was, now).get_opcodes():
        if tag == "equal":
            found.append((Change.SAME, "".join(was[old_from:old_to])))
        else:
            found += [(Change.REMOVED, "".join(was[old_from:old_to])), (Change.ADDED, "".join(now[new_from:new_to]))]
    kept = [(change, text) for change, text in found if text]
    joined = groupby(kept, key=lambda piece: piece[0])
    return Paragraph(tuple(Piece(change, "".join(text for _, text in pieces)) for change, pieces in joined))
