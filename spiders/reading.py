"""Reading one page of a site: what it says, by the pipelines' readers, and which addresses it leads to."""

from collections.abc import Iterator
from dataclasses import replace

from archive.errors import UnreadablePageError
from archive.ledger import Found
from archive.outcomes import Outcome
from pipelines.content import Kind, PageContent, PageTask
from pipelines.extract import date_hints
from pipelines.hints import Hints, completed
from pipelines.listing import LISTING_BOX, Entry, read_entries
from pipelines.normalise import clean_entry, declared_canonical
from pipelines.page.page import Page
from pipelines.read import is_read_by_rule, read
from pipelines.record import PageRecord
from pipelines.rules.addresses import host_of
from pipelines.rules.link_rules import LinkEvidence, LinkKind, LinkRules, PageKind, PageVerdict
from pipelines.site_memory import block_keys
from spiders.links import (
    FoundAs,
    LinkSeen,
    Place,
    counted,
    learn,
    led_to,
    links_seen,
    links_to,
    page_kind,
    patterns_of,
)
from spiders.pagination import next_pages
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
    """What the page of ``task``, a page of ``site``, says and leads to."""
    if task.kind.is_source:
        return read_source(task, site)
    if task.links is not None:
        return _LearningReading(task, site, task.links).content()
    page = task.page
    if task.kind is Kind.LISTING:
        found = [*_articles_of(page, site, 1), *_listings_of(page, site, int(task.data.get("page_number", 1)))]
        entries = tuple(clean_entry(entry, site.rules) for entry in _entries_of(page, site))
        return PageContent(record=None, entries=entries, found=tuple(found))
    record = read(page, site.rules, address=task.address, repeated=task.repeated)
    record = completed(record, Hints.of_data(task.data))
    keys = () if is_read_by_rule(record) else block_keys(page)
    leads = tuple(_articles_of(page, site, int(task.data.get("depth", 1)) + 1))
    declared = declared_canonical(page, site.rules)
    return PageContent(record=record, entries=record.entries, found=leads, block_keys=keys, declared=declared)


def listing(address: str, page_number: int) -> Found:
    """A listing page to fetch, the ``page_number``-th of its listing."""
    return Found(address=address, kind=Kind.LISTING, host=host_of(address), data={"page_number": page_number})


def _articles_of(page: Page, site: SiteDefinition, depth: int) -> Iterator[Found]:
    """The articles a page leads to, ``depth`` links away from a listing; which of them are asked for, budgets say."""
    if depth > MAX_DEPTH:
        return
    for link in links_to(LinkKind.ARTICLE, page, site):
        yield Found(address=link.address, kind=Kind.ARTICLE, host=host_of(link.address), data={"depth": depth})


def _listings_of(page: Page, site: SiteDefinition, page_number: int) -> Iterator[Found]:
    following = next_pages(page, site)
    if following and page_number < site.listings.max_pages:
        yield listing(site.rules.addresses.plain(following[0].address), page_number + 1)
    for link in links_to(LinkKind.LISTING, page, site):
        yield listing(link.address, 1)


def _entries_of(page: Page, site: SiteDefinition) -> tuple[Entry, ...]:
    """The entries of a listing: by the site's rule, else its links to articles."""
    links = links_to(LinkKind.ARTICLE, page, site)
    by_rule = _entries_by_rule(page, site)
    return by_rule or tuple(_entry(link.address, link.text, place) for place, link in enumerate(links, 1))


def _entries_by_rule(page: Page, site: SiteDefinition) -> tuple[Entry, ...]:
    rules = site.rules
    return read_entries(page, rules.listing, date_hints(page, rules), box=LISTING_BOX) if rules.listing else ()


def _entry(address: str, text: str, position: int) -> Entry:
    return Entry(box=LISTING_BOX, position=position, title=text or None, teaser=None, address=address, published=None)


