"""The features of each block of a page, by which the model tells the article from what stands around it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.body import agreement, surroundings
from pipelines.body.agreement import Declared
from pipelines.body.ground import Flags, Ground, Numbers
from pipelines.body.rules import HEADINGS, ancestry, by_container, by_gravity, heart
from pipelines.body.wording import WORDINGS

Column = tuple[str, NDArray[Any]]

_ABSENT = -2.0
_FAR = 10
_TITLE_BLOCKS = (-5, 40)
_TITLE_WORDS = (-300, 3_000)
_WINDOW = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """``values`` is n blocks by the features in ``names``.

    ``headline`` is the place of the block that is the page's title; ``gravity`` and ``container`` are the readings
    by rule (n), None where the page names no container.
    """

    names: tuple[str, ...]
    values: Numbers
    headline: int | None
    gravity: Flags
    container: Flags | None


def read_features(ground: Ground, declared: Declared) -> Features:
    """The features of every block of ``ground``, a page that declares ``declared``."""
    gravity, container = by_gravity(ground), by_container(ground)
    title_at = agreement.title_place(ground, declared.title)
    like = list(agreement.columns(ground, declared))
    columns = [
        *_own(ground),
        *_places(ground, title_at),
        *surroundings.columns(ground),
        *_gravity(ground, gravity.taken, gravity.levels),
        *like,
        *_headings(ground),
        *_bylines(ground),
        *_neighbours(ground, like[-1][1]),
        ("container", np.full(len(ground.box), -1.0) if container is None else container),
    ]
    return Features(
        names=tuple(name for name, _ in columns),
        values=_stacked([column for _, column in columns]),
        headline=agreement.headline_place(ground, declared.title),
        gravity=gravity.taken,
        container=container,
    )


def _stacked(columns: Sequence[NDArray[Any]]) -> Numbers:
    values = np.empty((len(columns), len(columns[0])))
    for row, column in zip(values, columns, strict=True):
        row[:] = column
    return values.T


def _own(ground: Ground) -> Iterator[Column]:
    blocks, boxes = ground.blocks, ground.boxes
    yield "log_words", np.log1p(ground.words)
    yield "link_share", ground.link_share
    yield "links", np.array([block.links for block in blocks]) / ground.words
    yield "running", ground.running
    for name in WORDINGS[1:]:
        yield name, ground.wording(name)
    yield "strong", np.array([block.strong_chars for block in blocks]) / ground.chars
    yield "pictures", np.minimum([block.pictures for block in blocks], 5)
    for tag in ("div", "li", "td"):
        yield tag, ground.is_tag([tag])[ground.box]
    yield "heading", ground.is_tag(HEADINGS)[ground.box]
    count: dict[str, int] = {}
    for block in blocks:
        count[block.text] = count.get(block.text, 0) + 1
    yield "twins", np.minimum([count[block.text] for block in blocks], 4)
    yield "unseen", np.array(boxes.is_unseen)[ground.box]


def _places(ground: Ground, title_at: int | None) -> Iterator[Column]:
    at = np.arange(len(ground.box), dtype=np.float64)
    running_before = np.cumsum(ground.running) - ground.running
    yield "at", at / len(at)
    yield "at_chars", (np.cumsum(ground.chars) - ground.chars) / ground.chars.sum()
    yield "running_before", running_before / ground.total
    before_title = 0.0 if title_at is None else running_before[title_at]
    yield "since_title", np.full(len(at), -6.0) if title_at is None else np.clip(at - title_at, *_TITLE_BLOCKS)
    yield "running_since_title", np.clip(running_before - before_title, *_TITLE_WORDS)
    around = ancestry(ground, heart(ground))
    shared = ((ground.starts[around][:, None] <= at) & (at < ground.ends[around][:, None])).sum(0)
    levels_over = np.minimum(len(around) - shared, _FAR)
    yield "levels_below", np.minimum(ground.depths[ground.box] + 1 - shared, _FAR)
    yield "levels_over", levels_over
    inside = np.flatnonzero((levels_over == 0) & (ground.running > 0))
    yield "before_heart", np.clip((inside[0] if len(inside) else 0) - at, -_FAR, _FAR)
    yield "after_heart", np.clip(at - (inside[-1] if len(inside) else len(at) - 1), -_FAR, _FAR)
    yield "depth", ground.depths[ground.box]
    yield "log_blocks", np.full(len(at), np.log1p(len(at)))
    yield "log_total", np.full(len(at), np.log1p(ground.total))


def _gravity(ground: Ground, taken: Flags, levels: Numbers) -> Iterator[Column]:
    at, where = np.arange(len(taken)), np.flatnonzero(taken)
    yield "gravity", taken
    yield "before_gravity", np.clip((where[0] if len(where) else 0) - at, 0, _FAR)
    yield "after_gravity", np.clip(at - (where[-1] if len(where) else len(at) - 1), 0, _FAR)
    yield "gravity_share", np.full(len(at), ground.running[where].sum() / ground.total)
    yield "gravity_levels", levels


def _headings(ground: Ground) -> Iterator[Column]:
    """Figures of the heading last seen before each block."""
    at = np.arange(len(ground.box))
    is_heading = ground.is_tag(HEADINGS)[ground.box]
    last = np.maximum.accumulate(np.where(is_heading, at, -1))
    has = last >= 0
    rank = np.array([int(tag[1]) if tag in HEADINGS else 0 for tag in ground.boxes.tags])[ground.box]
    points_elsewhere = np.maximum(ground.wording("elsewhere"), ground.wording("promotion"))
    yield "heading_rank", np.where(has, rank[last], 0)
    yield "since_heading", np.where(has, np.minimum(at - last, 20), 21)
    yield "heading_elsewhere", np.where(has, points_elsewhere[last], 0.0)
    yield "heading_beside", has & (ground.ancestors[1][last] == ground.ancestors[1])
    yield "h1_before", np.minimum(np.cumsum(rank == 1), 6)


def _bylines(ground: Ground) -> Iterator[Column]:
    """Where names of authors and dates stand: between the standfirst and the text, and once on every teaser."""
    at = np.arange(len(ground.box))
    marks = np.sort(ground.bylines)
    before = np.searchsorted(marks, at, side="right")
    padded = np.concatenate(([-100], marks, [len(at) + 100]))
    yield "since_byline", np.minimum(at - padded[before], 30)
    yield "until_byline", np.minimum(padded[before + 1] - at, 30)
    yield "bylines_before", np.minimum(before, 6)
    yield "bylines", np.full(len(at), min(len(marks), 30))
    yield "bylines_near", np.minimum(np.searchsorted(marks, at + 6) - np.searchsorted(marks, at - 5), _FAR)


def _neighbours(ground: Ground, like_text: NDArray[Any]) -> Iterator[Column]:
    parent = ground.ancestors[1]
    for by in (-1, 1, 2):
        yield f"same_parent{by:+}", _shifted(parent, by) == parent
    words = np.log1p(ground.words)
    for name, column in (("log_words", words), ("link_share", ground.link_share), ("running", ground.running)):
        for by in (-1, 1):
            yield f"{name}{by:+}", _shifted(column, by)
    for by in (-1, 1):
        yield f"like_text{by:+}", _shifted(like_text, by)
    at = np.arange(len(parent))
    first, last = np.maximum(at - _WINDOW, 0), np.minimum(at + _WINDOW + 1, len(at))
    for name, column in (("running", ground.running), ("link_share", ground.link_share)):
        summed = np.concatenate(([0.0], np.cumsum(column)))
        yield f"{name}_near", (summed[last] - summed[first]) / (last - first)


def _shifted(column: NDArray[Any], by: int) -> Numbers:
    """For each block the value of the block ``by`` places on; ``_ABSENT`` at the page's ends."""
    shifted = np.full(len(column), _ABSENT)
    if by > 0:
        shifted[:-by] = column[by:]
    else:
        shifted[-by:] = column[:by]
    return shifted
