"""Reading one page of a site: what it says, by the pipelines' readers, and which addresses it leads to."""

from collections.abc import Iterator
from dataclasses import replace

from archive.errors import UnreadablePageError
from archive.ledger import Found
from archive.outcomes import Outcome
from pipelines.address_data import DEPTH, IN_SECTION, IS_LOADED, LEVEL, PAGE_NUMBER, is_further_page, page_number
from pipelines.bounds import Bound, HeldBack
from pipelines.content import Kind, PageContent, PageTask
from pipelines.extract import date_hints
from pipelines.fields.moments import Moment
from pipelines.hints import Hints, completed
from pipelines.listing import LISTING_BOX, Entry, Link, read_entries, read_links
from pipelines.normalise import clean_entry, declared_canonical
from pipelines.page.page import Page
from pipelines.read import is_read_by_rule, read
from pipelines.record import PageRecord
from pipelines.rules.addresses import host_of
from pipelines.rules.link_rules import LinkRules, PageKind
from pipelines.site_memory import block_keys
from spiders.bounded import bounded, section_links
from spiders.entry_dates import entry_dates
from spiders.json_listing import is_json, json_listing
from spiders.links import Leads, LearnedLeads, LinkSeen, leads_of, page_kind
from spiders.pagination import NextSource, next_pages, page_after
from spiders.site import SiteDefinition
from spiders.sources.following import read_source

# An article so many links away from a listing leads to none; how many are taken up, the site's budget says.
MAX_DEPTH = 99
# The sections of a large daily; what its navigation has beyond is seldom one.
MAX_SECTIONS = 30
# Sections of sections are read, and theirs.
MAX_LEVEL = 3


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
    is_guessed = task.kind is not Kind.LISTING or LEVEL in task.data
    if task.kind.is_source:
        content = read_source(task, site)
    elif task.links is not None and is_guessed:
        content = _read_as_it_turns_out(task, site, task.links)
    elif task.kind is Kind.LISTING:
        content = _read_listing(task, site)
    else:
        content = _article(task, site, _read_record(task, site), leads_of(task.page, site, None))
    return bounded(content, task, site.bounds)


def _read_record(task: PageTask, site: SiteDefinition) -> PageRecord:
    record = read(task.page, site.rules, address=task.address, repeated=task.repeated)
    return completed(record, Hints.of_data(task.data))


def _article(task: PageTask, site: SiteDefinition, record: PageRecord, leads: Leads) -> PageContent:
    keys = () if is_read_by_rule(record) else block_keys(task.page)
    led_to = tuple(_articles_of(leads, int(task.data.get(DEPTH, 1)) + 1))
    declared = declared_canonical(task.page, site.rules)
    return PageContent(record=record, entries=record.entries, found=led_to, block_keys=keys, declared=declared)


def _read_as_it_turns_out(task: PageTask, site: SiteDefinition, rules: LinkRules) -> PageContent:
    """The content of a page of which a link alone said what it is: the page has the last word."""
    leads = LearnedLeads(task.page, site, rules)
    record = _read_record(task, site)
    verdict = page_kind(task.page, record, leads.found_as(dict(task.data)), links=leads.links)
    if verdict.kind is PageKind.ARTICLE:
        content = _article(task, site, record, leads)
        return replace(content, kind=Kind.ARTICLE, evidence=leads.evidence(verdict))
    if verdict.kind is PageKind.LISTING:
        return replace(_read_listing(task, site, leads), evidence=leads.evidence(verdict))
    # Of a page that only the navigation led to, nothing follows for others of its shape.
    evidence = leads.evidence(verdict if task.kind is Kind.ARTICLE else None)
    refused = record.refused or Outcome.NOT_ARTICLE
    return PageContent(record=None, entries=(), found=(), outcome=refused, detail=verdict.reason, evidence=evidence)


def _read_listing(task: PageTask, site: SiteDefinition, looked_at: Leads | None = None) -> PageContent:
    """The content of a listing; ``looked_at`` is where its page leads, if that is known already."""
    answer = json_listing(task.page) if is_json(task.page) else None
    page = answer.page if answer else task.page
    leads = looked_at if looked_at and answer is None else leads_of(page, site, task.links)
    following = None if answer and answer.is_last else _next_page(page, task, site, has_articles=bool(leads.articles))
    held_back: tuple[HeldBack, ...] = ()
    if following and page_number(following.data) > site.listings.max_pages:
        held_back = (HeldBack(address=following.address, kind=following.kind, bound=Bound.PAGES_OF_LISTING),)
        following = None
    found = (*_articles_of(leads, 1), *((following,) if following else ()), *_listings_of(page, task, site, leads))
    entries = tuple(clean_entry(entry, site.rules) for entry in _entries_of(page, site, leads))
    evidence = leads.evidence(None) if isinstance(leads, LearnedLeads) else None
    return PageContent(
        record=None, entries=entries, found=found, held_back=held_back, kind=Kind.LISTING, evidence=evidence
    )


