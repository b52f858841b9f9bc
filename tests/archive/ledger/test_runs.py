"""Runs hold sites: who is refused, who takes over, and what the next run carries on."""

import pytest

from archive.errors import ArchiveBusyError, LeaseLostError
from archive.ledger import Holder, Ledger
from tests.archive.ledger.playing import (
    ELSEWHERE,
    MINUTE,
    article,
    begin,
    commit,
    ended,
    everything,
    find,
    known,
    lease,
    log,
)
from tests.archive.rows import DAY, HOUR, NOON
from tests.archive.runs import another_process, dead_process


def test_a_first_run_is_due_up_to_its_start(ledger: Ledger) -> None:
    assert begin(ledger) == NOON


def test_a_second_run_of_the_site_is_told_who_holds_it_and_since_when(ledger: Ledger) -> None:
    with another_process() as holder:
        begin(ledger, holder=holder)
        expected = rf"crawled for neuron by process {holder.process_id} on .+ since 2026-03-14T12:00:00\+00:00"
        with pytest.raises(ArchiveBusyError, match=expected):
            begin(ledger, "run-2", now=NOON + MINUTE)


def test_being_refused_does_not_disturb_the_holder(ledger: Ledger, other: Ledger) -> None:
    with another_process() as holder:
        begin(ledger, holder=holder)
        find(ledger, article("a"), article("b"))
        assert lease(ledger, limit=1) == ["a"]
        before = everything(ledger)
        for _ in range(2):
            with pytest.raises(ArchiveBusyError):
                begin(other, "run-2", now=NOON + MINUTE)
        assert everything(ledger) == before
        ledger.heartbeat("run-1", until=NOON + DAY)
        commit(ledger, ended=(ended("a"),))


def test_another_site_of_the_same_archive_is_free(ledger: Ledger, other: Ledger) -> None:
    with another_process() as holder:
        begin(ledger, holder=holder)
        begin(other, "run-2", "demo")
        assert ledger.running(now=NOON) == {"run-1", "run-2"}


def test_the_site_of_a_process_that_is_gone_is_taken_over_at_once(ledger: Ledger) -> None:
    begin(ledger, holder=dead_process())
    begin(ledger, "run-2", now=NOON + MINUTE)
    assert ledger.running(now=NOON + MINUTE) == {"run-2"}


def test_the_site_of_a_process_of_another_machine_is_held_until_its_hold_runs_out(ledger: Ledger) -> None:
    begin(ledger, holder=ELSEWHERE)
    with pytest.raises(ArchiveBusyError, match="process 1 on a-machine-far-away"):
        begin(ledger, "run-2", now=NOON + HOUR)
    begin(ledger, "run-2", now=NOON + HOUR + MINUTE)


def test_a_stalled_process_loses_its_site_though_it_lives(ledger: Ledger) -> None:
    with another_process() as holder:
        begin(ledger, holder=holder)
        begin(ledger, "run-2", now=NOON + HOUR + MINUTE)
        assert ledger.running(now=NOON + HOUR + MINUTE) == {"run-2"}


def test_a_heartbeat_prolongs_the_hold(ledger: Ledger) -> None:
    begin(ledger, holder=ELSEWHERE)
    ledger.heartbeat("run-1", until=NOON + DAY)
    with pytest.raises(ArchiveBusyError):
        begin(ledger, "run-2", now=NOON + DAY)


def test_a_site_is_free_after_its_run_was_closed(ledger: Ledger) -> None:
    begin(ledger, holder=ELSEWHERE)
    ledger.close_run("run-1")
    assert ledger.running(now=NOON) == frozenset()
    begin(ledger, "run-2", now=NOON + MINUTE)


@pytest.mark.parametrize("is_closed", [True, False], ids=["interrupted", "killed"])
def test_a_run_that_never_finished_is_carried_on_from_its_start(ledger: Ledger, is_closed: bool) -> None:
    begin(ledger, holder=dead_process())
    if is_closed:
        ledger.close_run("run-1")
    assert begin(ledger, "run-2", now=NOON + DAY, holder=dead_process()) == NOON
    assert begin(ledger, "run-3", now=NOON + 2 * DAY) == NOON


def test_after_a_finished_run_the_next_begins_anew(ledger: Ledger) -> None:
    begin(ledger)
    commit(ledger, finishes_run=True)
    ledger.close_run("run-1")
    assert begin(ledger, "run-2", now=NOON + DAY) == NOON + DAY


