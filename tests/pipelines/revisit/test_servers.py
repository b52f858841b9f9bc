"""What is learnt of servers: who lies, whose ETag is idle, who answers whole whatever is asked."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ledger import Task
from archive.outcomes import Outcome
from pipelines.revisit.memory import VisitMemory
from pipelines.revisit.servers import NOTHING, Seen, Servers, Tally, seen_at, tallied
from pipelines.revisit.validators import Validators
from pipelines.visit import Kind, Visit
from tests.pipelines.making import ADDRESS, VISIT, record_of

HOST = "news.example"
BOTH = Validators(etag='"1"', last_modified="Mon")
NEW_ETAG = replace(BOTH, etag='"2"')
SAME = Seen(
    before=BOTH, after=BOTH, is_same=True, is_conditional=False, is_not_modified=False, address=f"https://{HOST}/a"
)
MOVED = replace(SAME, after=NEW_ETAG)
LIE = replace(SAME, is_same=False)
TOLD = replace(SAME, is_same=False, after=Validators(etag='"2"', last_modified="Tue"))
VALIDATORS = st.builds(Validators, etag=st.none() | st.sampled_from("ab"), last_modified=st.none() | st.just("Mon"))
ANSWERS = st.builds(
    Seen,
    before=VALIDATORS,
    after=VALIDATORS,
    is_same=st.none() | st.booleans(),
    is_conditional=st.booleans(),
    is_not_modified=st.just(value=False),
    address=st.just("a"),
)


def tally_of(*seen: Seen) -> Tally:
    tally = NOTHING
    for one in seen:
        tally = tallied(tally, one)
    return tally


def usable(tally: Tally, validators: Validators = BOTH) -> Validators:
    return Servers({HOST: tally}).usable(HOST, validators)


def test_a_host_of_which_nothing_is_known_is_believed() -> None:
    assert Servers().usable(HOST, BOTH) == BOTH


def test_a_validator_that_stayed_the_same_while_the_page_changed_is_believed_no_more() -> None:
    assert usable(tally_of(LIE)).is_empty
    etag_only = replace(LIE, after=replace(BOTH, last_modified="Tue"))
    assert usable(tally_of(etag_only)) == Validators(last_modified="Mon")
    date_only = replace(LIE, after=NEW_ETAG)
    assert usable(tally_of(date_only)) == Validators(etag='"1"')


def test_one_lie_among_many_changes_is_forgiven() -> None:
    assert usable(tally_of(LIE, *[TOLD] * 18)).is_empty
    assert usable(tally_of(LIE, *[TOLD] * 19)) == BOTH


def test_changes_of_pages_that_were_asked_for_conditionally_speak_for_no_one() -> None:
    assert usable(tally_of(LIE, *[replace(TOLD, is_conditional=True)] * 99)).is_empty


def test_an_etag_that_is_another_each_time_is_left_out_where_there_is_a_date() -> None:
    assert usable(tally_of(MOVED, MOVED)) == BOTH
    assert usable(tally_of(MOVED, MOVED, MOVED)) == Validators(last_modified="Mon")
    assert usable(tally_of(MOVED, MOVED, MOVED), Validators(etag='"1"')) == Validators(etag='"1"')
    assert usable(tally_of(MOVED, MOVED, MOVED, *[SAME] * 3)) == BOTH


def test_an_etag_that_is_another_whenever_the_date_is_tells_nothing() -> None:
    assert usable(tally_of(*[replace(MOVED, after=Validators(etag='"2"', last_modified="Tue"))] * 9)) == BOTH


@given(st.lists(ANSWERS))
def test_the_counts_of_a_tally_are_no_more_than_the_answers(seen: list[Seen]) -> None:
    tally = tally_of(*seen)
    assert tally.whole + tally.not_modified == len(seen)
    assert max(tally.bare, tally.in_vain, tally.asked) <= len(seen)
    assert tally.etag_lied + tally.etag_told + tally.etag_moved + tally.etag_held <= 2 * len(seen)
    assert Servers.unpacked(Servers({HOST: tally}).packed()).usable(HOST, BOTH) == usable(tally)


@pytest.mark.parametrize("state", [None, b"", b"\x00", b"{}", b"\x92\xa1x\x80"])
def test_a_memory_of_another_form_tells_nothing(state: bytes | None) -> None:
    assert Servers.unpacked(state).usable(HOST, BOTH) == BOTH


def visit_of(outcome: Outcome, *, views: int = 12, before: Outcome = Outcome.NEW, rules: str = "a.b") -> Visit:
    memory = VisitMemory(rules=rules, shown="12")
    task = Task(
        address=ADDRESS, kind=Kind.ARTICLE, host=HOST, data={}, attempts=0, article_id="a", etag='"1"',
        outcome=before, history=memory.packed(),
    )  # fmt: skip
    return Visit(
        address=ADDRESS, kind=Kind.ARTICLE, observed_at=VISIT, final_address=ADDRESS, http_status=200, etag='"1"',
        outcome=outcome, read_by="a.b", task=task, record=record_of(views=views),
    )  # fmt: skip


def test_what_a_page_shows_is_its_content_and_its_views() -> None:
    assert seen_at(visit_of(Outcome.UNCHANGED)).is_same is True
    assert seen_at(visit_of(Outcome.UNCHANGED, views=13)).is_same is False
    assert seen_at(visit_of(Outcome.CHANGED)).is_same is False


def test_nothing_is_said_of_a_server_where_a_redirect_leads_to_another_page_than_before() -> None:
    elsewhere = replace(visit_of(Outcome.CHANGED), final_address=f"{ADDRESS}elsewhere/")
    assert seen_at(elsewhere).is_same is None


def test_nothing_is_said_of_a_page_that_was_read_by_other_rules_or_at_another_address() -> None:
    assert seen_at(visit_of(Outcome.CHANGED, rules="x.b")).is_same is None
    assert seen_at(visit_of(Outcome.DUPLICATE)).is_same is None


def test_findings_are_of_this_run_and_name_what_is_done_about_them() -> None:
    servers = Servers()
    assert servers.findings() == {}
    servers.learn(visit_of(Outcome.CHANGED))
    assert list(servers.findings()) == [HOST]
    assert "ETag (1 times) stayed the same while a page changed" in servers.findings()[HOST]
    assert ADDRESS in servers.findings()[HOST]
    assert Servers.unpacked(servers.packed()).findings() == {}


def test_a_host_without_validators_is_named_once_it_answered_often() -> None:
    servers = Servers()
    bare = replace(visit_of(Outcome.NEW), etag=None)
    for _ in range(10):
        assert servers.findings() == {}
        servers.learn(bare)
    assert "without ETag and Last-Modified" in servers.findings()[HOST]


def test_a_host_that_answers_whole_whatever_it_is_asked_is_named() -> None:
    servers = Servers()
    for _ in range(10):
        servers.learn(replace(visit_of(Outcome.UNCHANGED), is_conditional=True))
    assert servers.findings()[HOST].startswith("10 of 10 pages asked for only if they had changed")
    assert servers.usable(HOST, BOTH) == BOTH
