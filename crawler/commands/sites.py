"""newsreel sites: the sites newsreel knows by name, and whether their files are right."""

import sys
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from archive.errors import SiteDefinitionError
from crawler.lazy_group import LazyGroup
from spiders.site_file import read_site_file
from spiders.site_folders import OWN_FOLDER, OWN_FOLDER_VARIABLE, SHIPPED, site_files


@click.group(
    cls=LazyGroup,
    lazy={"add": "sites_add", "check": "sites", "health": "sites_health", "teach": "sites_teach"},
    invoke_without_command=True,
    epilog=f"""\b
Your own site files lie in ./{OWN_FOLDER}/ (or where ${OWN_FOLDER_VARIABLE} says), one NAME.toml a site.
Examples:
  newsreel sites                      list them
  newsreel sites add https://any.example/   look at a new site, and write its file
  newsreel sites check                check every file
  newsreel sites check my-site.toml   check one file
  newsreel sites health my-site       is it still read as it was?
  newsreel sites teach my-site https://news.example/a-story views=3742""",
)
@click.pass_context
def sites(context: click.Context) -> None:
    """List the sites newsreel knows by name."""
    if context.invoked_subcommand is not None:
        return
    rows = [("name", "address", "site", "file"), *(_row(name, path) for name, path in site_files().items())]
    if sys.stdout.isatty():
        table = Table(*rows[0])
        for row in rows[1:]:
            table.add_row(*row)
        Console().print(table)
    else:
        for row in rows:
            click.echo("\t".join(row))


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
def check(files: tuple[Path, ...]) -> None:
    """Check site files without a network: the FILES given, or all there are.

    Every wrong file is named with its first wrong key and value; the exit status is then 3.
    """
    paths = [path.absolute() for path in files] or list(site_files().values())
    wrong: list[SiteDefinitionError] = []
    for path in paths:
        try:
            definition = read_site_file(path)
        except SiteDefinitionError as problem:
            wrong.append(problem)
        else:
            click.echo(f"{definition.name}: right ({path})")
    for complaint in wrong[:-1]:
        click.echo(f"newsreel: {complaint}", err=True)
    if wrong:
        raise wrong[-1]


def _row(name: str, path: Path) -> tuple[str, str, str, str]:
    origin = "shipped" if path.parent == SHIPPED else str(path)
    try:
        definition = read_site_file(path)
    except SiteDefinitionError as problem:
        return name, "", "broken, see: newsreel sites check", str(problem.args[0]).partition(":")[0]
    return name, definition.address, definition.title, origin
