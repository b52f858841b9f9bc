"""The trained model of a block: many small trees, evaluated all at once with numpy."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import IO
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from archive.errors import ModelFileError
from pipelines.body.ground import Numbers

FORMAT_VERSION = 1
MAX_LEAVES = 16
MODEL_FILE = "model.npz"
_SURE = 30.0  # beyond that, the exponential says nothing more
_CHUNK = 512  # blocks evaluated at a time, which bounds the memory


@dataclass(frozen=True, slots=True, kw_only=True)
class Forest:
    """t trees of at most 16 leaves and 15 inner nodes, and the names of the features they ask for, in order.

    Inner node i of a tree asks whether ``feature`` (15 by t) is at most ``threshold`` (15 by t). Where it is not,
    the leaves on its left, ``left`` (15 by t, a bit for each leaf), are lost. The lowest leaf that is not lost is the
    one reached (QuickScorer: Lucchese and others, SIGIR 2015); ``leaves`` (t by 16) are the values.
    """

    names: tuple[str, ...]
    feature: NDArray[np.intp]
    threshold: NDArray[np.float32]
    left: NDArray[np.uint16]
    leaves: NDArray[np.float32]

    def probabilities(self, values: Numbers) -> Numbers:
        """How probably each block belongs to the article (n), by its features (n by names)."""
        rows = np.ascontiguousarray(values.T, np.float32)
        parts = [self._sums(rows[:, start : start + _CHUNK]) for start in range(0, rows.shape[1], _CHUNK)]
        sums = np.concatenate(parts) if parts else np.zeros(0)
        result: Numbers = 1 / (1 + np.exp(-np.clip(sums, -_SURE, _SURE)))
        return result

    def _sums(self, rows: NDArray[np.float32]) -> Numbers:
        lost = np.zeros((len(self.leaves), rows.shape[1]), np.uint16)
        for feature, threshold, bits in zip(self.feature, self.threshold, self.left, strict=True):
            lost |= bits[:, None] * (rows[feature] > threshold[:, None])
        leaf = _LOWEST_BIT[~lost] + (np.arange(len(self.leaves)) * MAX_LEAVES)[:, None]
        result: Numbers = self.leaves.ravel()[leaf].sum(0, dtype=np.float64)
        return result


def load_forest(source: IO[bytes]) -> Forest:
    """The model in ``source``. Raises ModelFileError where it is of another version or no model."""
    try:
        stored = np.load(source, allow_pickle=False)
        version = int(stored["version"])
        if version != FORMAT_VERSION:
            raise ModelFileError(f"the body model is of format {version}, this newsreel reads format {FORMAT_VERSION}")
        return Forest(
            names=tuple(str(name) for name in stored["names"]),
            feature=stored["feature"].astype(np.intp),
            threshold=stored["threshold"],
            left=stored["left"],
            leaves=stored["leaves"],
        )
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as problem:
        raise ModelFileError(f"the body model cannot be read: {problem}") from problem


def save_forest(forest: Forest) -> bytes:
    """``forest`` as a model file."""
    target = BytesIO()
    np.savez_compressed(
        target,
        version=np.array(FORMAT_VERSION),
        names=np.array(forest.names),
        feature=forest.feature.astype(np.uint8),
        threshold=forest.threshold,
        left=forest.left,
        leaves=forest.leaves,
    )
    return target.getvalue()


@cache
def shipped_forest() -> Forest:
    """The model that newsreel comes with."""
    with files("pipelines.body").joinpath(MODEL_FILE).open("rb") as source:
        return load_forest(source)


_LOWEST_BIT = np.array([(bits & -bits).bit_length() - 1 if bits else 0 for bits in range(1 << MAX_LEAVES)], np.intp)
