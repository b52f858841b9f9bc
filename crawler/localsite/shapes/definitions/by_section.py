"""Shapes that order their articles: by sections, regions or issues."""

from crawler.localsite.shapes.building import Shape, Site
from crawler.localsite.shapes.writing.languages import language
from crawler.localsite.shapes.writing.lists import add_listing, box, listing_page, pages_of
from crawler.localsite.shapes.writing.look import Entries, Look
from crawler.localsite.shapes.writing.pages import add_text_pages, article_page, document, link_list
from crawler.localsite.shapes.writing.pieces import Piece, slug_of

_TOWNS = {"nord": ("Norderhafen", "Westerdeich", "Moorkirchen"), "sued": ("Kieselbach", "Lindental", "Rabenau")}


def _daily(site: Site, pieces: tuple[Piece, ...]) -> None:
    sections = [(words, f"/{slug_of(words)}/") for words in language("pt").words.sections]
    look = Look(
        title="Diário do Estuário",
        code="pt",
        nav=(("Início", "/"), *sections),
        footer=(("Quem somos", "/institucional/quem-somos/"), ("Contato", "/institucional/contato/")),
    )
    listed = [(piece, f"/{piece.published_at:%Y/%m/%d}/{piece.slug}/") for piece in pieces]
    site.source("/", listing_page(look, "Capa", listed[:8]))
    for number, (words, address) in enumerate(sections):
        site.source(address, listing_page(look, words, [each for each in listed if each[0].section == number]))
    for piece, place in listed:
        site.article(place, piece, article_page(look, piece, site.base + place))
    add_text_pages(site, look, "/institucional/quem-somos/", "/institucional/contato/")


def _magazine(site: Site, pieces: tuple[Piece, ...]) -> None:
    look = Look(
        title="La Lanterna",
        code="it",
        nav=(("Prima pagina", "/"), ("Tutti i numeri", "/numeri/"), ("Chi siamo", "/chi-siamo/")),
        footer=(("Contatti", "/contatti/"),),
        entries=Entries.CARDS,
        has_dates=False,
    )
    issues = pages_of(pieces, 6)
    names = [f"{number}-2025" for number in range(len(issues), 0, -1)]
    links = tuple((f"La Lanterna n. {name.partition('-')[0]}, 2025", f"/numeri/{name}/") for name in names)
    cover = f"<h1>La Lanterna</h1><p>{look.words.about_text[0]}</p>{link_list(links[:1])}"
    site.source("/", document(look, "La Lanterna", cover))
    site.source("/numeri/", document(look, "Tutti i numeri", f"<h1>Tutti i numeri</h1>{link_list(links)}"))
    for name, (words, address), held in zip(names, links, issues, strict=True):
        placed = [(piece, f"/numeri/{name}/{piece.slug}/") for piece in held]
        site.source(address, listing_page(look, words, placed))
        for piece, place in placed:
            site.article(place, piece, article_page(look, piece, site.base + place))
    add_text_pages(site, look, "/chi-siamo/", "/contatti/")


def _regional(site: Site, pieces: tuple[Piece, ...]) -> None:
    look = Look(
        title="Heimatbote",
        code="de",
        nav=(("Startseite", "/"), ("Region Nord", "/region/nord/"), ("Region Süd", "/region/sued/")),
        footer=(("Über uns", "/service/ueber-uns/"), ("Kontakt", "/service/kontakt/")),
        entries=Entries.DEFINITIONS,
    )
    held = iter(pages_of(pieces, 6))
    placed = {
        (region, town): [(p, f"/region/{region}/{slug_of(town)}/{p.slug}-{p.number}.html") for p in next(held)]
        for region, towns in _TOWNS.items()
        for town in towns
    }
    site.source("/", listing_page(look, "Heute", [listed[0] for listed in placed.values()]))
    for region, towns in _TOWNS.items():
        links = link_list(tuple((town, f"/region/{region}/{slug_of(town)}/") for town in towns))
        newest = [placed[region, town][0] for town in towns]
        site.source(f"/region/{region}/", listing_page(look, f"Region {region.title()}", newest, below=links))
    for (region, town), listed in placed.items():
        site.source(f"/region/{region}/{slug_of(town)}/", listing_page(look, town, listed))
        for piece, place in listed:
            site.article(place, piece, article_page(look, piece, site.base + place))
    add_text_pages(site, look, "/service/ueber-uns/", "/service/kontakt/")


def _boxes_everywhere(site: Site, pieces: tuple[Piece, ...]) -> None:
    listed = [(piece, f"/artikel/{piece.slug}/") for piece in pieces]
    topics = tuple((f"Thema {word}", f"/thema/{slug_of(word)}/") for word in ("Fähre", "Hafen", "Wetter", "Verein"))
    pages = ("ueber-uns", "kontakt", "datenschutz", "impressum", "werbung", "karriere")
    look = Look(
        title="Inselpost",
        code="de",
        nav=(("Startseite", "/"), ("Alle Meldungen", "/artikel/"), *topics),
        footer=tuple((page.replace("-", " ").title(), f"/{page}/") for page in pages),
        boxes=box("Meistgelesen", listed[3:8]) + box("Nicht verpassen", listed[20:23]) + box("Themen", ()),
    )
    site.source("/", listing_page(look, "Aktuell", listed[:6]))
    add_listing(site, look, listed, ["/artikel/", "/artikel/seite/2/"])
    for number, (words, address) in enumerate(topics):
        site.other(address, listing_page(look, words, [each for each in listed if each[0].section == number]))
    for piece, place in listed:
        site.article(place, piece, article_page(look, piece, site.base + place))
    add_text_pages(site, look, "/ueber-uns/", "/kontakt/", "/datenschutz/")
    for page in pages[3:]:
        site.other(
            f"/{page}/", document(look, page.title(), f"<h1>{page.title()}</h1><p>{look.words.about_text[1]}</p>")
        )


SECTION_SHAPES = (
    Shape(
        name="daily",
        about="A daily paper: four sections, articles under dated addresses, the newest on the front page.",
        languages=("pt",),
        build=_daily,
        articles=36,
    ),
    Shape(
        name="magazine",
        about="A magazine: the list of issues leads to issues, and those to articles.",
        languages=("it",),
        build=_magazine,
        articles=36,
    ),
    Shape(
        name="regional",
        about="A regional portal: regions in the navigation, towns within them, articles within those.",
        languages=("de",),
        build=_regional,
        articles=36,
    ),
    Shape(
        name="boxes-everywhere",
        about="Navigation, footer, most-read and do-not-miss boxes stand on every page, articles included.",
        languages=("de",),
        build=_boxes_everywhere,
    ),
)
