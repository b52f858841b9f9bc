"""A number of minutes on the command line."""

from datetime import timedelta

import click

# As long as it takes: longer than any crawl.
FOR_EVER = timedelta(days=10_000)


def minutes(context: click.Context, option: click.Parameter, value: str) -> timedelta:
    """The duration that ``value`` is, inf for as long as it takes: a callback of an option. Raises BadParameter."""
    if value == "inf":
        return FOR_EVER
    try:
        duration = timedelta(minutes=float(value))
    except (ValueError, OverflowError):
        duration = timedelta(-1)
    if duration < timedelta(0):
        words = f"{value} is no number of minutes; without one, put the option last"
        raise click.BadParameter(words, context, option)
    return duration
