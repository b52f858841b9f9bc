"""Answers without the optional packages that some of their forms need."""

import sys

import pyarrow as pa
import pytest

from archive import Answer


@pytest.mark.parametrize("package", ["pandas", "polars"])
def test_a_form_whose_package_is_missing_tells_how_to_install_it(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, package, None)  # so Python says that there is none
    answer = Answer.of(pa.table({"views": [1]}))
    with pytest.raises(ImportError, match=rf"pip install 'newsreel\[{package}\]'"):
        getattr(answer, package)()
