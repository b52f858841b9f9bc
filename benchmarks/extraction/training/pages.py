"""Saved pages with truth: read from their folders, walked, and given features and labels."""

import gzip
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.extraction.training.labels import UNKNOWN, label_blocks, label_snippets
from pipelines.body.features import Features, read_features
from pipelines.body.ground import Ground, Numbers, survey
from pipelines.fields.body import declared_of
from pipelines.page.page import Page

_SECOND_LEVEL = frozenset("co com org ac gov net or ne".split())
_SNIPPET_WEIGHTS = {0: 15.0, 1: 10.0}  # a page's few snippets say more often what belongs to it than what does not


@dataclass(frozen=True, kw_only=True)
class TrainingPage:
    """One page: ``labels`` (n) are 1, 0 or UNKNOWN for each kept block, ``weights`` (n) how much each counts."""

    folder: str
    name: str
    site: str
    truth: Mapping[str, Any]
    ground: Ground
    features: Features
    labels: NDArray[np.int8]
    weights: Numbers


def read_pages(corpus: Path) -> Iterator[TrainingPage]:
    """The pages of all folders below ``corpus`` that have text, in a fixed order."""
    for truths in sorted(corpus.glob("*/truth.json")):
        for name, truth in sorted(json.loads(truths.read_text(encoding="utf-8")).items()):
            html = gzip.decompress((truths.parent / f"{name}.html.gz").read_bytes())
            page = Page(body=html, address=truth["url"], fetched_at=datetime(2026, 1, 1, tzinfo=UTC))
            ground = survey(page.walk)
            if ground is not None:
                yield _training_page((truths.parent.name, name), truth, page, ground)


def site_of(address: str) -> str:
    """The registered domain in ``address``: pages of one site never stand on both sides of a cross-validation."""
    parts = re.sub(r"^[a-z]+://", "", address.lower()).split("/")[0].split(":")[0].split(".")
    is_second_level = len(parts) > 2 and parts[-2] in _SECOND_LEVEL and len(parts[-1]) == 2
    return ".".join(parts[-3 if is_second_level else -2 :])


def _training_page(place: tuple[str, str], truth: Mapping[str, Any], page: Page, ground: Ground) -> TrainingPage:
    texts = [block.text for block in ground.blocks]
    if "body" in truth:
        labels = label_blocks(texts, ground.words, truth.get("body_refs") or [truth["body"]])
        belongs = ground.words[labels == 1].sum()
        weights = np.sqrt(ground.words) * 10 / max(1.0, belongs) ** 0.5
    else:
        labels = label_snippets(texts, truth["with"], truth["without"])
        weights = np.where(labels == 1, _SNIPPET_WEIGHTS[1], _SNIPPET_WEIGHTS[0])
    return TrainingPage(
        folder=place[0],
        name=place[1],
        site=site_of(truth["url"]),
        truth=truth,
        ground=ground,
        features=read_features(ground, declared_of(page)),
        labels=labels,
        weights=np.where(labels == UNKNOWN, 0.0, weights),
    )
