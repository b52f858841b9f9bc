"""Why an address is visited again when it is, in words: its history, the rule that decided, what would be sooner."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from archive.ledger import AddressEntry, AddressState
from archive.outcomes import Family
from pipelines.address_data import SKIP
from pipelines.revisit.durations import write_duration
from pipelines.revisit.history import History
from pipelines.revisit.listings import Arrivals, ListReason, bounds_of_list, next_visit_to_list
from pipelines.revisit.memory import VisitMemory
from pipelines.revisit.policy import Reason, next_visit, own_rate
from pipelines.revisit.settings import Policy

# What a commit and the clock of a run may lie apart.
_SAME_SECONDS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """``rule`` says what the next visit follows from, ``history`` what is known, by name, ``sooner`` what would bring
    it forward.
    """  # noqa: D205

    rule: str
    history: dict[str, str]
    sooner: tuple[str, ...]


def explain(entry: AddressEntry, policy: Policy, now: datetime) -> Explanation:
    """Why ``entry`` is due when it is, by the ``policy`` of its site."""
    memory = VisitMemory.unpacked(entry.history)
    known = dict(_history(entry, memory, policy, now))
    return Explanation(rule=rule_of(entry, policy), history=known, sooner=tuple(_sooner(entry, memory)))


def rule_of(entry: AddressEntry, policy: Policy) -> str:
    """What the next visit of ``entry`` follows from, in one sentence."""
    if entry.state is AddressState.DONE:
        return _rule_of_done(entry, policy)
    if entry.state is AddressState.PENDING and entry.attempts:
        return f"{_times(entry.attempts, 'attempt')} in a row failed: the wait doubles each time, up to a day"
    return {
        AddressState.LEASED: "it is being fetched by a crawl that runs now",
        AddressState.CLOSED: "it is closed: it is visited again when a page leads to it",
        AddressState.PENDING: "the next crawl asks for it: it was never visited, or something led to it anew",
    }[entry.state]


def _rule_of_done(entry: AddressEntry, policy: Policy) -> str:
    memory = VisitMemory.unpacked(entry.history)
    if _is_gone(entry):
        most = write_duration(policy.longest)
        return f"it was gone: it is looked for after 1, 3, 10 and 30 days, then every {most}, which is the most"
    if memory.arrivals is not None:
        return _rule_of_list(entry, memory, memory.arrivals, policy)
    if memory.history is not None:
        return _rule_of_article(entry, memory.history, policy)
    return "nothing is remembered of its visits: the next crawl asks for it"


def _is_gone(entry: AddressEntry) -> bool:
    return entry.outcome is not None and entry.outcome.family is Family.GONE


def _rule_of_article(entry: AddressEntry, history: History, policy: Policy) -> str:
    due = next_visit(history, policy, listed_at=entry.listed_at)
    rule = {
        Reason.EDITS: f"of an article of its age, edited as often as it was, {policy.tolerance:g} edits that nobody "
        "has seen are expected by then",
        Reason.LISTED: f"it stood among the first on the site within {write_duration(policy.listed_for)}: every "
        f"{write_duration(policy.listed)}, or after {policy.listed_share:.0%} of its age",
        Reason.VIEWS: f"its views grow: by {policy.views_growth:.0%} until then",
        Reason.SHORTEST: f"it changes so fast that it has the shortest wait, {write_duration(policy.shortest)}",
        Reason.LONGEST: f"it is so quiet that it has the longest wait, {write_duration(policy.longest)}",
        Reason.GONE: "it was gone",
    }[due.reason]
    return rule + _shift(entry, due.at)


def _rule_of_list(entry: AddressEntry, memory: VisitMemory, arrivals: Arrivals, policy: Policy) -> str:
    is_index = any(lead.kind == "sitemap" and SKIP not in lead.data for lead in memory.leads)
    bounds = bounds_of_list(policy, is_sitemap=entry.kind == "sitemap", is_index=is_index)
    due = next_visit_to_list(arrivals, policy, bounds)
    rule = {
        ListReason.ENTRIES: f"{policy.new_entries:g} new entries are expected in it by then",
        ListReason.REPLACED: f"{policy.shown:.0%} of what it shows may have been replaced by then",
        ListReason.SHORTEST: f"it has new entries so fast that it has the shortest wait, {write_duration(bounds[0])}",
        ListReason.LONGEST: f"it has new entries so rarely that it has the longest wait, {write_duration(bounds[1])}",
    }[due.reason]
    return rule + _shift(entry, due.at)


def _shift(entry: AddressEntry, planned: datetime) -> str:
    """How the time an address is due differs from the one planned at its last visit; empty: it does not."""
    if entry.due_at is None:
        return ""
    seconds = (entry.due_at - planned).total_seconds()
    if seconds < -_SAME_SECONDS:
        return "; brought forward since, by a list that showed it or a crawl over all that is known"
    return "; put off, since its site allows fewer visits than are wanted" if seconds > _SAME_SECONDS else ""


def _history(entry: AddressEntry, memory: VisitMemory, policy: Policy, now: datetime) -> Iterator[tuple[str, str]]:
    if entry.outcome is not None and entry.ended_at is not None:
        detail = f" ({entry.reason})" if entry.reason else ""
        yield "last visit", f"{_moment(entry.ended_at, now)}: {entry.outcome}{detail}. {entry.outcome.meaning}"
    if memory.history is not None:
        yield from _of_article(memory.history, policy, now)
    if memory.arrivals is not None:
        yield from _of_list(memory.arrivals)
    if entry.listed_at is not None:
        until = _moment(entry.listed_at + policy.listed_for, now)
        yield (
            "listed",
            f"among the first of a listing or in a feed {_moment(entry.listed_at, now)}; counts until {until}",
        )
    if memory.gone is not None:
        yield "gone", f"since {_moment(memory.gone.since, now)}; looked for {_times(memory.gone.times, 'time')}"
    validators = [name for name, value in (("ETag", entry.etag), ("Last-Modified", entry.last_modified)) if value]
    if entry.outcome is not None:
        in_a_row = f"; {_times(memory.not_modified, 'answer')} in a row said unchanged" if memory.not_modified else ""
        yield "validators", (" and ".join(validators) or "none given by its server") + in_a_row


def _of_article(history: History, policy: Policy, now: datetime) -> Iterator[tuple[str, str]]:
    yield "published", _moment(history.born_at, now)
    since = f", the first {_moment(history.first_at, now)}" if history.visits > 1 else ""
    yield "visits", f"{history.visits:,}{since}"
    rate = own_rate(history, policy)
    yield "changes", f"{history.changes:,}, so {rate:.1f} times as many as an ordinary article of its age"
    if history.views is None:
        return
    grown = ""
    if history.earlier_views is not None and history.views_at and history.earlier_views_at:
        within = write_duration(history.views_at - history.earlier_views_at)
        grown = f", {history.views - history.earlier_views:+,} within {within}"
    yield "views", f"{history.views:,}{grown}"


def _of_list(arrivals: Arrivals) -> Iterator[tuple[str, str]]:
    yield "shows", _times(arrivals.shown, "entry", "entries")
    after = f"{arrivals.new:,} in {_times(arrivals.visits, 'visit')} after the first"
    yield "new entries", f"{after}; now about {arrivals.an_hour * 24:.1f} a day" if arrivals.visits else "seen once"


def _sooner(entry: AddressEntry, memory: VisitMemory) -> Iterator[str]:
    if entry.state is AddressState.CLOSED:
        yield "a listing, a feed or an article that leads to it"
    if entry.state is AddressState.DONE and memory.history is not None and not _is_gone(entry):
        yield "a place on the first page of a listing, or in a feed"
        yield "an edit, or more views, seen at the next visit"
    if entry.state is AddressState.DONE and memory.arrivals is not None:
        yield "more new entries at the next visit"
    if entry.state is AddressState.DONE:
        yield f"other bounds in the table [revisit] of the site file of {entry.site}"
    if entry.kind == "article" and entry.state is not AddressState.LEASED:
        yield f"newsreel crawl {entry.site} --addresses FILE, with this address in FILE"


def _times(count: int, one: str, many: str | None = None) -> str:
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def _moment(moment: datetime, now: datetime) -> str:
    """``moment`` to the minute, and how far it is from ``now``."""
    distance = write_duration(abs(now - moment))
    return (
        f"{moment:%Y-%m-%d %H:%M} UTC ({distance} ago)"
        if moment <= now
        else f"{moment:%Y-%m-%d %H:%M} UTC (in {distance})"
    )
