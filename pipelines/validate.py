"""Validate: whether a record is an article worth keeping, and if not, by which name it is refused."""

from dataclasses import replace

from archive.outcomes import Outcome
from pipelines.record import PageRecord


def validate(record: PageRecord) -> PageRecord:
    """``record``, marked as refused where it is no article.

    An article without a title, a date or views is still an article: what is missing stays None. A page
    without text, or with nothing but its headline, is not.
    """
    has_text = record.body is not None and record.body not in ("", record.title)
    return record if has_text else replace(record, refused=Outcome.NO_BODY)
