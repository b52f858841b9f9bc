"""The kept blocks of a page as columns of numbers, and sums over the boxes they stand in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import compress
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.body.letters import letters_of
from pipelines.body.names import BIT
from pipelines.body.walk import BOX_TAGS, PART_ROLES, PART_TAGS, Block, Boxes, Walk
from pipelines.body.wording import WORDINGS, count_words, read_wordings

Numbers = NDArray[np.float64]
Places = NDArray[np.intp]
Flags = NDArray[np.bool_]

ANCESTORS = 8  # levels of boxes around a block that are looked at
_MIN_RUNNING_WORDS = 8
_MIN_UNENDED_WORDS = 18
_MAX_RUNNING_WORDS = 120
_MOST = 0.5
TAGS = ("", *sorted(BOX_TAGS))  # in the order of their codes, first that of all others
_TAG_CODES = {tag: code for code, tag in enumerate(TAGS)}
_FEW_WORDS_BESIDE = 60  # where all but so little of a page is comments, they are no comments


@dataclass(frozen=True, kw_only=True)
class Ground:
    """The n blocks kept of a page, and its m boxes.

    ``places`` (n) say which of the walk's blocks they are, ``wordings`` (WORDINGS by n) what their words look like,
    ``running`` (n) how many words read as running text, ``chars`` (n) their length, ``box`` (n) which box each stands
    in. ``link_chars``, ``links``, ``strong_chars``, ``pictures`` (n), ``parents``, ``depths``, ``roles``, ``looks`` (m)
    are as the walk found them; ``starts`` and ``ends`` (m) and ``bylines`` are places among the kept blocks.
    """

    blocks: Sequence[Block]
    boxes: Boxes
    places: Places
    wordings: Numbers
    running: Numbers
    chars: Numbers
    link_chars: Numbers
    links: Places
    strong_chars: Places
    pictures: Places
    box: Places
    parents: Places
    depths: Places
    roles: Places
    looks: Places
    starts: Places
    ends: Places
    bylines: Places

    def wording(self, name: str) -> Numbers:
        """One column of the wordings (n)."""
        column: Numbers = self.wordings[WORDINGS.index(name)]
        return column

    @cached_property
    def tag_codes(self) -> Places:
        """The tag of each box as its number (m)."""
        return tag_codes(self.boxes)

    @cached_property
    def is_stated(self) -> Flags:
        """Which boxes are stated to be the article's body (m)."""
        return np.array(self.boxes.is_stated, np.bool_)

    @cached_property
    def words(self) -> Numbers:
        """Words of each block (n)."""
        return self.wording("words")

    @cached_property
    def link_share(self) -> Numbers:
        """The share of each block that is links (n)."""
        return self.link_chars / self.chars

    @cached_property
    def ancestors(self) -> Places:
        """The box of each block, its parent, and so on up (ANCESTORS by n). The first box is its own parent."""
        rows = np.empty((ANCESTORS, len(self.box)), np.intp)
        rows[0] = self.box
        for level in range(1, ANCESTORS):
            rows[level] = self.parents[rows[level - 1]]
        return rows

    @cached_property
    def box_running(self) -> Numbers:
        """Words of running text in each box (m)."""
        return self.sums(self.running)

    @cached_property
    def box_chars(self) -> Numbers:
        """Characters in each box, at least 1 (m)."""
        return np.maximum(self.sums(self.chars), 1)

    @cached_property
    def box_link_share(self) -> Numbers:
        """The share of each box that is links (m)."""
        return self.sums(self.link_chars) / self.box_chars

    @cached_property
    def total(self) -> float:
        """Words of running text on the whole page, at least 1."""
        return max(float(self.running.sum()), 1.0)

    def sums(self, column: Numbers) -> Numbers:
        """The sum of a block column in each box (m)."""
        summed = running_sums(column)
        result: Numbers = summed[self.ends] - summed[self.starts]
        return result

    def is_inside(self, box: int) -> Flags:
        """Which blocks stand in ``box`` (n)."""
        flags = np.zeros(len(self.box), np.bool_)
        flags[self.starts[box] : self.ends[box]] = True
        return flags

    def boxes_around(self, boxes: Flags) -> Places:
        """In how many of the ``boxes`` chosen (m) each block stands (n)."""
        return nested(self.starts[boxes], self.ends[boxes], len(self.box))

    def is_tag(self, tags: Iterable[str]) -> Flags:
        """Which boxes are of one of ``tags`` (m)."""
        return _is_code_of(frozenset(tags))[self.tag_codes]


