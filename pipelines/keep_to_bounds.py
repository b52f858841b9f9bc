"""Keep to bounds: what was found or read outside of the bounds of the crawl is held back or refused, by name."""

import re
from dataclasses import replace

from archive.ledger import Found
from archive.outcomes import Outcome
from pipelines.address_data import IN_SECTION, Data, is_further_page
from pipelines.bounds import Bound, Bounds, HeldBack, is_of_sections, is_within, names_section
from pipelines.content import Kind
from pipelines.paging import MAX_LOOKED_UP, Chain, Paging, paging_after, paging_as_before
from pipelines.record import PageRecord
from pipelines.run import CrawlRun, Step
from pipelines.visit import Visit

# A run for what is new reads a list no further once so many entries in a row were known before it.
_KNOWN_IN_A_ROW = 3


class KeepToBounds(Step):
    """Scrapy pipeline: ends articles outside of the dates and sections asked for; ends the paging of listings."""

    def __init__(self, run: CrawlRun) -> None:
        super().__init__(run)
        self._asked: set[int] = set()

    def process_item(self, item: Visit) -> Visit:
        """``item`` without what its page leads to beyond the bounds of the run, and with its outcome if refused."""
        bounds = self.run.bounds
        if item.kind is not Kind.ARTICLE:
            item = self._paged(item)
        elif item.outcome is None and item.record is not None:
            refused = refusal(item.record, item.data, bounds)
            if refused:
                # A known article stays known, and is visited again.
                known = self.run.writer.article(item.record.article_id)
                item = replace(item, outcome=refused, article=known, detail=_detail(item.record, refused))
        self._note(item)
        return item

    def _note(self, visit: Visit) -> None:
        """Count what is held back, but for what was asked for after all."""
        bounds, plan = self.run.bounds, self.run.plan
        if bounds.since or bounds.until or bounds.sections:
            self._asked.add(hash(visit.address))
        for held in visit.held_back:
            if hash(held.address) not in self._asked:
                self.run.account.hold_back(held.address, held.bound)
                if plan is not None:
                    plan.hold_back(held)
        if plan is not None:
            plan.find(visit.found, visit.address)

    def _paged(self, visit: Visit) -> Visit:
        """``visit`` of a listing, without its next page where its paging ends."""
        run, listings = self.run, self.run.listings
        is_for_news = self._is_for_news
        if visit.outcome is not Outcome.LISTING and not (is_for_news and visit.outcome is Outcome.FEED):
            return visit
        in_a_row = _KNOWN_IN_A_ROW if is_for_news else run.bounds.known_in_a_row
        chain = listings.chains.pop(visit.address, None) or Chain()
        if visit.is_not_modified:
            paging = paging_as_before(chain, visit.memory.entries, known_in_a_row=in_a_row)
            return self._without_ended(visit, paging, chain)
        addresses = [one.address for one in visit.found if one.kind == Kind.ARTICLE]
        entries = [entry.address for entry in visit.entries if entry.address] or addresses
        stored = self._stored(entries[:MAX_LOOKED_UP])
        known = [entry in stored for entry in entries[:MAX_LOOKED_UP]]
        if is_for_news:
            known = [hash(address) not in listings.fresh for address in addresses]
        paging = paging_after(
            chain,
            [hash(entry) for entry in entries],
            known,
            is_first=not is_further_page(visit.data),
            known_in_a_row=in_a_row,
        )
        if run.bounds.max_articles:
            listings.unstored.update(hash(one) for one in addresses if one not in stored)
        return self._without_ended(visit, paging, chain)

    @property
    def _is_for_news(self) -> bool:
        """Whether lists are read for what is new in them alone, as far as nobody has said otherwise."""
        run = self.run
        return run.due_only and not run.is_resumed and run.bounds.known_in_a_row is None

    def _without_ended(self, visit: Visit, paging: Paging, chain: Chain) -> Visit:
        run = self.run
        is_full = run.bounds.max_pages is not None and run.listings.begun >= run.bounds.max_pages
        kept: list[Found] = []
        held: list[HeldBack] = []
        for found in visit.found:
            is_further = found.kind in (Kind.LISTING, Kind.FEED) and is_further_page(found.data)
            bound = _bound_of(found, paging if is_further else Paging.GOES_ON, is_full=is_full)
            if bound:
                held.append(HeldBack(address=found.address, kind=found.kind, bound=bound))
            elif not is_further or paging is Paging.GOES_ON:
                kept.append(found)
            if is_further and paging is Paging.GOES_ON:
                run.listings.chains[found.address] = chain
        leads = [found for found in visit.found if _goes_on(found, paging)]
        return replace(visit, found=tuple(kept), held_back=(*visit.held_back, *held), leads=tuple(leads))

    def _stored(self, entries: list[str]) -> frozenset[str]:
        """Those of ``entries`` that were stored before the run; nothing is looked up that no bound asks for."""
        run = self.run
        if not (run.bounds.known_in_a_row or run.bounds.max_articles):
            return frozenset()
        return run.writer.ledger.stored_before(run.rules.site, entries, moment=run.due_before)


def refusal(record: PageRecord, data: Data, bounds: Bounds) -> Outcome | None:
    """The outcome that ``bounds`` give an article, found with ``data``; None where it is within them.

    Its address may name the section, or the section it states may; where it states none, it is of that it was found in.
    """
    if not is_within(record.published_at, bounds):
        return Outcome.OUT_OF_RANGE
    if is_of_sections(bounds, record.final_address, None):
        return None
    if record.section is None:
        return None if data.get(IN_SECTION) else Outcome.OTHER_SECTION
    stated = (record.section, *re.split(r"[/|>]", record.section))
    is_named = any(names_section(name.strip("/"), None, words) for name in bounds.sections for words in stated)
    return None if is_named else Outcome.OTHER_SECTION


def _goes_on(found: Found, paging: Paging) -> bool:
    """Whether ``found`` is a list, and no further page beyond the end of one."""
    is_over = paging is Paging.HAS_ENDED and found.kind == Kind.LISTING and is_further_page(found.data)
    return found.kind != Kind.ARTICLE and not is_over


def _bound_of(found: Found, paging: Paging, *, is_full: bool) -> Bound | None:
    if paging is Paging.IS_KNOWN:
        return Bound.KNOWN
    return Bound.MAX_PAGES if is_full and found.kind == Kind.LISTING and paging is Paging.GOES_ON else None


def _detail(record: PageRecord, refused: Outcome) -> str | None:
    if refused is Outcome.OUT_OF_RANGE and record.published_at:
        return f"published {record.published_at:%Y-%m-%d %H:%M} UTC"
    return f"section {record.section}" if record.section else None
