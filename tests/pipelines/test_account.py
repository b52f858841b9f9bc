"""Every address asked for ends in exactly one outcome, and the counts add up at any moment."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.outcomes import Family, Outcome
from pipelines.account import Account

ADDRESSES = st.sampled_from([f"https://news.example/{name}" for name in "abcdefgh"])
STEPS = st.lists(st.tuples(ADDRESSES, st.none() | st.sampled_from(Outcome), st.none() | st.integers(0, 10**9)))


def test_an_address_is_asked_for_once() -> None:
    account = Account()

    assert account.ask("a", "article")
    assert not account.ask("a", "listing")
    account.end("a", Outcome.NEW, body_bytes=100)
    assert not account.ask("a", "article")
    assert (account.requested, account.outcomes, account.body_bytes) == (1, {Outcome.NEW: 1}, 100)


def test_an_address_that_ends_twice_is_an_error_that_names_it() -> None:
    account = Account()
    account.ask("https://news.example/a", "article")
    account.end("https://news.example/a", Outcome.NEW)

    with pytest.raises(ValueError, match=r"https://news\.example/a ended as changed"):
        account.end("https://news.example/a", Outcome.CHANGED)
    assert account.outcomes == {Outcome.NEW: 1}


def test_an_address_nobody_asked_for_cannot_end() -> None:
    with pytest.raises(ValueError, match="not open"):
        Account().end("a", Outcome.NEW)


def test_what_is_open_is_told_with_the_kind_expected() -> None:
    account = Account()
    account.ask("a", "article")
    account.ask("b", "listing")
    account.end("a", Outcome.TIMEOUT)

    assert account.open == {"b": "listing"}
    account.open.clear()
    assert account.open == {"b": "listing"}


def test_the_first_address_of_each_outcome_is_kept_as_an_example() -> None:
    account = Account()
    for address, detail in (("a", "HTTP status 503"), ("b", "HTTP status 500"), ("c", None)):
        account.ask(address, "article")
        account.end(address, Outcome.HTTP_ERROR if detail else Outcome.NEW, detail=detail)

    assert account.examples == {Outcome.HTTP_ERROR: "a (HTTP status 503)", Outcome.NEW: "c"}


def test_outcomes_are_counted_by_family() -> None:
    account = Account()
    for address, outcome in (
        ("a", Outcome.NEW),
        ("b", Outcome.CHANGED),
        ("c", Outcome.TIMEOUT),
        ("d", Outcome.LISTING),
    ):
        account.ask(address, "article")
        account.end(address, outcome)

    assert account.by_family() == {Family.ARTICLE: 2, Family.FAILED: 1, Family.PAGE: 1}


@given(STEPS)
def test_the_counts_add_up_after_any_course_of_events(steps: list[tuple[str, Outcome | None, int | None]]) -> None:
    account = Account()
    asked: set[str] = set()
    ended: dict[str, Outcome] = {}
    received = 0
    for address, outcome, size in steps:
        if outcome is None:
            assert account.ask(address, "article") is (address not in asked)
            asked.add(address)
        elif address in asked and address not in ended:
            account.end(address, outcome, body_bytes=size)
            ended[address] = outcome
            received += size or 0
        else:
            with pytest.raises(ValueError, match="not open"):
                account.end(address, outcome, body_bytes=size)

        assert account.requested == len(asked) == len(account.open) + account.outcomes.total()
        assert account.by_family().total() == len(ended)
        assert (set(account.open), account.body_bytes) == (asked - set(ended), received)
    assert dict(account.outcomes) == {outcome: list(ended.values()).count(outcome) for outcome in set(ended.values())}
