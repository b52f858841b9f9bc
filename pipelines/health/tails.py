"""How improbable a count is: the tails of two distributions, summed term by term."""

from math import exp, lgamma, log


def beta_binomial_tail(count: int, trials: int, *, mean: float, weight: float) -> float:
    """The probability of ``count`` or more in ``trials`` whose share differs from run to run.

    The share is beta distributed with ``mean`` (above 0, below 1) and the ``weight`` of so many trials: the smaller,
    the more runs differ. https://en.wikipedia.org/wiki/Beta-binomial_distribution
    """
    a, b = mean * weight, (1 - mean) * weight
    whole = lgamma(trials + 1) + lgamma(a + b) - lgamma(a) - lgamma(b) - lgamma(trials + a + b)
    terms = (
        exp(whole - lgamma(k + 1) - lgamma(trials - k + 1) + lgamma(k + a) + lgamma(trials - k + b))
        for k in range(count, trials + 1)
    )
    return min(1.0, sum(terms))


def poisson_head(count: int, *, mean: float) -> float:
    """The probability of ``count`` or fewer where ``mean`` (above 0) are to be expected."""
    return min(1.0, sum(exp(k * log(mean) - mean - lgamma(k + 1)) for k in range(count + 1)))
