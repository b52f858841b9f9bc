"""How far a page's blocks agree with what the page declares: its title, its description and its whole text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from pipelines.body.ground import Ground, Numbers

_WORD = re.compile(r"\w+")
_MAX_TITLE_WORDS = 25
_MIN_TEXT_CHARS = 150  # shorter "texts" are descriptions
_MAX_TEXT_CHARS = 200_000  # looked at for every block
_PROBE_CHARS = 24
_MIN_PROBED_CHARS = 28
_MIN_TOLD_CHARS = 12
_UNTOLD = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What a page declares of its article; None where it does not say."""

    title: str | None = None
    description: str | None = None
    text: str | None = None


def columns(ground: Ground, declared: Declared) -> Iterator[tuple[str, Numbers | float]]:
    """Shares of each block's words that are the title's, and of its probes that the description and the text have.

    The last is -1 where the page declares no text.
    """
    texts = [block.text.casefold() for block in ground.blocks]
    title = frozenset(_WORD.findall((declared.title or "").casefold()))
    like_title = np.zeros(len(texts))
    if title:
        for at in np.flatnonzero(ground.words < _MAX_TITLE_WORDS):
            words = _WORD.findall(texts[at])
            if not title.isdisjoint(words):
                like_title[at] = len([word for word in words if word in title]) / len(words)
    yield "like_title", like_title
    description = _folded(declared.description)
    yield "like_description", np.array([_likeness(text, description) for text in texts]) if description else 0.0
    whole = _folded(declared.text)
    if len(whole) <= _MIN_TEXT_CHARS:
        yield "like_text", -1.0
        return
    likeness = (_likeness(text, whole) if len(text) > _MIN_TOLD_CHARS else _UNTOLD for text in texts)
    yield "like_text", np.fromiter(likeness, np.float64)


def headline_place(ground: Ground, title: str | None, at: int | None) -> int | None:
    """Which block is the page's headline, and so no part of its body: that ``at`` its title's place, if it says it."""
    is_same = at is not None and (not title or _plain(ground.blocks[at].text) == _plain(title))
    return at if is_same else None


def title_place(ground: Ground, title: str | None) -> int | None:
    """Which block is the headline: the h1 (else h2) that says the declared title, else the first h1; None: no such."""
    wanted = _plain(title or "")
    first: int | None = None
    for at in map(int, np.flatnonzero(ground.is_tag(["h1", "h2"])[ground.box])):
        is_h1 = ground.boxes.tags[ground.box[at]] == "h1"
        is_same = bool(wanted) and _plain(ground.blocks[at].text) == wanted
        if is_h1 and is_same:
            return at
        if first is None and (is_h1 or is_same):
            first = at
    return first


def _likeness(text: str, whole: str) -> float:
    """The share of three short pieces of ``text`` that stand in ``whole``: a cheap stand-in for comparing words."""
    if len(text) < _MIN_PROBED_CHARS:
        return float(text in whole)
    middle = (len(text) - _PROBE_CHARS) // 2
    is_begun, is_gone_on = text[:_PROBE_CHARS] in whole, text[middle : middle + _PROBE_CHARS] in whole
    return (is_begun + is_gone_on + (text[-_PROBE_CHARS - 1 : -1] in whole)) / 3


def _folded(text: str | None) -> str:
    return " ".join((text or "")[:_MAX_TEXT_CHARS].casefold().split())


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))
