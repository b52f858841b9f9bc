"""Over many invented sites: chance raises no alarm, and a redesign does."""

import pytest

from benchmarks.health.invented import KINDS, Kind, invented_runs


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_fifty_runs_over_sites_that_stay_as_they_are_raise_no_alarm(kind: Kind) -> None:
    told = [invented_runs(kind, 50, seed) for seed in range(4)]
    assert sum(one.false_alarms for one in told) == 0


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.known], ids=lambda kind: kind.name)
def test_a_redesign_is_seen_in_the_next_run_where_known_articles_are_read_again(kind: Kind) -> None:
    assert [invented_runs(kind, 20, seed).seen_after for seed in range(4)] == [1] * 4
