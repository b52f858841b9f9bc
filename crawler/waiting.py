"""A line on the terminal that says how long an answer is being waited for, and how much of it is there."""

from threading import Timer
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

_PATIENCE_SECONDS = 1.0


class Waiting:
    """Shows itself on a terminal once a wait is longer than people are patient; goes when it is over.

    DuckDB tells no progress of an answer that it streams: what can be told is the time, and the rows that have come.
    """

    def __init__(
        self, *, is_shown: bool = True, console: Console | None = None, patience_seconds: float = _PATIENCE_SECONDS
    ) -> None:
        console = console or Console(stderr=True)
        columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        self._progress = Progress(*columns, console=console, transient=True)
        self._task = self._progress.add_task("asking")
        self._timer: Timer | None = None
        if is_shown and console.is_terminal:
            self._timer = Timer(patience_seconds, self._progress.start)
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
