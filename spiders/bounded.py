"""Keeping what a page leads to within the bounds of a crawl: the sections and dates it is asked for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from archive.ledger import Found
from pipelines.address_data import IN_SECTION, is_further_page
from pipelines.bounds import GRACE, Bound, Bounds, HeldBack, has_passed, is_of_sections, is_within
from pipelines.content import Kind, PageContent, PageTask
from pipelines.listing import Entry, Link


@dataclass(frozen=True, slots=True)
class _Place:
    """Where addresses were found: on a listing of a section asked for, or on a page with links to one."""

    is_in_section: bool
    has_section_links: bool


def bounded(content: PageContent, task: PageTask, bounds: Bounds) -> PageContent:
    """``content``, which the page of ``task`` holds, with what ``bounds`` keep a crawl from asking for held back."""
    if not (bounds.sections or bounds.since or bounds.until):
        return content
    kept, held = _by_sections(content.found, task, bounds)
    by_date = _outside(content.entries, bounds)
    is_past = task.kind is not Kind.ARTICLE and has_passed(
        [entry.published.at for entry in content.entries if entry.published], bounds
    )
    within: list[Found] = []
    for found in kept:
        is_further = found.kind == Kind.LISTING and is_further_page(found.data)
        if found.address in by_date or (is_past and is_further):
            held.append(HeldBack(address=found.address, kind=found.kind, bound=Bound.DATES))
        else:
            within.append(found)
    return replace(content, found=tuple(within), held_back=(*content.held_back, *held))


def section_links(links: Iterable[Link], bounds: Bounds) -> Iterator[Link]:
    """Those of ``links`` that lead to a section of ``bounds``, by their words or the last part of their address."""
    for link in links if bounds.sections else ():
        tail = "/" + link.address.partition("?")[0].rstrip("/").rpartition("/")[2]
        if is_of_sections(bounds, tail, link.text, is_listing=True):
            yield link


def _by_sections(found: Iterable[Found], task: PageTask, bounds: Bounds) -> tuple[list[Found], list[HeldBack]]:
    if not bounds.sections:
        return list(found), []
    found = tuple(found)
    is_listing = task.kind is not Kind.ARTICLE
    is_in = bool(task.data.get(IN_SECTION)) or (
        is_listing and is_of_sections(bounds, task.address, None, is_listing=True)
    )
    # An article of a section's listing shows that there is one, which leads to all of that section.
    has_section_links = is_in if not is_listing else any(one.data.get(IN_SECTION) for one in found)
    place = _Place(is_in and is_listing, has_section_links)
    kept: list[Found] = []
    held: list[HeldBack] = []
    for one in found:
        if not _may_be_of_sections(one, place, bounds):
            held.append(HeldBack(address=one.address, kind=one.kind, bound=Bound.SECTIONS))
        elif is_in and is_listing:
            kept.append(replace(one, data={**one.data, IN_SECTION: 1}))
        else:
            kept.append(one)
    return kept, held


def _may_be_of_sections(found: Found, place: _Place, bounds: Bounds) -> bool:
    """Whether ``found`` is of a section asked for; where no link leads to that, only the article itself tells."""
    is_listing = found.kind == Kind.LISTING
    if found.data.get(IN_SECTION) or is_of_sections(bounds, found.address, None, is_listing=is_listing):
        return True
    if is_listing and not is_further_page(found.data):
        return False
    return place.is_in_section or not place.has_section_links


def _outside(entries: Iterable[Entry], bounds: Bounds) -> frozenset[str]:
    """The addresses of the entries that state a date outside of ``bounds``."""
    return frozenset(
        entry.address
        for entry in entries
        if entry.address and entry.published and not is_within(entry.published.at, bounds, GRACE)
    )
