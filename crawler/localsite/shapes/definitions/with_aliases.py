"""Shapes where one article stands under several addresses."""

import re
from dataclasses import replace
from html import escape
from random import Random

from crawler.localsite.shapes.building import Answer, Shape, Site
from crawler.localsite.shapes.writing.lists import add_listing, box, listing_page, pager, pages_of
from crawler.localsite.shapes.writing.look import Entries, Layout, Look
from crawler.localsite.shapes.writing.pages import add_text_pages, article_page
from crawler.localsite.shapes.writing.pieces import Piece

_SPLIT_EVERY = 5


def _amp_twins(site: Site, pieces: tuple[Piece, ...]) -> None:
    placed = [(piece, f"{site.base}/{piece.published_at:%Y/%m}/{piece.slug}/") for piece in pieces]
    look = Look(
        title="El Faro del Puerto",
        code="es",
        nav=(("Portada", "/"), ("Quiénes somos", "/quienes-somos/")),
        footer=(("Contacto", "/contacto/"),),
        entries=Entries.CARDS,
        boxes=box("Lo más leído", [(piece, f"{to}amp/") for piece, to in placed[4:8]]),
    )
    add_listing(site, look, placed, ["/", "/pagina/2/"], has_rel=True)
    for piece, address in placed:
        twin = f"{address}amp/"
        site.article(
            address,
            piece,
            article_page(look, piece, address, head=f'<link rel="amphtml" href="{twin}">'),
            aliases=[twin],
        )
        light = replace(look, layout=Layout.SOUP, boxes="", nav=look.nav[:1])
        site.alias(twin, article_page(light, piece, address))
    add_text_pages(site, look, "/quienes-somos/", "/contacto/")


def _session_ids(site: Site, pieces: tuple[Piece, ...]) -> None:
    random = Random(0)  # noqa: S311 - any numbers will do, as long as each page has another one
    placed = {site.full(f"/story.php?id={piece.number}"): piece for piece in pieces}
    lists = {site.full(address): held for address, held in zip(("/", "/?page=2"), pages_of(pieces, 2), strict=True)}

    def page(address: str) -> Answer | None:
        plain = _SESSION.sub("", address)
        session = f"sid={random.getrandbits(64):016x}"
        look = _look_in_session(session)
        if plain in placed:
            html = article_page(look, placed[plain], plain)
        elif plain in lists:
            listed = [(piece, f"/story.php?id={piece.number}&{session}") for piece in lists[plain]]
            newer, older = f"/?{session}", f"/?page=2&{session}"
            turning = pager(look, newer, None) if "page=2" in plain else pager(look, None, older)
            html = listing_page(look, look.words.all_news, listed, below=turning)
        else:
            return site.answers.get(plain)
        return Answer(body=html.encode())

    for address in lists:
        site.source(address, "")
    for address, piece in placed.items():
        site.article(address, piece, "")
    site.answers.clear()
    add_text_pages(site, _look_in_session("sid=0"), "/about.php", "/contact.php")
    site.lively = page
    site.idle_parameters.append("sid")


_SESSION = re.compile(r"[?&]sid=[0-9a-f]*$")


def _look_in_session(session: str) -> Look:
    return Look(
        title="The Counter",
        code="en",
        nav=(("Home", f"/?{session}"), ("About us", f"/about.php?{session}")),
        footer=(("Contact", f"/contact.php?{session}"),),
        entries=Entries.ROWS,
        layout=Layout.SOUP,
    )


def _split_articles(site: Site, pieces: tuple[Piece, ...]) -> None:
    look = Look(
        title="The Long Column",
        code="en",
        nav=(("Home", "/"), ("About us", "/about.html")),
        footer=(("Contact", "/contact.html"),),
    )
    places = [f"/features/{piece.slug}.html" for piece in pieces]
    add_listing(site, look, list(zip(pieces, places, strict=True)), ["/", "/index-2.html"])
    for number, (piece, place) in enumerate(zip(pieces, places, strict=True)):
        if number % _SPLIT_EVERY:
            site.article(place, piece, article_page(look, piece, site.base + place))
        else:
            _split(site, look, piece, place)
    add_text_pages(site, look, "/about.html", "/contact.html")


def _split(site: Site, look: Look, piece: Piece, place: str) -> None:
    second = f"{place}?page=2"
    halves = [[f"<p>{escape(text)}</p>" for text in half] for half in (piece.paragraphs[:2], piece.paragraphs[2:])]
    halves[0].append(f'<p class="parts"><b>1</b> <a rel="next" href="{second}">2</a></p>')
    halves[1].append(f'<p class="parts"><a rel="prev" href="{place}">1</a> <b>2</b></p>')
    address = site.base + place
    site.article(place, piece, article_page(look, piece, address, paragraphs=halves[0]), aliases=[second])
    site.alias(second, article_page(look, piece, address, paragraphs=halves[1]))


def _mirrored_host(site: Site, pieces: tuple[Piece, ...]) -> None:
    www = site.host("www")
    places = [f"/noticia/{piece.number}/{piece.slug}" for piece in pieces]
    mixed = [(www if number % 2 else site.base) + place for number, place in enumerate(places)]
    look = Look(
        title="Gaceta del Valle",
        code="es",
        nav=(("Portada", "/"), ("Todas las noticias", f"{www}/noticias"), ("Quiénes somos", f"{site.base}/nosotros")),
        footer=(("Contacto", f"{www}/contacto"),),
        entries=Entries.TABLE,
        layout=Layout.TABLES,
    )
    front = listing_page(look, "Hoy", list(zip(pieces, mixed, strict=True))[:10])
    listing = listing_page(look, look.words.all_news, zip(pieces, mixed, strict=True))
    site.source("/", front)
    site.source(f"{www}/noticias", listing)
    site.alias(f"{www}/", front)
    site.alias("/noticias", listing)
    for piece, place in zip(pieces, places, strict=True):
        html = article_page(look, piece, www + place)
        site.article(www + place, piece, html, aliases=[site.base + place])
        site.alias(site.base + place, html)
    for base in (site.base, www):
        add_text_pages(site, look, f"{base}/nosotros", f"{base}/contacto")


ALIAS_SHAPES = (
    Shape(
        name="amp-twins",
        about="Every article has an AMP twin, which its page and the most-read box name.",
        languages=("es",),
        build=_amp_twins,
    ),
    Shape(
        name="session-ids",
        about="Every link carries a session id, another one on every page.",
        languages=("en",),
        build=_session_ids,
    ),
    Shape(
        name="split-articles",
        about="Every fifth article goes on under ?page=2.",
        languages=("en",),
        build=_split_articles,
    ),
    Shape(
        name="mirrored-host",
        about="The same pages on two hosts, with and without www, and links to both.",
        languages=("es",),
        build=_mirrored_host,
        host="gaceta.localhost",
    ),
)
