"""newsreel stats: how much the archive holds, by site and month."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

import click
import pyarrow as pa
from rich.bar import Bar
from rich.console import Console
from rich.filesize import decimal
from rich.table import Table
from rich.text import Text

from archive import Answer, Archive
from archive.query.named import Kind, Parameter
from archive.query.stats import FIELDS, Holding, Statistics, as_row, statistics
from archive.query.unknown import require_site
from crawler.commands.giving import Giving, give
from crawler.commands.named_query import ParameterValue
from crawler.commands.options import is_for_people
from crawler.commands.reading import reads_archive, tell
from crawler.harmless import harmless
from crawler.tables import terminal

_SINCE, _UNTIL = Parameter(kind=Kind.TIME, help=""), Parameter(kind=Kind.END, help="")
_BAR_WIDTH = 12


@click.command(
    epilog="""\b
Examples:
  newsreel stats
  newsreel stats --site neuron --since 2026-01-01
  newsreel stats --format json"""
)
@reads_archive
@click.option("--site", metavar="NAME", help="Only this site.")
@click.option("--since", type=ParameterValue(_SINCE), help="Only what came then or later: a day, or a time (UTC).")
@click.option("--until", type=ParameterValue(_UNTIL), help="Only what came before then, or on that day.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv"]),
    help="text for people; json; csv, a line for each site and month.  [default: text on a terminal, else json]",
)
def stats(archive: Archive, site: str | None, since: datetime | None, until: datetime | None, form: str | None) -> None:
    """Tell how much the archive holds, by site and month.

    Articles count in the month in which they were first seen, revisions and visits when they were fetched. Sizes are
    those of the Parquet files; of a file with several sites, each has the part that its rows are. How full the fields
    are, the latest revision of each article says.
    """
    require_site(archive, site)
    told = statistics(archive, site=site, since=since, until=until)
    if form == "csv":
        answer = Answer.of(pa.Table.from_pylist([as_row(one) for one in told.months], _SCHEMA), told.notes)
        give(answer, Giving(form=form, output=None))
        return
    if is_for_people(form):
        _print(terminal(), archive, told)
    else:
        click.echo(json.dumps(_as_json(archive, told), ensure_ascii=False, indent=2))
    tell(told.notes)


_SCHEMA = pa.schema(
    [
        ("site", pa.string()),
        ("month", pa.string()),
        *((name, pa.int64()) for name in ("articles", "revisions", "visits", "sightings", "bytes")),
        ("characters_an_article", pa.float64()),
        *((f"filled_{name}", pa.float64()) for name in FIELDS),
    ]
)


def _as_json(archive: Archive, told: Statistics) -> dict[str, Any]:
    return {
        "archive": str(archive.folder.path),
        "total": as_row(told.total()),
        "tables": [asdict(table) for table in told.tables],
        "sites": [as_row(one) for one in told.sites()],
        "months": [as_row(one) for one in told.months],
    }


def _print(console: Console, archive: Archive, told: Statistics) -> None:
    sizes = sum(table.bytes for table in told.tables)
    console.print(Text(f"{archive.folder.path}: {decimal(sizes)} of Parquet files"), soft_wrap=True)
    for table in told.tables:
        log = f", and {table.in_log:,} rows in the log" if table.in_log else ""
        rows = f"{table.rows:>12,} rows in {table.files:,} {'file' if table.files == 1 else 'files'}{log}"
        console.print(Text(f"  {table.table:<12} {decimal(table.bytes):>9} {rows}"))
    if not told.months:
        console.print("\nNothing in it is of what was asked for.")
        return
    console.print()
    console.print(_months_table(told))
    console.print()
    console.print(_fields_table(told))


def _months_table(told: Statistics) -> Table:
    """Every site by month, with a bar for the number of articles."""
    table = Table(box=None, pad_edge=False)
    table.add_column("site")
    table.add_column("month", no_wrap=True)
    table.add_column("articles", justify="right", no_wrap=True)
    table.add_column("", width=_BAR_WIDTH, no_wrap=True)
    for name in ("revisions", "visits", "size"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("characters an article", justify="right")
    most = max(one.articles for one in told.months)
    sites = told.sites()
    for site in sites:
        months = [one for one in told.months if one.site == site.site]
        for number, one in enumerate(months):
            bar = Bar(size=max(1, most), begin=0, end=one.articles, width=_BAR_WIDTH, color="green")
            table.add_row("" if number else harmless(str(site.site)), one.month, *_numbers(one, bar))
        if len(months) > 1:
            table.add_row("", "all", *_numbers(site), style="bold", end_section=True)
    if len(sites) > 1:
        table.add_row("all sites", "", *_numbers(told.total()), style="bold")
    return table


def _numbers(one: Holding, bar: Bar | str = "") -> list[Bar | str]:
    length = one.characters_an_article
    return [
        f"{one.articles:,}", bar, f"{one.revisions:,}", f"{one.visits:,}", decimal(one.bytes),
        "" if length is None else f"{length:,.0f}",
    ]  # fmt: skip


def _fields_table(told: Statistics) -> Table:
    """Of every site, the share of articles that have each field, in percent."""
    holdings: Sequence[Holding] = told.sites()
    if len(holdings) > 1:
        holdings = [*holdings, told.total()]
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("articles with")
    for name in FIELDS:
        table.add_column(name.removesuffix("_at"), justify="right")
    for one in holdings:
        site = "all sites" if one.site is None else harmless(one.site)
        table.add_row(site, *(_percent(one.share(name)) for name in FIELDS))
    return table


def _percent(share: float | None) -> str:
    """Whole percent; 100 and 0 only where it is all or none."""
    if share is None:
        return ""
    near = round(share * 100)
    bounded = near if share in (0, 1) else min(99, max(1, near))
    return f"{bounded} %"