@lru_cache(maxsize=256)
def _is_code_of(tags: frozenset[str]) -> Flags:
    return np.array([tag in tags for tag in _TAG_CODES], np.bool_)


def survey(found: Walk) -> Ground | None:
    """The ground of ``found`` without furniture; None where it has no block."""
    if not found.blocks:
        return None
    letters = letters_of([block.text for block in found.blocks])
    counts = count_words(letters)
    box, link_chars, links, strong_chars, pictures = np.array([block[1:] for block in found.blocks], np.intp).T
    chars = letters.ends - letters.starts
    running = _running_words(counts[0], counts[1], link_chars / chars)
    boxes = found.boxes
    starts, ends, roles, parents, depths, looks = (
        np.array(column, np.intp)
        for column in (boxes.starts, boxes.ends, boxes.roles, boxes.parents, boxes.depths, boxes.looks)
    )
    kept = ~_furniture(found, running, (starts, ends, roles))
    if not kept.any():
        kept[:] = True
    place = np.concatenate(([0], np.cumsum(kept)))
    places = np.flatnonzero(kept)
    blocks = list(compress(found.blocks, kept))
    return Ground(
        blocks=blocks,
        boxes=boxes,
        places=places,
        wordings=read_wordings([block.text for block in blocks], letters.of(places), counts[:, places]),
        running=running[places],
        chars=chars[places].astype(np.float64),
        link_chars=link_chars[places].astype(np.float64),
        links=links[places],
        strong_chars=strong_chars[places],
        pictures=pictures[places],
        box=box[places],
        parents=parents,
        depths=depths,
        roles=roles,
        looks=looks,
        starts=place[starts],
        ends=place[ends],
        bylines=place[np.array(found.bylines, np.intp)],
    )


def _running_words(words: Numbers, sentences: Numbers, link_share: Numbers) -> Numbers:
    is_running = (link_share <= _MOST) & (words >= _MIN_RUNNING_WORDS)
    is_running &= (words >= _MIN_UNENDED_WORDS) | (sentences > 0)
    return np.where(is_running, np.minimum(words, _MAX_RUNNING_WORDS) * (1 - link_share), 0.0)


def _furniture(found: Walk, running: Numbers, columns: tuple[Places, Places, Places]) -> Flags:
    """Which blocks stand in parts of the page (menus, forms, comments) that do not hold most of its text."""
    starts, ends, roles = columns
    summed = running_sums(running)
    inside = summed[ends] - summed[starts]
    is_most = inside > _MOST * summed[-1]
    is_part = _is_code_of(PART_TAGS)[tag_codes(found.boxes)] | ((roles & PART_ROLES) != 0)
    is_comments = (roles & BIT["comments"]) != 0
    is_cut = (is_part & ~is_most) | (is_comments & ~(is_most & (summed[-1] - inside < _FEW_WORDS_BESIDE)))
    flags: Flags = nested(starts[is_cut], ends[is_cut], len(running)) > 0
    return flags


def tag_codes(boxes: Boxes) -> Places:
    """The code of each box's tag (m): its place in ``TAGS``."""
    return np.array([_TAG_CODES.get(tag, 0) for tag in boxes.tags], np.intp)


def running_sums(column: NDArray[Any]) -> Numbers:
    """The sums of what stands before each place of ``column`` (n), and of the whole (n + 1)."""
    sums = np.zeros(len(column) + 1)
    column.cumsum(out=sums[1:])
    return sums


def nested(starts: Places, ends: Places, count: int) -> Places:
    """How many of the ranges from ``starts`` to ``ends`` each of ``count`` places is in (count)."""
    edges = np.bincount(starts, minlength=count + 1) - np.bincount(ends, minlength=count + 1)
    depths: Places = edges.cumsum()[:-1]
    return depths
