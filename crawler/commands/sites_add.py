"""newsreel sites add: a new site from its address alone."""

import re

import click

from archive.errors import FetchError, UsageError
from crawler.new_site import path_of, tell, write
from crawler.probe import probe_alone
from pipelines.page.links import is_web_address
from spiders.open_run import utc_now
from spiders.probe.definition import definition_of
from spiders.probe.site_text import site_text
from spiders.site import site_at
from spiders.site_folders import site_of

_NAME = re.compile(r"\w[\w.-]*")


@click.command(
    epilog="""\b
Examples:
  newsreel sites add https://news.example/
  newsreel sites add https://news.example/ --name example
  newsreel sites add https://news.example/ --dry-run      show the file, write nothing"""
)
@click.argument("address")
@click.option("--name", metavar="NAME", help="Name of the site and its file.  [default: its host's]")
@click.option("--force", is_flag=True, help="Write the site's file anew where there is one.")
@click.option("--dry-run", is_flag=True, help="Print the site file instead of writing it.")
def add(address: str, name: str | None, force: bool, dry_run: bool) -> None:
    """Look at the site at ADDRESS, say what was found, and write a site file for it.

    Spends about ten requests, by the rules of a crawl: where articles are listed, feeds and sitemaps, how the lists
    go on, and three articles as they would be stored. What was found where stands in the file beside each line.
    """
    _check(address, name)
    path = path_of(name or site_at(address).name)
    if not (force or dry_run):
        _refuse_known(address, name)
        if path.exists():
            raise UsageError(f"{path} exists, and stays as it is; --force writes it anew, --name takes another")
    findings = probe_alone(address)
    tell(findings, with_samples=True, to_stderr=False)
    if not findings.leads_to_articles:
        raise FetchError(f"nothing was found at {address} that leads to articles, so no site file was written")
    definition = definition_of(findings, name)
    text = site_text(definition, findings, utc_now())
    if dry_run:
        click.echo(f"\n{text}", nl=False)
        return
    write(path, text, may_replace=force)
    click.echo(f"Written to {path}: change there what is wrong.  Crawl it with:  newsreel crawl {definition.name}")


def _check(address: str, name: str | None) -> None:
    if not is_web_address(address):
        raise UsageError(f"{address} is no address of a site; one looks like https://news.example/")
    if name is not None and not _NAME.fullmatch(name):
        raise UsageError(f"--name {name}: a name has letters, digits, dots, dashes and underscores only")


def _refuse_known(address: str, name: str | None) -> None:
    known = site_of(address)
    if known is not None and name in (None, known.name):
        raise UsageError(
            f"{address} is known as {known.name} already ({known.origin}); --force looks anew, --name makes another"
        )
