"""Deciding whether a count is less than what came before it lets expect. Pure: counts in, yes or no out.

A drop is both *beyond chance*, by an exact test at `LEVEL`, and *worth a look*, by so many points. The tests allow for
runs that differ from each other, since the pages of one day are more alike than those of a year.
"""

from collections.abc import Sequence

from pipelines.health.sums import Sum
from pipelines.health.tails import beta_binomial_tail, poisson_head

# Thirteen measures held to it make one false alarm in some 8,000 runs of a site that stays as it is: one a year of
# hourly runs. The second condition, the points, makes it rarer.
LEVEL = 1e-5
POINTS = 0.2
# Suspicious: not beyond chance yet, and too odd to be learnt as usual.
SUSPICION = 0.01

# Of known articles, one in fifty loses what it had by an editor's hand: believed as strongly as fifty articles show it.
_KNOWN_LOSS = 1.0
_KNOWN_WEIGHT = 50.0
# Runs differ in what they meet for the first time, at least so much (the intraclass correlation).
_LEAST_CORRELATION = 0.05
_MOST_CORRELATION = 0.5


def known_chance(past: Sum, now: Sum) -> float:
    """How probable it is that so many of the known articles of ``now`` lost what they had; 1 where few did."""
    usual = usual_loss(past)
    if now.share - usual < POINTS:
        return 1.0
    return beta_binomial_tail(now.lacking, now.pages, mean=usual, weight=_KNOWN_WEIGHT)


def usual_loss(past: Sum) -> float:
    """The share of known articles that lose what they had, given the ``past``: between 0 and 1."""
    return (past.lacking + _KNOWN_LOSS) / (past.pages + _KNOWN_WEIGHT)


def new_chance(batches: Sequence[Sum], now: Sum) -> float:
    """How probable it is that so many of the new pages of ``now`` lack it; 1 where few do, or a batch had it worse."""
    usual = usual_lack(batches)
    if now.share - usual < POINTS or any(batch.share >= now.share for batch in batches):
        return 1.0
    return beta_binomial_tail(now.lacking, now.pages, mean=usual, weight=1 / _correlation(batches, usual) - 1)


def usual_lack(batches: Sequence[Sum]) -> float:
    """The share of new pages that lack it, between 0 and 1."""
    pages, lacking = (sum(getattr(batch, name) for batch in batches) for name in ("pages", "lacking"))
    return float((lacking + 0.5) / (pages + 1))


def _correlation(batches: Sequence[Sum], usual: float) -> float:
    """How alike the pages of one batch are, by the scatter of the batches: the intraclass correlation.

    By the method of moments from Pearson's statistic, as in Williams (1982), Extra-binomial variation in logistic
    linear models, Applied Statistics 31.
    """
    pages = sum(batch.pages for batch in batches)
    mean_pages = pages / len(batches) if batches else 0.0
    if mean_pages <= 1 or len(batches) == 1:
        return _LEAST_CORRELATION
    scatter = sum(
        (batch.lacking - batch.pages * usual) ** 2 / (batch.pages * usual * (1 - usual)) for batch in batches
    ) / (len(batches) - 1)
    return min(_MOST_CORRELATION, max(_LEAST_CORRELATION, (scatter - 1) / (mean_pages - 1)))


def is_fewer(now: int, least: float, *, part: float) -> bool:
    """Whether ``now`` is beyond chance fewer than the ``least`` there ever was, and at most ``part`` of it."""
    return least > 0 and now <= least * part and poisson_head(now, mean=least) <= LEVEL
