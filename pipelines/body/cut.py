"""Which blocks of a page are the article: the cut with the best expected F1, and a vote where that is low."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipelines.body.ground import Flags, Numbers

_UNSURE = 0.9  # expected F1 below which the readings by rule are heard
_LEAST, _MOST = 0.05, 0.5  # thresholds


@dataclass(frozen=True, slots=True)
class Cut:
    """The blocks taken (n), and the F1 that is to be expected of them, from 0 to 1."""

    taken: Flags
    expected_f1: float


def best_cut(probabilities: Numbers, words: Numbers) -> Cut:
    """The blocks above the threshold at which the expected F1, counted in words, is highest.

    By Nan Ye and others, Optimizing F-measures (ICML 2012), with words for instances.
    """
    order = np.argsort(-probabilities, kind="stable")
    right = np.cumsum((probabilities * words)[order])
    f1 = 2 * right / (np.cumsum(words[order]) + right[-1])
    best = int(np.argmax(f1))
    threshold = min(max(float(probabilities[order[best]]), _LEAST), _MOST, float(probabilities[order[0]]))
    return Cut((probabilities >= threshold) & (probabilities > 0), float(f1[best]))


def settle(cut: Cut, others: Sequence[Flags | None], words: Numbers) -> Cut:
    """``cut``, or where it is unsure the one of it and ``others`` that is most like all of them."""
    readings = [cut.taken, *(other for other in others if other is not None and other.any())]
    if cut.expected_f1 >= _UNSURE or len(readings) == 1:
        return cut
    likeness = [sum(_f1(one, other, words) for other in readings) for one in readings]
    return Cut(readings[int(np.argmax(likeness))], cut.expected_f1)


def _f1(one: Flags, other: Flags, words: Numbers) -> float:
    both = float(words[one].sum() + words[other].sum())
    return 2 * float(words[one & other].sum()) / both if both else 0.0
