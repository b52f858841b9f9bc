"""Counting, in bounded space, what stands on how many articles and what moves in how many comparisons."""

from collections.abc import Iterable
from typing import Any

import msgspec

# What is told of enough articles needs no more of their names.
_MOST_NAMED = 8
_ENOUGH = 3


class Tally(msgspec.Struct, array_like=True):
    """What was seen of one thing: a text, a form, a place, a field.

    ``articles`` counts new articles that have it, ``texts`` are a few different ones it was seen as. It was there in
    ``compared`` comparisons, and differed in ``moved`` of them: those of ``movers``, a few articles, of which ``again``
    are those seen to do it twice. ``came`` and ``went`` say which way.
    """

    articles: int = 0
    texts: list[int] = []
    compared: int = 0
    moved: int = 0
    movers: list[int] = []
    again: list[int] = []
    came: bool = False
    went: bool = False

    @property
    def is_restless(self) -> bool:
        """Whether it differs in half of all comparisons at least, of several articles."""
        return len(self.movers) >= _ENOUGH and self.moved * 2 >= self.compared

    @property
    def is_restless_again(self) -> bool:
        """Whether it does, and several articles were seen to do it more than once."""
        return self.is_restless and len(self.again) >= _ENOUGH

    @property
    def comes_and_goes(self) -> bool:
        """Whether it came to some articles and went from others, several in all."""
        return self.came and self.went and len(self.movers) >= _ENOUGH

    def stand(self, text: int) -> None:
        """A new article has it, as ``text``."""
        self.articles += 1
        _note(self.texts, text, _ENOUGH)

    def move(self, article: int) -> None:
        """It differs between two visits of ``article``."""
        self.moved += 1
        if article in self.movers:
            _note(self.again, article, _ENOUGH)
        _note(self.movers, article, _MOST_NAMED)

    def fade(self) -> None:
        """Forget half of what comparisons told."""
        self.compared //= 2
        self.moved //= 2
        if not self.moved:
            self.movers, self.again, self.came, self.went = [], [], False, False

    @property
    def weight(self) -> int:
        """How often it was seen to tell something; 0: nothing is known of it."""
        return self.articles + self.moved + self.compared


class Tallies:
    """The tallies of up to ``most`` things; where there are more, the rarest go first, of those the longest unseen."""

    def __init__(self, most: int, known: Iterable[tuple[int, Tally]] = ()) -> None:
        self._most = most
        self._known = dict(known)

    def get(self, key: int) -> Tally | None:
        """The tally of ``key``; None: never seen."""
        return self._known.get(key)

    def seen(self, key: int) -> Tally:
        """The tally of ``key``, which was seen just now."""
        tally = self._known.pop(key, None) or Tally()
        self._known[key] = tally
        return tally

    def forget_rarest(self) -> None:
        """Make room where there are more than there may be."""
        if len(self._known) > self._most:
            rarest = sorted(self._known, key=lambda key: self._known[key].weight)
            for key in rarest[: len(rarest) - self._most * 4 // 5]:
                del self._known[key]

    def halve_articles(self) -> None:
        """Forget half of what new articles told."""
        for tally in self._known.values():
            tally.articles //= 2
        self._drop_empty()

    def fade(self) -> None:
        """Forget half of what comparisons told."""
        for tally in self._known.values():
            tally.fade()
        self._drop_empty()

    def items(self) -> list[tuple[int, Any]]:
        """What is known, the longest unseen first."""
        return list(self._known.items())

    def _drop_empty(self) -> None:
        self._known = {key: tally for key, tally in self._known.items() if tally.weight}


def _note(noted: list[int], value: int, most: int) -> None:
    if len(noted) < most and value not in noted:
        noted.append(value)
