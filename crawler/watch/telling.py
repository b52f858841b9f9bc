"""What a watch says of each run: one line for people, or one JSON object for programs."""

import json
from datetime import datetime

from archive.outcomes import Family, Outcome
from crawler.exits import ExitStatus
from crawler.report import Report
from crawler.watch.round import Round

_SHOWN = (Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED)
_SHOWN_FAMILIES = (Family.GONE, Family.FAILED)


def line_of(done: Round) -> str:
    """The run in one line: when it ended, of which site, what came of it, and when the next is due (all UTC)."""
    parts = [f"{done.ended_at:%Y-%m-%d %H:%M:%S}", done.site, *_told(done), f"next {_moment(done)}"]
    return "  ".join(parts)


def json_of(done: Round) -> str:
    """The run as one JSON object: its report, or its site and error; with when it ended, and the next is due."""
    told = {"site": done.site, "error": str(done.problem)} if done.report is None else json.loads(done.report.as_json())
    moments = {"ended_at": _iso(done.ended_at), "next_due_at": _iso(done.next_at)}
    return json.dumps(told | {"status": done.status.name.lower()} | moments)


def _told(done: Round) -> list[str]:
    if done.report is None:
        kind = "" if done.status is not ExitStatus.CRASHED else f"unexpected {type(done.problem).__name__}: "
        return [f"{done.status.name.lower()}: {kind}{done.problem}"]
    told = counts(done.report)
    if done.status is not ExitStatus.DONE:
        told.append(f"{done.status.name.lower()}: {done.report.complaint()}")
    return told


def counts(report: Report) -> list[str]:
    """What a run found and what it cost, each with its unit: what is always told, and what there was besides."""
    families = dict.fromkeys(_SHOWN_FAMILIES, 0)
    for outcome, count in report.outcomes.items():
        if outcome.family in families:
            families[outcome.family] += count
    found = [f"{report.outcomes.get(outcome, 0)} {outcome}" for outcome in _SHOWN]
    return [*found, *(f"{count} {family}" for family, count in families.items()), f"{report.requested} addresses"]


def _moment(done: Round) -> str:
    is_today = done.next_at.date() == done.ended_at.date()
    return f"{done.next_at:%H:%M:%S}" if is_today else f"{done.next_at:%Y-%m-%d %H:%M:%S}"


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
