"""What the ledger knows for the next visit: validators, what was remembered, when it is due, what is shown first."""

from dataclasses import replace

import pytest

from archive.ledger import AddressState, Ledger, Task
from archive.outcomes import Outcome
from tests.archive.ledger.playing import article, begin, commit, ended, find, known, lease
from tests.archive.rows import DAY, HOUR, NOON


@pytest.fixture
def running(ledger: Ledger) -> Ledger:
    begin(ledger)
    return ledger


def task_after(ledger: Ledger, hours: int = 1) -> Task:
    """The one task that is due so many hours later."""
    later = NOON + hours * HOUR
    (task,) = ledger.lease("run-1", "neuron", now=later, due_before=later, limit=5)
    return task


def test_validators_stay_until_the_server_gives_others_or_none(running: Ledger) -> None:
    find(running, article("a"))
    lease(running)
    commit(running, ended=(ended("a", due_at=NOON + HOUR, etag='"v1"', last_modified="Mon"),))
    assert (task := task_after(running)).etag == '"v1"'
    assert (task.outcome, task.ended_at) == (Outcome.NEW, NOON)
    later = NOON + HOUR
    commit(running, now=later, due_before=later, ended=(ended("a", due_at=later + HOUR, etag='"v2"'),))
    assert ((task := task_after(running, 2)).etag, task.last_modified) == ('"v2"', "Mon")
    commit(
        running, now=later, due_before=later, ended=(ended("a", due_at=later + 2 * HOUR, etag="", last_modified=""),)
    )
    assert ((task := task_after(running, 3)).etag, task.last_modified) == (None, None)


def test_an_address_shows_the_latest_until_another_shows_a_later_revision(running: Ledger) -> None:
    find(running, article("a"))
    lease(running)
    end = replace(ended("a", due_at=NOON + HOUR), article_id="neuron/a", revision=1)
    commit(running, ended=(end,), articles=(known("neuron/a"),))
    assert task_after(running).shows_latest
    commit(running, ended=(replace(end, due_at=NOON + 2 * HOUR),), articles=(known("neuron/a", revision=2),))
    assert not task_after(running, 2).shows_latest


def test_what_an_article_was_made_of_is_kept(running: Ledger) -> None:
    commit(running, articles=(known("neuron/a", fingerprint=b"\x00words"),))
    found = running.article("neuron/a")
    assert found is not None
    assert found.fingerprint == b"\x00words"


def test_all_that_is_known_is_brought_forward_but_what_is_gone_failed_or_just_visited(running: Ledger) -> None:
    names = ("weekly", "gone", "failed", "later")
    find(running, *(article(name) for name in names))
    lease(running)
    commit(
        running,
        ended=(
            ended("weekly", due_at=NOON + 7 * DAY),
            ended("gone", due_at=NOON + 7 * DAY, outcome=Outcome.GONE),
            ended("failed", due_at=NOON + 7 * DAY, outcome=Outcome.TIMEOUT, failed=True),
        ),
    )
    commit(running, now=NOON + 2 * HOUR, ended=(ended("later", due_at=NOON + 7 * DAY),))
    running.bring_forward("neuron", to=NOON + HOUR)
    assert [task.address for task in _due(running)] == [article("weekly").address]


def _due(ledger: Ledger) -> list[Task]:
    return ledger.lease("run-1", "neuron", now=NOON + 3 * HOUR, due_before=NOON + 3 * HOUR, limit=9)


@pytest.mark.parametrize(("outcome", "due"), [(Outcome.UNCHANGED, 1), (Outcome.GONE, 7 * 24)])
def test_what_is_seen_among_the_first_is_due_sooner_unless_it_is_gone(
    running: Ledger, outcome: Outcome, due: int
) -> None:
    find(running, article("a"))
    lease(running)
    commit(running, ended=(ended("a", due_at=NOON + 7 * DAY, outcome=outcome),))
    seen = replace(article("a"), listed_at=NOON, due_by=NOON + HOUR)
    commit(running, found=(seen,))
    commit(running, found=(replace(seen, due_by=NOON + 2 * HOUR),))  # never later than it was
    assert running.next_due("neuron") == NOON + due * HOUR
    (entry,) = running.known_address(seen.address)
    assert (entry.site, entry.state, entry.listed_at) == ("neuron", AddressState.DONE, NOON)


def test_an_address_found_among_the_first_is_new_with_that(running: Ledger) -> None:
    commit(running, found=(replace(article("a"), listed_at=NOON),))
    (task,) = _due(running)
    assert (task.listed_at, task.outcome, task.shows_latest) == (NOON, None, True)


def test_addresses_never_found_are_unknown(running: Ledger) -> None:
    find(running, article("a"))
    addresses = [article(name).address for name in ("a", "b")]
    assert running.unknown("neuron", addresses) == {article("b").address}
    assert running.unknown("demo", addresses) == set(addresses)
    assert running.known_address(article("b").address) == []


def test_a_site_without_addresses_has_none_that_is_due(running: Ledger) -> None:
    assert running.next_due("neuron") is None
    begin(running, "run-2", site="demo")
    assert running.next_due("demo") is None


def test_a_site_has_articles_once_one_of_its_addresses_led_to_one(running: Ledger) -> None:
    find(running, article("a"), article("b"))
    lease(running)
    commit(running, ended=(ended("b", outcome=Outcome.NO_BODY, due_at=NOON + HOUR),))
    assert not running.has_articles("neuron")
    commit(running, articles=(known("a"),), ended=(ended("a", due_at=NOON + HOUR, article_id="a", revision=1),))
    assert running.has_articles("neuron")
    assert not running.has_articles("demo")
