"""Reading one page of a site: what it says, by the pipelines' readers, and which addresses it leads to."""

from collections.abc import Iterator
from dataclasses import replace

from archive.errors import UnreadablePageError
from archive.ledger import Found
from pipelines.bounds import Bound, HeldBack
from pipelines.content import Kind, PageContent, PageTask
from pipelines.extract import date_hints
from pipelines.fields.moments import Moment
from pipelines.keep_to_bounds import IN_SECTION
from pipelines.listing import LISTING_BOX, Entry, read_entries, read_links
from pipelines.normalise import clean_entry
from pipelines.page.page import Page
from pipelines.read import is_read_by_rule, read
from pipelines.rules.addresses import host_of, plain_address
from pipelines.site_memory import block_keys
from spiders.bounded import bounded, section_links
from spiders.entry_dates import entry_dates
from spiders.json_listing import is_json, json_listing
from spiders.links import LinkKind, classify, links_to
from spiders.pagination import NextSource, next_pages, page_after
from spiders.site import SiteDefinition

IS_LOADED = "is_loaded"
"""In the data of a listing page: a button or an endless list loads it, so it may not say where the list goes on."""
# An article leads to others (a box of headlines), those to no further ones: else a crawl has no end.
MAX_DEPTH = 2


class ReadHere:
    """The reader of a crawl that reads in its own process: no limits, and nothing else happens meanwhile."""

    def __init__(self, site: SiteDefinition) -> None:
        self._site = site

    async def __call__(self, task: PageTask) -> PageContent:
        """The content of the page. Raises UnreadablePageError where the memory does not suffice."""
        try:
            return read_content(task, self._site)
        except MemoryError as problem:
            raise UnreadablePageError("there was not enough memory to read it") from problem


def read_content(task: PageTask, site: SiteDefinition) -> PageContent:
    """What the page of ``task``, a page of ``site``, says and leads to, within the bounds of its crawl."""
    content = _read_listing(task, site) if task.kind is Kind.LISTING else _read_article(task, site)
    return bounded(content, task, site.bounds)


def _read_article(task: PageTask, site: SiteDefinition) -> PageContent:
    record = read(task.page, site.rules, address=task.address, repeated=task.repeated)
    keys = () if is_read_by_rule(record) else block_keys(task.page)
    led_to = tuple(_articles_of(task.page, site, int(task.data.get("depth", 1)) + 1))
    return PageContent(record=record, entries=record.entries, found=led_to, block_keys=keys)


def _read_listing(task: PageTask, site: SiteDefinition) -> PageContent:
    answer = json_listing(task.page) if is_json(task.page) else None
    page = answer.page if answer else task.page
    articles = tuple(_articles_of(page, site, 1))
    following = None if answer and answer.is_last else _next_page(page, task, site, has_articles=bool(articles))
    held_back: tuple[HeldBack, ...] = ()
    if following and int(following.data["page_number"]) > site.listings.max_pages:
        held_back = (HeldBack(address=following.address, kind=following.kind, bound=Bound.PAGES_OF_LISTING),)
        following = None
    found = (*articles, *((following,) if following else ()), *_listings_of(page, site))
    entries = tuple(clean_entry(entry, site.rules) for entry in _entries_of(page, site))
    return PageContent(record=None, entries=entries, found=found, held_back=held_back)


def _next_page(page: Page, task: PageTask, site: SiteDefinition, *, has_articles: bool) -> Found | None:
    """The next page of the listing on ``page``; what a button loads may lead on without saying so."""
    number = int(task.data.get("page_number", 1))
    following = next_pages(page, site)
    is_loaded = following[0].source is NextSource.LOAD_MORE if following else bool(task.data.get(IS_LOADED))
    address = following[0].address if following else None
    if address is None and is_loaded and has_articles:
        address = page_after(page.address, number)
    if address is None:
        return None
    further = listing(address, number + 1)
    return replace(further, data={**further.data, IS_LOADED: 1}) if is_loaded else further


def listing(address: str, page_number: int) -> Found:
    """A listing page to fetch, the ``page_number``-th of its listing."""
    return Found(address=address, kind=Kind.LISTING, host=host_of(address), data={"page_number": page_number})


def _articles_of(page: Page, site: SiteDefinition, depth: int) -> Iterator[Found]:
    """The articles a page leads to, ``depth`` links away from a listing."""
    if depth > MAX_DEPTH:
        return
    for link in links_to(LinkKind.ARTICLE, page, site):
        yield Found(address=link.address, kind=Kind.ARTICLE, host=host_of(link.address), data={"depth": depth})


def _listings_of(page: Page, site: SiteDefinition) -> Iterator[Found]:
    """The first pages of other listings that ``page`` leads to; those of sections asked for are marked."""
    for link in links_to(LinkKind.LISTING, page, site):
        is_asked_for = bool(site.bounds.sections) and any(section_links([link], site.bounds))
        yield _marked(listing(link.address, 1), is_in_section=is_asked_for)
    for link in section_links(read_links(page), site.bounds):
        if host_of(link.address) in site.hosts and classify(link, site) is LinkKind.NEITHER:
            yield _marked(listing(plain_address(link.address), 1), is_in_section=True)


def _marked(found: Found, *, is_in_section: bool) -> Found:
    return replace(found, data={**found.data, IN_SECTION: 1}) if is_in_section else found


def _entries_of(page: Page, site: SiteDefinition) -> tuple[Entry, ...]:
    """The entries of a listing: by the site's rule, else its links to articles."""
    rules = site.rules
    entries = read_entries(page, rules.listing, date_hints(page, rules), box=LISTING_BOX) if rules.listing else ()
    if entries:
        return entries
    links = links_to(LinkKind.ARTICLE, page, site)
    # Only a crawl that is kept to dates has to know them so early.
    has_dates = site.bounds.since is not None or site.bounds.until is not None
    dates = _dates_beside(page, site) if has_dates else {}
    return tuple(
        Entry(box=LISTING_BOX, position=position, title=link.text or None, teaser=None,
              address=link.address, published=dates.get(link.address))
        for position, link in enumerate(links, 1)
    )  # fmt: skip


def _dates_beside(page: Page, site: SiteDefinition) -> dict[str, Moment]:
    visiting = site.rules.addresses.visiting
    entries = {
        link.address: visiting(link.address) for link in read_links(page) if classify(link, site) is LinkKind.ARTICLE
    }
    return entry_dates(page, entries, date_hints(page, site.rules))
