"""Training: boosted trees by LightGBM, and their form as newsreel keeps them."""

from collections.abc import Iterator, Sequence
from typing import Any

import lightgbm
import numpy as np

from benchmarks.extraction.training.pages import TrainingPage
from pipelines.body.trees import MAX_LEAVES, Forest

SEEDS = (0,)
_DOWN = "promotion elsewhere rights form picture link_share twins unseen".split()
_UP = "like_text in_body stated".split()
_OPTIONS: dict[str, Any] = {
    "objective": "binary",
    "learning_rate": 0.08,
    "num_leaves": 15,
    "max_depth": 7,
    "min_data_in_leaf": 40,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "feature_fraction": 0.5,
    "lambda_l2": 5,
    "monotone_constraints_method": "advanced",
    "num_threads": 1,
    "verbose": -1,
    "deterministic": True,
    "force_row_wise": True,
}
_TREES = 200


def train(pages: Sequence[TrainingPage], seeds: Sequence[int] = SEEDS) -> Forest:
    """A forest of 200 trees for each of ``seeds``, whose mean it answers with, trained on the labelled blocks."""
    names = pages[0].features.names
    values = np.concatenate([page.features.values for page in pages]).astype(np.float32)
    labels = np.concatenate([page.labels for page in pages])
    weights = np.concatenate([page.weights for page in pages])
    known = weights > 0
    data = lightgbm.Dataset(values[known], labels[known], weight=weights[known], free_raw_data=False)
    constraints = [(name in _UP) - (name in _DOWN) for name in names]
    boosters = [
        lightgbm.train(_OPTIONS | {"seed": seed, "monotone_constraints": constraints}, data, _TREES) for seed in seeds
    ]
    trees = [tree["tree_structure"] for booster in boosters for tree in booster.dump_model()["tree_info"]]
    return as_forest(trees, names, scale=1 / len(seeds))


def as_forest(trees: Sequence[dict[str, Any]], names: tuple[str, ...], scale: float) -> Forest:
    """LightGBM's dumped ``trees`` as a forest, their values times ``scale``."""
    feature = np.zeros((MAX_LEAVES - 1, len(trees)), np.intp)
    threshold = np.full((MAX_LEAVES - 1, len(trees)), np.inf, np.float32)
    left = np.zeros((MAX_LEAVES - 1, len(trees)), np.uint16)
    leaves = np.zeros((len(trees), MAX_LEAVES), np.float32)
    for place, tree in enumerate(trees):
        for row, (node, first, last) in enumerate(_inner(tree, 0)):
            feature[row, place], threshold[row, place] = node["split_feature"], node["threshold"]
            left[row, place] = (1 << last) - (1 << first)
        values = list(_leaves(tree))
        leaves[place, : len(values)] = np.array(values) * scale
    return Forest(names=names, feature=feature, threshold=threshold, left=left, leaves=leaves)


def _inner(node: dict[str, Any], first: int) -> Iterator[tuple[dict[str, Any], int, int]]:
    """(inner node, its first leaf, the first leaf right of its left side), leaves counted from the left."""
    if "split_feature" in node:
        middle = first + len(list(_leaves(node["left_child"])))
        yield node, first, middle
        yield from _inner(node["left_child"], first)
        yield from _inner(node["right_child"], middle)


def _leaves(node: dict[str, Any]) -> Iterator[float]:
    if "split_feature" in node:
        yield from _leaves(node["left_child"])
        yield from _leaves(node["right_child"])
    else:
        yield node["leaf_value"]
