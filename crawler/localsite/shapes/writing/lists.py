"""The listing pages of shapes: entries in several markups, and the links to further pages."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import TypeVar

from crawler.localsite.shapes.building import Site
from crawler.localsite.shapes.writing.look import Entries, Look
from crawler.localsite.shapes.writing.pages import date_line, document
from crawler.localsite.shapes.writing.pieces import Piece

T = TypeVar("T")

Listed = Iterable[tuple[Piece, str]]
"""Pieces and the addresses under which a list names them, as they stand in its markup."""


def listing_page(look: Look, heading: str, listed: Listed, *, below: str = "", head: str = "") -> str:
    """A page of entries; ``below`` is HTML under them."""
    main = f"<h1>{escape(heading)}</h1>\n{entries(look, listed)}\n{below}"
    return document(look, heading, main, head)


def add_listing(
    site: Site, look: Look, listed: Sequence[tuple[Piece, str]], addresses: Sequence[str], *, has_rel: bool = False
) -> None:
    """Put a listing, in pages of one size that lead to each other, under these addresses."""
    for number, (address, held) in enumerate(zip(addresses, pages_of(listed, len(addresses)), strict=True)):
        newer = addresses[number - 1] if number else None
        older = addresses[number + 1] if number + 1 < len(addresses) else None
        turning = pager(look, newer, older, has_rel=has_rel)
        site.source(address, listing_page(look, look.words.all_news, held, below=turning))


def pages_of(listed: Sequence[T], count: int) -> list[Sequence[T]]:
    """What is listed in ``count`` pages of one size."""
    size = -(-len(listed) // count)
    return [listed[start : start + size] for start in range(0, len(listed), size)]


def entries(look: Look, listed: Listed) -> str:
    """The entries alone."""
    before, after = _AROUND[look.entries]
    return "\n".join([before, *(_WRITERS[look.entries](look, piece, escape(to)) for piece, to in listed), after])


def pager(look: Look, newer: str | None, older: str | None, *, has_rel: bool = False) -> str:
    """Links to the page before and the page after, in words."""
    links = []
    for words, to, rel in ((look.words.newer, newer, "prev"), (look.words.older, older, "next")):
        if to:
            relation = f' rel="{rel}"' if has_rel else ""
            links.append(f'<a href="{escape(to)}"{relation}>{escape(words)}</a>')
    return f'<div class="pages">{" ".join(links)}</div>'


def numbered_pager(addresses: Iterable[str], current: int) -> str:
    """Links to all pages by number, counted from 1; the current one is no link."""
    links = [
        f"<b>{number}</b>" if number == current else f'<a href="{escape(to)}">{number}</a>'
        for number, to in enumerate(addresses, 1)
    ]
    return f'<div class="pages">{" ".join(links)}</div>'


def box(heading: str, listed: Listed) -> str:
    """A small box of titles, such as the most read."""
    items = "".join(f'<li><a href="{escape(to)}">{escape(piece.title)}</a></li>' for piece, to in listed)
    return f'<div class="box"><h3>{escape(heading)}</h3><ol>{items}</ol></div>'


def _card(look: Look, piece: Piece, to: str) -> str:
    date = f'<span class="date">{date_line(look, piece)}</span>' if look.has_dates else ""
    return (
        f'<div class="card"><a href="{to}"><span class="picture"></span></a>'
        f'<h3><a href="{to}">{escape(piece.title)}</a></h3><p>{escape(piece.teaser)}</p>{date}</div>'
    )


def _teaser(look: Look, piece: Piece, to: str) -> str:
    date = f'<time datetime="{piece.published_at.isoformat()}">{date_line(look, piece)}</time>'
    return (
        f'<article class="teaser"><h2><a href="{to}">{escape(piece.title)}</a></h2>{date if look.has_dates else ""}'
        f'<p>{escape(piece.teaser)}</p><a class="more" href="{to}">{escape(look.words.read_on)}</a></article>'
    )


def _row(look: Look, piece: Piece, to: str) -> str:
    date = f"{date_line(look, piece)}: " if look.has_dates else ""
    return f'<li>{date}<a href="{to}">{escape(piece.title)}</a></li>'


def _table_row(look: Look, piece: Piece, to: str) -> str:
    date = date_line(look, piece) if look.has_dates else ""
    return f'<tr><td nowrap>{date}</td><td><a href="{to}">{escape(piece.title)}</a></td></tr>'


def _definition(look: Look, piece: Piece, to: str) -> str:
    date = f" <small>{date_line(look, piece)}</small>" if look.has_dates else ""
    return f'<dt><a href="{to}">{escape(piece.title)}</a>{date}</dt><dd>{escape(piece.teaser)}</dd>'


def _soup(look: Look, piece: Piece, to: str) -> str:
    date = f'<div class="x3">{date_line(look, piece)}</div>' if look.has_dates else ""
    return (
        f'<div class="x1"><div class="x2"><span><a href="{to}">{escape(piece.title)}</a></span></div>'
        f'{date}<div class="x4">{escape(piece.teaser)}</div></div>'
    )


_WRITERS = {
    Entries.CARDS: _card,
    Entries.TEASERS: _teaser,
    Entries.ROWS: _row,
    Entries.TABLE: _table_row,
    Entries.DEFINITIONS: _definition,
    Entries.SOUP: _soup,
}
_AROUND = {
    Entries.CARDS: ('<div class="cards">', "</div>"),
    Entries.TEASERS: ('<section class="list">', "</section>"),
    Entries.ROWS: ("<ul>", "</ul>"),
    Entries.TABLE: ("<table>", "</table>"),
    Entries.DEFINITIONS: ("<dl>", "</dl>"),
    Entries.SOUP: ("<div>", "</div>"),
}
