"""The report of a crawl: for people a few lines whose counts add up, for programs the same as JSON."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path

from archive.captures.writer import Tally
from archive.outcomes import OUTCOMES, Family, Outcome
from crawler.advice import advice_on
from crawler.exits import MAX_FAILED_SHARE, ExitStatus, status_of_run
from pipelines.bounds import Bound
from pipelines.health import Alarm
from pipelines.run import CrawlRun
from pipelines.traffic import Traffic
from spiders.traps import Reason

INTERRUPTED_REASON = "shutdown"  # Scrapy's word for a crawl ended by a signal
_NO_COLUMNS = (
    "status", "resumed_from", "examples", "kept_out", "kept_out_examples", "held_back", "alarms", "servers",
    "as_before", "due_again_at", "captures",
)  # fmt: skip
_SHOWN_CHARACTERS = 300  # of an address, which may be left out for its length


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What one crawl did. ``requested`` equals the sum of ``outcomes``.

    ``kept_out`` counts the addresses that were found and not taken up, by `spiders.traps.Reason`; ``held_back`` those
    that a bound of the crawl kept from being asked for. ``traffic`` is what went over the wire, ``servers`` what there
    is to say of the validators of each host. ``due_again_at`` is told of a run that visits only what is due: when
    something is again. ``captures`` is what it kept of answers; None: it was to keep none.
    """

    site: str
    archive: Path
    run_id: str
    started_at: datetime
    seconds: float
    requested: int
    outcomes: dict[Outcome, int]
    examples: dict[Outcome, str]
    revisions: int
    sightings: int
    body_bytes: int
    status: ExitStatus
    alarms: tuple[Alarm, ...]
    resumed_from: datetime | None
    kept_out: dict[str, int] = field(default_factory=dict)
    kept_out_examples: dict[str, str] = field(default_factory=dict)
    held_back: dict[Bound, int] = field(default_factory=dict)
    traffic: Traffic = field(default_factory=Traffic)
    servers: dict[str, str] = field(default_factory=dict)
    due_again_at: datetime | None = None
    captures: Tally | None = None

    def as_json(self) -> str:
        """The report as one JSON object."""
        values = asdict(self) | {
            "archive": str(self.archive),
            "started_at": self.started_at.isoformat(timespec="seconds"),
            "seconds": round(self.seconds, 1),
            "status": self.status.name.lower(),
            "resumed_from": _instant(self.resumed_from),
            "due_again_at": _instant(self.due_again_at),
        }
        return json.dumps(values | values.pop("traffic"), default=datetime.isoformat)

    def rest_as_json(self) -> str:
        """What no column of the runs table says, as one JSON object, to be stored beside them."""
        values = json.loads(self.as_json())
        return json.dumps({name: values[name] for name in _NO_COLUMNS})

    def as_text(self) -> str:
        """The report in lines for people: every outcome with its count and meaning, and the sum."""
        lines = [
            f"{self.site}: {self.requested} addresses in {self.seconds:.1f} s, "
            f"{self.body_bytes / 1e6:.1f} MB of pages, run {self.run_id}"
        ]
        if self.resumed_from:
            lines.append(f"  carried on the crawl of {self.resumed_from:%Y-%m-%d %H:%M:%S} UTC, which never ended")
        for outcome, (family, meaning) in OUTCOMES.items():
            count = self.outcomes.get(outcome, 0)
            if count:
                lines.append(f"  {count:>7}  {outcome:<15} {family:<10}  {meaning}")
                lines += self._how_unchanged(outcome, count)
                if family not in (Family.ARTICLE, Family.PAGE):
                    lines.append(f"           first: {self.examples[outcome]}")
        lines.append(f"  {sum(self.outcomes.values()):>7}  in all")
        if self.due_again_at:
            lines.append(f"Next due: {self.due_again_at:%Y-%m-%d %H:%M:%S} UTC; see: newsreel state due")
        lines += [*_told_of(self.traffic), *(f"{host}: {finding}" for host, finding in self.servers.items())]
        lines += [
            f"Left out {count}: {Reason(reason).meaning}, first {_shown(self.kept_out_examples[reason])}"
            for reason, count in self.kept_out.items()
        ]
        lines += [
            f"  {count:>7}  {bound:<15} not asked for: {bound.meaning}" for bound, count in self.held_back.items()
        ]
        lines.append(f"Saved {self.revisions} article revisions and {self.sightings} sightings in {self.archive}")
        lines += _told_of_captures(self.captures)
        lines += [f"Look at {advice_on(alarm, self.site)}" for alarm in self.alarms]
        if self.status is ExitStatus.SITE_CHANGED:
            lines.append(self.complaint())
        elif self.status is not ExitStatus.DONE:
            lines.append(self.complaint())
            lines.append(f'See why:  newsreel query --archive {self.archive} "{self._failures_query()}"')
        return "\n".join(lines)

    def complaint(self) -> str:
        """Why the status is not DONE, in one line."""
        if self.status is ExitStatus.SITE_CHANGED:
            return f"{self.status.meaning} Most of all: {self.alarms[0].as_text()}"
        if self.status is ExitStatus.INTERRUPTED or not self.outcomes:
            return self.status.meaning
        worst = max(self.outcomes, key=lambda outcome: (outcome.family is Family.FAILED, self.outcomes[outcome]))
        return f"{self.status.meaning} Most often: {worst}, first {self.examples[worst]}"

    def _how_unchanged(self, outcome: Outcome, count: int) -> list[str]:
        """Of articles that did not change, for how many the server said so."""
        told = self.traffic.as_before.get(outcome, 0) if outcome is Outcome.UNCHANGED else 0
        return [f"           the server said so of {told}, {count - told} had the same content"] if told else []

    def _failures_query(self) -> str:
        return f"SELECT outcome, detail, address FROM observations WHERE run_id = '{self.run_id}'"


