"""The model: its file, and the evaluation of its trees."""

from io import BytesIO

import numpy as np
import pytest

from archive.errors import ModelFileError
from pipelines.body.agreement import Declared
from pipelines.body.features import read_features
from pipelines.body.ground import survey
from pipelines.body.trees import FORMAT_VERSION, Forest, load_forest, save_forest, shipped_forest
from tests.pipelines.body.walking import walk_of


def small_forest() -> Forest:
    """Two trees over two features: one asks twice, one once; the values of their leaves are easy to tell."""
    feature, threshold = np.zeros((15, 2), np.intp), np.full((15, 2), np.inf, np.float32)
    left, leaves = np.zeros((15, 2), np.uint16), np.zeros((2, 16), np.float32)
    feature[:2, 0], threshold[:2, 0], left[:2, 0] = (0, 1), (0.5, 2.0), (0b1, 0b10)
    leaves[0, :3] = (1.0, 5.0, 7.0)
    feature[0, 1], threshold[0, 1], left[0, 1] = 1, 5.0, 0b1
    leaves[1, :2] = (0.0, -9.0)
    return Forest(names=("a", "b"), feature=feature, threshold=threshold, left=left, leaves=leaves)


def test_every_row_ends_in_one_leaf_of_each_tree() -> None:
    rows = np.array([[0.5, 9.0], [0.6, 2.0], [0.6, 2.1], [0.0, 0.0]])
    logits = np.array([1.0 - 9.0, 5.0, 7.0, 1.0])

    assert small_forest().probabilities(rows) == pytest.approx(1 / (1 + np.exp(-logits)))
    assert small_forest().probabilities(np.zeros((0, 2))).shape == (0,)
    many = np.tile(rows, (400, 1))
    assert (small_forest().probabilities(many) == np.tile(small_forest().probabilities(rows), 400)).all()


def test_a_model_file_gives_back_the_model() -> None:
    loaded = load_forest(BytesIO(save_forest(small_forest())))

    assert loaded.names == ("a", "b")
    assert (loaded.leaves == small_forest().leaves).all()
    assert (loaded.feature == small_forest().feature).all()


def test_a_model_file_of_another_version_is_refused() -> None:
    content = BytesIO()
    np.savez(content, version=np.array(FORMAT_VERSION + 1))
    content.seek(0)

    with pytest.raises(ModelFileError, match=f"format {FORMAT_VERSION + 1}"):
        load_forest(content)


@pytest.mark.parametrize("content", [b"", b"no model", save_forest(small_forest())[:200]])
def test_a_damaged_model_file_is_refused(content: bytes) -> None:
    with pytest.raises(ModelFileError, match="cannot be read"):
        load_forest(BytesIO(content))


def test_the_shipped_model_asks_for_the_features_there_are() -> None:
    ground = survey(walk_of("<p>Bread</p>"))

    assert ground is not None
    assert shipped_forest().names == read_features(ground, Declared()).names
