"""Arrow without pandas: a crawl hands pyarrow lists alone."""

import sys

import pyarrow as pa

from crawler.no_pandas import NoPandas


def leave_pandas_out() -> None:
    """Keep pyarrow from importing pandas, which it does before its first array wherever it is installed: 0.3 s.

    Whoever asks for a data frame afterwards still gets one: pyarrow looks again then.
    """
    if "pandas" in sys.modules:
        return
    blind = NoPandas()
    sys.meta_path.insert(0, blind)
    try:
        pa.array([], pa.null())
    finally:
        sys.meta_path.remove(blind)
