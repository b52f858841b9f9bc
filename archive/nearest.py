"""Which of the names there are someone may have meant who wrote another."""

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

_ALIKE = 0.6  # as difflib.get_close_matches has it
_AS_GOOD = 0.12  # what is so much less like it than the likest is not meant
_LONGEST = 80  # letters of a name that are looked at: the time a comparison takes grows with their square


def nearest_names(name: str, names: Iterable[str], *, count: int = 3) -> list[str]:
    """Those of ``names`` that are like ``name``, the likest first, ``count`` at most; none where none is near."""
    written = _plain(name)
    matcher = SequenceMatcher(b=written, autojunk=False)
    found = []
    for one in dict.fromkeys(names):
        matcher.set_seq1(_plain(one))
        if matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE:
            found.append((-matcher.ratio(), one))
    found.sort()
    return [one for unlike, one in found[:count] if unlike <= found[0][0] + _AS_GOOD]


def did_you_mean(names: Sequence[str]) -> str:
    """The question to ask of the nearest ``names``, to stand behind a message; empty without any."""
    if not names:
        return ""
    *others, last = names
    return f"; did you mean {', '.join(others)} or {last}?" if others else f"; did you mean {last}?"


def _plain(name: str) -> str:
    return name.casefold()[:_LONGEST]
