"""What was accounted for as one table, and as the section of docs/recrawl.md."""

import math
from collections.abc import Sequence

from benchmarks.month.account import Account

HEADINGS = (
    "visits", "crawls", "requests", "304", "MB", "articles stored", "edits seen", "delay, median", "95 % within",
    "false revisions", "tombstones", "moves followed",
)  # fmt: skip
_MOST_TOLD = 40


def row_of(account: Account) -> list[str]:
    """One row, in the order of HEADINGS."""
    tombstones = account.deletions_there - account.deletions_not_yet
    return [
        account.policy,
        str(account.crawls),
        str(account.requests),
        str(account.not_modified),
        f"{account.bytes / 1e6:.1f}",
        f"{account.articles_stored} of {account.articles_there}",
        f"{len(account.delays)} of {account.edits_there}",
        f"{share(account.delays, 0.5):.1f} h" if account.delays else "–",
        f"{share(account.delays, 0.95):.1f} h" if account.delays else "–",
        f"{account.false_revisions} of {account.revisions}",
        f"{tombstones} of {account.deletions_there}",
        f"{account.moves_seen} of {account.moves_there}",
    ]


def share(values: Sequence[float], part: float) -> float:
    """The least of ``values`` that this ``part`` of them (0 to 1) does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(part * len(ordered)) - 1)]


def notes(account: Account) -> list[str]:
    """What the row does not say, and every problem, at most so many."""
    lines = [
        f"{account.policy}: of the articles, {account.articles_not_yet} came after the last list that was read, "
        f"{account.articles_never} went before one was; of the edits, {account.edits_not_yet} wait for their next "
        f"visit, {account.edits_never} went with their article before it; {account.deletions_not_yet} deletions wait; "
        f"{account.views_checked} numbers of views and {account.listings_checked} lists compared with the site's own"
    ]
    lines += [f"  {problem}" for problem in account.problems[:_MOST_TOLD]]
    more = len(account.problems) - _MOST_TOLD
    return [*lines, f"  and {more} more"] if more > 0 else lines


def markdown(accounts: Sequence[Account], days: int, change_hours: tuple[int, int]) -> str:
    """The section as text."""
    lines = [HEADINGS, ["---"] + ["---:"] * (len(HEADINGS) - 1), *map(row_of, accounts)]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    told = "\n".join(f"- {line.strip()}" for account in accounts for line in notes(account))
    fewest, most = change_hours
    return f"""### A site that lives for {days} days

The local site over {days} days of a simulated clock. It changes every {fewest} to {most} hours, all at once: eight new
stories, six edited, one moved, one deleted, and the number of views of every one. Everything that the archive holds in
the end is compared with what the site says happened; *delay* is from an edit to the revision that has it.
`python -m benchmarks.month --days {days} --markdown docs/recrawl.md` wrote this.

{table}

{told}
"""
