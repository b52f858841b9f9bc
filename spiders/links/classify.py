"""Deciding where a link leads: to an article, to a listing, or nowhere a crawl goes."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from pipelines.listing import read_links
from pipelines.page.page import Page
from pipelines.rules.addresses import host_of
from pipelines.rules.anchors import same_words
from pipelines.rules.link_rules import LearnedPattern, LinkKind, LinkRules
from spiders.links.learning import is_hopeless
from spiders.links.patterns import matches, patterns_of
from spiders.links.seen import LinkSeen, Place, is_long
from spiders.links.words import LISTING_WORDS, NOWHERE_TEXTS, NOWHERE_WORDS, NUMBERED_WORDS, words_of
from spiders.site import SiteDefinition

# The shapes of article addresses all over the web.
_DATED = re.compile(r"/(?:19|20)\d{2}[/-]\d{1,2}[/-]")
_NUMBERED = re.compile(r"(?<!\d)\d{5,}(?!\d)")
_SLUG_WORDS = 4
_HEADLINE_WORDS = 3
_FILES = re.compile(
    r"\.(?:jpe?g|png|gif|svg|webp|avif|ico|pdf|docx?|xlsx?|pptx?|mp[34]|m4a|ogg|webm|avi|mov|zip|gz|xml|rss|atom|json"
    r"|css|js|txt|ics|apk)$",
    re.IGNORECASE,
)
_NO_RULES = LinkRules()
_WITHIN = (Place.TEASER, Place.ASIDE, Place.TEXT)


def classify(link: LinkSeen, site: SiteDefinition, rules: LinkRules = _NO_RULES) -> LinkKind:
    """Where ``link``, found on a page of ``site``, leads: by the site's file, else by what ``rules`` learned of it."""
    if host_of(link.address) not in site.hosts:
        return LinkKind.NEITHER
    if any(same_words(link.text, words) for words in site.listings.linked_as):
        return LinkKind.LISTING
    address = site.rules.addresses.plain(link.address)
    if not site.learns_links:
        return LinkKind.ARTICLE if site.rules.addresses.is_article(address) else LinkKind.NEITHER
    path = urlsplit(address)
    if not (path.path.strip("/") or path.query) or _FILES.search(path.path):
        return LinkKind.NEITHER
    fixed = next((one for one in rules.fixed if matches(one.pattern, address)), None)
    if fixed is not None and fixed.leads_to is not None:
        return fixed.leads_to
    return _learned(link, address, rules)


def _learned(link: LinkSeen, address: str, rules: LinkRules) -> LinkKind:
    """Where ``link`` leads by how it stands, its ``address``, and what is known of that."""
    words = words_of(urlsplit(address).path)
    if link.place is Place.FOOTER or (words and words[-1] in NOWHERE_WORDS):
        return LinkKind.NEITHER
    known = list(rules.first_of(patterns_of(address)))
    by_pages = next((one.leads_to for one in known if one.articles or one.listings), None)
    if is_hopeless(address, rules) or (link.text.casefold() in NOWHERE_TEXTS and by_pages is None):
        return LinkKind.NEITHER
    if by_pages is LinkKind.LISTING:
        return LinkKind.LISTING if link.place in (Place.NAVIGATION, Place.TEASER) else LinkKind.NEITHER
    is_named_nowhere = not NOWHERE_WORDS.isdisjoint(words[:1])
    if not is_named_nowhere and _is_to_article(link, address, known):
        return LinkKind.ARTICLE
    is_list = link.place is Place.NAVIGATION and not is_named_nowhere and not is_long(link.text)
    return LinkKind.LISTING if is_list and not _is_numbered(link, address) else LinkKind.NEITHER


def _is_to_article(link: LinkSeen, address: str, known: list[LearnedPattern]) -> bool:
    is_shaped = looks_like_article(address)
    is_learned = any(one.leads_to is LinkKind.ARTICLE for one in known)
    if not LISTING_WORDS.isdisjoint(words_of(urlsplit(address).path)):
        # Such folders hold lists, but on some sites every article lies below its category.
        return link.place is Place.TEASER and is_long(link.text) and (is_shaped or is_learned)
    if link.place is Place.TEASER:
        # A few words over an address with several parameters are more often a filter of a list than a headline.
        is_headline = is_long(link.text) or (len(link.text.split()) >= _HEADLINE_WORDS and "&" not in address)
        return is_shaped or is_learned or is_headline or link.has_date_near
    if link.place in _WITHIN:
        return is_shaped or (is_learned and (link.place is Place.TEXT or is_long(link.text)))
    return is_long(link.text) and (is_shaped or is_learned)


