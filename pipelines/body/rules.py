"""The article by rules of thumb alone: opinions that the model hears, and that are asked where it is unsure."""

from dataclasses import dataclass

import numpy as np

from pipelines.body.ground import Flags, Ground, Numbers, Places
from pipelines.body.names import BIT

HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_PARAGRAPHS = frozenset("p pre blockquote li td".split())
_TEXT_TAGS = _PARAGRAPHS | frozenset("h2 h3 h4 dd dt".split())
_CONTAINERS = frozenset("div section article td main body blockquote".split())
_CREDITED_LEVELS = 5
_GRAND_SHARE = 0.4
_NEAR_LEVELS = 3
_LINKS = 0.5
_LINKED_WORDS = 40
_LEAST_SHARE = 0.25
_LEAST_WORDS = 60
_NEARLY_ALL = 0.9
_HALF = 0.5
_PARTS_BESIDE = sum(
    BIT[role]
    for role in "related share promotion advert popular side caption embed comments navigation author hidden".split()
)


@dataclass(frozen=True, slots=True)
class Gravity:
    """A reading by gravity: the blocks taken (n), and how many levels above each its centre is (n; 99: elsewhere)."""

    taken: Flags
    levels: Numbers


def by_gravity(ground: Ground) -> Gravity:
    """Running text gives its words to its parent, and less to its grandparent; the heaviest box is the article.

    The rule of the python-goose and newspaper extractors.
    """
    own, parent = ground.ancestors[0], ground.ancestors[1]
    is_heading, is_paragraph = ground.is_tag(HEADINGS)[own], ground.is_tag(_PARAGRAPHS)[own]
    weights = np.where((ground.running > 0) & ~is_heading, ground.words * (1 - ground.link_share), 0.0)
    giver = np.where(is_paragraph, parent, own)
    own_pull = np.bincount(giver, weights, len(ground.parents))
    pull = own_pull + _GRAND_SHARE * np.bincount(ground.parents[giver], weights * (giver != 0), len(ground.parents))
    centre = int(np.argmax(pull))
    is_centre = ground.ancestors == centre
    levels = np.where(is_centre.any(0), is_centre.argmax(0), 99.0)
    is_text = (ground.running > 0) | (is_paragraph & (levels <= 1))
    taken = np.where(is_heading, (levels <= 1) & ~ground.is_tag(["h1"])[own], is_text)
    taken &= (levels <= _NEAR_LEVELS) & ~_is_linked(ground)
    return Gravity(taken, levels)


def by_container(ground: Ground) -> Flags | None:
    """The text of the box that is declared or named as the article's, without the parts named otherwise (n).

    None where no such box holds a quarter of the page's running text.
    """
    container = _named_container(ground)
    if container is None:
        return None
    taken = ground.is_inside(container)
    is_small = ground.box_running < _HALF * ground.box_running[container]
    taken &= ground.boxes_around(((ground.roles & _PARTS_BESIDE) != 0) & is_small) == 0
    taken &= (ground.running > 0) | ground.is_tag(_TEXT_TAGS)[ground.box]
    taken &= ~_is_linked(ground)
    return taken if taken.any() else None


def heart(ground: Ground) -> int:
    """The box whose running text stands nearest to it: every block credits five boxes up, the nearer the more."""
    own, parent = ground.ancestors[0], ground.ancestors[1]
    is_shared = np.bincount(own, minlength=len(ground.parents))[own] > 1
    box = np.where(is_shared & ground.is_tag(_CONTAINERS)[own], own, parent)
    credit = np.zeros(len(ground.parents))
    is_over = np.zeros(len(box), np.bool_)
    for level in range(1, _CREDITED_LEVELS + 1):
        credit += np.bincount(box, np.where(is_over, 0.0, ground.running / level), len(credit))
        is_over |= box == 0
        box = ground.parents[box]
    return int(np.argmax(np.where(ground.box_running > 0, credit * (1 - ground.box_link_share), -1.0)))


def ancestry(ground: Ground, box: int) -> Places:
    """``box`` and all boxes around it, inner first."""
    chain = [box]
    while chain[-1] != 0:
        chain.append(int(ground.parents[chain[-1]]))
    return np.array(chain, np.intp)


def biggest(ground: Ground, boxes: Flags, share: float) -> int | None:
    """Of ``boxes`` (m), the innermost of those with nearly as much running text as the fullest; None where none is."""
    chosen = boxes.nonzero()[0]
    if not len(chosen):
        return None
    full = chosen[ground.box_running[chosen] >= share * ground.box_running[chosen].max()]
    return int(full[np.argmax(ground.depths[full])])


def _named_container(ground: Ground) -> int | None:
    is_full = ground.box_running >= max(_LEAST_SHARE * ground.total, _LEAST_WORDS)
    for named in (
        ground.is_stated,
        (ground.roles & BIT["body"]) != 0,
        ground.is_tag(["article"]),
        ground.is_tag(["main"]),
    ):
        container = biggest(ground, named & is_full, _NEARLY_ALL)
        if container is not None:
            return container
    return None


def _is_linked(ground: Ground) -> Flags:
    flags: Flags = (ground.link_share > _LINKS) & (ground.words < _LINKED_WORDS)
    return flags
