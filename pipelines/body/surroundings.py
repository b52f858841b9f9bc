"""The features of a block that come from the boxes around it, and from the blocks that look like it."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.body.ground import Flags, Ground
from pipelines.body.names import BIT
from pipelines.body.rules import biggest

# Roles that many pages have, and together those that few have but that all say "beside the article".
_BESIDE = "related promotion advert popular share embed meta side".split()
_SINGLE = "live body caption teaser trade box content date summary related side".split()
_ROLE_BITS = np.array([sum(BIT[role] for role in _BESIDE), *(BIT[role] for role in _SINGLE)])
_ROLE_NAMES = [f"role_{role}" for role in ("beside", *_SINGLE)]
_NEARLY_AS_MUCH = 0.8
_SHARES = (("most", 0.8), ("half", 0.6))
_CLASS_DEPTH = 3
_RUNNING_CHARS = 5  # of a word

Column = tuple[str, NDArray[Any] | float]  # a number alone is that of every block


def columns(ground: Ground) -> Iterator[Column]:
    """All of them, by name."""
    yield from _containers(ground)
    yield from _named(ground)
    yield from _looks(ground)
    yield from _roles(ground)


def _containers(ground: Ground) -> Iterator[Column]:
    """How much of the page's running text the boxes around a block hold, and how much of them is links."""
    shares = (ground.box_running / ground.total)[ground.ancestors[:5]]
    links = ground.box_link_share[ground.ancestors[:5]]
    for level, (share, link_share) in enumerate(zip(shares, links, strict=True)):
        yield f"share_{level}", share
        if level:
            yield f"links_{level}", link_share
    parent = ground.ancestors[1]
    paragraphs = ground.sums((ground.running > 0).astype(np.float64))
    yield "parent_paragraphs", np.minimum(paragraphs[parent], 12)
    yield "parent_density", np.minimum(1.5, ground.box_running * _RUNNING_CHARS / ground.box_chars)[parent]


def _named(ground: Ground) -> Iterator[Column]:
    """Whether a block stands in the fullest box named as the article's, and how full that is."""
    has_text = ground.box_running > 0
    is_article = ground.is_tag(["article"])
    kinds: list[tuple[str, Flags]] = [
        ("body", (ground.roles & BIT["body"]) != 0),
        ("article", is_article),
        ("main", ground.is_tag(["main"])),
        *((name, ground.box_running >= share * ground.total) for name, share in _SHARES),
    ]
    count = len(ground.box)
    for name, boxes in kinds:
        box = biggest(ground, boxes & has_text, _NEARLY_AS_MUCH)
        yield f"in_{name}", -1.0 if box is None else ground.is_inside(box)
        yield f"full_{name}", 0.0 if box is None else ground.box_running[box] / ground.total
    yield "stated", ground.is_stated[ground.box]
    yield "articles_around", np.minimum(ground.boxes_around(is_article), 3)
    begun = np.bincount(ground.starts[is_article & has_text], minlength=count)[:count]
    yield "articles_begun", np.minimum(begun.cumsum(), 10)


def _looks(ground: Ground) -> Iterator[Column]:
    """Sums over the blocks whose box, its parent and its grandparent have the same tags and classes."""
    looks = int(ground.looks.max()) + 1
    alike = np.zeros(len(ground.box), np.intp)
    for level in range(_CLASS_DEPTH):
        numbers: dict[int, int] = {}  # for as few blocks as a page has, quicker than sorting them
        both = alike * looks + ground.looks[ground.ancestors[level]]
        alike = np.array([numbers.setdefault(one, len(numbers)) for one in both.tolist()], np.intp)
        running, count = np.bincount(alike, ground.running), np.bincount(alike)
        links = np.bincount(alike, ground.link_chars) / np.bincount(alike, ground.chars)
        yield f"look{level}_share", (running / ground.total)[alike]
        yield f"look{level}_rank", (running / max(running.max(), 1.0))[alike]
        yield f"look{level}_count", np.minimum(count, 30)[alike]
        yield f"look{level}_links", links[alike]
        yield f"look{level}_words", np.minimum(np.bincount(alike, ground.words) / count, 100)[alike]


def _roles(ground: Ground) -> Iterator[Column]:
    """For each role how many levels up the nearest box is that is named so."""
    around = ground.roles[ground.ancestors]
    around[1:][ground.ancestors[1:] == ground.ancestors[:-1]] = 0
    seen = np.bitwise_or.accumulate(around[:-1])
    distance = (seen & _ROLE_BITS[:, None, None] == 0).sum(1)
    yield from zip(_ROLE_NAMES, distance, strict=True)
