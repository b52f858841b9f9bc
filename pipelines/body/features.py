"""The features of each block of a page, by which the model tells the article from what stands around it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.body import agreement, surroundings
from pipelines.body.agreement import Declared
from pipelines.body.ground import TAGS, Flags, Ground, Numbers, running_sums
from pipelines.body.rules import HEADINGS, ancestry, by_container, by_gravity, heart
from pipelines.body.wording import WORDINGS

Column = tuple[str, NDArray[Any] | float]  # a number alone is that of every block

_ABSENT = -2.0
_FAR = 10
_TITLE_BLOCKS = (-5, 40)
_TITLE_WORDS = (-300, 3_000)
_WINDOW = 4
_RANKS = np.array([int(tag[1]) if tag in HEADINGS else 0 for tag in TAGS])


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
        ("container", -1.0 if container is None else container),
    ]
    return Features(
        names=tuple(name for name, _ in columns),
        values=_stacked([column for _, column in columns], len(ground.box)),
        headline=agreement.headline_place(ground, declared.title, title_at),
        gravity=gravity.taken,
        container=container,
    )


def _stacked(columns: Sequence[NDArray[Any] | float], count: int) -> Numbers:
    values = np.empty((len(columns), count))
    for row, column in zip(values, columns, strict=True):
        row[:] = column
    return values.T


def _own(ground: Ground) -> Iterator[Column]:
    yield "log_words", np.log1p(ground.words)
    yield "link_share", ground.link_share
    yield "links", ground.links / ground.words
    yield "running", ground.running
    for name in WORDINGS[1:]:
        yield name, ground.wording(name)
    yield "strong", ground.strong_chars / ground.chars
    yield "pictures", np.minimum(ground.pictures, 5)
    for tag in ("div", "li", "td"):
        yield tag, ground.is_tag([tag])[ground.box]
    yield "heading", ground.is_tag(HEADINGS)[ground.box]
    texts = [block.text for block in ground.blocks]
    yield "twins", np.minimum([*map(Counter(texts).__getitem__, texts)], 4)
    yield "unseen", np.array(ground.boxes.is_unseen)[ground.box]


def _places(ground: Ground, title_at: int | None) -> Iterator[Column]:
    at = np.arange(len(ground.box), dtype=np.float64)
    running_before = ground.running.cumsum() - ground.running
    yield "at", at / len(at)
    yield "at_chars", (ground.chars.cumsum() - ground.chars) / ground.chars.sum()
    yield "running_before", running_before / ground.total
    before_title = 0.0 if title_at is None else running_before[title_at]
    yield "since_title", -6.0 if title_at is None else _within(at - title_at, *_TITLE_BLOCKS)
    yield "running_since_title", _within(running_before - before_title, *_TITLE_WORDS)
    around = ancestry(ground, heart(ground))
    shared = ((ground.starts[around][:, None] <= at) & (at < ground.ends[around][:, None])).sum(0)
    levels_over = np.minimum(len(around) - shared, _FAR)
    yield "levels_below", np.minimum(ground.depths[ground.box] + 1 - shared, _FAR)
    yield "levels_over", levels_over
    inside = ((levels_over == 0) & (ground.running > 0)).nonzero()[0]
    yield "before_heart", _within((inside[0] if len(inside) else 0) - at, -_FAR, _FAR)
    yield "after_heart", _within(at - (inside[-1] if len(inside) else len(at) - 1), -_FAR, _FAR)
    yield "depth", ground.depths[ground.box]
    yield "log_blocks", np.log1p(len(at))
    yield "log_total", np.log1p(ground.total)


def _gravity(ground: Ground, taken: Flags, levels: Numbers) -> Iterator[Column]:
    at, where = np.arange(len(taken)), taken.nonzero()[0]
    yield "gravity", taken
    yield "before_gravity", _within((where[0] if len(where) else 0) - at, 0, _FAR)
    yield "after_gravity", _within(at - (where[-1] if len(where) else len(at) - 1), 0, _FAR)
    yield "gravity_share", ground.running[where].sum() / ground.total
    yield "gravity_levels", levels


def _headings(ground: Ground) -> Iterator[Column]:
    """Figures of the heading last seen before each block."""
    at = np.arange(len(ground.box))
    is_heading = ground.is_tag(HEADINGS)[ground.box]
    last = np.maximum.accumulate(np.where(is_heading, at, -1))
    has = last >= 0
    rank = _RANKS[ground.tag_codes[ground.box]]
    points_elsewhere = np.maximum(ground.wording("elsewhere"), ground.wording("promotion"))
    yield "heading_rank", np.where(has, rank[last], 0)
    yield "since_heading", np.where(has, np.minimum(at - last, 20), 21)
    yield "heading_elsewhere", np.where(has, points_elsewhere[last], 0.0)
    yield "heading_beside", has & (ground.ancestors[1][last] == ground.ancestors[1])
    yield "h1_before", np.minimum((rank == 1).cumsum(), 6)


def _bylines(ground: Ground) -> Iterator[Column]:
    """Where names of authors and dates stand: between the standfirst and the text, and once on every teaser."""
    at = np.arange(len(ground.box))
    marks = np.sort(ground.bylines)
    before = np.searchsorted(marks, at, side="right")
    padded = np.concatenate(([-100], marks, [len(at) + 100]))
    yield "since_byline", np.minimum(at - padded[before], 30)
    yield "until_byline", np.minimum(padded[before + 1] - at, 30)
    yield "bylines_before", np.minimum(before, 6)
    yield "bylines", min(len(marks), 30)
    yield "bylines_near", np.minimum(np.searchsorted(marks, at + 6) - np.searchsorted(marks, at - 5), _FAR)


def _neighbours(ground: Ground, like_text: NDArray[Any] | float) -> Iterator[Column]:
    parent = ground.ancestors[1]
    before, after, second = _shifted(parent, len(parent))
    yield "same_parent-1", before == parent
    yield "same_parent+1", after == parent
    yield "same_parent+2", second == parent
    for name, column in (
        ("log_words", np.log1p(ground.words)),
        ("link_share", ground.link_share),
        ("running", ground.running),
        ("like_text", like_text),
    ):
        before, after, _ = _shifted(column, len(parent))
        yield f"{name}-1", before
        yield f"{name}+1", after
    at = np.arange(len(parent))
    first, last = np.maximum(at - _WINDOW, 0), np.minimum(at + _WINDOW + 1, len(at))
    width = last - first
    for name, column in (("running", ground.running), ("link_share", ground.link_share)):
        summed = running_sums(column)
        yield f"{name}_near", (summed[last] - summed[first]) / width


def _shifted(column: NDArray[Any] | float, count: int) -> tuple[Numbers, Numbers, Numbers]:
    """For each of ``count`` blocks the value of the block before it, behind it, and two behind, or ``_ABSENT``."""
    padded = np.full(count + 3, _ABSENT)
    padded[1:-2] = column
    return padded[:count], padded[2:-1], padded[3:]


def _within(column: NDArray[Any], least: float, most: float) -> NDArray[Any]:
    """``column`` within bounds. numpy's own way to say so takes four times as long for as few numbers."""
    bound: NDArray[Any] = np.minimum(np.maximum(column, least), most)
    return bound