def test_a_run_that_was_gone_after_its_last_commit_is_finished(ledger: Ledger) -> None:
    begin(ledger, holder=dead_process())
    commit(ledger, finishes_run=True)
    assert begin(ledger, "run-2", now=NOON + DAY) == NOON + DAY


def test_what_a_run_had_leased_is_due_again_once_it_is_closed(ledger: Ledger) -> None:
    begin(ledger)
    find(ledger, article("a"), article("b"))
    assert lease(ledger) == ["a", "b"]
    assert ledger.pending("neuron", due_before=NOON) == 0
    commit(ledger, ended=(ended("a", due_at=NOON + DAY),))
    ledger.close_run("run-1")
    assert ledger.pending("neuron", due_before=NOON) == 1


def test_what_a_run_had_leased_is_due_again_once_another_took_its_site(ledger: Ledger) -> None:
    begin(ledger)
    find(ledger, article("a"), article("b"))
    assert lease(ledger) == ["a", "b"]
    begin(ledger, "run-2", now=NOON + MINUTE)
    assert lease(ledger, "run-2") == ["a", "b"]


def test_closing_a_run_leaves_other_sites_alone(ledger: Ledger) -> None:
    for run_id, site in (("run-1", "neuron"), ("run-2", "demo")):
        begin(ledger, run_id, site)
        find(ledger, article("a"), run_id=run_id, site=site)
        assert lease(ledger, run_id, site) == ["a"]
    ledger.close_run("run-1")
    assert ledger.pending("neuron", due_before=NOON) == 1
    assert ledger.pending("demo", due_before=NOON) == 0
    commit(ledger, "run-2", "demo", ended=(ended("a"),))


def test_a_zombie_is_refused_and_changes_nothing(ledger: Ledger, other: Ledger) -> None:
    begin(ledger)
    find(ledger, article("a"))
    assert lease(ledger) == ["a"]
    begin(other, "run-2", now=NOON + HOUR + MINUTE, holder=ELSEWHERE)
    before = everything(other)
    with pytest.raises(LeaseLostError):
        commit(ledger, ended=(ended("a"),), found=(article("b"),), articles=(known(),), log=log(), finishes_run=True)
    with pytest.raises(LeaseLostError):
        ledger.heartbeat("run-1", until=NOON + DAY)
    with pytest.raises(LeaseLostError):
        lease(ledger)
    ledger.close_run("run-1")
    assert everything(other) == before
    assert other.running(now=NOON + HOUR + MINUTE) == {"run-2"}
    assert lease(other, "run-2", now=NOON + HOUR + MINUTE) == ["a"]


def test_a_zombie_is_refused_after_its_successor_has_ended_too(ledger: Ledger) -> None:
    begin(ledger)
    begin(ledger, "run-2", now=NOON + HOUR + MINUTE)
    ledger.close_run("run-2")
    with pytest.raises(LeaseLostError):
        commit(ledger, found=(article("a"),))
    with pytest.raises(LeaseLostError):
        ledger.heartbeat("run-1", until=NOON + DAY)
    assert ledger.pending("neuron", due_before=NOON) == 0


def test_a_run_whose_hold_ran_out_goes_on_where_nobody_took_its_site(ledger: Ledger) -> None:
    begin(ledger)
    commit(ledger, now=NOON + DAY, found=(article("a"),))
    ledger.heartbeat("run-1", until=NOON + 2 * DAY)
    assert ledger.running(now=NOON + DAY) == {"run-1"}


def test_logs_are_dead_once_their_run_holds_no_site(ledger: Ledger) -> None:
    begin(ledger)
    commit(ledger, log=log())
    assert ledger.dead_logs(now=NOON) == []
    assert ledger.dead_logs(now=NOON + DAY) == [log()]
    ledger.close_run("run-1")
    assert ledger.dead_logs(now=NOON) == [log()]


def test_a_holder_is_told_by_process_and_machine() -> None:
    here = Holder.this_process()
    assert Holder.parse(here.stored()) == here
    assert str(Holder(7, "desk")) == "process 7 on desk"
    assert not dead_process().may_be_alive()
    assert ELSEWHERE.may_be_alive()
    with another_process() as holder:
        assert holder.may_be_alive()
