"""newsreel sites health: how each site was read in its last runs, and what is missing since when."""

import json
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from archive import Archive
from archive.errors import UsageError
from archive.ledger.sqlite import SqliteLedger
from crawler.advice import advice_on
from crawler.commands.options import archive_option, is_for_people
from crawler.exits import ExitStatus
from crawler.health_rows import HealthRow, alarms_of, rows_of
from pipelines.health import HEALTH, Alarm, Basis
from pipelines.health.history import History
from pipelines.rules.site_rules import SiteRules
from spiders.open_run import open_run

_TOLD_FIELDS = 12


@click.command(
    epilog="""\b
Examples:
  newsreel sites health                     the last runs of every site
  newsreel sites health neuron --runs 50    more of one site
  newsreel sites health neuron --accept     its new layout is there to stay: learn anew what is usual"""
)
@click.argument("site", required=False)
@archive_option
@click.option(
    "--runs", metavar="N", type=click.IntRange(min=1), default=10, show_default=True, help="Show N runs of each site."
)
@click.option("--accept", is_flag=True, help="What the last run of SITE names as missing is there to stay.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), help="[default: text on a terminal, else json]")
def health(site: str | None, archive: Path, runs: int, accept: bool, form: str | None) -> ExitStatus:
    """Show how each SITE of the archive was read in its last runs, and what its last run found missing.

    A run's line has the articles that it read whole, for what share of them each field was read, and how long their
    text was on average. What is missing is named with three addresses and the way out; the exit status is then 8.
    """
    opened = Archive(archive)
    rows = rows_of(opened, site, runs)
    if site is not None and not rows:
        raise UsageError(f"{archive} has no run of a site called {site}; see: newsreel state")
    if accept:
        _accept(site, opened)
        return ExitStatus.DONE
    standing = {name: _standing(alarms, opened, name) for name, alarms in alarms_of(rows).items()}
    if is_for_people(form):
        _tell(rows, standing)
    else:
        for row in rows:
            click.echo(json.dumps(row.as_json(), default=datetime.isoformat))
    return ExitStatus.SITE_CHANGED if any(standing.values()) else ExitStatus.DONE


def _standing(alarms: Sequence[Alarm], archive: Archive, site: str) -> tuple[Alarm, ...]:
    """Those of ``alarms``, of the last run of ``site``, that nobody has accepted since."""
    known = {alarm.measure for alarm in _history(archive, site).alarms}
    return tuple(alarm for alarm in alarms if alarm.basis is Basis.SITE_FILE or alarm.measure in known)


def _history(archive: Archive, site: str) -> History:
    with closing(SqliteLedger(archive.folder.ledger, read_only=True)) as ledger:
        return History.unpacked(ledger.memory(site, of=HEALTH))


def _accept(site: str | None, archive: Archive) -> None:
    """Make what is missing on ``site`` its usual state. Raises UsageError, ArchiveBusyError or StorageError."""
    if site is None:
        raise UsageError("--accept needs the name of one site: newsreel sites health SITE --accept")
    standing = _history(archive, site).alarms
    if not standing:
        raise UsageError(
            f"nothing that the history of {site} lets expect is missing; what its site file expects is changed there"
        )
    with open_run(SiteRules(site=site), archive.folder.path, [], due_only=True) as run:
        run.writer.remember(run.health.history.accepting().packed(), of=HEALTH)
        # As before: what the last run left undone is the next one's, and nothing else.
        run.commit(finishes_run=not run.is_resumed)
    for alarm in standing:
        click.echo(f"accepted: {alarm.as_text()}")


def _tell(rows: list[HealthRow], standing: Mapping[str, Sequence[Alarm]]) -> None:
    for site, alarms in standing.items():
        click.echo(_as_table([row for row in rows if row.site == site], site), nl=False)
        for alarm in alarms:
            click.echo(f"Look at {advice_on(alarm, site)}")


def _as_table(rows: list[HealthRow], site: str) -> str:
    names = sorted({name for row in rows for name in row.fields})[:_TOLD_FIELDS]
    table = Table("run began", "articles", "characters", *names, "missing", title=Text(site), title_justify="left")
    for row in rows:
        shares = [row.share(name) for name in names]
        cells: list[Any] = [
            f"{row.started_at:%Y-%m-%d %H:%M}",
            "" if row.records is None else str(row.records),
            "" if row.mean_characters is None else f"{row.mean_characters:.0f}",
            *("" if share is None else f"{share:.0%}" for share in shares),
            ", ".join(text.partition(":")[0] for text in row.texts),
        ]
        table.add_row(*(Text(cell) for cell in cells))
    console = Console(force_terminal=sys.stdout.isatty(), width=None if sys.stdout.isatty() else 200)
    with console.capture() as capture:
        console.print(table)
    return capture.get()