def _is_numbered(link: LinkSeen, address: str) -> bool:
    """Whether a link leads to a page of a list that is named by its number: the list itself is known already."""
    words = words_of(address.partition("//")[2])
    return link.text.strip().isdigit() or not NUMBERED_WORDS.isdisjoint(words)


def leads_to_file(address: str) -> bool:
    """Whether ``address`` is that of a picture, a document or another file that is no page."""
    return _FILES.search(urlsplit(address).path) is not None


def is_dated(address: str) -> bool:
    """Whether there is a date in the path of ``address``, with more behind it."""
    return _DATED.search(urlsplit(address).path) is not None


def looks_like_article(address: str) -> bool:
    """Whether the shape of ``address`` is that of an article: a date, a long number or a slug of many words."""
    path = urlsplit(address).path
    if _FILES.search(path):
        return False
    has_slug = any(part.count("-") + 1 >= _SLUG_WORDS for part in path.split("/"))
    return has_slug or bool(_DATED.search(path) or _NUMBERED.search(path))


def led_to(
    links: Iterable[LinkSeen], site: SiteDefinition, rules: LinkRules, *, at: str | None = None
) -> Mapping[LinkKind, list[LinkSeen]]:
    """``links`` of the page ``at`` an address by where they lead, each in its visiting form, once.

    What heads a row of articles that all lie below its own address is their list; what differs from the page's own
    address by its query alone is mostly the same list, ordered or filtered in another way.
    """
    found: dict[LinkKind, dict[str, LinkSeen]] = {kind: {} for kind in LinkKind}
    kinds = [(link, classify(link, site, rules)) for link in links]
    folders = _folders_of(link.address for link, kind in kinds if kind is LinkKind.ARTICLE)
    for link, guess in kinds:
        kind = guess
        if link.place is Place.TEASER and link.address.rstrip("/") in folders and not is_long(link.text):
            kind = LinkKind.LISTING
        elif at is not None and site.learns_links and _is_same_list(link, guess, at):
            kind = LinkKind.NEITHER
        found[kind].setdefault(site.rules.addresses.visiting(link.address), link)
    return {kind: [_at(address, link) for address, link in of.items()] for kind, of in found.items()}


def _is_same_list(link: LinkSeen, kind: LinkKind, at: str) -> bool:
    """Whether a link on the page ``at`` an address shows the same list anew: it has no words of its own to tell."""
    path, _, query = link.address.partition("?")
    if not query or path != at.partition("?")[0] or kind is LinkKind.NEITHER:
        return False
    if kind is LinkKind.ARTICLE:
        return not (link.is_heading or link.has_date_near or is_long(link.text))
    # Some systems name all their pages by one parameter, sections too, whose links stand on the front page.
    is_front_page = not urlsplit(at).path.strip("/") and "?" not in at
    return "&" in query or not is_front_page


def links_to(kind: LinkKind, page: Page, site: SiteDefinition) -> list[LinkSeen]:
    """The links of ``page`` that lead to ``kind`` by the rules of ``site``, wherever they stand.

    In document order, each address in its visiting form once.
    """
    found: dict[str, LinkSeen] = {}
    for link in read_links(page):
        seen = LinkSeen(address=link.address, text=link.text, place=Place.TEXT)
        if classify(seen, site) is kind:
            address = site.rules.addresses.visiting(link.address)
            found.setdefault(address, _at(address, seen))
    return list(found.values())


def _folders_of(addresses: Iterable[str]) -> frozenset[str]:
    """The folders that several of ``addresses`` lie in, the front page not among them."""
    counts = Counter(address.rstrip("/").rpartition("/")[0] for address in dict.fromkeys(addresses))
    return frozenset(folder for folder, count in counts.items() if count > 1 and urlsplit(folder).path)


def _at(address: str, link: LinkSeen) -> LinkSeen:
    return link if link.address == address else replace(link, address=address)