def may_find_nothing(run: CrawlRun) -> bool:
    """Whether it is no failure of ``run`` that it met no article: there may have been little left to do, or due."""
    if run.is_resumed or run.plan is not None:
        return True
    return run.due_only and run.writer.ledger.has_articles(run.rules.site)


def report_of(run: CrawlRun, *, reason: str, max_failed_share: float = MAX_FAILED_SHARE) -> Report:
    """The report of ``run``, which Scrapy closed for ``reason``, and of which so large a share may have failed."""
    return Report(
        site=run.rules.site,
        archive=run.writer.folder.path,
        run_id=run.writer.run_id,
        started_at=run.started_at,
        seconds=(run.clock() - run.started_at).total_seconds(),
        requested=run.account.requested,
        outcomes=dict(sorted(run.account.outcomes.items())),
        examples=dict(sorted(run.account.examples.items())),
        revisions=run.writer.saved_revisions,
        sightings=run.writer.saved_sightings,
        body_bytes=run.account.body_bytes,
        status=status_of_run(
            run.account,
            interrupted=reason == INTERRUPTED_REASON,
            resumed=may_find_nothing(run),
            changed=bool(run.alarms),
            max_failed_share=max_failed_share,
        ),
        alarms=run.alarms,
        resumed_from=run.due_before if run.is_resumed else None,
        kept_out={reason: count for reason, count in sorted(run.account.kept_out.items()) if count},
        kept_out_examples=dict(sorted(run.account.kept_out_examples.items())),
        held_back=dict(sorted(run.account.held_back.items())),
        traffic=replace(run.traffic, as_before=dict(sorted(run.traffic.as_before.items()))),
        servers=run.servers.findings(),
        captures=replace(run.writer.captures.tally) if run.writer.captures else None,
        due_again_at=run.writer.ledger.next_due(run.rules.site) if run.due_only else None,
    )


def _told_of(traffic: Traffic) -> Iterator[str]:
    """What went over the wire, and what did not have to, in one line."""
    if not traffic.requests:
        return
    line = f"{traffic.requests} requests, {traffic.received_bytes / 1e6:.1f} MB received"
    if traffic.conditional:
        line += (
            f"; {traffic.not_modified} of {traffic.conditional} conditional requests were answered 'not modified': "
            f"{traffic.saved_bytes / 1e6:.1f} MB saved, {traffic.saved_share:.0%}"
        )
    yield line


def _told_of_captures(tally: Tally | None) -> Iterator[str]:
    """What was kept of answers, and what was removed for it, in one line each."""
    if tally and tally.bytes:
        again = f", and {tally.unchanged} that were as kept before" if tally.unchanged else ""
        yield f"Kept {tally.answers} answers as they came{again}, in {tally.bytes / 1e6:.1f} MB; see: newsreel captures"
    if tally and tally.removed_files:
        yield (
            f"Removed {tally.removed_files} old capture files of {tally.removed_bytes / 1e6:.1f} MB, "
            "as the settings ask for"
        )


def _instant(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None


def _shown(address: str) -> str:
    return address if len(address) <= _SHOWN_CHARACTERS else f"{address[:_SHOWN_CHARACTERS]}…"
