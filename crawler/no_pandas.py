"""Programs that need no pandas, kept from loading it: pyarrow does so for almost anything, wherever it is installed."""

import sys


class NoPandas:
    """Finds no pandas, for `sys.meta_path`."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        """Raise ImportError for pandas; leave all else to others."""
        del path, target
        if name == "pandas":
            raise ImportError("newsreel's commands need no pandas")


def go_without_pandas() -> None:
    """Let pandas not be found in this process any more: to load it takes as long as all else before an answer."""
    if not any(isinstance(finder, NoPandas) for finder in sys.meta_path):
        sys.meta_path.insert(0, NoPandas())
