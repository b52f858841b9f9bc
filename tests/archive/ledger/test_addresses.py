"""Addresses: leased in order, ended for good or until they are due again, found again only before a run's start."""

import json
from dataclasses import replace

import pytest

from archive.errors import LeaseLostError
from archive.ledger import AddressState, Found, Ledger, Task
from archive.outcomes import Outcome
from tests.archive.ledger.playing import (
    MINUTE,
    article,
    begin,
    commit,
    ended,
    everything,
    find,
    known,
    lease,
    listing,
    log,
)
from tests.archive.rows import DAY, HOUR, NOON

FAILED = Outcome.HTTP_ERROR


@pytest.fixture
def running(ledger: Ledger) -> Ledger:
    """A ledger in which run-1 holds the site."""
    begin(ledger)
    return ledger


def test_a_leased_address_brings_what_was_found_with_it(running: Ledger) -> None:
    find(running, listing("l"))
    (task,) = running.lease("run-1", "neuron", now=NOON, due_before=NOON, limit=5)
    assert task == Task(
        address="https://news.example/l", kind="listing", host="news.example", data={"page_number": 1}, attempts=0
    )
    assert json.dumps(dict(task.data))


def test_a_known_address_brings_its_validators_and_what_was_remembered(running: Ledger) -> None:
    find(running, article("a"))
    lease(running)
    end = ended("a", due_at=NOON + HOUR, etag='"v1"', last_modified="Mon", history="seen once")
    commit(running, ended=(end,))
    later = NOON + 2 * HOUR
    (task,) = running.lease("run-1", "neuron", now=later, due_before=later, limit=5)
    assert (task.etag, task.last_modified, task.history) == ('"v1"', "Mon", "seen once")
    commit(running, now=later, due_before=later, ended=(ended("a", due_at=later + HOUR),))
    (task,) = running.lease("run-1", "neuron", now=later + DAY, due_before=later + DAY, limit=5)
    assert task.history == "seen once"


def test_listings_come_before_articles_and_then_what_is_due_longest(running: Ledger) -> None:
    for number, name in enumerate(("newest", "newer", "old")):
        find(running, article(name), now=NOON - number * HOUR)
    find(running, listing("listing"))
    assert lease(running) == ["listing", "old", "newer", "newest"]


def test_a_new_article_comes_before_a_known_one(running: Ledger) -> None:
    find(running, article("known"), now=NOON - DAY)
    lease(running)
    commit(running, ended=(ended("known", due_at=NOON - 2 * HOUR),))
    find(running, article("new"), now=NOON - HOUR)
    assert lease(running, now=NOON + HOUR) == ["new", "known"]


def test_a_lease_takes_no_more_than_it_is_asked_for_and_nothing_twice(running: Ledger) -> None:
    find(running, *[article(f"{number}") for number in range(5)], listing("l"))
    batches = [lease(running, limit=2) for _ in range(4)]
    assert batches == [["l", "0"], ["1", "2"], ["3", "4"], []]
    assert not running.has_due("neuron", due_before=NOON)


def test_an_address_is_not_leased_before_it_is_due(running: Ledger) -> None:
    find(running, article("a"), now=NOON + MINUTE)
    assert running.pending("neuron", due_before=NOON) == 0
    assert not running.has_due("neuron", due_before=NOON)
    assert lease(running) == []
    assert running.pending("neuron", due_before=NOON + MINUTE) == 1
    assert running.has_due("neuron", due_before=NOON + MINUTE)
    assert not running.has_due("demo", due_before=NOON + MINUTE)
    assert lease(running, now=NOON + MINUTE) == ["a"]


def test_a_fetched_address_is_due_again_when_its_end_says(running: Ledger) -> None:
    find(running, article("a"))
    lease(running)
    commit(running, ended=(ended("a", due_at=NOON + DAY),))
    assert lease(running) == []
    assert lease(running, now=NOON + DAY) == ["a"]


def test_attempts_are_counted_while_they_fail_and_forgotten_after(running: Ledger) -> None:
    find(running, article("a"))
    attempts = []
    for number, outcome in enumerate([FAILED, FAILED, Outcome.NEW, FAILED]):
        now = NOON + number * HOUR
        (task,) = running.lease("run-1", "neuron", now=now, due_before=now, limit=1)
        attempts.append(task.attempts)
        commit(running, ended=(ended("a", outcome, due_at=now + HOUR, failed=outcome is FAILED),))
    assert attempts == [0, 1, 2, 0]
    (summary,) = running.summaries(now=NOON)
    assert summary.failing == 1


