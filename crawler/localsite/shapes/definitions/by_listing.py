"""Shapes whose articles are found in lists, each of which is turned over in its own way."""

import json
from html import escape

from crawler.localsite.shapes.building import JSON, Shape, Site
from crawler.localsite.shapes.writing.feeds import feed_link, rss
from crawler.localsite.shapes.writing.languages import language
from crawler.localsite.shapes.writing.lists import add_listing, box, entries, listing_page, numbered_pager, pages_of
from crawler.localsite.shapes.writing.look import Entries, Layout, Look
from crawler.localsite.shapes.writing.metadata import describe
from crawler.localsite.shapes.writing.pages import add_text_pages, article_page, link_list, text_page
from crawler.localsite.shapes.writing.pieces import Piece, slug_of

_RSS = "application/rss+xml; charset=utf-8"
_LOCKED_EVERY = 3


def _blog(site: Site, pieces: tuple[Piece, ...]) -> None:
    look = Look(
        title="Notes from the Loft",
        code="en",
        nav=(("Home", "/"), ("About us", "/about/"), ("Contact", "/contact/")),
        footer=(("Privacy", "/privacy/"),),
        has_metadata=False,
        head=feed_link("/feed/"),
    )
    _turn_over(site, look, pieces, [f"/{piece.slug}/" for piece in pieces], ["/", "/page/2/", "/page/3/"])
    site.other("/feed/", rss(look, site.base, [(piece, f"{site.base}/{piece.slug}/") for piece in pieces[:10]]), _RSS)
    add_text_pages(site, look, "/about/", "/contact/", "/privacy/")


def _three_pages(site: Site, pieces: tuple[Piece, ...]) -> None:
    look = Look(
        title="The Quay Reporter",
        code="en",
        nav=(("Home", "/"), ("About us", "/about")),
        footer=(("Contact", "/contact"),),
        entries=Entries.ROWS,
        layout=Layout.SOUP,
    )
    _turn_over(site, look, pieces, [f"/news/{piece.slug}" for piece in pieces], ["/", "/?page=2", "/?page=3"])
    add_text_pages(site, look, "/about", "/contact")


def _load_more(site: Site, pieces: tuple[Piece, ...]) -> None:
    look = Look(
        title="Le Quai",
        code="fr",
        nav=(("Accueil", "/"), ("À propos", "/a-propos")),
        footer=(("Contact", "/contact"), ("Confidentialité", "/confidentialite")),
        entries=Entries.CARDS,
    )
    first, *rest = pages_of(pieces, 3)
    parts = [f"/api/articles?offset={10 * number}" for number in range(1, len(rest) + 1)]
    button = f'<button class="load-more" data-url="{parts[0]}" data-target=".cards">{look.words.more}</button>'
    site.source("/", listing_page(look, "À la une", [(p, f"/actu/{p.slug}-{p.number}") for p in first], below=button))
    for number, held in enumerate(rest):
        html = entries(look, [(piece, f"/actu/{piece.slug}-{piece.number}") for piece in held])
        following = parts[number + 1] if number + 1 < len(parts) else None
        site.source(parts[number], json.dumps({"html": html, "next": following}, ensure_ascii=False), JSON)
    for piece in pieces:
        address = f"{site.base}/actu/{piece.slug}-{piece.number}"
        site.article(address, piece, article_page(look, piece, address))
    add_text_pages(site, look, "/a-propos", "/contact", "/confidentialite")


def _offset(site: Site, pieces: tuple[Piece, ...]) -> None:
    look = Look(
        title="Folha da Ribeira",
        code="pt",
        nav=(("Início", "/"), ("Todas as notícias", "/noticias"), ("Quem somos", "/quem-somos")),
        footer=(("Contato", "/contato"),),
        entries=Entries.DEFINITIONS,
    )
    placed = [(piece, f"/noticias/{piece.number}-{piece.slug}") for piece in pieces]
    site.source("/", listing_page(look, "Destaques", placed[:5]))
    addresses = ["/noticias", "/noticias?start=10", "/noticias?start=20"]
    for number, (address, held) in enumerate(zip(addresses, pages_of(placed, 3), strict=True), 1):
        turning = numbered_pager(addresses, number)
        site.source(address, listing_page(look, look.words.all_news, held, below=turning))
    for piece, place in placed:
        site.article(place, piece, article_page(look, piece, site.base + place))
    add_text_pages(site, look, "/quem-somos", "/contato")


