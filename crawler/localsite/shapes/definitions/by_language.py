"""Shapes in several languages, and in scripts that addresses percent-encode."""

from collections.abc import Mapping
from dataclasses import replace
from html import escape
from urllib.parse import quote

from crawler.localsite.shapes.building import Shape, Site
from crawler.localsite.shapes.writing.languages import language
from crawler.localsite.shapes.writing.lists import listing_page
from crawler.localsite.shapes.writing.look import Entries, Layout, Look
from crawler.localsite.shapes.writing.pages import add_text_pages, article_page, document, link_list
from crawler.localsite.shapes.writing.pieces import Piece

_NAMES = {"en": "English", "de": "Deutsch", "fr": "Français", "es": "Español", "ar": "العربية", "ja": "日本語"}


def _by_path(site: Site, pieces: tuple[Piece, ...]) -> None:
    codes = ("en", "de", "fr")
    switch = tuple((_NAMES[code], f"/{code}/") for code in codes)
    looks = {code: _look("Alpine Wire", code, f"/{code}", switch) for code in codes}
    _choice(site, looks["en"], {code: f"{site.base}/{code}/" for code in codes})
    for code, look in looks.items():
        listed = [(p, f"/{code}/news/{p.slug}-{p.number}") for p in pieces if p.language == code]
        _edition(site, look, listed, f"/{code}")


def _by_subdomain(site: Site, pieces: tuple[Piece, ...]) -> None:
    codes = ("de", "fr", "es")
    switch = tuple((_NAMES[code], f"{site.host(code)}/") for code in codes)
    looks = {code: _look("Kurier", code, site.host(code), switch) for code in codes}
    _choice(site, replace(looks["de"], nav=switch, footer=()), {code: f"{site.host(code)}/" for code in codes})
    for code, look in looks.items():
        base = site.host(code)
        _edition(site, look, [(p, f"{base}/{p.slug}.html") for p in pieces if p.language == code], base)


def _choice(site: Site, look: Look, editions: Mapping[str, str]) -> None:
    """Put the page that leads to the languages, in its text and for machines, on the front page."""
    head = "".join(f'<link rel="alternate" hreflang="{code}" href="{escape(to)}">' for code, to in editions.items())
    choices = link_list(tuple((_NAMES[code], to) for code, to in editions.items()))
    site.source("/", document(look, look.title, f"<h1>{escape(look.title)}</h1>{choices}", head))


def _percent_encoded(site: Site, pieces: tuple[Piece, ...]) -> None:
    codes = ("ar", "ja")
    switch = tuple((_NAMES[code], f"/{code}/") for code in codes)
    looks = {code: _look("Two Scripts", code, f"/{code}", switch) for code in codes}
    looks["ja"] = replace(looks["ja"], entries=Entries.TABLE, layout=Layout.TABLES, has_metadata=False)
    site.source("/", document(looks["ar"], "Two Scripts", f"<h1>Two Scripts</h1>{link_list(switch)}"))
    for code, look in looks.items():
        listed = [(p, f"/{code}/{quote(p.section_name)}/{quote(p.slug)}") for p in pieces if p.language == code]
        _edition(site, look, listed, f"/{code}")


def _look(title: str, code: str, base: str, switch: tuple[tuple[str, str], ...]) -> Look:
    words = language(code).words
    return Look(
        title=title,
        code=code,
        nav=((words.home, f"{base}/"), *switch),
        footer=((words.about, f"{base}/about"), (words.contact, f"{base}/contact")),
        entries=Entries.SOUP if code == "fr" else Entries.TEASERS,
    )


def _edition(site: Site, look: Look, listed: list[tuple[Piece, str]], base: str) -> None:
    """Put the listing and the articles of one language below ``base``."""
    site.source(f"{base}/", listing_page(look, look.words.all_news, listed))
    for piece, place in listed:
        address = site.full(place)
        itself = f'<link rel="alternate" hreflang="{look.code}" href="{escape(address)}">'
        site.article(place, piece, article_page(look, piece, address, head=itself))
    add_text_pages(site, look, f"{base}/about", f"{base}/contact")


LANGUAGE_SHAPES = (
    Shape(
        name="languages-by-path",
        about="Three languages under /en/, /de/ and /fr/, which a page of choice leads to.",
        languages=("en", "de", "fr"),
        build=_by_path,
        articles=36,
    ),
    Shape(
        name="languages-by-subdomain",
        about="Three languages on hosts of their own below one name, which a page of choice leads to.",
        languages=("de", "fr", "es"),
        build=_by_subdomain,
        articles=36,
        host="kurier.localhost",
    ),
    Shape(
        name="percent-encoded",
        about="Arabic and Japanese words in addresses, percent-encoded.",
        languages=("ar", "ja"),
        build=_percent_encoded,
    ),
)
