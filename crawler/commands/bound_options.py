"""The options that bound a crawl: how many articles and pages, which dates, which sections."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import click

from archive.errors import UsageError
from pipelines.bounds import first_moment, moment_after
from spiders.site import SiteDefinition

Command = TypeVar("Command", bound=Callable[..., Any])
_COUNT = click.IntRange(min=1)
_DAY = click.DateTime(formats=["%Y-%m-%d"])

_OPTIONS = (
    click.option(
        "--max-articles", metavar="N", type=_COUNT, help="Store N new articles; the rest stays due for later."
    ),
    click.option("--max-pages", metavar="N", type=_COUNT, help="Read N listing pages in all."),
    click.option("--since", metavar="DATE", type=_DAY, help="Store what was published on that day or later."),
    click.option("--until", metavar="DATE", type=_DAY, help="Store what was published on that day or before."),
    click.option(
        "--section", metavar="NAME", multiple=True, help="Only this section, by its words or its path. Repeatable."
    ),
    click.option(
        "--known-in-a-row",
        metavar="N",
        type=click.IntRange(min=0),
        help="Read a listing no further after N entries that were all stored before. 0: read on.",
    ),
)


def bound_options(command: Command) -> Command:
    """``command`` with the options that bound a crawl."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def kept_to(site: SiteDefinition, options: dict[str, Any]) -> SiteDefinition:
    """``site``, kept to the bounds among ``options``, which stand before its own. Raises UsageError."""
    zone = ZoneInfo(site.rules.time_zone or "UTC")
    counts = ("max_articles", "max_pages", "known_in_a_row")
    told: dict[str, Any] = {name: options[name] or None for name in counts if options[name] is not None}
    for name, moment_of in (("since", first_moment), ("until", moment_after)):
        day: datetime | None = options[name]
        if day is not None:
            told[name] = moment_of(day.date(), zone)
    if options["section"]:
        told["sections"] = options["section"]
    bounds = replace(site.bounds, **told)
    if bounds.since and bounds.until and bounds.since >= bounds.until:
        raise UsageError("--since is after --until: nothing can be published in between")
    return replace(site, bounds=bounds)
