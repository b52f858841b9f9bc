"""The HTML pages of shapes: the frame of every page, text pages, and articles."""

from collections.abc import Iterable
from html import escape

from crawler.localsite.shapes.building import Site
from crawler.localsite.shapes.writing.look import Layout, Links, Look
from crawler.localsite.shapes.writing.metadata import describe
from crawler.localsite.shapes.writing.pieces import Piece


def document(look: Look, title: str, main: str, head: str = "") -> str:
    """A whole page around its content."""
    direction = ' dir="rtl"' if look.code == "ar" else ""
    lines = [
        "<!doctype html>",
        f'<html lang="{look.code}"{direction}>',
        f'<head><meta charset="{look.charset}">',
        f"<title>{escape(title)} – {escape(look.title)}</title>",
        look.head,
        head,
        "</head><body>",
        _FRAMES[look.layout](look, main),
        "</body></html>",
        "",
    ]
    return "\n".join(line for line in lines if line != "" or line is lines[-1])


def article_page(look: Look, piece: Piece, address: str, *, head: str = "", paragraphs: Iterable[str] = ()) -> str:
    """The page of one article; ``paragraphs`` are HTML to stand in place of its own text."""
    body = "\n".join(paragraphs) or "\n".join(f"<p>{escape(each)}</p>" for each in piece.paragraphs)
    described = describe(look, piece, address) if look.has_metadata else ""
    return document(look, piece.title, _ARTICLES[look.layout](look, piece, body), described + head)


def text_page(look: Look, title: str, paragraphs: Iterable[str]) -> str:
    """A page of the site about itself."""
    return document(look, title, f"<h1>{escape(title)}</h1>\n" + "\n".join(f"<p>{escape(p)}</p>" for p in paragraphs))


def add_text_pages(site: Site, look: Look, about: str, contact: str, privacy: str | None = None) -> None:
    """Put the pages that a site has about itself under these addresses."""
    words = look.words
    site.other(about, text_page(look, words.about, words.about_text))
    site.other(contact, text_page(look, words.contact, words.contact_text))
    if privacy:
        site.other(privacy, text_page(look, words.privacy, (*words.contact_text, words.about_text[2])))


def link_list(links: Links) -> str:
    """Links as an unordered list."""
    return "<ul>" + "".join(f'<li><a href="{escape(to)}">{escape(words)}</a></li>' for words, to in links) + "</ul>"


def date_line(look: Look, piece: Piece) -> str:
    """The visible date of a piece."""
    return escape(look.language.written_date(piece.published_at))


def _semantic_frame(look: Look, main: str) -> str:
    aside = f"<aside>{look.boxes}</aside>\n" if look.boxes else ""
    return (
        f'<header><a class="logo" href="{escape(look.nav[0][1])}">{escape(look.title)}</a>\n'
        f"<nav>{link_list(look.nav)}</nav></header>\n<main>\n{main}\n</main>\n{aside}"
        f"<footer>{link_list(look.footer)}<p>© {escape(look.title)}</p></footer>"
    )


def _soup_frame(look: Look, main: str) -> str:
    nav = " ".join(f'<span class="m"><a href="{escape(to)}">{escape(words)}</a></span>' for words, to in look.nav)
    foot = " ".join(f'<span><a href="{escape(to)}">{escape(words)}</a></span>' for words, to in look.footer)
    right = f'<div class="col2">{look.boxes}</div>' if look.boxes else ""
    return (
        f'<div id="wrap"><div class="top"><div class="n">{nav}</div></div>\n'
        f'<div class="col1">{main}</div>{right}\n<div class="bottom">{foot}</div></div>'
    )


def _table_frame(look: Look, main: str) -> str:
    nav = "<br>\n".join(f'<a href="{escape(to)}">{escape(words)}</a>' for words, to in look.nav)
    foot = " | ".join(f'<a href="{escape(to)}">{escape(words)}</a>' for words, to in look.footer)
    return (
        f'<table width="760" border="0"><tr><td colspan="2" bgcolor="#ddddee"><b>{escape(look.title)}</b></td></tr>\n'
        f'<tr><td width="140" valign="top">{nav}{look.boxes}</td><td valign="top">{main}</td></tr>\n'
        f'<tr><td colspan="2" align="center"><small>{foot}</small></td></tr></table>'
    )


def _semantic_article(look: Look, piece: Piece, body: str) -> str:
    moment = piece.published_at.isoformat()
    time = f'<time datetime="{moment}">{date_line(look, piece)}</time>' if look.has_dates else ""
    return (
        f"<article>\n<h1>{escape(piece.title)}</h1>\n"
        f'<p class="byline">{escape(look.words.by)} {escape(piece.author)} {time}</p>\n'
        f'<div class="text">\n{body}\n</div>\n</article>'
    )


def _soup_article(look: Look, piece: Piece, body: str) -> str:
    date = f'<div class="d">{date_line(look, piece)}</div>' if look.has_dates else ""
    return (
        f'<div class="t1"><h1>{escape(piece.title)}</h1></div>{date}<div class="t2">{body}</div>'
        f'<div class="sig">{escape(piece.author)}</div>'
    )


def _table_article(look: Look, piece: Piece, body: str) -> str:
    date = f"<i>{date_line(look, piece)}</i><br>" if look.has_dates else ""
    return f"<h2>{escape(piece.title)}</h2>\n{date}\n{body}\n<p><b>{escape(piece.author)}</b></p>"


_FRAMES = {Layout.SEMANTIC: _semantic_frame, Layout.SOUP: _soup_frame, Layout.TABLES: _table_frame}
_ARTICLES = {Layout.SEMANTIC: _semantic_article, Layout.SOUP: _soup_article, Layout.TABLES: _table_article}
