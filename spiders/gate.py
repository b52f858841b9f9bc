"""The gate of a crawl: which addresses that pages lead to are asked for, and which are traps or beyond a budget."""

from collections import Counter
from dataclasses import dataclass, replace

from archive.ledger import Found, Task
from archive.outcomes import Family, Outcome
from pipelines.account import Account
from pipelines.address_data import DEPTH, LISTING_DEPTH, is_further_page
from pipelines.addresses.habits import Habits
from pipelines.addresses.twins import without_twins
from pipelines.content import Kind
from pipelines.rules.addresses import host_of
from pipelines.run import Clock
from pipelines.visit import Visit
from spiders.seen import ListingPages, SeenAddresses, Series
from spiders.site import SiteDefinition
from spiders.traps import Reason, Shape, shape_of, trap_of

# So many pages in a row of one series that led to nothing new end it: without a single entry, as an empty calendar
# has them, with entries that were all known, as a filtered list has them, or articles that were none or known.
_EMPTY = 6
_KNOWN_CHOICES = 12
_KNOWN_LISTINGS = 50
_KNOWN_ARTICLES = 20
_IDLE_OUTCOMES = frozenset(
    {Outcome.DUPLICATE, Outcome.NO_BODY, Outcome.NOT_HTML, Outcome.MOVED_AWAY, Outcome.NOT_ARTICLE}
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an address is not asked for, and what is in its place."""

    reason: Reason
    instead: tuple[Found, ...] = ()


class SiteGate:
    """What a run over one site takes up. Whatever is kept out is counted by its reason in the account of the run.

    Articles that the archive knows are always visited: nothing here applies to them.
    """

    def __init__(self, site: SiteDefinition, account: Account, clock: Clock) -> None:
        self._site = site
        self._account = account
        self._clock = clock
        self._habits = Habits(site.hosts)
        self._met = SeenAddresses()
        self._pages = ListingPages()
        self._series = Series()
        self._per_host: Counter[str] = Counter()
        self._listings = 0

    def preferred(self, address: str) -> str | None:
        """``address`` in the spelling that the site uses, as far as the run knows it; None: it is not of the site."""
        return self._habits.preferred(address) if host_of(address) in self._site.hosts else None

    def admit(self, visit: Visit) -> tuple[Found, ...]:
        """The addresses to take up of those that the page of ``visit`` led to."""
        self._learn(visit)
        found = self._spelled(visit.found)
        articles = [one.address for one in found if one.kind == Kind.ARTICLE]
        new = {one.address for one in found if self._met.add(one.address)}
        self._note_series(visit, has_articles=bool(articles), has_new=not new.isdisjoint(articles))
        ended = self._end_of_listing(visit, articles)
        admitted = []
        for one in found:
            reason = ended if ended and is_further_page(one.data) else self._reason(one, visit)
            if reason is None and one.address in new:
                reason = self._over_host(one.host)
            if reason is None:
                self._account.let_in(one.address)
                admitted.append(_with_depth(one, visit))
            elif one.address in new:
                self._account.keep_out(one.address, reason)
        return tuple(admitted)

    def turned_away(self, task: Task) -> Refusal | None:
        """Why ``task``, whose turn it is, is not asked for after all; None: it is."""
        if Kind(task.kind).is_source:
            return None
        is_listing = task.kind == Kind.LISTING
        if is_listing:
            self._listings += 1
            if self._listings > self._site.budgets.listing_pages:
                return Refusal(Reason.LISTINGS)
        if task.article_id or (is_listing and LISTING_DEPTH not in task.data):
            return None  # known, or what the site file begins with
        trap = trap_of(task.address, self._clock().date())
        if trap is None and is_listing and self._is_barren(task):
            trap = Reason.BARREN
        if trap is not None:
            return Refusal(trap)
        address = self._habits.preferred(task.address)
        if address == task.address:
            return None
        instead = Found(address=address, kind=task.kind, host=host_of(address), data=task.data)
        return Refusal(Reason.SPELLING, (instead,))

    def _learn(self, visit: Visit) -> None:
        """Take what the visit tells of the site's spellings."""
        final = visit.final_address
        if final is None or visit.outcome is None or visit.outcome.family not in (Family.ARTICLE, Family.PAGE):
            return
        if final != visit.address:
            self._habits.redirected(visit.address, final)
        if visit.declared and visit.kind is Kind.ARTICLE:
            self._habits.declared(final, visit.declared)
        if visit.outcome is Outcome.DUPLICATE and visit.article and visit.article.address != final:
            self._habits.copied(final, visit.article.address)

    def _spelled(self, found: tuple[Found, ...]) -> list[Found]:
        """``found`` in the spelling of the site, each address once, without versions for phones or paper."""
        by_address: dict[str, Found] = {}
        for one in found:
            address = self._habits.preferred(one.address)
            same = one if address == one.address else replace(one, address=address, host=host_of(address))
            by_address.setdefault(address, same)
        return [by_address[address] for address in without_twins(by_address)]

    def _note_series(self, visit: Visit, *, has_articles: bool, has_new: bool) -> None:
        """Take what the visit says of the series that its address is of."""
        shape = shape_of(visit.address)
        if visit.known_as or visit.outcome is None or not shape.is_series or is_further_page(visit.data):
            return
        if visit.is_not_modified:  # what it led to, if anything, is known
            return
        if has_new or visit.outcome in (Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED):
            self._series.note(shape, 0)
        elif visit.outcome is Outcome.LISTING:
            self._series.note(shape, 1 / (_most_known(shape) if has_articles else _EMPTY))
        elif visit.outcome in _IDLE_OUTCOMES:
            self._series.note(shape, 1 / _KNOWN_ARTICLES)

    def _end_of_listing(self, visit: Visit, articles: list[str]) -> Reason | None:
        """Why no further page of the listing that ``visit`` read is worth asking for; None: it may be."""
        if visit.outcome is not Outcome.LISTING or visit.is_not_modified:  # which leads on as it did
            return None
        is_new = self._pages.add(articles)
        if not is_further_page(visit.data):
            return None
        return Reason.NO_ENTRIES if not articles else None if is_new else Reason.SAME_ENTRIES

    def _reason(self, found: Found, visit: Visit) -> Reason | None:
        """The trap or the depth that keeps ``found`` out, or None."""
        if Kind(found.kind).is_source:
            return None
        budgets = self._site.budgets
        trap = trap_of(found.address, self._clock().date())
        if trap is not None:
            return trap
        if self._is_barren(found):
            return Reason.BARREN
        if found.kind == Kind.ARTICLE:
            return Reason.DEPTH if int(found.data.get(DEPTH, 1)) > budgets.depth else None
        return Reason.DEPTH if _listing_depth(found, visit) > budgets.listing_depth else None

    def _is_barren(self, one: Found | Task) -> bool:
        return (
            self._series.has_barren and not is_further_page(one.data) and self._series.is_barren(shape_of(one.address))
        )

    def _over_host(self, host: str) -> Reason | None:
        self._per_host[host] += 1
        return Reason.HOST if self._per_host[host] > self._site.budgets.addresses_per_host else None


def _listing_depth(found: Found, visit: Visit) -> int:
    """How many links from listing to listing lead to ``found``, which the page of ``visit`` led to."""
    above = int(visit.data.get(LISTING_DEPTH, 0))
    return above if is_further_page(found.data) else above + 1


def _with_depth(found: Found, visit: Visit) -> Found:
    if found.kind == Kind.ARTICLE:
        return found
    return replace(found, data={**found.data, LISTING_DEPTH: _listing_depth(found, visit)})


def _most_known(shape: Shape) -> int:
    return _KNOWN_CHOICES if shape.has_choices else _KNOWN_LISTINGS
