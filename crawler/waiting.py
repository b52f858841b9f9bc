"""A line on the terminal that says how long an answer is being waited for, and how much of it is there."""

import sys
from threading import Timer
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

_PATIENCE_SECONDS = 1.0


class Waiting:
    """Shows itself on a terminal once a wait is longer than people are patient; goes when it is over."""

    def __init__(self, *, is_shown: bool = True) -> None:
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._task = self._progress.add_task("asking")
        self._timer = Timer(_PATIENCE_SECONDS, self._progress.start) if is_shown and sys.stderr.isatty() else None
        if self._timer is not None:
            self._timer.daemon = True

    def __enter__(self) -> Self:
        if self._timer is not None:
            self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def tell(self, rows: int) -> None:
        """So many rows have come."""
        self._progress.update(self._task, description=f"{rows:,} rows")

    def end(self) -> None:
        """Take the line away."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer.join()
            self._progress.stop()
