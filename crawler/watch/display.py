"""What whoever started a watch sees of it: a line for each run, and on a terminal one that says what is going on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

import click
from rich.console import Console
from rich.live import Live
from rich.text import Text

from crawler.watch.round import Round
from crawler.watch.telling import json_of, line_of
from pipelines.run import CrawlRun

_REFRESHES_PER_SECOND = 2.0


@dataclass(slots=True, kw_only=True)
class Display:
    """Listens to a watch. ``as_text``: lines for people, else JSON; both go to stdout, complaints to stderr."""

    as_text: bool
    _running: dict[str, CrawlRun] = field(default_factory=dict, init=False)
    _sleeping: dict[str, datetime] = field(default_factory=dict, init=False)

    def begun(self, site: str, run: CrawlRun) -> None:
        """A run over ``site`` begins."""
        self._sleeping.pop(site, None)
        self._running[site] = run

    def ended(self, done: Round) -> None:
        """Print what came of a run."""
        self._running.pop(done.site, None)
        click.echo(line_of(done) if self.as_text else json_of(done))

    def sleeps(self, site: str, until: datetime) -> None:
        """The site is left alone until then."""
        self._running.pop(site, None)
        self._sleeping[site] = until

    def complains(self, text: str) -> None:
        """Print what whoever runs the watch is to know."""
        click.echo(f"newsreel: {text}", err=True)

    def status(self) -> str:
        """What is going on, in one line."""
        running = [f"{site} {run.account.requested} pages" for site, run in sorted(self._running.items())]
        sleeping = sorted((until, site) for site, until in self._sleeping.items())
        parts = [f"crawling {', '.join(running)}"] if running else []
        if sleeping:
            until, site = sleeping[0]
            others = f", {len(sleeping) - 1} more later" if len(sleeping) > 1 else ""
            parts.append(f"next {site} at {until:%H:%M:%S} UTC{others}")
        return "; ".join(parts) or "starting"


@contextmanager
def live_line(status: Callable[[], str], *, is_on: bool) -> Iterator[None]:
    """Show ``status`` below all that is printed in this context, where a person is watching (``is_on``)."""
    if not is_on:
        yield
        return

    def line() -> Text:
        return Text(status(), no_wrap=True, overflow="ellipsis", style="dim")

    # What goes to a file must not be led to the terminal: only one that is there already is shared.
    shares_stdout = Console().is_terminal
    with Live(
        get_renderable=line, console=Console(stderr=True), refresh_per_second=_REFRESHES_PER_SECOND, transient=True,
        redirect_stdout=shares_stdout, redirect_stderr=True,
    ):  # fmt: skip
        yield
