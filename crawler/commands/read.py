"""newsreel read: the record of one page, from a file or an address."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from itemadapter import ItemAdapter

from archive.errors import UsageError
from crawler.fetch import fetch
from pipelines.page.links import is_web_address
from pipelines.page.page import Page
from pipelines.read import read as read_record
from pipelines.record import PageRecord
from pipelines.rules.addresses import plain_address
from pipelines.rules.site_rules import SiteRules
from spiders.site_folders import find_site, site_of


@click.command(
    epilog="""\b
Examples:
  newsreel read page.html --url https://news.example/a-story
  newsreel read https://news.example/a-story
  newsreel read saved.html --url https://neuron.expert/news/a/1/en/ --site neuron"""
)
@click.argument("source", metavar="FILE|ADDRESS")
@click.option("--url", metavar="URL", help="Address the file was saved from; links and dates are read against it.")
@click.option("--site", metavar="NAME", help="Site definition to read with.  [default: the one for the host, or none]")
def read(source: str, url: str | None, site: str | None) -> None:
    """Print the record of one page as JSON: every field, where it was read, and why if it is refused.

    None of it is stored. A page that is refused still ends with exit status 0: it was read.
    """
    for address in (url, source if "://" in source else None):
        if address is not None and not is_web_address(address):
            raise UsageError(f"{address} is no address of a page; one looks like https://news.example/a-story")
    if "://" in source:
        page, asked = fetch(source), source
    else:
        page = _from_file(Path(source), url)
        asked = page.address
    definition = find_site(site) if site else site_of(page.address)
    rules = definition.rules if definition else SiteRules()
    click.echo(json.dumps(as_json(read_record(page, rules, address=asked)), ensure_ascii=False, indent=2))


def as_json(record: PageRecord) -> dict[str, Any]:
    """``record`` as plain JSON values; instants as ISO 8601 in UTC; ``refused`` with its meaning."""
    values = ItemAdapter(replace(record, fingerprint=None)).asdict()
    del values["fingerprint"]  # says nothing to people
    values["entries"] = [
        {
            "box": entry.box,
            "position": entry.position,
            "title": entry.title,
            "teaser": entry.teaser,
            "address": entry.address,
            "published_at": entry.published.at if entry.published else None,
            "published_text": entry.published.text if entry.published else None,
        }
        for entry in record.entries
    ]
    if record.refused:
        values["refused"] = {"outcome": record.refused.value, "reason": record.refused.meaning}
    jsonable: dict[str, Any] = json.loads(json.dumps(values, default=lambda value: value.isoformat()))
    return jsonable


def _from_file(path: Path, url: str | None) -> Page:
    if url is None:
        raise UsageError(f"which address is {path} from? Add --url, as in --url https://news.example/a-story")
    try:
        body = path.read_bytes()
    except OSError as problem:
        raise UsageError(f"{path}: {problem.strerror}") from problem
    return Page(body=body, address=plain_address(url), fetched_at=datetime.now(UTC))
