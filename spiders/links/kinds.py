"""What a page is, once it is read: an article, a listing, or neither; decided by weighing what speaks for it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from pipelines.page.page import Page
from pipelines.page.structured import json_ld_types
from pipelines.page.text import fold, shown_text
from pipelines.record import PageRecord
from pipelines.rules.link_rules import LinkKind, PageKind, PageVerdict
from spiders.links.classify import is_dated, leads_to_file, looks_like_article
from spiders.links.seen import LinkSeen, Place, links_seen
from spiders.links.words import LISTING_WORDS, NOWHERE_WORDS, words_of

# So much must speak for an article: a declared one with any text, or a text of some length with a date.
ENOUGH = 4
_LONG_BODY, _SOME_BODY, _HARDLY_A_BODY = 800, 250, 80  # characters
_FEWEST_TEASERS = 3
_MOSTLY, _ALMOST_ALL = 0.5, 0.95
_COUNTED_CHARACTERS = 300  # of a paragraph; more of it does not stand in a teaser's beginning
_KEY_CHARACTERS = 60  # of a paragraph, to find it in a teaser again
_ARTICLE_SUFFIXES = ("Article", "Posting", "Report")
_NO_ARTICLE_TYPES = frozenset(
    """
    AboutPage ContactPage ProfilePage CollectionPage SearchResultsPage CheckoutPage FAQPage QAPage ImageGallery
    MediaGallery VideoGallery Event Product
    """.split()
)
# Parameters of a query that ask for what was searched, or is of one author or subject.
_QUERY_WORDS = frozenset(("search", "author", "tag", "category"))
_DATE_METAS = ("json-ld:", "meta:", "microdata:")


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundAs:
    """How the address of a page was found, as far as anybody knows: its link's place, a date near it, its pattern."""

    place: Place | None = None
    is_dated: bool = False
    pattern_leads_to: LinkKind | None = None


class _Sign(NamedTuple):
    points: int
    words: str


_UNKNOWN = FoundAs()


def page_kind(
    page: Page, record: PageRecord, found_as: FoundAs = _UNKNOWN, *, links: Sequence[LinkSeen] | None = None
) -> PageVerdict:
    """What ``page``, which reads as ``record``, is. ``links`` are its `links_seen`, looked up where not given.

    A page that declares itself and has a text needs no look at its links.
    """
    if record.body and _declares_article(page) and not _is_front_page(page) and links is None:
        links = ()
    seen = links_seen(page) if links is None else links
    teasers = [link for link in seen if _is_teaser(link, page)]
    share = _share_in_teasers(record.body or "", teasers)
    is_list = len(teasers) >= _FEWEST_TEASERS or share >= _MOSTLY
    if not record.body or _is_front_page(page):
        kind = PageKind.LISTING if is_list else PageKind.OTHER
        words = "front page" if record.body else "no text of an article"
        return PageVerdict(address=page.address, kind=kind, reason=f"{words}, {len(teasers)} teasers")
    signs = [*_declared(page, record), *_written(record, share), *_addressed(page), *_found(found_as)]
    if share >= _MOSTLY:
        signs.append(_Sign(-6, f"most of its text stands in {len(teasers)} teasers"))
    points = sum(sign.points for sign in signs)
    reason = "; ".join(f"{sign.words} ({sign.points:+})" for sign in signs)
    if points >= ENOUGH:
        return PageVerdict(address=page.address, kind=PageKind.ARTICLE, reason=reason)
    return PageVerdict(address=page.address, kind=PageKind.LISTING if is_list else PageKind.OTHER, reason=reason)


def _is_teaser(link: LinkSeen, page: Page) -> bool:
    """Whether a link is the head of a teaser of another page, and no caption of a picture."""
    is_listed = link.place is Place.TEASER and (link.is_repeated or link.is_heading)
    return is_listed and link.address != page.address and not leads_to_file(link.address)


def _is_front_page(page: Page) -> bool:
    parts = urlsplit(page.address)
    return not (parts.path.strip("/") or parts.query)