def _next_page(page: Page, task: PageTask, site: SiteDefinition, *, has_articles: bool) -> Found | None:
    """The next page of the listing on ``page``; what a button loads may lead on without saying so."""
    number = page_number(task.data)
    following = next_pages(page, site)
    is_loaded = following[0].source is NextSource.LOAD_MORE if following else bool(task.data.get(IS_LOADED))
    address = following[0].address if following else None
    if address is None and is_loaded and has_articles:
        address = page_after(page.address, number)
    if address is None:
        return None
    further = listing(address, number + 1)
    return replace(further, data={**further.data, IS_LOADED: 1}) if is_loaded else further


def listing(address: str, number: int) -> Found:
    """A listing page to fetch, the ``number``-th of its listing."""
    return Found(address=address, kind=Kind.LISTING, host=host_of(address), data={PAGE_NUMBER: number})


def _articles_of(leads: Leads, depth: int) -> Iterator[Found]:
    """The articles a page leads to, ``depth`` links away from a listing."""
    for link in leads.articles if depth <= MAX_DEPTH else ():
        data = {DEPTH: depth} | leads.data_of(link)
        yield Found(address=link.address, kind=Kind.ARTICLE, host=host_of(link.address), data=data)


def _listings_of(page: Page, task: PageTask, site: SiteDefinition, leads: Leads) -> Iterator[Found]:
    """The first pages of other listings that ``page`` leads to; those of sections asked for are marked."""
    for link in _sections_of(page, task, leads):
        is_asked_for = bool(site.bounds.sections) and any(section_links([Link(link.address, link.text)], site.bounds))
        found = listing(link.address, 1)
        data = {**found.data, **leads.data_of(link)}
        if isinstance(leads, LearnedLeads):
            data[LEVEL] = int(task.data.get(LEVEL, 0)) + 1
        yield _marked(replace(found, data=data), is_in_section=is_asked_for)
    known = {link.address for link in (*leads.articles, *leads.listings)}
    for section in section_links(read_links(page), site.bounds):
        if host_of(section.address) in site.hosts and site.rules.addresses.visiting(section.address) not in known:
            yield _marked(listing(site.rules.addresses.plain(section.address), 1), is_in_section=True)


def _sections_of(page: Page, task: PageTask, leads: Leads) -> tuple[LinkSeen, ...]:
    """The listings that a listing leads to, where they are guessed: of a section only those below its own folder."""
    if not isinstance(leads, LearnedLeads):
        return leads.listings
    level = int(task.data.get(LEVEL, 0))
    if level >= MAX_LEVEL or is_further_page(task.data):
        return ()
    folder = page.address.partition("?")[0].rstrip("/") + "/"
    below = [link for link in leads.listings if not level or link.address.startswith(folder)]
    return tuple(below[:MAX_SECTIONS])


def _marked(found: Found, *, is_in_section: bool) -> Found:
    return replace(found, data={**found.data, IN_SECTION: 1}) if is_in_section else found


def _entries_of(page: Page, site: SiteDefinition, leads: Leads) -> tuple[Entry, ...]:
    """The entries of a listing: by the site's rule, else its links to articles."""
    rules = site.rules
    entries = read_entries(page, rules.listing, date_hints(page, rules), box=LISTING_BOX) if rules.listing else ()
    if entries:
        return entries
    # Only a crawl that is kept to dates has to know them so early.
    has_dates = site.bounds.since is not None or site.bounds.until is not None
    dates = _dates_beside(page, site, leads) if has_dates else {}
    return tuple(
        Entry(box=LISTING_BOX, position=position, title=link.text or None, teaser=None,
              address=link.address, published=dates.get(link.address))
        for position, link in enumerate(leads.articles, 1)
    )  # fmt: skip


def _dates_beside(page: Page, site: SiteDefinition, leads: Leads) -> dict[str, Moment]:
    articles = {link.address for link in leads.articles}
    visiting = {link.address: site.rules.addresses.visiting(link.address) for link in read_links(page)}
    entries = {address: visited for address, visited in visiting.items() if visited in articles}
    return entry_dates(page, entries, date_hints(page, site.rules))
