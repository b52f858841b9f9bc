"""What an article is of which the server says that it has not changed: the same as deduplicate makes of its page."""

from dataclasses import replace

from archive.known import KnownArticle
from archive.outcomes import Outcome
from pipelines.visit import Visit


def ended_as_before(visit: Visit, known: KnownArticle | None, *, run_id: str) -> Visit:
    """``visit``, that of an article not modified, with its outcome; ``known`` is what the archive knows of it.

    Another address of an article stays that; the article's own, where this run has met it before, is a duplicate.
    """
    if known is None:  # the archive has lost it, and asks for it whole the next time
        detail = "HTTP status 304 of an article that the archive does not know"
        return replace(visit, outcome=Outcome.HTTP_ERROR, detail=detail, is_not_modified=False)
    is_own = known.address == (visit.final_address or visit.address)
    was_duplicate = visit.task is not None and visit.task.outcome is Outcome.DUPLICATE
    if was_duplicate and not is_own:  # what was one because of the old address of an article that moved is its own now
        return replace(visit, outcome=Outcome.DUPLICATE, article=known)
    is_met = known.run_id == run_id
    met = replace(known, run_id=run_id, address=visit.final_address or known.address)
    return replace(visit, outcome=Outcome.DUPLICATE if is_met else Outcome.UNCHANGED, article=known if is_met else met)