def _numbers_in_query(site: Site, pieces: tuple[Piece, ...]) -> None:
    names = language("ru").words.sections
    sections = [(words, f"/index.php?cat={number}") for number, words in enumerate(names, 1)]
    look = Look(
        title="Вестник Заречья",
        code="ru",
        nav=(("Главная", "/"), *sections),
        footer=(("О редакции", "/index.php?page=about"), ("Контакты", "/index.php?page=contact")),
        entries=Entries.TABLE,
        layout=Layout.TABLES,
        has_metadata=False,
    )
    listed = [(piece, f"/index.php?id={piece.number}") for piece in pieces]
    site.source("/", listing_page(look, "Новости", listed[:8]))
    for number, (words, address) in enumerate(sections):
        held = [each for each in listed if each[0].section == number]
        site.source(address, listing_page(look, words, held))
    for piece, place in listed:
        site.article(place, piece, article_page(look, piece, site.base + place))
    add_text_pages(site, look, "/index.php?page=about", "/index.php?page=contact")


def _wordpress(site: Site, pieces: tuple[Piece, ...]) -> None:
    listed = [(piece, f"{site.base}/?p={piece.number}") for piece in pieces]
    sections = language("en").words.sections
    categories = [(words, f"{site.base}/?cat={number}") for number, words in enumerate(sections, 2)]
    look = Look(
        title="A Site Like Many",
        code="en",
        nav=(("Home", f"{site.base}/"), ("About us", "/?page_id=2"), ("Contact", "/?page_id=3"), *categories),
        footer=(("Privacy", "/?page_id=4"),),
        head=feed_link(f"{site.base}/feed/"),
        boxes=box("Recent posts", listed[:5]),
    )
    _turn_over(site, look, pieces, [place for _, place in listed], ["/", "/page/2/", "/page/3/"])
    for piece, place in listed:
        _, category = categories[piece.section]
        filed = link_list(((piece.section_name, category), (piece.author, f"/?tag={slug_of(piece.author)}")))
        text = (*(f"<p>{escape(each)}</p>" for each in piece.paragraphs), f'<div class="filed">{filed}</div>')
        site.article(place, piece, article_page(look, piece, place, paragraphs=text))
    site.other("/feed/", rss(look, site.base, listed[:10]), _RSS)
    for number, (words, address) in enumerate(categories):
        site.other(address, listing_page(look, words, [each for each in listed if each[0].section == number]))
    for author in sorted({piece.author for piece in pieces}):
        held = [each for each in listed if each[0].author == author]
        site.other(f"/?tag={slug_of(author)}", listing_page(look, author, held))
    add_text_pages(site, look, "/?page_id=2", "/?page_id=3", "/?page_id=4")


def _wordless(site: Site, pieces: tuple[Piece, ...]) -> None:
    look = Look(
        title="みなと通信",
        code="ja",
        nav=(("ホーム", "/"), ("編集部について", "/p/about")),
        footer=(("お問い合わせ", "/p/contact"), ("個人情報保護", "/p/privacy")),
        entries=Entries.SOUP,
        layout=Layout.SOUP,
    )
    _turn_over(site, look, pieces, [f"/a/{piece.code}" for piece in pieces], ["/", "/l/2", "/l/3"])
    add_text_pages(site, look, "/p/about", "/p/contact", "/p/privacy")