def test_a_failed_address_waits_until_it_is_due_also_in_the_next_run(running: Ledger) -> None:
    find(running, article("a"))
    lease(running)
    commit(running, ended=(ended("a", FAILED, due_at=NOON + HOUR, failed=True, reason="status 503"),))
    running.close_run("run-1")
    begin(running, "run-2", now=NOON + MINUTE)
    find(running, article("a"), run_id="run-2", now=NOON + MINUTE)
    assert lease(running, "run-2", now=NOON + MINUTE) == []
    assert lease(running, "run-2", now=NOON + HOUR) == ["a"]


def test_a_failed_address_that_was_leased_and_given_back_is_still_pending(running: Ledger) -> None:
    find(running, article("a"))
    lease(running)
    commit(running, ended=(ended("a", FAILED, due_at=NOON, failed=True),))
    (before,) = running.summaries(now=NOON)
    lease(running)
    running.close_run("run-1")
    (after,) = running.summaries(now=NOON)
    assert after.states == before.states == {AddressState.PENDING: 1}


def test_a_closed_address_is_not_due_however_late(running: Ledger) -> None:
    find(running, article("a"))
    lease(running)
    commit(running, ended=(ended("a", Outcome.GONE, due_at=None),))
    assert running.pending("neuron", due_before=NOON + 999 * DAY) == 0


def test_a_closed_address_is_found_again_only_if_it_was_closed_before_the_run_began(running: Ledger) -> None:
    find(running, listing("l"))
    lease(running)
    commit(running, now=NOON + MINUTE, due_before=NOON, ended=(ended("l", Outcome.LISTING, due_at=None),))
    commit(running, now=NOON + HOUR, due_before=NOON, found=(listing("l"),))
    assert running.pending("neuron", due_before=NOON + DAY) == 0
    commit(running, now=NOON + DAY, due_before=NOON + DAY, found=(listing("l"),))
    assert lease(running, now=NOON + DAY) == ["l"]


def test_an_address_that_ends_and_leads_to_itself_in_one_commit_ends(running: Ledger) -> None:
    find(running, listing("l"))
    lease(running)
    commit(running, ended=(ended("l", Outcome.LISTING, due_at=None),), found=(listing("l"),))
    assert lease(running) == []


def test_to_find_what_is_known_changes_nothing(running: Ledger) -> None:
    find(running, article("pending"), article("done"), article("leased"))
    lease(running)
    commit(running, ended=(ended("done", due_at=NOON + DAY), ended("pending", FAILED, due_at=NOON, failed=True)))
    before = everything(running)
    find(running, article("pending"), article("done"), article("leased"), now=NOON + HOUR)
    assert everything(running) == before


def test_one_address_of_two_sites_is_two(running: Ledger) -> None:
    begin(running, "run-2", "demo")
    find(running, article("a"))
    find(running, article("a"), run_id="run-2", site="demo")
    assert lease(running) == ["a"]
    assert lease(running, "run-2", "demo") == ["a"]
    commit(running, ended=(ended("a", Outcome.GONE, due_at=None),))
    commit(running, "run-2", "demo", ended=(ended("a", due_at=NOON),))
    assert running.pending("neuron", due_before=NOON) == 0
    assert running.pending("demo", due_before=NOON + HOUR) == 1


def test_an_address_is_never_due_again_in_the_run_that_ended_it(running: Ledger) -> None:
    """Whatever the clock of the machine did meanwhile."""
    find(running, article("a"))
    lease(running)
    commit(running, ended=(ended("a", due_at=NOON - DAY),))
    assert running.pending("neuron", due_before=NOON) == 0
    assert lease(running, now=NOON + HOUR) == ["a"]


def test_what_is_not_leased_by_a_run_cannot_be_ended_by_it(running: Ledger) -> None:
    find(running, article("a"))
    before = everything(running)
    with pytest.raises(LeaseLostError, match=r"https://news\.example/a is not leased by run run-1"):
        commit(running, ended=(ended("a"),), found=(article("b"),), log=log())
    assert everything(running) == before


