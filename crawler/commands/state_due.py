"""newsreel state due: what is visited next and when; of one address, why then."""

import json
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from dataclasses import asdict
from datetime import datetime, timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from archive.addresses.spellings import spellings_of
from archive.errors import SiteDefinitionError, UsageError
from archive.folder import open_folder
from archive.ledger import AddressEntry, Ledger
from archive.ledger.sqlite import SqliteLedger
from crawler.commands.options import is_for_people
from pipelines.revisit.durations import write_duration
from pipelines.revisit.settings import DEFAULT, Policy
from pipelines.revisit.words import explain, rule_of
from pipelines.rules.addresses import host_of
from spiders.open_run import utc_now
from spiders.site_folders import find_site

_SPANS = {
    "now": timedelta(),
    "within 1 h": timedelta(hours=1),
    "within 1 d": timedelta(days=1),
    "within 7 d": timedelta(days=7),
}
_LATER = "later"
_LOOKED_AT = 5_000


@click.command(
    epilog="""\b
Examples:
  newsreel state due                                what is visited next, and when
  newsreel state due --site neuron --limit 50       more, of one site
  newsreel state due https://news.example/a/1/      when this address is visited again, and why then
  newsreel state due https://news.example/ --format json"""
)
@click.argument("address", required=False)
@click.option("--site", metavar="NAME", help="Of this site alone.")
@click.option(
    "--limit", metavar="N", type=click.IntRange(min=1), default=20, show_default=True, help="Show N addresses."
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), help="[default: text on a terminal, else json]")
@click.pass_obj
def due(archive: Path, address: str | None, site: str | None, limit: int, form: str | None) -> None:
    """Show what `newsreel crawl --due` visits next, and why.

    With ADDRESS: what is known of its visits so far, when it is visited again, which rule decided that, and what would
    bring it forward.
    """
    is_text = is_for_people(form)
    now = utc_now()
    folder = open_folder(archive.absolute())
    with closing(SqliteLedger(folder.ledger, read_only=True)) as ledger:
        sites = [summary.site for summary in ledger.summaries(now=now)]
        if site is not None and site not in sites:
            raise UsageError(f"--site {site}: {folder.path} knows no such site; it knows {', '.join(sites) or 'none'}")
        if address is not None:
            _tell_address(_entries_of(ledger, address, site), now, is_text=is_text)
        else:
            _tell_next(ledger, [site] if site else sites, limit, now, is_text=is_text)


def _entries_of(ledger: Ledger, address: str, site: str | None) -> list[AddressEntry]:
    """What is known of ``address``. Raises UsageError, with the nearest that are known, where nothing is."""
    for spelling in spellings_of(address):
        entries = [entry for entry in ledger.known_address(spelling) if site in (None, entry.site)]
        if entries:
            return entries
    near = get_close_matches(address, ledger.addresses_of(host_of(address), limit=_LOOKED_AT))
    hint = f"did you mean {' or '.join(near)}?" if near else "newsreel state due shows some that are known"
    raise UsageError(f"{address} is not known in this archive; {hint}")


def _tell_address(entries: Iterable[AddressEntry], now: datetime, *, is_text: bool) -> None:
    for entry in entries:
        told = explain(entry, _policy_of(entry.site), now)
        if not is_text:
            values = asdict(entry) | {"rule": told.rule, "told": told.history, "sooner": told.sooner}
            values["history"] = json.loads(entry.history) if entry.history else None
            click.echo(json.dumps(values, default=_as_text))
            continue
        click.echo(f"{entry.address}\n{entry.kind} of {entry.site}, {entry.state}")
        click.echo(f"  {'next visit':12} {_when(entry.due_at, now)}: {told.rule}")
        for name, text in told.history.items():
            click.echo(f"  {name:12} {text}")
        for number, text in enumerate(told.sooner):
            click.echo(f"  {'' if number else 'sooner by':12} {text}")


def _tell_next(ledger: Ledger, sites: list[str], limit: int, now: datetime, *, is_text: bool) -> None:
    counts = _counts(ledger, sites, now)
    entries = [entry for site in sites for entry in ledger.next_addresses(site, limit=limit)]
    entries = sorted(entries, key=lambda entry: entry.due_at or now)[:limit]
    rules = [rule_of(entry, _policy_of(entry.site)) for entry in entries]
    if not is_text:
        values = [
            {"due_at": entry.due_at, "site": entry.site, "kind": entry.kind, "address": entry.address, "rule": rule}
            for entry, rule in zip(entries, rules, strict=True)
        ]
        click.echo(json.dumps({"counts": counts, "next": values}, default=_as_text))
        return
    click.echo("Due " + ", ".join(f"{name}: {count:,}" for name, count in counts.items()))
    table = Table("due (UTC)", "site", "kind", "address", "why")
    for entry, rule in zip(entries, rules, strict=True):
        table.add_row(_when(entry.due_at, now), entry.site, entry.kind, entry.address, rule)
    Console().print(table)


def _counts(ledger: Ledger, sites: Iterable[str], now: datetime) -> dict[str, int]:
    """How many addresses are due by when: each is counted once, in the first span that it falls into."""
    by_span: Counter[str] = Counter()
    for site in sites:
        before = 0
        for name, span in _SPANS.items():
            until = ledger.pending(site, due_before=now + span)
            by_span[name] += until - before
            before = until
        by_span[_LATER] += ledger.pending(site, due_before=datetime.max.replace(tzinfo=now.tzinfo)) - before
    return {name: by_span[name] for name in (*_SPANS, _LATER)}


def _policy_of(site: str) -> Policy:
    """The policy of ``site``, as far as its definition is found here; else the usual one."""
    try:
        return find_site(site).rules.revisit
    except (SiteDefinitionError, UsageError):
        return DEFAULT


def _when(due_at: datetime | None, now: datetime) -> str:
    if due_at is None:
        return "no time of its own"
    if due_at <= now:
        return "now"
    return f"{due_at:%Y-%m-%d %H:%M} (in {write_duration(due_at - now)})"


def _as_text(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