def _declared(page: Page, record: PageRecord) -> Iterator[_Sign]:
    """What the page's markup says that it is."""
    if _declares_article(page):
        yield _Sign(4, "declared as an article")
    if any("article" in content.lower() for _, content in page.markup.meta("og:type")):
        yield _Sign(1, "og:type says article")
    types = {name for node in page.markup.objects for name in json_ld_types(node)} & _NO_ARTICLE_TYPES
    if types and not page.markup.article:
        yield _Sign(-4, f"declared as {min(types)}")
    source = record.sources.get("published_at")
    if source is not None:
        is_declared = source.startswith(_DATE_METAS)
        yield _Sign(3 if is_declared else 2, "a declared date" if is_declared else "a date")


def _declares_article(page: Page) -> bool:
    """Whether the page declares one article, its own; lists declare those they list."""
    if not page.markup.article:
        return False
    declared = [
        node
        for node in page.markup.objects
        if any(name.endswith(_ARTICLE_SUFFIXES) for name in json_ld_types(node)) and "headline" in node
    ]
    if len({str(node["headline"]) for node in declared}) < 2:  # noqa: PLR2004 - its own
        return True
    shown = [*page.markup.titles, *(fold(shown_text(heading)) for heading in page.markup.headings[:2])]
    headline = fold(str(page.markup.article.get("headline", ""))).casefold()
    return any(headline and headline in title.casefold() for title in shown)


def _written(record: PageRecord, share: float) -> Iterator[_Sign]:
    """What the page's text says, without the ``share`` of it that stands in teasers."""
    own = int(len(record.body or "") * (1 - share))
    if own >= _LONG_BODY:
        yield _Sign(2, "a long text")
    elif own >= _SOME_BODY:
        yield _Sign(1, "a text")
    elif own < _HARDLY_A_BODY:
        yield _Sign(-3, "hardly any text of its own")
    if record.authors:
        yield _Sign(1, "an author")


def _addressed(page: Page) -> Iterator[_Sign]:
    parts = urlsplit(page.address)
    words = [*words_of(parts.path), *_QUERY_WORDS.intersection(parse_qs(parts.query))]
    if words and words[-1] in NOWHERE_WORDS:
        yield _Sign(-6, f"its address says {words[-1]}")
    elif not NOWHERE_WORDS.isdisjoint(words):
        yield _Sign(-3, f"its address says {min(NOWHERE_WORDS.intersection(words))}")
    if not LISTING_WORDS.isdisjoint(words):
        yield _Sign(-3, f"its address says {min(LISTING_WORDS.intersection(words))}")
    if is_dated(page.address):
        yield _Sign(2, "its address has a date")
    elif looks_like_article(page.address):
        yield _Sign(1, "its address is of an article's shape")


def _found(found_as: FoundAs) -> Iterator[_Sign]:
    if found_as.place is Place.TEASER:
        yield _Sign(3 + found_as.is_dated, "found in a teaser" + (" with a date" if found_as.is_dated else ""))
    elif found_as.place in (Place.NAVIGATION, Place.FOOTER):
        yield _Sign(-2, f"found in the {found_as.place}")
    if found_as.pattern_leads_to is LinkKind.ARTICLE:
        yield _Sign(1, "its like are articles")
    elif found_as.pattern_leads_to is LinkKind.LISTING:
        yield _Sign(-2, "its like are lists")


def _share_in_teasers(body: str, teasers: Sequence[LinkSeen]) -> float:
    """The share (0 to 1) of a body's paragraphs, by their length, that stand in ``teasers``; 0 where few have any."""
    said = "\n".join(link.excerpt for link in teasers)
    paragraphs = body.split("\n\n") if said else []
    places: list[int] = []
    for one in paragraphs:
        key = " ".join(one.split())[:_KEY_CHARACTERS]
        # Teasers may all say the same; both stand in the order of the page.
        further = said.find(key, max(places, default=-1) + 1)
        places.append(further if further >= 0 else said.find(key))
    holding = {said.count("\n", 0, place) for place in places if place >= 0}
    lengths = [min(len(one), _COUNTED_CHARACTERS) for one in paragraphs]
    share = sum(length for length, place in zip(lengths, places, strict=True) if place >= 0) / max(sum(lengths), 1)
    # A list of one or two entries says nothing beside them; an article may quote as much as it likes.
    return share if len(holding) >= _FEWEST_TEASERS or share > _ALMOST_ALL else 0.0
