"""Labels of blocks by the true body of their page: 1 belongs to it, 0 does not, UNKNOWN is not trained on."""

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipelines.body.ground import Numbers

UNKNOWN = -1
_WORD = re.compile(r"\w+")
_GRAM = 4
_IN, _OUT = 0.7, 0.35  # shares of a block's word sequences that stand in the truth
_UNIQUE_WORDS = 6
_LONG_WORDS = 10
_SHORT_WORDS = 4
_NEAR_BLOCKS = 6
_SNIPPET_SHARE = 0.15

Labels = NDArray[np.int8]


def label_blocks(texts: Sequence[str], words: Numbers, truths: Sequence[str]) -> Labels:
    """The labels of blocks with ``texts`` and ``words``, by the longest of ``truths``.

    What the shortest truth does without is optional: a standfirst, most often. It has a field of its own, so it is
    labelled 0.
    """
    longest, shortest = max(truths, key=len), min(truths, key=len)
    labels = _by_truth(texts, words, longest)
    if shortest != longest:
        labels[(labels == 1) & (_by_truth(texts, words, shortest) != 1)] = 0
    return labels


def label_snippets(texts: Sequence[str], within: Sequence[str], without: Sequence[str]) -> Labels:
    """The labels by snippets that must and must not stand in the body: most blocks are UNKNOWN."""
    folded = [" ".join(text.split()) for text in texts]
    labels = np.full(len(texts), UNKNOWN, np.int8)
    for snippet in (" ".join(text.split()) for text in without):
        labels[[snippet in text and len(snippet) > _SNIPPET_SHARE * len(text) for text in folded]] = 0
    for snippet in (" ".join(text.split()) for text in within):
        labels[[snippet in text for text in folded]] = 1
    return labels


def _by_truth(texts: Sequence[str], words: Numbers, truth: str) -> Labels:
    known = _WORD.findall(truth.casefold())
    lines = Counter(" ".join(_WORD.findall(line.casefold())) for line in truth.split("\n"))
    grams, pairs = set(_grams(known, _GRAM)), set(_grams(known, 2))
    tokens = [_WORD.findall(text.casefold()) for text in texts]
    labels = np.full(len(texts), UNKNOWN, np.int8)
    for at, block in enumerate(tokens):
        if len(block) >= _GRAM:
            share = sum(gram in grams for gram in _grams(block, _GRAM)) / (len(block) - _GRAM + 1)
            labels[at] = 1 if share >= _IN else 0 if share <= _OUT else UNKNOWN
        elif block:
            is_within = len(block) > 1 and all(pair in pairs for pair in _grams(block, 2))
            labels[at] = 1 if " ".join(block) in lines else UNKNOWN if is_within else 0
    _keep_one_of_twins(labels, [" ".join(block) for block in tokens], words, lines)
    _drop_far_short_ones(labels, words)
    return labels


def _grams(words: Sequence[str], length: int) -> list[tuple[str, ...]]:
    return [tuple(words[at : at + length]) for at in range(len(words) - length + 1)]


def _keep_one_of_twins(labels: Labels, texts: Sequence[str], words: Numbers, lines: Counter[str]) -> None:
    """Of blocks with one text, only as many as the truth has belong to it: those nearest to what is surely of it."""
    places: dict[str, list[int]] = {}
    for at in np.flatnonzero(labels == 1):
        places.setdefault(texts[int(at)], []).append(int(at))
    sure = [found[0] for found in places.values() if len(found) == 1 and words[found[0]] > _UNIQUE_WORDS]
    if not sure:
        return
    for text, found in places.items():
        nearest = sorted(found, key=lambda at: min(abs(at - other) for other in sure))
        labels[nearest[max(1, lines[text]) :]] = 0


def _drop_far_short_ones(labels: Labels, words: Numbers) -> None:
    """A few words that stand far from every long block of the body are there by chance."""
    long = np.flatnonzero((labels == 1) & (words >= _LONG_WORDS))
    if len(long):
        at = np.arange(len(labels))
        is_far = (at < long[0] - _NEAR_BLOCKS) | (at > long[-1] + _NEAR_BLOCKS)
        labels[(labels == 1) & (words < _SHORT_WORDS) & is_far] = 0
