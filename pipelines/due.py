"""Deciding when an address is visited again after a visit ended, and what is remembered of it until then."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from archive.outcomes import Family, Outcome
from pipelines.address_data import SKIP, is_further_page
from pipelines.content import Kind
from pipelines.revisit.history import History
from pipelines.revisit.listings import Arrivals, bounds_of_list, next_visit_to_list
from pipelines.revisit.memory import VisitMemory
from pipelines.revisit.policy import next_look_for, next_visit
from pipelines.revisit.settings import DEFAULT, Policy
from pipelines.visit import Visit

_FIRST_WAIT = timedelta(minutes=1)
_LONGEST_WAIT = timedelta(days=1)
_MAX_DOUBLINGS = 12
# What keeps an article off limits today and may not tomorrow: a slip of robots.txt, a consent page on another host.
_FOR_NOW = (Outcome.ROBOTS, Outcome.OFF_SITE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """When an address is due again (None: when something leads to it again), and what is remembered until then."""

    at: datetime | None
    memory: VisitMemory


def due_after(visit: Visit, memory: VisitMemory, policy: Policy = DEFAULT, *, load: float = 1.0) -> Due:
    """When the address of ``visit`` is due again; ``memory`` is what is remembered of it, but for what decides that.

    A failure waits, twice as long after each before it; what a budget left over is due at once. An article is due by
    what is known of it (`pipelines.revisit.policy`), also where a bound refuses it, its page could not be read this
    time, robots.txt forbids it for now, or its address leads to another site; the first page of a list by how often it
    has something new (`pipelines.revisit.listings`). What else is off limits, what was never an article, and further
    pages of lists are found again, or not at all.
    """
    assert visit.outcome is not None
    family = visit.outcome.family
    if family is Family.PAGE:
        return _list_due(visit, memory, policy)
    is_missed = is_known(visit) and (family is Family.REFUSED or visit.outcome in _FOR_NOW)
    if family is Family.ARTICLE or is_missed:
        return _article_due(visit, memory, policy, load)
    return Due(at=_due_at(visit, memory, policy), memory=memory)


def _due_at(visit: Visit, memory: VisitMemory, policy: Policy) -> datetime | None:
    """When what showed neither an article nor a list is due again."""
    assert visit.outcome is not None
    if visit.outcome is Outcome.BUDGET:
        return visit.observed_at
    if visit.outcome.family is Family.FAILED:
        return visit.observed_at + _wait_after(visit.attempts)
    if visit.outcome.family not in (Family.GONE, Family.REFUSED):
        return None
    if is_known(visit):
        return next_look_for(memory.gone.times if memory.gone else 1, visit.observed_at, policy).at
    # A list, until now.
    return visit.observed_at + policy.listings_longest if memory.arrivals is not None else None


def is_known(visit: Visit) -> bool:
    """Whether the archive has, or had before, an article at the address of ``visit``."""
    return visit.article is not None or visit.known_as is not None


def _wait_after(attempts: int) -> timedelta:
    doubled: int = 2 ** min(attempts, _MAX_DOUBLINGS)
    return min(_FIRST_WAIT * doubled, _LONGEST_WAIT)


def _article_due(visit: Visit, memory: VisitMemory, policy: Policy, load: float) -> Due:
    history = history_after(visit, memory.history)
    listed_at = visit.task.listed_at if visit.task else None
    due = next_visit(history, policy, listed_at=listed_at, load=load)
    return Due(at=due.at, memory=msgspec.structs.replace(memory, history=history))


def history_after(visit: Visit, before: History | None) -> History:
    """The history of an article after ``visit``, given that ``before`` it."""
    record = visit.record
    views = record.views if record else None
    if before is None:
        published_at = record.published_at if record else None
        if published_at is None and visit.article is not None:
            published_at = visit.article.first_seen_at
        return History.begun(visit.observed_at, published_at=published_at, views=views)
    assert visit.outcome is not None
    if visit.outcome.family is not Family.ARTICLE:
        return before.missed(visit.observed_at)
    return before.visited(visit.observed_at, changed=visit.outcome is Outcome.CHANGED, views=views)


def _list_due(visit: Visit, memory: VisitMemory, policy: Policy) -> Due:
    data = visit.task.data if visit.task else visit.data
    if is_further_page(data) or SKIP in data:
        return Due(at=None, memory=memory)
    arrivals = arrivals_after(visit, memory.arrivals, policy)
    is_index = any(found.kind == Kind.SITEMAP and SKIP not in found.data for found in visit.found)
    bounds = bounds_of_list(policy, is_sitemap=visit.outcome is Outcome.SITEMAP, is_index=is_index)
    due = next_visit_to_list(arrivals, policy, bounds)
    return Due(at=due.at, memory=msgspec.structs.replace(memory, arrivals=arrivals))


def arrivals_after(visit: Visit, before: Arrivals | None, policy: Policy) -> Arrivals:
    """What is known of a list after ``visit``, given that ``before`` it."""
    shown = sum(found.kind in (Kind.ARTICLE, Kind.SITEMAP) for found in visit.found)
    if before is None:
        return Arrivals.begun(visit.observed_at, shown=shown)
    if visit.is_not_modified:
        return before.unchanged(visit.observed_at, policy)
    return before.visited(visit.observed_at, new=len(visit.fresh), shown=shown, policy=policy)
