"""What stands among the first on a site: noted on each article found there, and visited sooner."""

from collections.abc import Iterable
from dataclasses import replace

from archive.ledger import AddressState, Found
from archive.outcomes import Family, Outcome
from pipelines.address_data import is_further_page
from pipelines.content import Kind
from pipelines.revisit.memory import VisitMemory
from pipelines.revisit.policy import next_look_for, next_visit
from pipelines.run import CrawlRun
from pipelines.visit import Visit

# A front page has so many links to articles; a feed may have thousands, the last of them years old.
_MOST_LISTED = 100


def as_listed(found: Iterable[Found], visit: Visit, run: CrawlRun) -> tuple[Found, ...]:
    """``found`` with when it was listed, where ``visit`` is of a feed or of the first page of a listing.

    A known article that was visited when it was not listed was given a longer wait than it has now: the policy is asked
    again, with this new fact. One that was gone may be back, and waits no longer than after the first time it was gone.
    """
    found = tuple(found)
    data = visit.task.data if visit.task else visit.data
    if visit.outcome not in (Outcome.LISTING, Outcome.FEED) or is_further_page(data):
        return found
    first = set([one.address for one in found if one.kind == Kind.ARTICLE][:_MOST_LISTED])
    return tuple(_listed(one, visit, run) if one.address in first else one for one in found)


def _listed(found: Found, visit: Visit, run: CrawlRun) -> Found:
    listed = replace(found, listed_at=visit.observed_at)
    policy = run.rules.revisit
    for entry in run.writer.ledger.known_address(found.address):
        if entry.site != run.rules.site or entry.state is not AddressState.DONE:
            continue
        if entry.outcome is not None and entry.outcome.family is Family.GONE and entry.ended_at is not None:
            return replace(listed, gone_by=next_look_for(1, entry.ended_at, policy).at)
        history = VisitMemory.unpacked(entry.history).history
        if history is not None:
            due = next_visit(history, policy, listed_at=visit.observed_at, load=run.load)
            return replace(listed, due_by=due.at)
    return listed
