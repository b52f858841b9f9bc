"""What the archive holds after days of crawls, held against what the site says happened."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from archive import Archive
from benchmarks.month.living import SITE, Life

Row = Mapping[str, Any]
_CONTENT = ("title", "summary", "body")
_READ = ("new", "changed", "unchanged")
LISTING = "all/en/"


@dataclass(slots=True, kw_only=True)
class Account:
    """Counts of what happened and of what was seen of it, and ``problems``: what should not be, in words.

    ``delays`` are those from an edit to the revision that has it, in hours; what nobody visited since its edit is in
    ``not_yet``, what was deleted before it was visited in ``never``. The same for deletions and their tombstones.
    """

    policy: str = ""
    crawls: int = 0
    requests: int = 0
    not_modified: int = 0
    bytes: int = 0
    articles_there: int = 0
    articles_stored: int = 0
    articles_not_yet: int = 0
    articles_never: int = 0
    edits_there: int = 0
    edits_not_yet: int = 0
    edits_never: int = 0
    delays: list[float] = field(default_factory=list)
    revisions: int = 0
    false_revisions: int = 0
    deletions_there: int = 0
    deletions_not_yet: int = 0
    deletion_delays: list[float] = field(default_factory=list)
    moves_there: int = 0
    moves_seen: int = 0
    views_checked: int = 0
    listings_checked: int = 0
    problems: list[str] = field(default_factory=list)

    def check(self, holds: bool, problem: str) -> None:
        """Note ``problem`` unless the claim ``holds``."""
        if not holds:
            self.problems.append(problem)


def account_for(life: Life, policy: str) -> Account:
    """Everything that is to be compared, compared."""
    account = Account(policy=policy)
    archive = _Rows(life)
    _crawls(account, life, archive)
    _articles(account, life, archive)
    _edits(account, life, archive)
    _revisions(account, life, archive)
    _deletions(account, life, archive)
    _moves(account, life, archive)
    _views(account, life, archive)
    _listings(account, life, archive)
    return account


class _Rows:
    """The archive's rows, by article and in order of time."""

    def __init__(self, life: Life) -> None:
        archive = Archive(life.archive)
        self.revisions = _by_article(
            archive.sql(
                "SELECT article_id, revision, title, summary, body, changed_fields, fetched_at, run_id "
                "FROM revisions ORDER BY article_id, revision"
            ).rows()
        )
        self.all_visits = archive.sql("SELECT * FROM observations ORDER BY observed_at").rows()
        self.visits = _by_article([visit for visit in self.all_visits if visit["article_id"]])
        self.aliases = archive.sql("SELECT article_id, address FROM aliases").rows()
        self.runs: dict[str, Row] = {row["run_id"]: row for row in archive.sql("SELECT * FROM runs").rows()}
        self.sightings = archive.sql(
            "SELECT run_id, seen_at, position, address FROM sightings "
            "WHERE box = 'listing' AND listing_address = ? ORDER BY seen_at, position",
            life.address + LISTING,
        ).rows()
        self.seen_by_run = _counted(archive, "sightings")
        self.revisions_by_run = _counted(archive, "revisions")


def _counted(archive: Archive, view: str) -> dict[str, int]:
    rows = archive.sql(f"SELECT run_id, count(*) AS n FROM {view} GROUP BY run_id").rows()
    return {row["run_id"]: row["n"] for row in rows}


