"""The piece of a text that shows best why it was found, and which of its characters are the words looked for."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice

import regex

from archive.search.analysis import Token, tokens, words
from archive.search.asking import Words

LENGTH = 240
"""Characters of a snippet at most, the dots at its ends not counted."""

_MOST_PLACES = 100
_BLOCK = 300  # characters
_BEFORE = 60  # characters of what stands before the first hit
_CHARACTER = regex.compile(r"\X")
_DOTS = "…"

Place = tuple[int, int]
"""Where something begins in a text, and where it ends."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of text on one line; each of ``marks`` (start, end) is a hit, in order, none touching another."""

    text: str
    marks: tuple[Place, ...] = ()

    def marked(self, before: str, behind: str) -> str:
        """The text with ``before`` and ``behind`` around each hit."""
        parts, done = [], 0
        for start, end in self.marks:
            parts += [self.text[done:start], before, self.text[start:end], behind]
            done = end
        return "".join([*parts, self.text[done:]])


def snippet(text: str, wanted: Sequence[Words], length: int = LENGTH) -> Snippet:
    """The ``length`` characters of ``text`` (more for one long hit) with most of ``wanted``; else its beginning."""
    text = " ".join(text.split())
    places = sorted(_places(text, wanted))
    first, last = _best(places, length)
    start, end = _window(text, first, last, length)
    marks = [(a - start, b - start) for a, b, _ in places if start <= a and b <= end]
    head, tail = (_DOTS if start > 0 else ""), (_DOTS if end < len(text) else "")
    shift = len(head)
    return Snippet(head + text[start:end] + tail, tuple((a + shift, b + shift) for a, b in _joined(marks)))


def marks_in(text: str, wanted: Sequence[Words]) -> Snippet:
    """``text`` whole, on one line, with its hits."""
    text = " ".join(text.split())
    return Snippet(text, tuple(_joined(sorted((a, b) for a, b, _ in _places(text, wanted)))))


def _places(text: str, wanted: Sequence[Words]) -> Iterator[tuple[int, int, int]]:
    """Where each of ``wanted`` stands: start, end, and which it is; the first of them, if they are very many."""
    # The words without their places are quick to have; places are told only in the blocks that hold a hit.
    blocks = list(_blocks(text))
    read = [words(text[start:end]) for start, end in blocks]
    firsts = list(accumulate(map(len, read), initial=0))
    told: dict[int, list[Token]] = {}

    def token(number: int) -> Place:
        block = bisect_right(firsts, number) - 1
        start, end = blocks[block]
        if block not in told:
            told[block] = list(tokens(text[start:end]))
        found = told[block][number - firsts[block]]
        return start + found.start, start + found.end

    standing = _standing([one for many in read for one in many], wanted)
    for first, last, number in islice(standing, _MOST_PLACES):
        yield token(first)[0], token(last)[1], number


def _blocks(text: str) -> Iterator[Place]:
    """Pieces of ``text``, on one line, that end between words; one after the other."""
    start = 0
    while start < len(text):
        end = text.find(" ", start + _BLOCK)
        end = len(text) if end < 0 else end + 1
        yield start, end
        start = end


def _standing(read: Sequence[str], wanted: Sequence[Words]) -> Iterator[tuple[int, int, int]]:
    """Which of ``wanted`` stand among the words ``read``: from which word to which, and which it is."""
    by_first: dict[str, list[int]] = {}
    for number, one in enumerate(wanted):
        by_first.setdefault(one.tokens[0], []).append(number)
    for place, word in enumerate(read):
        if word not in by_first:
            continue
        for number in by_first[word]:
            looked_for = wanted[number].tokens
            if tuple(read[place : place + len(looked_for)]) == looked_for:
                yield place, place + len(looked_for) - 1, number


def _best(places: Sequence[tuple[int, int, int]], length: int) -> Place:
    """From where to where the hits lie that a piece of ``length`` characters should show."""
    best, best_worth = (0, 0), (0, 0)
    first = 0
    for last, (_, end, _) in enumerate(places):
        while end - places[first][0] > length and first < last:
            first += 1
        inside = places[first : last + 1]
        worth = (len({number for _, _, number in inside}), len(inside))
        if worth > best_worth:
            best, best_worth = (places[first][0], end), worth
    return best


def _window(text: str, first: int, last: int, length: int) -> Place:
    """A piece of ``text`` that holds the hits from ``first`` to ``last``, ends between words, and cuts no character."""
    if len(text) <= length:
        return 0, len(text)
    before = min(_BEFORE, max(0, length - (last - first)))
    start = min(max(0, first - before), len(text) - length)
    if start > 0:
        space = text.find(" ", start - 1, first)
        start = space + 1 if space >= 0 else _between_characters(text, start)
    end = min(len(text), max(start + length, last))
    if end < len(text):
        space = text.rfind(" ", max(last, start + 1), end + 1)
        end = space if space >= 0 else _between_characters(text, end)
    return start, end


def _between_characters(text: str, place: int) -> int:
    """The last place at or before ``place`` at which no character with its accents is cut."""
    begin = max(0, place - 64)
    ends = [begin + found.end() for found in _CHARACTER.finditer(text, begin, min(len(text), place + 64))]
    return max((end for end in ends if end <= place), default=place)


def _joined(places: Iterable[Place]) -> Iterator[Place]:
    """``places``, in order, with those that touch as one: characters of one word, words of one phrase."""
    now: Place | None = None
    for start, end in places:
        if now is not None and start <= now[1]:
            now = (now[0], max(now[1], end))
            continue
        if now is not None:
            yield now
        now = (start, end)
    if now is not None:
        yield now
