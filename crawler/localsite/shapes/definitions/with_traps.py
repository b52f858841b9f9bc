"""Shapes with pages without end beside the articles."""

from datetime import UTC, datetime
from itertools import product
from urllib.parse import parse_qs, urlsplit

from crawler.localsite.shapes.building import Answer, Shape, Site
from crawler.localsite.shapes.writing.lists import add_listing, listing_page, pager, pages_of
from crawler.localsite.shapes.writing.look import Entries, Look
from crawler.localsite.shapes.writing.pages import add_text_pages, article_page, document, link_list
from crawler.localsite.shapes.writing.pieces import Piece

_FIRST_YEAR, _LAST_YEAR = 1, 9999
_MONTHS = 12
_SORTS = ("fecha", "titulo", "autor")
_YEARS = ("2025", "2026")


def _calendar(site: Site, pieces: tuple[Piece, ...]) -> None:
    look = Look(
        title="Il Molo",
        code="it",
        nav=(("Prima pagina", "/"), ("Tutte le notizie", "/notizie/"), ("Calendario", "/calendario/2026/01/")),
        footer=(("Chi siamo", "/chi-siamo/"), ("Contatti", "/contatti/")),
        entries=Entries.SOUP,
    )
    listed = [(piece, f"/notizie/{piece.published_at:%d-%m-%Y}/{piece.slug}.html") for piece in pieces]
    site.source("/", listing_page(look, "Oggi", listed[:6]))
    add_listing(site, look, listed, ["/notizie/", "/notizie/?pagina=2"])
    for piece, place in listed:
        site.article(place, piece, article_page(look, piece, site.base + place))
    add_text_pages(site, look, "/chi-siamo/", "/contatti/")
    site.others.append(site.full("/calendario/2026/01/"))
    site.lively = lambda address: _month_or_day(look, listed, urlsplit(address).path)


def _month_or_day(look: Look, listed: list[tuple[Piece, str]], path: str) -> Answer | None:
    match path.strip("/").split("/"):
        case ["calendario", year, month] if _is_month(year, month):
            return Answer(body=_month(look, int(year), int(month)).encode())
        case ["calendario", year, month, day] if _is_month(year, month) and day.isdecimal():
            held = [each for each in listed if f"{each[0].published_at:%Y/%m/%d}" == f"{year}/{month}/{day}"]
            heading = f"{int(day)} {look.language.months[int(month) - 1]} {year}"
            return Answer(body=listing_page(look, heading, held).encode())
        case _:
            return None


def _is_month(year: str, month: str) -> bool:
    return (year + month).isdecimal() and _FIRST_YEAR <= int(year) <= _LAST_YEAR and 1 <= int(month) <= _MONTHS


def _month(look: Look, year: int, month: int) -> str:
    months = look.language.months
    before, after = divmod(year * _MONTHS + month - 2, _MONTHS), divmod(year * _MONTHS + month, _MONTHS)
    turning = tuple((f"{months[m]} {y}", f"/calendario/{y:04}/{m + 1:02}/") for y, m in (before, after))
    weekday = datetime(year, month, 1, tzinfo=UTC).weekday()
    cells = "".join(
        f'<td><a href="/calendario/{year:04}/{month:02}/{day:02}/">{day}</a></td>'
        + ("</tr><tr>" if (day + weekday) % 7 == 0 else "")
        for day in range(1, 29)
    )
    main = f"<h1>{months[month - 1]} {year}</h1>{link_list(turning)}<table><tr>{cells}</tr></table>"
    return document(look, f"{months[month - 1]} {year}", main)


def _facets(site: Site, pieces: tuple[Piece, ...]) -> None:
    look = Look(
        title="Archivo de la Ribera",
        code="es",
        nav=(("Portada", "/"), ("Artículos", "/articulos"), ("Quiénes somos", "/quienes-somos")),
        footer=(("Contacto", "/contacto"),),
        entries=Entries.CARDS,
    )
    listed = [(piece, f"/articulos/{piece.slug}") for piece in pieces]
    site.source("/", listing_page(look, "Portada", listed[:5]))
    addresses = ["/articulos", "/articulos?page=2"]
    for number, held in enumerate(pages_of(listed, 2)):
        turning = pager(look, addresses[0] if number else None, None if number else addresses[1])
        below = _filters(look) + turning
        site.source(addresses[number], listing_page(look, look.words.all_news, held, below=below))
    for piece, place in listed:
        site.article(place, piece, article_page(look, piece, site.base + place))
    add_text_pages(site, look, "/quienes-somos", "/contacto")
    site.others.append(site.full("/articulos?tema=0&orden=fecha"))
    site.lively = lambda address: _filtered(look, listed, address)


def _filters(look: Look) -> str:
    topics = enumerate(look.words.sections)
    links = tuple(
        (f"{words}, {sort}, {year}", f"/articulos?tema={topic}&orden={sort}&ano={year}")
        for (topic, words), sort, year in product(topics, _SORTS, _YEARS)
    )
    alone = tuple((f"Por {sort}", f"/articulos?orden={sort}") for sort in _SORTS)
    return f'<div class="filters">{link_list(alone + links)}</div>'


def _filtered(look: Look, listed: list[tuple[Piece, str]], address: str) -> Answer | None:
    parts = urlsplit(address)
    chosen = {name: values[0] for name, values in parse_qs(parts.query).items()}
    if parts.path != "/articulos" or not chosen.keys() & {"tema", "orden", "ano"}:
        return None
    held = [
        each
        for each in listed
        if chosen.get("tema") in {None, str(each[0].section)}
        and chosen.get("ano", "20") in f"{each[0].published_at:%Y}"
    ]
    if chosen.get("orden") == "titulo":
        held.sort(key=lambda each: each[0].title)
    return Answer(body=listing_page(look, look.words.all_news, held, below=_filters(look)).encode())


TRAP_SHAPES = (
    Shape(
        name="calendar",
        about="A calendar whose months lead on without end, beside a listing of two pages.",
        languages=("it",),
        build=_calendar,
    ),
    Shape(
        name="facets",
        about="A listing that can be filtered and sorted in dozens of ways, each under an address of its own.",
        languages=("es",),
        build=_facets,
    ),
)
