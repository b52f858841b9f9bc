"""newsreel watch: crawl sites for ever, each when something on it is due."""

import sys
from pathlib import Path
from typing import Any

import click

from crawler.commands.options import archive_option, form_option, is_for_people, log_options, settings_of
from crawler.watch.display import Display, live_line
from crawler.watch.run import Watched, watch_sites
from crawler.watch.sites import find_all
from crawler.watch.timekeeper import WallClock

_AT_ONCE = 4


@click.command(
    epilog="""\b
Examples:
  newsreel watch neuron https://news.example/      both, until Ctrl-C
  newsreel watch neuron --archive my-archive --format json >> runs.jsonl
  newsreel watch neuron --rounds 1                 one run, to try it out"""
)
@click.argument("sites", metavar="SITE...", nargs=-1, required=True)
@archive_option
@click.option(
    "--at-once",
    metavar="N",
    type=click.IntRange(min=1),
    default=_AT_ONCE,
    show_default=True,
    help="Crawl N sites at the same time at most.",
)
@click.option("--rounds", metavar="N", type=click.IntRange(min=1), help="End after N runs over each site.")
@form_option
@log_options
def watch(sites: tuple[str, ...], archive: Path, **options: Any) -> None:
    """Watch SITEs: crawl each into the archive now, and again whenever something on it is due.

    A SITE is what it is for newsreel crawl: a name, the path of a site file, or an address. Each run visits what is due
    and tells in one line what came of it, which --format json makes a JSON object, and when the next is due (UTC). A
    site that is down is tried again later, and holds up no other. A site file that was changed is read again before the
    next run.

    The first Ctrl-C, or SIGTERM, ends all runs within seconds and saves everything; the second forces the end. Ended
    so, the exit status is 0: the watch did what it was asked to. What came of each run is on its line.
    """  # fmt: skip
    display = Display(as_text=is_for_people(options["form"]))
    settings = settings_of(options) | {"NEWSREEL_PROGRESS": False}  # the display of one crawl alone
    watched = Watched(
        sites=find_all(sites, display.complains), archive=archive, at_once=options["at_once"], rounds=options["rounds"]
    )
    with live_line(display.status, is_on=sys.stderr.isatty() and not options["debug"]):
        watch_sites(watched, display, settings=settings, timekeeper=WallClock())
