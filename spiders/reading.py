"""Reading one page of a site: what it says, by the pipelines' readers, and which addresses it leads to."""

from collections.abc import Iterator

from archive.errors import UnreadablePageError
from archive.ledger import Found
from pipelines.content import Kind, PageContent, PageTask
from pipelines.extract import date_hints
from pipelines.hints import Hints, completed
from pipelines.listing import LISTING_BOX, Entry, read_entries
from pipelines.normalise import clean_entry
from pipelines.page.page import Page
from pipelines.read import is_read_by_rule, read
from pipelines.rules.addresses import host_of
from pipelines.site_memory import block_keys
from spiders.links import LinkKind, links_to
from spiders.pagination import next_pages
from spiders.site import SiteDefinition
from spiders.sources.following import read_source

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
    """What the page of ``task``, a page of ``site``, says and leads to."""
    page = task.page
    if task.kind.is_source:
        return read_source(task, site)
    if task.kind is Kind.LISTING:
        found = [*_articles_of(page, site, 1), *_listings_of(page, site, int(task.data.get("page_number", 1)))]
        entries = tuple(clean_entry(entry, site.rules) for entry in _entries_of(page, site))
        return PageContent(record=None, entries=entries, found=tuple(found))
    record = read(page, site.rules, address=task.address, repeated=task.repeated)
    record = completed(record, Hints.of_data(task.data))
    keys = () if is_read_by_rule(record) else block_keys(page)
    led_to = tuple(_articles_of(page, site, int(task.data.get("depth", 1)) + 1))
    return PageContent(record=record, entries=record.entries, found=led_to, block_keys=keys)


def listing(address: str, page_number: int) -> Found:
    """A listing page to fetch, the ``page_number``-th of its listing."""
    return Found(address=address, kind=Kind.LISTING, host=host_of(address), data={"page_number": page_number})


def _articles_of(page: Page, site: SiteDefinition, depth: int) -> Iterator[Found]:
    """The articles a page leads to, ``depth`` links away from a listing."""
    if depth > MAX_DEPTH:
        return
    for link in links_to(LinkKind.ARTICLE, page, site):
        yield Found(address=link.address, kind=Kind.ARTICLE, host=host_of(link.address), data={"depth": depth})


def _listings_of(page: Page, site: SiteDefinition, page_number: int) -> Iterator[Found]:
    following = next_pages(page, site)
    if following and page_number < site.listings.max_pages:
        yield listing(following[0].address, page_number + 1)
    for link in links_to(LinkKind.LISTING, page, site):
        yield listing(link.address, 1)


def _entries_of(page: Page, site: SiteDefinition) -> tuple[Entry, ...]:
    """The entries of a listing: by the site's rule, else its links to articles."""
    rules = site.rules
    entries = read_entries(page, rules.listing, date_hints(page, rules), box=LISTING_BOX) if rules.listing else ()
    return entries or tuple(
        Entry(box=LISTING_BOX, position=position, title=link.text or None, teaser=None,
              address=link.address, published=None)
        for position, link in enumerate(links_to(LinkKind.ARTICLE, page, site), 1)
    )  # fmt: skip
