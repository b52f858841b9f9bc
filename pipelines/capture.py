"""Capture: the answer of a visit is kept, with what came of it, and the next visit knows of it."""

from dataclasses import replace
from datetime import UTC, datetime

import msgspec

from archive.captures.exchange import Earlier
from archive.captures.writer import Visited
from archive.version import __version__
from pipelines.record import noted_second
from pipelines.revisit.memory import Captured, VisitMemory
from pipelines.revisit.validators import is_read_whole
from pipelines.run import CrawlRun
from pipelines.tombstones import article_id_of
from pipelines.visit import Visit


def with_capture(visit: Visit, run: CrawlRun) -> tuple[Visit, Captured | None]:
    """``visit`` with where its answer was kept, and the whole answer that the next visit may refer to.

    None: as it was; nothing new is kept of an answer that did not come, nor where captures are switched off.
    """
    captures = run.writer.captures
    if captures is None or not visit.exchanges:
        return visit, None
    last = replace(visit.exchanges[-1], answered_at=noted_second(visit.observed_at))
    visited = Visited(
        exchanges=(*visit.exchanges[:-1], last),
        about=_about(visit, run),
        earlier=_earlier(visit),
        is_not_modified=visit.is_not_modified,
    )
    kept = captures.keep(visited, now=run.clock())
    capture, revision = kept.capture, visit.revision
    if revision is not None:
        revision = replace(
            revision, capture_file=capture.file, capture_offset=capture.offset, capture_length=capture.length
        )
    noted = replace(visit, capture=capture, revision=revision, exchanges=())
    # "Not modified" is said of the page whose validators are kept, which is one that was read.
    return noted, _noted(kept.source, visit.address) if kept.source and is_read_whole(visit) else None


def with_captured(memory: VisitMemory, captured: Captured | None) -> VisitMemory:
    """``memory`` with the whole answer that was kept last."""
    return msgspec.structs.replace(memory, captured=captured) if captured else memory


def _about(visit: Visit, run: CrawlRun) -> dict[str, str]:
    """What came of ``visit``, for the metadata record beside its answer."""
    told = {
        "outcome": visit.outcome,
        "kind": visit.kind,
        "site": run.rules.site,
        "address": visit.address,
        "article_id": article_id_of(visit),
        "revision": visit.article.revision if visit.article else None,
        "extractor_version": visit.record.extractor_version if visit.record else __version__,
        "run_id": run.writer.run_id,
    }
    return {name: str(value) for name, value in told.items() if value is not None}


def _earlier(visit: Visit) -> Earlier | None:
    captured = visit.memory.captured
    if captured is None:
        return None
    return Earlier(
        digest=captured.digest,
        name=captured.name,
        answered_at=datetime.fromtimestamp(captured.at, UTC),
        address=captured.address or visit.address,
    )


def _noted(source: Earlier, address: str) -> Captured:
    return Captured(
        digest=source.digest,
        name=source.name,
        at=int(source.answered_at.timestamp()),
        address=source.address if source.address != address else None,
    )
