"""Reading each page with the model that never saw its site: figures of cross-validation beside those of the whole."""

import importlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.extraction.corpus import CorpusError
from benchmarks.extraction.rivals import Read
from benchmarks.extraction.scoring import Reading
from benchmarks.extraction.systems import System

FOLDS = "folds.json"
"""The file beside the models: an object, the name of a model's file → the hosts of the pages it never saw."""


_READERS = "benchmarks.extraction.training.reading"
"""The module of the training script whose ``reader_of(model_file)`` gives newsreel with that model: Read."""


def held_out(folder: Path) -> System:
    """Newsreel as it reads with the models of ``folder``: each page with the one that never saw its host.

    Raises CorpusError where the folder holds no folds; loading it, where there is no way to read with a model.
    """
    folds = read_folds(folder)

    def load() -> Read:
        make = _reader_maker()
        return reader_by_host({name: make(folder / name) for name in folds}, folds)

    return System(name="newsreel, held out", module=None, load=load)


def read_folds(folder: Path) -> Mapping[str, frozenset[str]]:
    """The hosts held out from each model of ``folder``, by the model's file name. Raises CorpusError."""
    try:
        folds = json.loads((folder / FOLDS).read_text(encoding="utf-8"))
        read = {str(name): frozenset(map(str, hosts)) for name, hosts in folds.items()}
    except (OSError, ValueError, TypeError, AttributeError) as problem:
        raise CorpusError(f"{folder / FOLDS}: cannot be used: {problem}") from problem
    if not read:
        raise CorpusError(f"{folder / FOLDS}: names no model")
    return read


def reader_by_host(readers: Mapping[str, Read], folds: Mapping[str, frozenset[str]]) -> Read:
    """A reader that hands each page to the reader of the fold that its host was held out of.

    A host in no fold was seen by none of the models: the first reads it.
    """
    names = {host: name for name, hosts in folds.items() for host in hosts}
    default = next(iter(readers))

    def read(html: bytes, url: str) -> Reading:
        return readers[names.get(urlsplit(url).hostname or "", default)](html, url)

    return read


def _reader_maker() -> Callable[[Path], Read]:
    try:
        maker: Callable[[Path], Read] = importlib.import_module(_READERS).reader_of
    except (ImportError, AttributeError) as problem:
        raise CorpusError(f"--models needs {_READERS}.reader_of: {problem}") from problem
    return maker