def _relative_base(site: Site, pieces: tuple[Piece, ...]) -> None:
    look = Look(
        title="Le Cahier du Phare",
        code="fr",
        nav=(("Accueil", "./"), ("À propos", "pages/a-propos.html")),
        footer=(("Contact", "pages/contact.html"),),
        entries=Entries.DEFINITIONS,
        has_metadata=False,
        head='<base href="/cahier/">',
    )
    places = [f"{piece.published_at:%Y-%m}/{piece.slug}.html" for piece in pieces]
    listed = [
        (piece, f"../cahier/{to}" if number % 2 else to)
        for number, (piece, to) in enumerate(zip(pieces, places, strict=True))
    ]
    site.source("/cahier/", listing_page(look, "Toutes les notes", listed))
    site.redirect("/", "/cahier/", 302)
    for piece, place in zip(pieces, places, strict=True):
        site.article(f"/cahier/{place}", piece, article_page(look, piece, f"{site.base}/cahier/{place}"))
    add_text_pages(site, look, "/cahier/pages/a-propos.html", "/cahier/pages/contact.html")


def _paywall(site: Site, pieces: tuple[Piece, ...]) -> None:
    look = Look(
        title="The Ledger House",
        code="en",
        nav=(("Home", "/"), ("Subscribe", "/subscribe"), ("Log in", "/login"), ("About us", "/about")),
        footer=(("Contact", "/contact"),),
        has_metadata=False,
    )
    places = [f"/{piece.section_name.lower()}/{piece.slug}-{piece.number}" for piece in pieces]
    add_listing(site, look, list(zip(pieces, places, strict=True)), ["/", "/?page=2"], has_rel=True)
    offer = '<div class="locked"><p>Subscribe to read the whole story. Already with us? Log in.</p></div>'
    for number, (piece, place) in enumerate(zip(pieces, places, strict=True)):
        is_free = number % _LOCKED_EVERY > 0
        head = describe(look, piece, site.base + place, is_free=is_free)
        shown = () if is_free else (*(f"<p>{text}</p>" for text in piece.paragraphs[:2]), offer)
        site.article(place, piece, article_page(look, piece, site.base + place, head=head, paragraphs=shown))
    add_text_pages(site, look, "/about", "/contact")
    site.other("/subscribe", text_page(look, "Subscribe", ("The first month is free, the second one is not.", offer)))
    site.other("/login", text_page(look, "Log in", ("Name and password, please.",)))


def _turn_over(site: Site, look: Look, pieces: tuple[Piece, ...], places: list[str], addresses: list[str]) -> None:
    """Put the listing in pages under these addresses, and the articles under their places."""
    add_listing(site, look, list(zip(pieces, places, strict=True)), addresses)
    for piece, place in zip(pieces, places, strict=True):
        site.article(place, piece, article_page(look, piece, site.full(place)))


LISTING_SHAPES = (
    Shape(
        name="blog",
        about="A blog: posts under /{slug}/ beside /about/ and /contact/, ten to a page, a feed of the newest.",
        languages=("en",),
        build=_blog,
    ),
    Shape(
        name="three-pages",
        about="Three listing pages of ten, without feed or sitemap.",
        languages=("en",),
        build=_three_pages,
    ),
    Shape(
        name="load-more",
        about="One listing whose further entries come as HTML in JSON from an address that its button names.",
        languages=("fr",),
        build=_load_more,
    ),
    Shape(
        name="offset",
        about="A listing turned over by numbers that lead to ?start=10, ?start=20.",
        languages=("pt",),
        build=_offset,
    ),
    Shape(
        name="numbers-in-query",
        about="Everything is index.php: articles by ?id=, sections by ?cat=, other pages by ?page=.",
        languages=("ru",),
        build=_numbers_in_query,
        articles=36,
    ),
    Shape(
        name="wordpress",
        about="A blog engine with plain addresses: ?p= posts, ?page_id= pages, ?cat= and ?tag=, /page/2/, a feed.",
        languages=("en",),
        build=_wordpress,
    ),
    Shape(
        name="wordless",
        about="Articles under addresses without words, such as /a/8f3c2e.",
        languages=("ja",),
        build=_wordless,
    ),
    Shape(
        name="relative-base",
        about="Relative links that only the page's base element completes, on a site in a folder of its host.",
        languages=("fr",),
        build=_relative_base,
    ),
    Shape(
        name="paywall",
        about="A third of the articles shows its beginning only, and says so to machines.",
        languages=("en",),
        build=_paywall,
    ),
)
