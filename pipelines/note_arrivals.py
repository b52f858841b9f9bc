"""Note arrivals: which of the addresses that a list shows nobody has led to before."""

from dataclasses import replace

from archive.outcomes import Family
from pipelines.content import Kind
from pipelines.run import Step
from pipelines.visit import Visit

_COUNTED = (Kind.ARTICLE, Kind.SITEMAP)


class NoteArrivals(Step):
    """Scrapy pipeline: names the new entries of a list, by which its next visit is due and its paging goes on."""

    def process_item(self, item: Visit) -> Visit:
        """``item`` with those of its articles, or of the sitemaps in it, that were never found before."""
        if item.outcome is None or item.outcome.family is not Family.PAGE:
            return item
        run = self.run
        preferred = run.gate.preferred if run.gate else None
        shown = {
            found.address: (preferred(found.address) if preferred else None) or found.address
            for found in item.found
            if found.kind in _COUNTED
        }
        unknown = run.writer.unknown(tuple(shown.values()))
        fresh = frozenset(address for address, spelled in shown.items() if spelled in unknown)
        if run.due_only:  # else nobody asks, and there may be a million
            run.listings.fresh.update(hash(address) for address in fresh)
        return replace(item, fresh=fresh)
