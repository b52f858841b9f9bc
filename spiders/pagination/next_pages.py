"""Deciding which links of a listing lead to its next, older page: never to a newer one, never to another list."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import lxml.html
from cssselect import SelectorError

from pipelines.listing import read_links
from pipelines.page.links import absolute
from pipelines.page.page import Page
from pipelines.rules.addresses import host_of, plain_address
from pipelines.rules.anchors import same_words
from spiders.pagination.load_more import load_more_addresses
from spiders.pagination.numbered import next_of_numbered
from spiders.pagination.numbering import day_of, mark_within, marks_of, number_within
from spiders.pagination.pager_links import PagerLink, pager_links
from spiders.pagination.words import Way, plain_words
from spiders.site import SiteDefinition

_SLUG_WORDS = 4


class NextSource(StrEnum):
    """What told of a next page, the most trusted first."""

    RELATION = "rel=next"
    RULE = "rule"
    WORDS = "words"
    MARKUP = "markup"
    NUMBERS = "numbers"
    DAYS = "days"
    LOAD_MORE = "load_more"


@dataclass(frozen=True, slots=True, kw_only=True)
class NextPage:
    """Where the next page of a listing is, plain, and what told so.

    ``css`` selects that address again (`listings.next_link` of a site file), ``words`` are the link's own
    (`listings.next_as`); None where the page gives none that select this address alone.
    """

    address: str
    source: NextSource
    css: str | None = None
    words: str | None = None


def next_pages(page: Page, site: SiteDefinition) -> tuple[NextPage, ...]:
    """The addresses that may be the next page of the listing on ``page``, the most trusted first, each once.

    Where the site's definition says how its listings lead on, only that is asked, and rel=next; else all that pages of
    any site show it by. Addresses off the site, of the page itself and of articles by the site's rule are left out.
    """
    listings = site.listings
    is_stated = bool(listings.next_link or listings.next_as)
    found = _stated(page, site) if is_stated else _shown(page)
    own = plain_address(page.address)
    first: dict[str, NextPage] = {}
    for one in sorted(found, key=lambda one: _TRUST.index(one.source)):
        is_article = not is_stated and site.rules.addresses.is_article(one.address)
        if host_of(one.address) in site.hosts and one.address != own and not is_article:
            first.setdefault(one.address, one)
    return tuple(first.values())


_TRUST = tuple(NextSource)


def _stated(page: Page, site: SiteDefinition) -> Iterator[NextPage]:
    """What rel=next says first, and what the site's definition selects."""
    for element in _related(page)[:1]:
        yield from _found(absolute(page.base, element.get("href")), NextSource.RELATION)
    if site.listings.next_link:
        yield from _found(absolute(page.base, page.selector.css(site.listings.next_link).get()), NextSource.RULE)
    for link in read_links(page):
        if any(same_words(link.text, words) for words in site.listings.next_as):
            yield NextPage(address=plain_address(link.address), source=NextSource.WORDS, words=link.text)


def _shown(page: Page) -> Iterator[NextPage]:
    """All that a page of a site of which nothing is known shows of its next page."""
    own = plain_address(page.address)
    links = [link for link in pager_links(page) if link.may_lead_on and not link.is_of_other_list]
    newer = {plain_address(link.address) for link in links if link.way is Way.PREVIOUS}
    for element in _related(page):
        for one in _found(absolute(page.base, element.get("href")), NextSource.RELATION):
            if one.address not in newer and not is_newer(one.address, own):
                yield one
    yield from _by_words(page, links, own)
    yield from _by_markup(page, links, own)
    numbered = next_of_numbered(own, ((link.number, link.address) for link in links if link.number is not None))
    yield from _found(numbered, NextSource.NUMBERS)
    for link in links:
        if link.way is Way.PREVIOUS and is_earlier_day(link.address, own):
            yield _of(page, link, NextSource.DAYS)
    for address in load_more_addresses(page):
        if not is_newer(address, own):
            yield from _found(address, NextSource.LOAD_MORE)


