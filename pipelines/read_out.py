"""Read out: what a page says, title, date, views, summary and body among it, and where it leads."""

from dataclasses import replace

from archive.errors import UnreadablePageError
from archive.outcomes import Outcome
from pipelines.content import Kind, PageContent, PageTask
from pipelines.run import Step
from pipelines.visit import Visit


class ReadOut(Step):
    """Scrapy pipeline: has the page of a visit read, by the reader of the run, while other pages are fetched."""

    async def process_item(self, item: Visit) -> Visit:
        """``item`` with what its page says, where it brought one whose end is still open."""
        if item.outcome is not None or item.page is None:
            return item
        assert self.run.reader is not None
        repeated = self.run.memory.repeated if self.run.memory else frozenset()
        links = self.run.links.rules if self.run.links else None
        task = PageTask(
            kind=item.kind, address=item.address, data=item.data, page=item.page, repeated=repeated, links=links
        )
        try:
            content = await self.run.reader(task)
        except UnreadablePageError as problem:
            return replace(item, outcome=Outcome.UNREADABLE, detail=str(problem))
        if self.run.links and content.evidence:
            self.run.links.learn(content.evidence)
        return told_by(item, content)


def told_by(visit: Visit, content: PageContent) -> Visit:
    """``visit`` with the ``content`` of its page. A listing ends with it, and so does an article that is refused."""
    record, kind = content.record, content.kind or visit.kind
    outcome = Outcome.LISTING if kind is Kind.LISTING else record.refused if record else None
    return replace(
        visit,
        kind=kind,
        detail=content.detail,
        record=record,
        entries=content.entries,
        found=content.found,
        block_keys=content.block_keys,
        declared=content.declared,
        held_back=content.held_back,
        outcome=content.outcome or outcome,
    )
