"""Every address taken up ends in exactly one outcome, and the counts add up at any moment."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.outcomes import Family, Outcome
from pipelines.account import Account

ADDRESSES = st.sampled_from([f"https://news.example/{name}" for name in "abcdefgh"])
STEPS = st.lists(st.tuples(ADDRESSES, st.none() | st.sampled_from(Outcome), st.none() | st.integers(0, 10**9)))


def test_an_address_counts_once_it_ended() -> None:
    account = Account()

    account.begin("a")
    assert (account.requested, account.outcomes, account.body_bytes) == (0, {}, 0)
    account.end("a", Outcome.NEW, body_bytes=100)
    assert (account.requested, account.outcomes, account.body_bytes) == (1, {Outcome.NEW: 1}, 100)


def test_an_address_that_ends_twice_is_an_error_that_names_it() -> None:
    account = Account()
    account.begin("https://news.example/a")
    account.end("https://news.example/a", Outcome.NEW)

    with pytest.raises(ValueError, match=r"https://news\.example/a ended as changed"):
        account.end("https://news.example/a", Outcome.CHANGED)
    assert account.outcomes == {Outcome.NEW: 1}


def test_an_address_nobody_took_up_cannot_end() -> None:
    account = Account()

    with pytest.raises(ValueError, match="not open"):
        account.end("a", Outcome.NEW, body_bytes=100)
    assert (account.requested, account.body_bytes, account.examples) == (0, 0, {})


def test_what_is_open_is_told_and_cannot_be_changed_from_outside() -> None:
    account = Account()
    account.begin("a")
    account.begin("b")
    account.end("a", Outcome.TIMEOUT)

    before = account.open
    account.begin("c")
    assert (set(before), set(account.open)) == ({"b"}, {"b", "c"})


def test_the_first_address_of_each_outcome_is_kept_as_an_example() -> None:
    account = Account()
    for address, detail in (("a", "HTTP status 503"), ("b", "HTTP status 500"), ("c", None)):
        account.begin(address)
        account.end(address, Outcome.HTTP_ERROR if detail else Outcome.NEW, detail=detail)

    assert account.examples == {Outcome.HTTP_ERROR: "a (HTTP status 503)", Outcome.NEW: "c"}


def test_outcomes_are_counted_by_family() -> None:
    account = Account()
    for address, outcome in (
        ("a", Outcome.NEW),
        ("b", Outcome.CHANGED),
        ("c", Outcome.TIMEOUT),
        ("d", Outcome.LISTING),
        ("e", Outcome.MOVED_AWAY),
        ("f", Outcome.ROBOTS_UNKNOWN),
    ):
        account.begin(address)
        account.end(address, outcome)

    assert account.by_family() == {Family.ARTICLE: 2, Family.FAILED: 2, Family.PAGE: 1, Family.GONE: 1}


def test_the_fields_of_records_are_counted_by_name_and_their_bodies_by_length() -> None:
    account = Account()
    account.note_record({"title": "element:h1", "body": "blocks"}, 1200)
    account.note_record(["title"], 0)

    assert (account.records, account.fields, account.body_characters) == (2, {"title": 2, "body": 1}, 1200)


@given(STEPS)
def test_the_counts_add_up_after_any_course_of_events(steps: list[tuple[str, Outcome | None, int | None]]) -> None:
    account = Account()
    is_open: set[str] = set()
    ended: list[Outcome] = []
    received = 0
    for address, outcome, size in steps:
        if outcome is None:
            account.begin(address)
            is_open.add(address)
        elif address in is_open:
            account.end(address, outcome, body_bytes=size)
            is_open.remove(address)
            ended.append(outcome)
            received += size or 0
        else:
            with pytest.raises(ValueError, match="not open"):
                account.end(address, outcome, body_bytes=size)

        assert account.requested == account.outcomes.total() == account.by_family().total() == len(ended)
        assert (set(account.open), account.body_bytes) == (is_open, received)
    assert dict(account.outcomes) == {outcome: ended.count(outcome) for outcome in set(ended)}
    assert set(account.examples) == set(ended)
