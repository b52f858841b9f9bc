"""What the ledger knows for the next visit: validators, what was remembered, when it is due, what is shown first."""

from dataclasses import replace
from datetime import datetime

import pytest

from archive.ledger import AddressState, Ledger, Task
from archive.outcomes import Outcome
from tests.archive.ledger.playing import article, begin, commit, ended, find, known, lease, listing
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


def test_what_was_gone_is_due_in_this_run_where_it_is_seen_again_unless_it_was_visited_in_it(running: Ledger) -> None:
    find(running, article("a"))
    lease(running)
    commit(running, ended=(ended("a", due_at=NOON + 7 * DAY, outcome=Outcome.GONE),))
    seen = replace(article("a"), gone_by=NOON - HOUR)
    commit(running, found=(seen,))
    assert running.next_due("neuron") == NOON + 7 * DAY
    commit(running, found=(seen,), due_before=NOON + HOUR)
    assert running.next_due("neuron") == NOON + HOUR


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


def test_the_visits_that_articles_want_within_a_day_follow_from_their_waits(running: Ledger) -> None:
    names = ("hourly", "daily", "weekly")
    find(running, *(article(name) for name in names), listing("front"))
    lease(running)
    waits = (HOUR, DAY, 7 * DAY)
    commit(running, ended=(
        *(ended(name, due_at=NOON + wait) for name, wait in zip(names, waits, strict=True)),
        ended("front", Outcome.LISTING, due_at=NOON + HOUR),
    ))  # fmt: skip
    assert running.wanted("neuron", now=NOON, within=DAY) == pytest.approx(25)
    assert running.wanted("neuron", now=NOON, within=HOUR) == pytest.approx(1)
    assert running.wanted("elsewhere", now=NOON, within=DAY) == 0


def _visited_list(ledger: Ledger, outcome: Outcome, due_at: datetime | None) -> None:
    find(ledger, listing("front"))
    lease(ledger)
    commit(ledger, ended=(ended("front", outcome, due_at=due_at),))


def test_a_list_is_due_when_a_crawl_over_all_is_led_there_and_by_itself_else(running: Ledger) -> None:
    _visited_list(running, Outcome.LISTING, NOON + DAY)
    later = NOON + HOUR
    running.bring_forward("neuron", to=later)
    assert lease(running, now=later) == []
    commit(running, now=later, found=(listing("front"),), refused_before=later - 3 * DAY)
    assert lease(running, now=later) == []
    find(running, listing("front"), now=later)
    assert lease(running, now=later) == ["front"]


def test_a_list_that_is_said_to_have_changed_is_due_at_once(running: Ledger) -> None:
    _visited_list(running, Outcome.SITEMAP, NOON + DAY)
    later = NOON + HOUR
    for changed_by, names in ((NOON - HOUR, []), (NOON + HOUR / 2, ["front"])):
        found = replace(listing("front"), changed_by=changed_by)
        commit(running, now=later, found=(found,), refused_before=later - 3 * DAY)
        assert lease(running, now=later) == names


def test_what_was_refused_is_due_again_after_a_while_and_a_further_page_at_once(running: Ledger) -> None:
    find(running, article("refused"), listing("further"))
    lease(running)
    closed = (ended("refused", Outcome.NOT_ARTICLE, due_at=None), ended("further", Outcome.LISTING, due_at=None))
    commit(running, ended=closed)
    found = (article("refused"), listing("further"))
    for hours, names in ((1, ["further"]), (72 + 1, ["refused"])):
        later = NOON + hours * HOUR
        commit(running, now=later, found=found, refused_before=later - 3 * DAY)
        assert lease(running, now=later) == names


def test_what_is_due_next_comes_in_order_of_time_whatever_it_is(running: Ledger) -> None:
    find(running, article("late"), article("soon"), listing("front"))
    lease(running)
    commit(running, ended=(
        ended("late", due_at=NOON + 3 * HOUR), ended("soon", due_at=NOON + HOUR),
        ended("front", Outcome.LISTING, due_at=NOON + 2 * HOUR),
    ))  # fmt: skip
    entries = running.next_addresses("neuron", limit=9)
    assert [entry.address.rsplit("/", 1)[1] for entry in entries] == ["soon", "front", "late"]
    assert len(running.next_addresses("neuron", limit=2)) == 2
    assert running.addresses_of("news.example", limit=1) == [listing("front").address]


def test_a_site_has_articles_once_one_of_its_addresses_led_to_one(running: Ledger) -> None:
    find(running, article("a"), article("b"))
    lease(running)
    commit(running, ended=(ended("b", outcome=Outcome.NO_BODY, due_at=NOON + HOUR),))
    assert not running.has_articles("neuron")
    commit(running, articles=(known("a"),), ended=(ended("a", due_at=NOON + HOUR, article_id="a", revision=1),))
    assert running.has_articles("neuron")
    assert not running.has_articles("demo")
