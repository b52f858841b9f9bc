"""Reading a page's body: walk, features, model, cut, structure."""

from dataclasses import dataclass

import numpy as np

from pipelines.body.agreement import Declared
from pipelines.body.cut import best_cut, settle
from pipelines.body.features import Features, read_features
from pipelines.body.ground import Flags, Ground, survey
from pipelines.body.keys import key_of
from pipelines.body.kinds import body_blocks
from pipelines.body.mend import mended
from pipelines.body.structure import Body, body_of
from pipelines.body.trees import Forest
from pipelines.body.walk import Walk


@dataclass(frozen=True, slots=True)
class BodyReading:
    """A body, and the F1 that is to be expected of it, from 0 to 1."""

    body: Body
    expected_f1: float


def read_blocks(found: Walk, declared: Declared, forest: Forest, repeated: frozenset[int]) -> BodyReading | None:
    """The article among the blocks ``found``; None where the page has no text of one.

    Blocks with ``repeated`` keys are left out, unless that leaves nothing.
    """
    ground = survey(found, _repeated(found, repeated))
    if ground is None:
        return None
    return take(ground, read_features(ground, declared), forest, is_cut=found.is_cut)


def take(ground: Ground, features: Features, forest: Forest, *, is_cut: bool = False) -> BodyReading | None:
    """The article among the blocks of ``ground``, by ``forest``; None where they have no text."""
    probabilities = forest.probabilities(features.values)
    if features.headline is not None:
        probabilities[features.headline] = 0.0
    cut = best_cut(probabilities, ground.words)
    cut = settle(cut, (features.gravity, features.container), ground.words)
    flags = mended(cut.taken, probabilities, ground)
    taken = [block for block, is_taken in zip(ground.blocks, flags, strict=True) if is_taken]
    body = body_of(body_blocks(taken, ground.boxes), is_cut=is_cut)
    return BodyReading(body, cut.expected_f1) if body else None


def _repeated(found: Walk, repeated: frozenset[int]) -> Flags | None:
    if not repeated:
        return None
    return np.array([key_of(block) in repeated for block in found.blocks], np.bool_)