def _by_article(rows: Sequence[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["article_id"]].append(row)
    return found


def _article_id(address: str) -> str:
    """The id of the article at ``address``, which is …/NUMBER/LANGUAGE/."""
    return f"{SITE}/{'/'.join(address.rstrip('/').split('/')[-2:])}"


def _is_article(reading: Row) -> bool:
    return bool(reading["has_body"] and not reading["robots_disallowed"])


def _crawls(account: Account, life: Life, archive: _Rows) -> None:
    """The report of every crawl, its row and its visits tell the same counts, and leave nothing that was due."""
    by_run = defaultdict(list)
    for visit in archive.all_visits:
        by_run[visit["run_id"]].append(visit)
    for crawl in life.crawls:
        report, visits = crawl.report, by_run[crawl.report.run_id]
        row, name = archive.runs[report.run_id], f"run {report.run_id}"
        told: dict[str, int] = defaultdict(int)
        for visit in visits:
            told[visit["outcome"]] += 1
        account.check(report.requested == len(visits) == row["requested"], f"{name}: visits and requested differ")
        account.check({**report.outcomes} == dict(told) == row["outcomes"], f"{name}: outcomes and visits differ")
        account.check(len({visit["address"] for visit in visits}) == len(visits), f"{name}: an address twice")
        stored = archive.revisions_by_run.get(report.run_id, 0)
        account.check(report.revisions == stored == row["revisions"], f"{name}: revisions and rows differ")
        seen = archive.seen_by_run.get(report.run_id, 0)
        account.check(report.sightings == seen == row["sightings"], f"{name}: sightings and rows differ")
        account.check(row["requests"] in (None, crawl.requests), f"{name}: told {row['requests']} requests, "
                      f"the site answered {crawl.requests}")  # fmt: skip
        account.check(row["not_modified"] in (None, crawl.not_modified), f"{name}: told {row['not_modified']} answers "
                      f"304, the site gave {crawl.not_modified}")  # fmt: skip
        account.check(not crawl.left_due, f"{name}: left something that was due")
        account.check(report.status.name == "DONE", f"{name}: ended as {report.status.name}")
        account.check(not row["alarms"], f"{name}: raised an alarm: {row['alarms']}")
    account.crawls = len(life.crawls)
    account.requests = sum(crawl.requests for crawl in life.crawls)
    account.not_modified = sum(crawl.not_modified for crawl in life.crawls)
    account.bytes = sum(crawl.bytes for crawl in life.crawls)


def _articles(account: Account, life: Life, archive: _Rows) -> None:
    """Every article that ever stood on the site is stored, once, unless it went before a list that had it was read."""
    there: dict[str, datetime] = {}
    for moment in life.moments:
        for reading in filter(_is_article, moment.truth):
            there.setdefault(_article_id(reading["address"]), moment.since)
    gone = _deleted(life)
    last_list = max((row["seen_at"] for row in archive.sightings), default=life.moments[0].since)
    account.articles_there = len(there)
    for article_id, since in there.items():
        if article_id in archive.revisions:
            account.articles_stored += 1
        elif article_id in gone and not _listed_between(archive, since, gone[article_id]):
            account.articles_never += 1
        elif last_list < since:
            account.articles_not_yet += 1
        else:
            account.problems.append(f"{article_id}: there since {since}, and not stored")
    strange = sorted(archive.revisions.keys() - there.keys())
    account.check(not strange, f"stored, and no article of the site: {strange}")


def _listed_between(archive: _Rows, since: datetime, until: datetime) -> bool:
    return any(since <= row["seen_at"] < until for row in archive.sightings)


def _deleted(life: Life) -> dict[str, datetime]:
    return {_article_id(address): each.since for each in life.moments for address in each.change.get("deleted", ())}


def _edits(account: Account, life: Life, archive: _Rows) -> None:
    """Every edit is in a revision that its first visit after it brought."""
    gone = _deleted(life)
    for moment in life.moments:
        for address in moment.change.get("edited", ()):
            article_id = _article_id(address)
            revisions = archive.revisions.get(article_id, [])
            if not revisions or revisions[0]["fetched_at"] >= moment.since:
                continue  # it was first seen as it is since
            account.edits_there += 1
            visit = next(
                (visit for visit in _readings(archive, article_id) if visit["observed_at"] >= moment.since), None
            )
            if visit is None:
                account.edits_never += article_id in gone
                account.edits_not_yet += article_id not in gone
                continue
            seen = next((row for row in revisions if row["fetched_at"] >= moment.since), None)
            is_first = seen is not None and seen["run_id"] == visit["run_id"]
            account.check(
                is_first, f"{article_id}: edited {moment.since}, visited {visit['observed_at']}, not seen then"
            )
            if seen is not None:
                account.delays.append((seen["fetched_at"] - moment.since) / timedelta(hours=1))


def _readings(archive: _Rows, article_id: str) -> Iterator[Row]:
    """The visits that found the article itself."""
    return (visit for visit in archive.visits.get(article_id, ()) if visit["outcome"] in _READ)


def _revisions(account: Account, life: Life, archive: _Rows) -> None:
    """Every revision is what the site showed then, and every one but the first has what was edited, and names it."""
    for article_id, revisions in archive.revisions.items():
        before: Row | None = None
        numbers = [row["revision"] for row in revisions]
        account.check(numbers == list(range(1, len(numbers) + 1)), f"{article_id}: revisions {numbers}")
        for row in revisions:
            truth = _truth(life, article_id, row["fetched_at"])
            if truth is None:
                account.problems.append(f"{article_id}, revision {row['revision']}: of an article that was not there")
                continue
            wrong = [name for name in _CONTENT if row[name] != truth[name]]
            account.check(not wrong, f"{article_id}, revision {row['revision']}: other {wrong} than the site had")
            if before is not None:
                edited = {name for name in _CONTENT if before[name] != truth[name]}
                account.revisions += 1
                account.false_revisions += not edited
                account.check(bool(edited), f"{article_id}, revision {row['revision']}: nothing was edited")
                named = set(row["changed_fields"] or ())
                account.check(named == edited, f"{article_id}, revision {row['revision']}: names {sorted(named)} as "
                              f"changed, edited were {sorted(edited)}")  # fmt: skip
            before = truth


def _truth(life: Life, article_id: str, moment: datetime) -> Row | None:
    readings = life.at(moment).truth
    return next((reading for reading in readings if _article_id(reading["address"]) == article_id), None)


def _deletions(account: Account, life: Life, archive: _Rows) -> None:
    """The first visit after a deletion is a tombstone of that article, which stays; nothing else has one."""
    gone = _deleted(life)
    for article_id, since in gone.items():
        if article_id not in archive.revisions:
            continue
        account.deletions_there += 1
        visit = next((each for each in archive.visits[article_id] if each["observed_at"] >= since), None)
        if visit is None:
            account.deletions_not_yet += 1
            missed = [each for each in archive.all_visits if each["outcome"] == "gone" and each["article_id"] is None
                      and _article_id(each["address"]) == article_id]  # fmt: skip
            account.check(not missed, f"{article_id}: its tombstone names no article")
            continue
        account.check(visit["outcome"] == "gone", f"{article_id}: deleted {since}, then visited: {visit['outcome']}")
        account.deletion_delays.append((visit["observed_at"] - since) / timedelta(hours=1))
    for article_id, visits in archive.visits.items():
        for visit in visits:
            is_gone = article_id in gone and visit["observed_at"] >= gone[article_id]
            is_tombstone = visit["outcome"] in ("gone", "moved_away")
            account.check(is_tombstone == is_gone, f"{article_id}: {visit['outcome']} at {visit['observed_at']}")


def _moves(account: Account, life: Life, archive: _Rows) -> None:
    """An article that moved has one id, and both addresses as aliases once its new one was visited."""
    known: dict[str, set[str]] = defaultdict(set)
    for row in archive.aliases:
        known[row["article_id"]].add(row["address"])
    for moment in life.moments:
        for move in moment.change.get("moved", ()):
            article_id = _article_id(move["to"])
            visits = [each for each in _readings(archive, article_id) if each["observed_at"] >= moment.since]
            before = [each for each in _readings(archive, article_id) if each["observed_at"] < moment.since]
            account.moves_there += bool(before)
            if visits and before:
                seen = known[article_id] >= {move["from"], move["to"]}
                account.moves_seen += seen
                is_later = any(
                    move["to"] == each["from"] for later in life.moments for each in later.change.get("moved", ())
                )
                account.check(seen or is_later, f"{article_id}: aliases {sorted(known[article_id])} after {move}")


def _views(account: Account, life: Life, archive: _Rows) -> None:
    """The views of every visit that read some are those that the site showed then, and never fall."""
    for article_id, visits in archive.visits.items():
        last = 0
        for visit in visits:
            if visit["views"] is None:
                whole = visit["outcome"] in _READ and visit["http_status"] == 200
                account.check(not whole, f"{article_id}: read without views at {visit['observed_at']}")
                continue
            truth = _truth(life, article_id, visit["observed_at"])
            shown = truth["views"] if truth else None
            account.check(visit["views"] == shown, f"{article_id}: {visit['views']} views at {visit['observed_at']}, "
                          f"the site showed {shown}")  # fmt: skip
            account.check(visit["views"] >= last, f"{article_id}: views fell to {visit['views']}")
            last = visit["views"]
            account.views_checked += 1


def _listings(account: Account, life: Life, archive: _Rows) -> None:
    """What stood first in the list of all news, as of each visit of it, is what the site had newest then."""
    pages: dict[datetime, list[Row]] = defaultdict(list)
    for row in archive.sightings:
        pages[row["seen_at"]].append(row)
    for seen_at, entries in pages.items():
        newest = [reading["address"] for reading in life.at(seen_at).truth if reading["language"] == "en"]
        shown = [row["address"] for row in entries]
        account.check(shown == newest[: len(shown)], f"the list at {seen_at} is not what the site had newest")
        account.listings_checked += 1
