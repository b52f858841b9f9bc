"""What the ledger knows of articles by their title, and of the article that stands at an address before its visit."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from archive.ledger import Ledger
from archive.ledger.sqlite import SqliteLedger
from tests.archive.ledger.playing import article, begin, commit, ended, find, known, lease
from tests.archive.rows import DAY, HOUR, NOON


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Ledger]:
    with closing(SqliteLedger(tmp_path / "ledger.sqlite")) as ledger:
        begin(ledger)
        yield ledger


def test_articles_are_found_by_their_title_in_their_site_and_language_the_latest_first(running: Ledger) -> None:
    facts = {"title_key": 7, "language": "en"}
    first = [known(f"neuron/{n}", first_seen_at=NOON + n * HOUR, **facts) for n in range(4)]
    others = known("neuron/pt", title_key=7, language="pt"), known("neuron/none", language="en")
    commit(running, articles=(*first, *others, known("neuron/other", title_key=8, language="en")))

    found = running.articles_with_title("neuron", 7, "en", most=3)
    assert [one.article_id for one in found] == ["neuron/3", "neuron/2", "neuron/1"]
    assert {one.title_key for one in found} == {7}
    assert running.articles_with_title("demo", 7, "en", most=3) == []


def test_an_article_is_found_by_the_title_it_has_now(running: Ledger) -> None:
    commit(running, articles=(known("neuron/a", title_key=7),))
    commit(running, articles=(known("neuron/a", title_key=8),))

    assert running.articles_with_title("neuron", 7, None, most=3) == []
    assert len(running.articles_with_title("neuron", 8, None, most=3)) == 1


@pytest.mark.parametrize("is_found_before", [True, False])
def test_where_an_article_moved_is_known_as_it_before_the_first_visit(
    running: Ledger, *, is_found_before: bool
) -> None:
    commit(running, articles=(known("neuron/a"),))
    if is_found_before:
        find(running, article("new"))
    find(running, replace(article("new"), article_id="neuron/a"))
    (task,) = running.lease("run-1", "neuron", now=NOON, due_before=NOON, limit=9)

    # It did not show any revision yet, so it is asked for whole.
    assert (task.article_id, task.shows_latest) == ("neuron/a", False)


def test_an_article_that_nobody_knows_stands_nowhere(running: Ledger) -> None:
    find(running, replace(article("new"), article_id="neuron/unknown"))
    (task,) = running.lease("run-1", "neuron", now=NOON, due_before=NOON, limit=9)
    assert task.article_id is None


def test_an_address_may_be_due_sooner_without_having_been_seen_on_a_list(running: Ledger) -> None:
    find(running, article("a"))
    assert lease(running) == ["a"]
    commit(running, ended=(ended("a", due_at=NOON + 7 * DAY),))
    commit(running, found=(replace(article("a"), due_by=NOON + HOUR),))

    (entry,) = running.known_address(article("a").address)
    assert (entry.due_at, entry.listed_at) == (NOON + HOUR, None)
