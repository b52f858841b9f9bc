"""What a search gives back: hits with their snippets, as objects and as an answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa

from archive.query.answer import Answer, Whole
from archive.search.asking import Words
from archive.search.question import By, Page
from archive.search.rows import Kept
from archive.search.snippets import Snippet, marks_in, snippet

SCHEMA = pa.schema(
    [
        ("address", pa.string()),
        ("title", pa.string()),
        ("published_at", pa.timestamp("us", "UTC")),
        ("site", pa.string()),
        ("language", pa.string()),
        ("score", pa.float64()),
        ("snippet", pa.string()),
        ("article_id", pa.string()),
    ]
)
_MARK = "**"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One article that fits. ``title`` and ``snippet`` know where in them the words stand that were looked for.

    ``score`` says how well it fits, to be compared within one search only; None: the hits are in order of date.
    """

    article_id: str
    address: str
    title: Snippet | None
    published_at: datetime | None
    site: str
    language: str | None
    score: float | None
    snippet: Snippet


class Results(Answer):
    """The wanted part of the hits in their order, and ``total``, the number of all there are.

    ``hits`` say where in title and snippet the words stand that were looked for. As rows they are address, title,
    published_at (null: none is known), site, language, score (see `Hit`), snippet and article_id; in the snippet,
    the words that were looked for stand between ``**``. ``by_index`` says whether the index was asked, and ``notes``
    what is to be known of the answer, in sentences: that it was made without the index and how to have one, or what
    the index does not know yet.
    """

    def __init__(self, hits: Sequence[Hit], *, total: int, by: By, by_index: bool, notes: tuple[str, ...] = ()) -> None:
        self.hits, self.total, self.by, self.by_index = hits, total, by, by_index
        super().__init__(Whole(pa.Table.from_pylist([_row(hit) for hit in hits], schema=SCHEMA), notes))


def hits_of(page: Page, wanted: Sequence[Words]) -> list[Hit]:
    """The hits of ``page`` as they are shown, with what is ``wanted`` marked."""
    return [_hit(score, kept, wanted) for score, kept in page.hits]


def _row(hit: Hit) -> dict[str, Any]:
    return {
        "address": hit.address,
        "title": None if hit.title is None else hit.title.text,
        "published_at": hit.published_at,
        "site": hit.site,
        "language": hit.language,
        "score": hit.score,
        "snippet": hit.snippet.marked(_MARK, _MARK),
        "article_id": hit.article_id,
    }


def _hit(score: float | None, kept: Kept, wanted: Sequence[Words]) -> Hit:
    in_title = [one for one in wanted if one.field in (None, "title")]
    return Hit(
        article_id=kept.article_id,
        address=kept.address,
        title=None if kept.title is None else marks_in(kept.title, in_title),
        published_at=kept.published_at,
        site=kept.site,
        language=kept.language,
        score=score,
        snippet=_snippet(kept, wanted),
    )


def _snippet(kept: Kept, wanted: Sequence[Words]) -> Snippet:
    """The best piece of the body, or of the summary where the words stand only there."""
    in_body = snippet(kept.body, [one for one in wanted if one.field in (None, "body")])
    if in_body.marks or not kept.summary:
        return in_body
    in_summary = snippet(kept.summary, [one for one in wanted if one.field in (None, "summary")])
    return in_summary if in_summary.marks or not kept.body else in_body
