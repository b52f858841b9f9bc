"""Shapes whose articles are named by a feed or a sitemap."""

from crawler.localsite.shapes.building import XML, Shape, Site, zipped
from crawler.localsite.shapes.writing.feeds import (
    dated_sitemap,
    feed_link,
    json_feed,
    news_sitemap,
    rdf,
    robots,
    rss,
    sitemap,
    sitemap_index,
)
from crawler.localsite.shapes.writing.lists import listing_page
from crawler.localsite.shapes.writing.look import Entries, Layout, Look
from crawler.localsite.shapes.writing.pages import add_text_pages, article_page, text_page
from crawler.localsite.shapes.writing.pieces import Piece

_TEXT = "text/plain; charset=utf-8"


def _feed_only(site: Site, pieces: tuple[Piece, ...]) -> None:
    look = Look(
        title="Werkstattblatt",
        code="de",
        nav=(("Startseite", "/"), ("Über uns", "/ueber-uns"), ("Kontakt", "/kontakt")),
        footer=(("Datenschutz", "/datenschutz"),),
        has_metadata=False,
        head=feed_link("/aktuell.rss"),
    )
    placed = [(piece, f"{site.base}/beitrag/{piece.slug}") for piece in pieces]
    site.source("/", text_page(look, "Werkstattblatt", look.words.about_text))
    site.source("/aktuell.rss", rss(look, site.base, placed), "application/rss+xml; charset=utf-8")
    add_text_pages(site, look, "/ueber-uns", "/kontakt", "/datenschutz")
    for piece, address in placed:
        site.article(address, piece, article_page(look, piece, address))


def _sitemap_only(site: Site, pieces: tuple[Piece, ...]) -> None:
    look = Look(
        title="The Search Desk",
        code="en",
        nav=(("Home", "/"), ("About us", "/pages/about.html"), ("Contact", "/pages/contact.html")),
        layout=Layout.SOUP,
    )
    placed = [(piece, f"{site.base}/story/{piece.slug}-{piece.number}.html") for piece in pieces]
    search = ("Type what you are looking for into the field above.",)
    texts = [f"{site.base}/", f"{site.base}/pages/about.html", f"{site.base}/pages/contact.html"]
    site.source("/", text_page(look, "Search our stories", search))
    site.source("/robots.txt", robots(f"{site.base}/maps/all.xml"), _TEXT)
    site.source("/maps/all.xml", sitemap([*texts, *(address for _, address in placed)]), XML)
    add_text_pages(site, look, "/pages/about.html", "/pages/contact.html")
    for piece, address in placed:
        site.article(address, piece, article_page(look, piece, address))


def _json_feed(site: Site, pieces: tuple[Piece, ...]) -> None:
    look = Look(
        title="Plain Dispatch",
        code="en",
        nav=(("Home", "/"), ("About us", "/about/")),
        footer=(("Contact", "/contact/"),),
        has_metadata=False,
        head=feed_link("/feed.json", "application/feed+json"),
    )
    placed = [(piece, f"{site.base}/{piece.published_at:%Y/%m/%d}/{piece.slug}/") for piece in pieces]
    site.source("/", text_page(look, "Plain Dispatch", look.words.about_text[1:]))
    following = f"{site.base}/feed-2.json"
    site.source("/feed.json", json_feed(look, site.base, placed[:20], following), "application/feed+json")
    site.source("/feed-2.json", json_feed(look, site.base, placed[20:]), "application/feed+json")
    add_text_pages(site, look, "/about/", "/contact/")
    for piece, address in placed:
        site.article(address, piece, article_page(look, piece, address))


def _news_sitemap(site: Site, pieces: tuple[Piece, ...]) -> None:
    look = Look(
        title="Elbtaler Anzeiger",
        code="de",
        nav=(("Startseite", "/"), ("Über uns", "/service/ueber-uns")),
        footer=(("Kontakt", "/service/kontakt"), ("Datenschutz", "/service/datenschutz")),
        entries=Entries.CARDS,
    )
    placed = [(piece, f"{site.base}/meldungen/{piece.slug},{piece.number}.html") for piece in pieces]
    halves = {"2026-01": placed[:18], "2025-12": placed[18:]}
    site.source("/", listing_page(look, "Das Neueste", placed[:5]))
    site.source("/robots.txt", robots(f"{site.base}/sitemap_index.xml"), _TEXT)
    parts = [f"{site.base}/sitemap-{month}.xml.gz" for month in halves]
    others = [f"{site.base}/sitemap-news.xml", f"{site.base}/sitemap-seiten.xml"]
    site.source("/sitemap_index.xml", sitemap_index([others[0], *parts, others[1]]), XML)
    for part, held in zip(parts, halves.values(), strict=True):
        site.source(part, zipped(dated_sitemap(held).encode()), "application/gzip")
    site.other(others[0], news_sitemap(look, placed[:5]), XML)
    site.other(others[1], sitemap([f"{site.base}/service/ueber-uns", f"{site.base}/service/kontakt"]), XML)
    add_text_pages(site, look, "/service/ueber-uns", "/service/kontakt", "/service/datenschutz")
    for piece, address in placed:
        site.article(address, piece, article_page(look, piece, address))


def _rdf(site: Site, pieces: tuple[Piece, ...]) -> None:
    latin = "text/html; charset=iso-8859-1"
    look = Look(
        title="La Gazette du Canal",
        code="fr",
        nav=(("Accueil", "/"), ("À propos", "/apropos.html"), ("Contact", "/contact.html")),
        layout=Layout.TABLES,
        entries=Entries.TABLE,
        has_metadata=False,
        head=feed_link("/index.rdf", "application/rdf+xml"),
        charset="iso-8859-1",
    )
    placed = [(piece, f"{site.base}/articles/{piece.number:06}.html") for piece in pieces]
    listed = ((piece, f"articles/{piece.number:06}.html") for piece in pieces[:10])
    site.source("/", _latin(listing_page(look, "Les dernières nouvelles", listed)), latin)
    site.source("/index.rdf", _latin(rdf(look, site.base, placed)), "application/rdf+xml")
    for address, title, text in (
        ("/apropos.html", look.words.about, look.words.about_text),
        ("/contact.html", look.words.contact, look.words.contact_text),
    ):
        site.other(address, _latin(text_page(look, title, text)), latin)
    for piece, address in placed:
        site.article(address, piece, _latin(article_page(look, piece, address)), content_type=latin)


def _latin(text: str) -> bytes:
    return text.encode("iso-8859-1", "xmlcharrefreplace")


SOURCE_SHAPES = (
    Shape(
        name="feed-only",
        about="Only the RSS feed that its front page names leads to articles.",
        languages=("de",),
        build=_feed_only,
    ),
    Shape(
        name="sitemap-only",
        about="A search form for a front page; only the sitemap in robots.txt leads to articles, and to other pages.",
        languages=("en",),
        build=_sitemap_only,
    ),
    Shape(
        name="json-feed",
        about="Only a JSON Feed in two parts leads to articles.",
        languages=("en",),
        build=_json_feed,
    ),
    Shape(
        name="news-sitemap",
        about="An index of sitemaps: one of news, two compressed ones by month, one of other pages.",
        languages=("de",),
        build=_news_sitemap,
    ),
    Shape(
        name="rdf",
        about="An old site in latin-1 with tables for layout, numbers with .html, and an RDF feed.",
        languages=("fr",),
        build=_rdf,
    ),
)
