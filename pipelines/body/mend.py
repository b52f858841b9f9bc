"""Mending a cut: single blocks left out within the text, and lists and tables of which most is taken."""

import numpy as np

from pipelines.body.ground import Flags, Ground, Numbers

_PROBABLE = 0.3  # from which a block between two that are taken is taken too
_WHOLES = ("ul", "ol", "dl", "table")
_MOST = 0.5
_LINKED = 0.6
_MAX_PARTS = 200


def mended(taken: Flags, probabilities: Numbers, ground: Ground) -> Flags:
    """``taken`` with likely blocks between two that are taken, and with the rest of lists and tables mostly taken."""
    between = np.zeros_like(taken)
    between[1:-1] = taken[:-2] & taken[2:] & (probabilities[1:-1] >= _PROBABLE)
    whole: Flags = taken | between
    for box in np.flatnonzero(ground.is_tag(_WHOLES)):
        parts = slice(ground.starts[box], ground.ends[box])
        words, is_taken = ground.words[parts], whole[parts]
        if 1 < len(words) <= _MAX_PARTS and ground.link_share[parts].mean() < _LINKED:
            whole[parts] |= words[is_taken].sum() >= _MOST * words.sum()
    return whole
