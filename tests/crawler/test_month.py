"""The local site lives for a few days while crawls visit it: all that happened there is in the archive, and no more.

Thirty days of it are `python -m benchmarks.month`.
"""

import pytest

from benchmarks.month.account import Account
from benchmarks.month.living import POLICIES
from benchmarks.surroundings import output_of

DAYS = (3, 2)  # by policy


@pytest.fixture(scope="module", params=range(len(POLICIES)), ids=[policy.name for policy in POLICIES])
def account(request: pytest.FixtureRequest) -> Account:
    told = ("--one", str(request.param), "--days", str(DAYS[request.param]), "--stories", "30")
    return Account(**output_of("benchmarks.month", *told))


def test_nothing_in_the_archive_differs_from_what_the_site_says(account: Account) -> None:
    assert account.problems == []


def test_every_article_is_stored_that_was_there_to_be_seen(account: Account) -> None:
    assert account.articles_stored > 30
    assert account.articles_stored + account.articles_not_yet + account.articles_never == account.articles_there


def test_every_edit_is_a_revision_and_every_revision_an_edit(account: Account) -> None:
    assert account.edits_there > 0
    assert len(account.delays) + account.edits_not_yet + account.edits_never == account.edits_there
    assert account.false_revisions == 0


def test_every_deletion_that_was_visited_is_a_tombstone_and_every_move_an_alias(account: Account) -> None:
    assert account.deletions_there == len(account.deletion_delays) + account.deletions_not_yet
    assert account.moves_seen > 0
