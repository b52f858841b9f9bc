"""newsreel show: one article as it was read."""

import json
from collections.abc import Mapping
from typing import Any

import click

from archive import Archive
from archive.export.values import jsonable
from crawler.article_markdown import as_markdown
from crawler.article_text import lines_of
from crawler.commands.reading import reads_archive, tell
from crawler.harmless import harmless_json
from crawler.tables import terminal


@click.command(
    epilog="""\b
Examples:
  newsreel show https://news.example/a-story
  newsreel show news.example/a-story --revision 1 --sources
  newsreel show https://news.example/a-story --as-of 2026-01-31
  newsreel show https://news.example/a-story --format markdown > a-story.md"""
)
@click.argument("address")
@reads_archive
@click.option("--revision", metavar="N", type=click.IntRange(min=1), help="This revision.  [default: the latest]")
@click.option("--sources", is_flag=True, help="Also where on the page each field was read.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="text for people; json, one object with every column; markdown.",
)
def show(address: str, archive: Archive, revision: int | None, *, sources: bool, form: str) -> None:
    """Show the article at ADDRESS: its latest revision, whole.

    ADDRESS may be any address at which the article was ever met, or its article_id. Times are in UTC, but for the date
    of publication, which is in the zone the page states.
    """
    answer = archive.article(address, revision=revision)
    (article,) = answer.rows()
    if form == "json":
        click.echo(harmless_json(json.dumps(jsonable(article), ensure_ascii=False, indent=2)))
    elif form == "markdown":
        click.echo(as_markdown(article, with_sources=sources), nl=False)
    else:
        _print(article, with_sources=sources)
    tell(answer.notes)


def _print(article: Mapping[str, Any], *, with_sources: bool) -> None:
    console = terminal()
    for line in lines_of(article, with_sources=with_sources):
        # In a pipe a paragraph stays a line.
        console.print(line, soft_wrap=not console.is_terminal or bool(line.no_wrap))
