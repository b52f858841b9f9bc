"""What one run has shown of a site, gathered visit by visit."""

from collections.abc import Container, Iterable
from datetime import datetime

from pipelines.health.alarm import FIELDS, MOST_EXAMPLES, OF_PAGES, Measure
from pipelines.health.arrivals import FRESH
from pipelines.health.shown import Shown
from pipelines.health.sums import Sum

_MOST_LENGTHS = 100_000
_FEWEST_GONE = 4
_GONE_PER_KEPT = 4


class Evidence:
    """The counts of one run. ``known`` and ``new`` are sums of pages by measure.

    ``kept`` known articles were as they were, or are still there by the server's word; ``gone`` ones are not.
    ``lacking`` are examples of articles without a field.
    ``lengths`` are the characters of new articles with their addresses, ``entries`` are those of the
    first page of each listing that was read whole, ``feed_entries`` those of feeds; ``fresh`` counts new articles that
    are no older than a week.
    """

    def __init__(self) -> None:
        self.known = dict.fromkeys(OF_PAGES, Sum())
        self.new = dict.fromkeys(OF_PAGES, Sum())
        self.lacking: dict[str, tuple[str, ...]] = {}
        self.lengths: list[tuple[int, str]] = []
        self.entries: dict[str, int] = {}
        self.feed_entries: dict[str, int] = {}
        self.kept = 0
        self.gone = 0
        self.fresh = 0

    def note_read(self, address: str, fields: Container[str]) -> None:
        """An article that was read, whether known or not, and the fields that say something."""
        for name in FIELDS:
            before = self.lacking.get(name, ())
            if name not in fields and len(before) < MOST_EXAMPLES:
                self.lacking[name] = (*before, address)

    def note_known(self, address: str, before: Shown, now: Shown) -> None:
        """A known article, of which visits ``before`` have shown something, as it is ``now``.

        What was shown before the user accepted a change counts no more.
        """
        if before.accepted != now.accepted:
            return
        is_read = now.has(Measure.ARTICLE)
        # A page that is no article any more has lost all its fields, which is one thing to say and not twelve.
        measures = OF_PAGES if is_read else (Measure.ARTICLE.value,)
        for measure in measures:
            if before.has(measure):
                self.known[measure] = self.known[measure].and_page(address, lacks=before.lacks(measure, now))
        self.kept += is_read

    def note_new(self, address: str, now: Shown) -> None:
        """A page that was met for the first time."""
        is_read = now.has(Measure.ARTICLE)
        measures = OF_PAGES if is_read else (Measure.ARTICLE.value,)
        for measure in measures:
            if measure != Measure.BODY_LENGTH:
                self.new[measure] = self.new[measure].and_page(address, lacks=not now.has(measure))
        if is_read and len(self.lengths) < _MOST_LENGTHS:
            self.lengths.append((now.characters, address))

    def note_arrival(self, published_at: datetime | None, *, at: datetime) -> None:
        """An article that was stored for the first time ``at``; one without a date counts as new."""
        self.fresh += published_at is None or at - published_at <= FRESH

    @property
    def has_moved(self) -> bool:
        """Whether the known articles are no longer where they were: almost all that were visited are gone."""
        return self.gone >= _FEWEST_GONE and self.gone > self.kept * _GONE_PER_KEPT


def short_ones(lengths: Iterable[tuple[int, str]], is_short: Iterable[bool]) -> Sum:
    """The sum of new articles, of which some are short; the shortest are its examples."""
    pairs = list(zip(lengths, is_short, strict=True))
    short = sorted(length for length, is_one in pairs if is_one)
    return Sum(len(pairs), len(short)) + Sum(0, 0, tuple(address for _, address in short))