def _by_words(page: Page, links: Sequence[PagerLink], own: str) -> Iterator[NextPage]:
    """Links that say "next" or "older"; those that say "more" only where their address or place shows it too."""
    addresses: dict[str, set[str]] = defaultdict(set)
    links = [link for link in links if link.way in (Way.NEXT, Way.MORE)]
    for link in links:
        addresses[link.texts[0]].add(plain_address(link.address))
    for link in links:
        is_other = any(mark.is_of_other_pages for mark in marks_of(link.address))
        if is_other or is_newer(link.address, own):
            continue
        is_page = mark_within(plain_address(link.address), own) is not None
        # Words that many links say ("Next", where it means to read on) are of teasers.
        is_only = len(addresses[link.texts[0]]) == 1 and not looks_like_slug(link.address, own) and not _is_named(link)
        # "Next" may be a section, and "more" a menu.
        is_same_path = link.address.partition("?")[0] == own.partition("?")[0]
        is_said = link.way is Way.NEXT and (is_same_path or not link.is_in_menu)
        if is_page or (is_only and (is_said or link.is_in_pager)):
            yield _of(page, link, NextSource.WORDS if link.way is Way.NEXT else NextSource.LOAD_MORE)


def _is_named(link: PagerLink) -> bool:
    """Whether the address right below the site's own is nothing but the link's words: a section of that name."""
    parts = link.address.rstrip("/").split("/")[3:]
    return len(parts) == 1 and plain_words(parts[0]) == plain_words(link.texts[0])


def _by_markup(page: Page, links: Iterable[PagerLink], own: str) -> Iterator[NextPage]:
    """Links that only an arrow, an icon or a class shows to lead on, the nearest page first."""
    found = []
    for link in links:
        if link.way is not None or link.points is None:
            continue
        mark = mark_within(plain_address(link.address), own)
        number = mark.number if mark else None
        # In a script that runs to the left, arrows point either way: only a later page number tells.
        points_on = link.points is Way.NEXT or (link.points is Way.PREVIOUS and number is not None and _is_rtl(page))
        is_place = number is not None or (link.is_in_pager and not looks_like_slug(link.address, own))
        if points_on and is_place and not is_newer(link.address, own):
            found.append((number or 0, link))
    for _, link in sorted(found, key=lambda one: one[0])[:1]:
        yield _of(page, link, NextSource.MARKUP)


def is_newer(address: str, own: str) -> bool:
    """Whether ``address`` is a page before ``own`` in the same list, by its number or, day by day, by its date."""
    address = plain_address(address)
    theirs, mine = day_of(address), day_of(own)
    if theirs and mine and theirs[1] is mine[1] and theirs[0] != mine[0]:
        return theirs[0] > mine[0]
    mark = mark_within(address, own)
    if mark is None:
        return False
    number = number_within(own, mark)
    return number is not None and mark.number <= number


def is_earlier_day(address: str, own: str) -> bool:
    """Whether both are lists of a day, or of a month, and ``address`` is that of an earlier one."""
    theirs, mine = day_of(address), day_of(own)
    return bool(theirs and mine and theirs[1] is mine[1] and theirs[0] < mine[0])


def looks_like_slug(address: str, own: str) -> bool:
    """Whether a part of ``address`` that ``own`` lacks is made of as many words as the title of an article."""
    known = set(own.split("/"))
    parts = address.partition("?")[0].split("/")[3:]
    return any(part.count("-") + 1 >= _SLUG_WORDS for part in parts if part not in known)


def _related(page: Page) -> list[lxml.html.HtmlElement]:
    return list(page.tree.xpath('//link[@rel="next"] | //a[@rel="next"]')) or [
        element
        for element in page.tree.xpath('//*[self::a or self::link][contains(@rel, "next")]')
        if "next" in element.get("rel").lower().split()
    ]


def _is_rtl(page: Page) -> bool:
    return any(element.get("dir", "").lower() == "rtl" for element in page.tree.iter("html", "body"))


def _found(address: str | None, source: NextSource) -> Iterator[NextPage]:
    if address:
        yield NextPage(address=plain_address(address), source=source)


def _of(page: Page, link: PagerLink, source: NextSource) -> NextPage:
    """The next page that ``link`` leads to, with what would select it again."""
    address = plain_address(link.address)
    return NextPage(
        address=address,
        source=source,
        css=next((css for css in _selectors(link) if _selects(page, css, address)), None),
        words=link.texts[0] if link.way and link.texts else None,
    )


def _selectors(link: PagerLink) -> Iterator[str]:
    parent = link.element.getparent()
    for name in (link.element.get("class") or "").split():
        yield f"a.{name}::attr(href)"
    for name in ((parent.get("class") if parent is not None else None) or "").split():
        yield f".{name} > a::attr(href)"


def _selects(page: Page, css: str, address: str) -> bool:
    """Whether ``css`` selects ``address`` and nothing else on ``page``."""
    if not all(letter.isalnum() or letter in "-_.:() >" for letter in css):
        return False
    try:
        values = page.selector.css(css).getall()
    except (SelectorError, ValueError):  # a class that begins with a number, say
        return False
    return {plain_address(absolute(page.base, value) or "") for value in values} == {address}
