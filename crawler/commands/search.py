"""newsreel search: find articles by their words."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

import click
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from archive import Archive
from archive.errors import UsageError
from archive.export.writing import Form, write
from archive.search import By, Hit, Pace, Results, Updated, update_index
from archive.search import search as search_archive
from archive.search.answering import UPDATING_SECONDS
from archive.search.snippets import Snippet
from crawler.commands.reading import reads_archive, tell
from crawler.harmless import HarmlessFile, harmless
from crawler.index_progress import IndexProgress

_DAY = click.DateTime(formats=["%Y-%m-%d"])
_MARK = "**"


@click.command(
    epilog="""\b
What TEXT can say:
  quiet chips              both words, anywhere in the article
  "quiet chips"            one right behind the other
  chips OR transistors     either; AND binds closer than OR
  chips NOT potato         -potato says the same
  (chips OR wafers) lab    parentheses group
  title:chips              in the title; so do summary: body: author: section: tag:
  author:"Ada Example"     a phrase, or (…), may follow the colon too

\b
Capitals, accents and the like do not count: cafe finds Café, strasse Straße, احمد أحمد.
A word inside a longer one is found in scripts without spaces, and in Korean. Words are whole: chip
does not find chips.

\b
Examples:
  newsreel search "storm warning"
  newsreel search '"storm warning" -coast' --since 2026-01-01 --by date
  newsreel search 'title:(election OR vote)' --site neuron --language en --limit 50
  newsreel search 東京 --format json
  newsreel search --index                bring the index up to date, with nothing to look for"""
)
@click.argument("text", required=False)
@reads_archive
@click.option("--site", metavar="NAME", help="Only articles of this site.")
@click.option("--since", metavar="DATE", type=_DAY, help="Only what was published on that day (UTC) or later.")
@click.option("--until", metavar="DATE", type=_DAY, help="Only what was published on that day (UTC) or before.")
@click.option("--section", metavar="NAME", help="Only articles of this section, by its words.")
@click.option("--language", metavar="TAG", help="Only articles in this language: en, or en-GB for one form of it.")
@click.option("--limit", default=10, show_default=True, type=click.IntRange(min=1), help="Show so many hits.")
@click.option("--offset", default=0, show_default=True, type=click.IntRange(min=0), help="Leave out the first hits.")
@click.option(
    "--by",
    type=click.Choice([str(one) for one in By]),
    default=str(By.RELEVANCE),
    show_default=True,
    help="Show the best first (a word in the title counts most), or the latest.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    help="table for people; json, one object a line; csv.  [default: table on a terminal, else csv]",
)
@click.option("--keep-formulas", is_flag=True, help="csv: leave text that a spreadsheet would run as a formula.")
@click.option(
    "--index/--no-index",
    "index",
    default=None,
    help="--index: bring the index up to date first, however long it takes. --no-index: read every article instead. "
    "[default: up to date, if that takes no more than 20 seconds]",
)
def search(text: str | None, archive: Archive, form: str | None, index: bool | None, **options: Any) -> None:
    """Find articles by their words, by the latest revision of each.

    The first search makes an index inside the archive, later ones bring it up to date; that needs the package
    tantivy (pip install 'newsreel[search]'). Without it, every article is read: the same hits, only slower. So it is
    with --as-of, --snapshot and --skip-damaged, since the index knows only the whole archive of today.
    """
    if text is None and not index:
        raise UsageError(
            'what is to be found? newsreel search "some words"; or only bring the index up to date: --index'
        )
    if index:
        with _pace(None) as pace:
            updated = update_index(archive, pace)
        if text is None:
            click.echo(_told(archive, updated))
    if text is None:
        return
    keep_formulas = options.pop("keep_formulas")
    options = {name: value.date() if isinstance(value, datetime) else value for name, value in options.items()}
    with _pace(UPDATING_SECONDS) as pace:
        results = search_archive(archive, text, use_index=index is not False, pace=pace, **options)
    tell(results.notes)
    _show(results, form or ("table" if sys.stdout.isatty() else "csv"), options["offset"], keep_formulas=keep_formulas)


@contextmanager
def _pace(at_most_seconds: float | None) -> Iterator[Pace]:
    """A pace that tells the terminal how far the index is, where that takes a while."""
    with IndexProgress(Console(stderr=True)) as progress:
        yield Pace(at_most_seconds=at_most_seconds, told=progress.tell)


def _told(archive: Archive, updated: Updated) -> str:
    return f"{archive.folder.path}: {updated.articles} articles in the search index, {updated.size / 1e6:.1f} MB"


def _show(results: Results, form: str, offset: int, *, keep_formulas: bool) -> None:
    out = sys.stdout.buffer
    if form == "table":
        out.write(_for_people(results, offset).encode())
        out.flush()
    else:
        write(results, Form(form), HarmlessFile(out) if out.isatty() else out, keep_formulas=keep_formulas)


def _instant(value: datetime) -> str:
    return value.isoformat(sep=" ").removesuffix("+00:00")


def _for_people(results: Results, offset: int) -> str:
    console = Console(force_terminal=sys.stdout.isatty(), highlight=False)
    with console.capture() as capture:
        for number, hit in enumerate(results.hits, offset + 1):
            _print_hit(console, number, hit)
        shown = f"{offset + 1} to {offset + len(results.hits)} of " if results.hits else ""
        console.print(f"{shown}{results.total} {'article' if results.total == 1 else 'articles'}")
        if offset + len(results.hits) < results.total and results.hits:
            console.print(f"more with --offset {offset + len(results.hits)}")
    return capture.get()


def _print_hit(console: Console, number: int, hit: Hit) -> None:
    is_styled = console.is_terminal
    title = Text(f"{number}. ") + _marked(hit.title or Snippet("(no title)"), "bold yellow", is_styled=is_styled)
    title.stylize("bold")
    published = _instant(hit.published_at) if hit.published_at else "no date"
    console.print(title)
    console.print(Text("   " + "  ".join(harmless(part) for part in (published, hit.site, hit.language or "") if part)))
    console.print(Text("   " + harmless(hit.address), no_wrap=True, overflow="ignore"), soft_wrap=True)
    if hit.snippet.text:
        console.print(Padding(_marked(hit.snippet, "bold yellow", is_styled=is_styled), (0, 0, 0, 3)))
    console.print()


def _marked(piece: Snippet, style: str, *, is_styled: bool) -> Text:
    piece = replace(piece, text=harmless(piece.text))
    if not is_styled:
        return Text(piece.marked(_MARK, _MARK))
    text = Text(piece.text)
    for start, end in piece.marks:
        text.stylize(style, start, end)
    return text
