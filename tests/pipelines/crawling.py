"""Real runs into a real archive, for tests of the steps."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from archive.disk import Disk
from archive.folder import create_folder
from archive.ledger import Found, Holder, Task
from archive.ledger.sqlite import SqliteLedger
from archive.writer import ArchiveWriter
from pipelines.rules.addresses import host_of
from pipelines.rules.site_rules import SiteRules
from pipelines.run import CrawlRun
from pipelines.visit import Kind
from tests.archive.rows import run as run_row
from tests.pipelines.making import VISIT

HOUR = timedelta(hours=1)
_ANSWER = timedelta(seconds=1)


@contextmanager
def run_into(archive: Path, run_id: str = "run", *, now: datetime = VISIT, site: str = "bread") -> Iterator[CrawlRun]:
    """A run over all that is known, begun at ``now``, whose answers come a second later; it ends as finished."""
    folder = create_folder(archive, archive_id="test", now=now)
    with closing(SqliteLedger(folder.ledger)) as ledger:
        due_before = ledger.open_run(run_id, site, Holder.this_process(), now=now, until=now + HOUR)
        ledger.bring_forward(site, to=due_before)
        writer = ArchiveWriter(folder, ledger, run_id, site, disk=Disk())
        yield CrawlRun(
            rules=SiteRules(site=site),
            writer=writer,
            clock=lambda: now + _ANSWER,
            started_at=now,
            due_before=due_before,
        )
        writer.add([run_row(run_id, site=site)])
        writer.commit(now=now + _ANSWER, due_before=due_before, finishes_run=True)
        writer.seal()
        ledger.close_run(run_id)


def found_at(address: str, kind: Kind = Kind.ARTICLE, **data: int | str) -> Found:
    return Found(address=address, kind=kind, host=host_of(address), data=data)


def take_up(run: CrawlRun, *addresses: str) -> list[Task]:
    """Everything that is due in ``run``, and ``addresses``, as the scheduler takes it up."""
    run.writer.find([found_at(address) for address in addresses])
    run.commit()
    ledger = run.writer.ledger
    tasks = ledger.lease(run.writer.run_id, run.rules.site, now=run.clock(), due_before=run.due_before, limit=1000)
    for task in tasks:
        run.account.begin(task.address)
    return tasks
