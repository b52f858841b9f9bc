"""Deciding whether a count is beyond chance: the tails are right, chance raises no alarm, a loss does."""

from math import comb, exp, factorial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.health.drops import LEVEL, is_fewer, known_chance, new_chance
from pipelines.health.sums import Sum
from pipelines.health.tails import beta_binomial_tail, poisson_head

USUAL = (Sum(300, 60), Sum(10, 3), Sum(12, 1), Sum(8, 2))


@pytest.mark.parametrize(("count", "trials"), [(0, 5), (3, 5), (5, 5), (7, 40)])
def test_with_one_trial_of_each_kind_behind_it_every_count_is_as_probable(count: int, trials: int) -> None:
    assert beta_binomial_tail(count, trials, mean=0.5, weight=2.0) == pytest.approx((trials - count + 1) / (trials + 1))


def test_with_much_behind_it_the_share_is_certain_and_counts_are_binomial() -> None:
    binomial = sum(comb(20, k) * 0.3**k * 0.7 ** (20 - k) for k in range(12, 21))
    assert beta_binomial_tail(12, 20, mean=0.3, weight=1e7) == pytest.approx(binomial, rel=1e-3)


@pytest.mark.parametrize(("count", "mean"), [(0, 3.0), (4, 9.5)])
def test_the_head_of_rare_events_is_that_of_poisson(count: int, mean: float) -> None:
    terms = sum(mean**k / factorial(k) for k in range(count + 1))
    assert poisson_head(count, mean=mean) == pytest.approx(exp(-mean) * terms)


@given(trials=st.integers(1, 400), count=st.integers(0, 400), mean=st.floats(0.001, 0.999), weight=st.floats(0.5, 500))
def test_a_tail_is_a_probability_and_falls_with_the_count(trials: int, count: int, mean: float, weight: float) -> None:
    here = beta_binomial_tail(min(count, trials), trials, mean=mean, weight=weight)
    before = beta_binomial_tail(max(0, min(count, trials) - 1), trials, mean=mean, weight=weight)
    assert 0.0 <= here <= before <= 1.0


@pytest.mark.parametrize(
    ("now", "is_drop"),
    [
        (Sum(4, 4), True),
        (Sum(3, 3), False),
        (Sum(40, 40), True),
        (Sum(40, 20), True),
        (Sum(40, 7), False),
        (Sum(300, 60), False),
        (Sum(8, 2), False),
    ],
    ids=str,
)
def test_known_articles_that_lose_a_field_together_are_beyond_chance(now: Sum, is_drop: bool) -> None:
    assert (known_chance(Sum(200, 1), now) <= LEVEL) is is_drop
    assert (known_chance(Sum(), now) <= LEVEL) is is_drop


@pytest.mark.parametrize(
    ("batches", "now", "is_drop"),
    [
        ((Sum(300, 0), Sum(10, 0), Sum(9, 0)), Sum(8, 8), True),
        (USUAL, Sum(8, 8), False),
        (USUAL, Sum(40, 40), True),
        (USUAL, Sum(40, 15), False),
        ((*USUAL, Sum(20, 20)), Sum(40, 40), False),
        ((Sum(20, 0), Sum(20, 18), Sum(20, 0), Sum(20, 1), Sum(20, 19)), Sum(20, 20), False),
    ],
    ids=str,
)
def test_new_articles_are_held_against_runs_that_differ(batches: tuple[Sum, ...], now: Sum, is_drop: bool) -> None:
    assert (new_chance(batches, now) <= LEVEL) is is_drop


@given(now=st.builds(lambda n, k: Sum(n, min(n, k)), st.integers(1, 200), st.integers(0, 200)))
def test_what_is_within_twenty_points_of_usual_is_never_a_drop(now: Sum) -> None:
    if now.share <= 0.2:
        assert known_chance(Sum(100, 0), now) == 1.0
        assert new_chance((Sum(100, 2), Sum(50, 0), Sum(40, 0)), now) == 1.0


@pytest.mark.parametrize(
    ("now", "least", "part", "is_drop"),
    [(0, 20, 0.5, True), (9, 20, 0.5, False), (4, 20, 0.5, False), (0, 8, 0.5, False), (30, 100, 0.25, False),
     (20, 100, 0.25, True), (0, 0, 0.5, False)],
)  # fmt: skip
def test_fewer_is_both_a_small_part_and_beyond_chance(now: int, least: float, part: float, is_drop: bool) -> None:
    assert is_fewer(now, least, part=part) is is_drop
