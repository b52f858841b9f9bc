"""newsreel diff: what changed between two revisions of an article."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

import click
from rich.text import Text

from archive import Archive
from archive.query.diff import Change, Difference, Paragraph
from crawler.commands.reading import reads_archive, tell
from crawler.harmless import harmless, harmless_json
from crawler.tables import terminal

_STYLES = {Change.SAME: "", Change.REMOVED: "bold red", Change.ADDED: "bold green"}


@click.command(
    epilog="""\b
Examples:
  newsreel diff https://news.example/a-story            the last two revisions
  newsreel diff https://news.example/a-story --from 1   all that changed since the first
  newsreel diff https://news.example/a-story --format json"""
)
@click.argument("address")
@reads_archive
@click.option("--from", "old", type=click.IntRange(min=1), help="Older revision.  [default: the one before --to]")
@click.option("--to", "new", type=click.IntRange(min=1), help="Newer revision.  [default: the latest]")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="text for people; json for programs.",
)
def diff(address: str, archive: Archive, old: int | None, new: int | None, form: str) -> None:
    """Show what changed between two revisions of the article at ADDRESS.

    ADDRESS may be any address at which the article was ever met. Lines with - are the older revision, with + the newer.
    """
    found = archive.diff(address, old=old, new=new)
    if form == "json":
        told = _as_json(found.older, found.newer, found.difference)
        click.echo(harmless_json(json.dumps(told, ensure_ascii=False, indent=2)))
    else:
        console = terminal()
        for line in _lines(found.older, found.newer, found.difference):
            console.print(line, soft_wrap=True)
    tell(found.notes)


def _lines(older: Mapping[str, Any] | None, newer: Mapping[str, Any], changes: Difference) -> Iterator[Text]:
    yield Text(_shown(newer["title"]), style="bold")
    yield Text(newer["final_address"] or newer["address"])
    for row in filter(None, (older, newer)):
        views = "" if row["views"] is None else f", {row['views']:,} views"
        yield Text(f"revision {row['revision']}, fetched {row['fetched_at']:%Y-%m-%d %H:%M} UTC{views}")
    if older is None:
        yield Text("\nIts first revision: no edit of it had been seen by then.")
    elif not changes.fields and not changes.body:
        yield Text("\nNothing that is compared differs.")
    for change in changes.fields:
        yield Text(f"\n{change.name}", style="bold")
        yield Text(f"- {_shown(change.old)}", style="red")
        yield Text(f"+ {_shown(change.new)}", style="green")
    if changes.body:
        yield Text("\nbody", style="bold")
        yield from _body(changes.body)


def _body(paragraphs: Sequence[Paragraph]) -> Iterator[Text]:
    for is_same, group in groupby(paragraphs, key=lambda paragraph: paragraph.is_same):
        found = list(group)
        if is_same:
            yield Text(f"  … {len(found)} {'paragraph' if len(found) == 1 else 'paragraphs'} as before", style="dim")
            continue
        for paragraph in found:
            if paragraph.old is not None:
                yield _line("- ", paragraph, Change.REMOVED, "red")
            if paragraph.new is not None:
                yield _line("+ ", paragraph, Change.ADDED, "green")


def _line(sign: str, paragraph: Paragraph, change: Change, style: str) -> Text:
    """One side of a paragraph, with what is on that side alone standing out."""
    line = Text(sign, style=style)
    for piece in paragraph.pieces:
        if piece.change in (Change.SAME, change):
            line.append(harmless(piece.text), style=_STYLES[piece.change])
    return line


def _shown(value: Any) -> str:
    if value is None:
        return "(none)"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S} UTC"
    return harmless(", ".join(value) if isinstance(value, list) else str(value))


def _as_json(older: Mapping[str, Any] | None, newer: Mapping[str, Any], changes: Difference) -> dict[str, Any]:
    return {
        "article_id": newer["article_id"],
        "address": newer["final_address"] or newer["address"],
        "title": newer["title"],
        "from": _side(older) if older else None,
        "to": _side(newer),
        "fields": [{"name": one.name, "old": _plain(one.old), "new": _plain(one.new)} for one in changes.fields],
        "body": [
            {
                "old": paragraph.old,
                "new": paragraph.new,
                "pieces": [{"change": piece.change, "text": piece.text} for piece in paragraph.pieces],
            }
            for paragraph in changes.body
        ],
    }


def _side(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"revision": row["revision"], "fetched_at": row["fetched_at"].isoformat(), "views": row["views"]}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
