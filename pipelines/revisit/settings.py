"""The settings of revisiting: how eagerly a site's articles and lists are visited again."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How eagerly the articles and the lists of a site are visited again.

    ``tolerance``: edits expected to be unseen when the next visit is due. ``edits`` (k) and ``settling`` (s) are the
    rate of an ordinary article: k ln((a + s) / s) edits until age a. ``confidence``: how many edits' worth the ordinary
    rate counts against what was seen. ``listed``: the longest wait of an article that stood on a listing within
    ``listed_for``, or ``listed_share`` of its age where that is longer. ``views_growth``: the share by which views may
    grow unseen. ``shortest`` and ``longest`` bound every wait of an article.

    ``new_entries``: new entries of a list expected when it is due; ``shown``: the share of what it shows that may be
    replaced until then. ``arrivals_for`` is how long it takes until what was seen of a list counts a third (1/e).
    Waits of listings and feeds are bounded by ``listings_…``, those of sitemaps by ``sitemaps_…``.
    """

    tolerance: float = 0.1
    edits: float = 0.4
    settling: timedelta = timedelta(minutes=30)
    confidence: float = 0.3
    listed: timedelta = timedelta(minutes=30)
    listed_share: float = 0.05
    listed_for: timedelta = timedelta(hours=24)
    views_growth: float = 0.25
    shortest: timedelta = timedelta(minutes=15)
    longest: timedelta = timedelta(days=60)
    new_entries: float = 1.5
    shown: float = 0.5
    arrivals_for: timedelta = timedelta(hours=12)
    listings_shortest: timedelta = timedelta(minutes=5)
    listings_longest: timedelta = timedelta(days=1)
    sitemaps_shortest: timedelta = timedelta(hours=1)
    sitemaps_longest: timedelta = timedelta(days=7)


DEFAULT = Policy()

SHORTEST = timedelta(minutes=1)
"""No wait may be set to less: it would be a burden on any server, and no page tells more by it."""
