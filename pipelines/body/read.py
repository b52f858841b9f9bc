"""Reading a page's body: walk, features, model, cut, structure."""

from dataclasses import dataclass

from pipelines.body.agreement import Declared
from pipelines.body.cut import best_cut, settle
from pipelines.body.features import Features, read_features
from pipelines.body.ground import Ground, survey
from pipelines.body.kinds import body_blocks
from pipelines.body.mend import mended
from pipelines.body.placeholders import placeholders
from pipelines.body.structure import Body, body_of
from pipelines.body.trees import Forest
from pipelines.body.walk import Walk


@dataclass(frozen=True, slots=True)
class BodyReading:
    """A body, and the F1 that is to be expected of it, from 0 to 1."""

    body: Body
    expected_f1: float


def read_blocks(found: Walk, declared: Declared, forest: Forest) -> BodyReading | None:
    """The article among the blocks ``found``; None where the page has no text of one."""
    ground = survey(found)
    if ground is None:
        return None
    return take(ground, read_features(ground, declared), forest)


def take(ground: Ground, features: Features, forest: Forest) -> BodyReading | None:
    """The article among the blocks of ``ground``, by ``forest``; None where they have no text."""
    probabilities = forest.probabilities(features.values)
    if features.headline is not None:
        probabilities[features.headline] = 0.0
    probabilities[placeholders(ground)] = 0.0
    cut = best_cut(probabilities, ground.words)
    cut = settle(cut, (features.gravity, features.container), ground.words)
    flags = mended(cut.taken, probabilities, ground)
    taken = [block for block, is_taken in zip(ground.blocks, flags, strict=True) if is_taken]
    body = body_of(body_blocks(taken, ground.boxes))
    return BodyReading(body, cut.expected_f1) if body else None
