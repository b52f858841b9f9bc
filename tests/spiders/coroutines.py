"""Running a coroutine that has nothing to wait for, without an event loop."""

from collections.abc import Coroutine
from typing import Any, TypeVar

import pytest

Result = TypeVar("Result")


def run_to_end(coroutine: Coroutine[Any, Any, Result]) -> Result:
    """The result of a coroutine that never waits for anything."""
    with pytest.raises(StopIteration) as end:
        coroutine.send(None)
    result: Result = end.value.value
    return result