def test_summaries_tell_the_state_of_every_site(running: Ledger) -> None:
    assert running.summaries(now=NOON) == []
    find(running, *[article(name) for name in "abcd"])
    find(running, article("x"), now=NOON + DAY)
    lease(running, limit=3)
    commit(running, ended=(ended("a", due_at=NOON + HOUR), ended("b", Outcome.GONE, due_at=None)))
    begin(running, "run-2", "demo")
    find(running, article("a"), run_id="run-2", site="demo")
    running.close_run("run-2")
    demo, neuron = running.summaries(now=NOON)
    assert (demo.site, neuron.site) == ("demo", "neuron")
    assert demo.states == {AddressState.PENDING: 1}
    assert (demo.holder, demo.oldest_lease_at) == (None, None)
    assert neuron.states == {
        AddressState.PENDING: 2,
        AddressState.DONE: 1,
        AddressState.CLOSED: 1,
        AddressState.LEASED: 1,
    }
    assert (neuron.next_due_at, neuron.oldest_lease_at, neuron.failing) == (NOON, NOON, 0)
    assert neuron.holder is not None
    assert neuron.holder.startswith("process ")


def test_a_hold_that_ran_out_is_nobodys_in_the_summary(running: Ledger) -> None:
    find(running, article("a"))
    (summary,) = running.summaries(now=NOON + DAY)
    assert summary.holder is None


def test_feeds_come_first_then_listings_then_sitemaps_then_articles_new_before_known(running: Ledger) -> None:
    def of_kind(name: str, kind: str) -> Found:
        return replace(article(name), kind=kind)

    kinds = ("article", "sitemap", "listing", "feed")
    find(running, *[of_kind(f"known {kind}", kind) for kind in kinds], now=NOON - DAY)
    lease(running)
    commit(running, ended=tuple(ended(f"known {kind}", due_at=NOON - HOUR) for kind in kinds))
    find(running, *[of_kind(f"new {kind}", kind) for kind in kinds])
    assert lease(running, now=NOON + HOUR) == [f"{age} {kind}" for kind in reversed(kinds) for age in ("new", "known")]


def test_what_has_not_changed_since_it_was_closed_is_not_due_again(running: Ledger) -> None:
    names = {"older": NOON - HOUR, "newer": NOON + HOUR, "unknown": None}
    find(running, *map(article, names))
    lease(running)
    commit(running, now=NOON, ended=tuple(ended(name, outcome=Outcome.NO_BODY, due_at=None) for name in names))
    later = NOON + DAY
    find(running, *[replace(article(name), changed_by=moment) for name, moment in names.items()], now=later)
    assert sorted(lease(running, now=later)) == ["newer", "unknown"]


def test_what_is_found_for_later_is_due_in_the_next_run(running: Ledger) -> None:
    find(running, replace(article("later"), due_at=NOON - HOUR), article("now"))
    assert lease(running) == ["now"]
    assert lease(running, now=NOON + HOUR) == ["later"]


def test_what_is_taken_is_leased_due_or_not_in_the_order_asked_for(running: Ledger) -> None:
    find(running, article("due"), article("other"), article("later"), now=NOON)
    find(running, article("future"), now=NOON + DAY)
    asked = [f"https://news.example/{name}" for name in ("future", "due", "nobody knows", "later")]
    taken = running.take("run-1", "neuron", asked, now=NOON)
    assert [task.address for task in taken] == [asked[0], asked[1], asked[3]]
    assert running.take("run-1", "neuron", asked, now=NOON) == []
    assert lease(running) == ["other"]
    commit(running, ended=(ended("due"), ended("future"), ended("later")))


def test_only_the_run_that_holds_the_site_takes_addresses(running: Ledger) -> None:
    find(running, article("a"))
    with pytest.raises(LeaseLostError):
        running.take("run-2", "neuron", ["https://news.example/a"], now=NOON)


def test_what_was_stored_before_a_moment_is_told_by_its_addresses(running: Ledger) -> None:
    find(running, article("old"), article("moved"), article("new"), article("refused"), article("pending"))
    lease(running)
    commit(
        running,
        ended=(
            ended("old", article_id="neuron/old"),
            ended("moved", Outcome.DUPLICATE, article_id="neuron/old"),
            ended("new", article_id="neuron/new"),
            ended("refused", Outcome.NO_BODY, due_at=None),
        ),
        articles=(known("neuron/old", first_seen_at=NOON - DAY), known("neuron/new", first_seen_at=NOON)),
    )
    asked = [f"https://news.example/{name}" for name in ("old", "moved", "new", "refused", "pending", "unheard-of")]
    told = running.stored_before("neuron", asked, moment=NOON)
    assert told == {"https://news.example/old", "https://news.example/moved"}
    assert running.stored_before("elsewhere", asked, moment=NOON) == frozenset()
    assert running.stored_before("neuron", [], moment=NOON) == frozenset()
