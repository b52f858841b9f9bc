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
        task = PageTask(kind=item.kind, address=item.address, data=item.data, page=item.page, repeated=repeated)
        try:
            content = await self.run.reader(task)
        except UnreadablePageError as problem:
            return replace(item, outcome=Outcome.UNREADABLE, detail=str(problem))
        return told_by(item, content)


def told_by(visit: Visit, content: PageContent) -> Visit:
    """``visit`` with the ``content`` of its page. A listing ends with it, and so does an article that is refused."""
    record = content.record
    outcome = Outcome.LISTING if visit.kind is Kind.LISTING else record.refused if record else None
    return replace(
        visit,
        record=record,
        entries=content.entries,
        found=content.found,
        block_keys=content.block_keys,
        held_back=content.held_back,
        outcome=outcome,
    )
