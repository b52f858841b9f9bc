"""Printing the plan of a dry run."""

import json
from dataclasses import asdict

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from crawler.exits import ExitStatus
from crawler.harmless import harmless
from crawler.report import Report
from pipelines.plan import Action, Plan


def tell_plan(plan: Plan, report: Report, *, as_text: bool) -> None:
    """Print ``plan`` as a table or in lines of JSON, and in a sentence what was done for it."""
    if as_text:
        _print_table(plan)
    else:
        for planned in plan.rows():
            click.echo(json.dumps(asdict(planned), ensure_ascii=False))
    fetched, would, held = (plan.count(action) for action in Action)
    click.echo(
        f"A dry run. Listings and feeds fetched to see what they lead to: {fetched}; nothing was stored. "
        f"Articles that a crawl would fetch: {would}; addresses held back: {held}.",
        err=not as_text,
    )
    if report.status is not ExitStatus.DONE:
        click.echo(f"newsreel: {report.complaint()}", err=True)


def _print_table(plan: Plan) -> None:
    table = Table("action", "kind", box=None)
    table.add_column("address", overflow="fold", ratio=3)
    table.add_column("reason", overflow="fold", ratio=2)
    for planned in plan.rows():
        values = (planned.action, planned.kind, planned.address, planned.reason)
        table.add_row(*(Text(harmless(value)) for value in values))
    Console().print(table)
