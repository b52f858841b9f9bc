"""Options that several commands share."""

from pathlib import Path

import click

DEFAULT_ARCHIVE = Path("news-archive")

archive_option = click.option(
    "--archive",
    "-a",
    type=click.Path(path_type=Path),
    default=DEFAULT_ARCHIVE,
    envvar="NEWSREEL_ARCHIVE",
    show_default=True,
    show_envvar=True,
    help="Folder of the archive.",
)