class _LearningReading:
    """The reading of one page of a site that shows by itself which of its addresses are articles.

    What its links are is judged by ``rules`` and by how they stand on this very page.
    """

    def __init__(self, task: PageTask, site: SiteDefinition, rules: LinkRules) -> None:
        self._task = task
        self._page = task.page
        self._site = site
        links = links_seen(task.page)
        self._links = [
            link for link in links if host_of(link.address) in site.hosts and link.address != task.page.address
        ]
        self._rules = learn(self._links, (), rules)
        self._by_kind = led_to(self._links, site, self._rules)

    def content(self) -> PageContent:
        """What the page says and leads to, as what it turns out to be."""
        is_told = self._task.kind is Kind.LISTING and "place" not in self._task.data
        if is_told:  # by the site's file, by whoever typed its address, or by a listing whose next page it is
            return self._as_listing(None)
        rules = self._site.rules
        record = read(self._page, rules, address=self._task.address, repeated=self._task.repeated)
        record = completed(record, Hints.of_data(self._task.data))
        verdict = page_kind(self._page, record, self._found_as(), links=self._links)
        if verdict.kind is PageKind.LISTING:
            return self._as_listing(verdict)
        if verdict.kind is PageKind.OTHER:
            return self._as_neither(record, verdict)
        keys = () if is_read_by_rule(record) else block_keys(self._page)
        content = PageContent(record=record, entries=record.entries, found=tuple(self._articles(self._depth + 1)))
        declared = declared_canonical(self._page, self._site.rules)
        return replace(content, block_keys=keys, kind=Kind.ARTICLE, evidence=self._evidence(verdict), declared=declared)

    def _as_listing(self, verdict: PageVerdict | None) -> PageContent:
        page_number = int(self._task.data.get("page_number", 1))
        found = [*self._articles(1), *_listings_of(self._page, self._site, page_number)]
        if page_number == 1:
            found += self._sections()
        entries = tuple(clean_entry(entry, self._site.rules) for entry in self._entries())
        content = PageContent(record=None, entries=entries, found=tuple(found), kind=Kind.LISTING)
        return replace(content, evidence=self._evidence(verdict))

    def _as_neither(self, record: PageRecord, verdict: PageVerdict) -> PageContent:
        """A page that leads nowhere. One that only the navigation led to says nothing of others of its shape."""
        is_asked_for = self._task.kind is Kind.ARTICLE
        return PageContent(
            record=None,
            entries=(),
            found=(),
            outcome=record.refused or Outcome.NOT_ARTICLE,
            detail=verdict.reason,
            evidence=self._evidence(verdict if is_asked_for else None),
        )

    @property
    def _depth(self) -> int:
        return int(self._task.data.get("depth", 1))

    def _found_as(self) -> FoundAs:
        data = self._task.data
        known = next(iter(self._rules.first_of(patterns_of(self._page.address)[-1:])), None)
        return FoundAs(
            place=Place(str(data["place"])) if "place" in data else None,
            is_dated=bool(data.get("dated")),
            pattern_leads_to=known.leads_to if known and known.articles else None,
        )

    def _evidence(self, verdict: PageVerdict | None) -> LinkEvidence:
        return LinkEvidence(seen=counted(self._links), verdict=verdict)

    def _articles(self, depth: int) -> Iterator[Found]:
        """The articles the page leads to; which of them are asked for, budgets say."""
        for link in self._by_kind[LinkKind.ARTICLE] if depth <= MAX_DEPTH else ():
            yield _found(link, Kind.ARTICLE, {"depth": depth})

    def _sections(self) -> Iterator[Found]:
        """The lists that a list leads to; a section leads to those below its own folder, and not to its neighbours."""
        level = int(self._task.data.get("level", 0))
        links = self._by_kind[LinkKind.LISTING]
        if level:
            links = [link for link in links if link.address.startswith(_folder_of(self._page.address))]
        for link in links[:MAX_SECTIONS] if level < MAX_LEVEL else ():
            yield _found(link, Kind.LISTING, {"page_number": 1, "level": level + 1})

    def _entries(self) -> tuple[Entry, ...]:
        by_rule = _entries_by_rule(self._page, self._site)
        links = self._by_kind[LinkKind.ARTICLE]
        return by_rule or tuple(_entry(link.address, link.text, place) for place, link in enumerate(links, 1))


def _folder_of(address: str) -> str:
    """What the addresses below the list at ``address`` begin with."""
    return address.partition("?")[0].rstrip("/") + "/"


def _found(link: LinkSeen, kind: Kind, data: dict[str, int | str]) -> Found:
    """An address to fetch, with how it was found, which helps to tell what it is."""
    data = data | {"place": str(link.place)} | ({"dated": 1} if link.has_date_near else {})
    return Found(address=link.address, kind=kind, host=host_of(link.address), data=data)
