"""A line that says how far the search index is, for what takes longer than a moment."""

import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import Progress as ProgressBar
from rich.progress import TaskID

from archive.search import Progress

_MOMENT_SECONDS = 1.0
_WORK = "bringing the search index up to date"


class IndexProgress:
    """Told how far the index is: a bar on a terminal, else one line when the moment has passed."""

    def __init__(self, console: Console, clock: Callable[[], float] = time.monotonic) -> None:
        self._console = console
        self._clock = clock
        self._began = clock()
        self._bar = ProgressBar(console=console, transient=True)
        self._task: TaskID | None = None

    def tell(self, progress: Progress) -> None:
        """Show ``progress``, once it has been going on for more than a moment."""
        if self._clock() - self._began < _MOMENT_SECONDS:
            return
        if self._task is None:
            self._task = self._bar.add_task(_WORK)
            if self._console.is_terminal:
                self._bar.start()
            else:
                self._console.print(f"newsreel: {_WORK}: {progress.done} of {progress.rows} rows", soft_wrap=True)
        self._bar.update(self._task, completed=progress.done, total=progress.rows)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._task is not None and self._console.is_terminal:
            self._bar.stop()
