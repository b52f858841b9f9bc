"""newsreel crawl: fetch a site's articles into the archive."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from archive.errors import ArchiveBusyError, UsageError
from crawler.commands.bound_options import bound_options, kept_to
from crawler.commands.minutes import minutes
from crawler.commands.options import archive_option, form_option, is_for_people, log_options, settings_of
from crawler.commands.planned import tell_plan
from crawler.crawl import Asked
from crawler.crawl import crawl as crawl_site
from crawler.dry_run import dry_run
from crawler.exits import ExitStatus
from crawler.new_site import settle
from crawler.patience import WallClock, patiently
from pipelines.page.links import is_web_address
from spiders.open_run import utc_now
from spiders.probe.findings import Findings
from spiders.site import ADDRESS_ALONE, SiteDefinition
from spiders.site_folders import find_site
from spiders.sources.address_list import read_addresses


@click.command(
    epilog="""\b
Examples:
  newsreel crawl neuron                            a site newsreel knows by name
  newsreel crawl https://news.example/             any address
  newsreel crawl ./my-site.toml -a my-archive      your own site file
  newsreel crawl neuron --addresses todo.txt       these articles alone
  newsreel crawl neuron --due                      only what may have changed by now
  newsreel crawl neuron --format json              the report for a program
  newsreel crawl neuron --since 2026-01-01 --max-articles 100
  newsreel crawl neuron --section science --dry-run    what would be fetched"""
)
@click.argument("site")
@archive_option
@click.option("--address", metavar="URL", help="Crawl the copy of the site that is served at this address.")
@click.option(
    "--addresses",
    "address_list",
    metavar="FILE",
    type=click.File("rb"),
    help="Crawl the articles of SITE that FILE names, one address a line, and nothing else. - is standard input.",
)
@click.option("--due", is_flag=True, help="Visit only the known articles whose time has come, for a crawl every hour.")
@bound_options
@click.option(
    "--dry-run", is_flag=True, help="Say what would be fetched, and why: fetch listings and feeds only, store nothing."
)
@click.option("--no-captures", is_flag=True, help="Do not keep the answers as they came (see: newsreel captures).")
@click.option("--listing-pages", metavar="N", type=click.IntRange(min=1), help="Read N pages of each listing.")
@click.option(
    "--max-failed",
    metavar="SHARE",
    type=click.FloatRange(0, 1),
    help="End with status 7 where more than this share of the addresses failed.  [default: 0.5]",
)
@click.option(
    "--wait",
    metavar="[MINUTES]",
    callback=minutes,
    is_flag=False,
    flag_value="inf",
    default="0",
    help="Wait while another crawl holds the site, for so long at most, or as long as it takes; then crawl.",
)
@form_option
@log_options
def crawl(site: str, archive: Path, **options: Any) -> ExitStatus:
    """Crawl SITE into the archive: its listings, the articles they lead to, and every article already known.

    SITE is the name of a site definition (see: newsreel sites), the path of a site file, or an address.
    A site that newsreel does not know is looked at first, with about ten requests; what that finds goes into a site
    file that you may change (see: newsreel sites add).
    Known articles are visited again, all of them, or with --due those whose time has come: what changed is stored as a
    new revision, nothing is replaced.
    The first Ctrl-C ends cleanly and saves everything. Where another crawl of SITE into the archive is under way, this
    one ends with status 5 and changes nothing; with --wait it waits for its turn.
    """  # fmt: skip
    asked = _asked(site, options)
    settings = settings_of(options)
    if options["max_failed"] is not None:
        settings["NEWSREEL_MAX_FAILED"] = options["max_failed"]
    if options["no_captures"]:
        settings["NEWSREEL_CAPTURES"] = False
    as_text = is_for_people(options["form"])
    if options["dry_run"]:
        plan, report = dry_run(asked, archive, settings=settings)
        tell_plan(plan, report, as_text=as_text)
        return report.status
    try:
        report = patiently(
            lambda: crawl_site(asked, archive, settings=settings), WallClock(), longest=options["wait"], tell=_tell
        )
    except ArchiveBusyError as problem:
        raise ArchiveBusyError(f"{problem}; --wait waits until that is done") from problem
    click.echo(report.as_text() if as_text else report.as_json())
    if not as_text and report.status is not ExitStatus.DONE:
        click.echo(f"newsreel: {report.complaint()}", err=True)
    return report.status


def _tell(text: str) -> None:
    click.echo(f"newsreel: {text}", err=True)


def _asked(site: str, options: dict[str, Any]) -> Asked:
    """What the options ask to be crawled."""
    definition = find_site(site)
    address, listed = options["address"], options["address_list"]
    if address:
        if not is_web_address(address):
            raise UsageError(f"--address {address}: no address of a site; one looks like http://127.0.0.1:8000/")
        definition = definition.at(address if address.endswith("/") else f"{address}/")

    def bounded(known: SiteDefinition) -> SiteDefinition:
        listings = known.listings
        pages = options["listing_pages"] or listings.max_pages
        return kept_to(replace(known, listings=replace(listings, max_pages=pages)), options)

    def settled(findings: Findings) -> SiteDefinition:
        return bounded(settle(findings, utc_now(), is_dry=options["dry_run"]).starting_at(site))

    if definition.origin == ADDRESS_ALONE and not (address or listed):
        return Asked(site=definition, settle=settled, due_only=options["due"])
    addresses = read_addresses(listed, listed.name) if listed else None
    return Asked(site=bounded(definition), addresses=addresses, due_only=options["due"])
