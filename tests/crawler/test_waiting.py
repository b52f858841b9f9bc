"""The line on a terminal that says how long an answer is being waited for."""

from io import StringIO

import pytest
from rich.console import Console

from crawler.waiting import Waiting


class Watched(StringIO):
    """A terminal that is read by whoever waits for a word on it."""

    def wait_for(self, word: str) -> None:
        while word not in self.getvalue():
            pass


def test_who_waits_longer_than_patience_lasts_is_told_of_the_rows_and_left_with_a_clean_terminal() -> None:
    terminal = Watched()
    with Waiting(console=Console(file=terminal, force_terminal=True, width=80), patience_seconds=0) as waiting:
        terminal.wait_for("asking")
        waiting.tell(12_000)
        terminal.wait_for("12,000 rows")
    assert terminal.getvalue().endswith("\x1b[2K")


def test_a_quick_answer_says_nothing() -> None:
    terminal = StringIO()
    with Waiting(console=Console(file=terminal, force_terminal=True), patience_seconds=3600) as waiting:
        waiting.tell(5)
    assert terminal.getvalue() == ""


@pytest.mark.parametrize("is_shown", [True, False])
def test_what_is_no_terminal_or_needs_no_line_gets_none(is_shown: bool) -> None:
    file = StringIO()
    with Waiting(is_shown=is_shown, console=Console(file=file, force_terminal=not is_shown), patience_seconds=0):
        pass
    assert file.getvalue() == ""
