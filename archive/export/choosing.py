"""Which rows of an archive are exported: those of a query, or the articles that filters leave."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from archive.errors import UsageError
from archive.nearest import did_you_mean, nearest_names
from archive.query.answer import Answer
from archive.query.archive import Archive
from archive.query.articles import conditions_of
from archive.query.views import VIEWS
from archive.tables import ARTICLES

_NAME = re.compile(r"\s*[\w-]+\s*")
_NUMBER = re.compile(r"[+-]?[0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Filters of articles, as `Archive.articles` takes them, and ``search``, a text as `Archive.search` takes it.

    ``columns`` are those wanted, in their order; without any, all. ``revisions``: every revision that the filters
    leave, not only the latest; ``search`` looks at the latest alone. None: no such filter.
    """

    site: str | None = None
    since: date | None = None
    until: date | None = None
    section: str | None = None
    language: str | None = None
    search: str | None = None
    columns: Sequence[str] = ()
    revisions: bool = False

    @property
    def told(self) -> dict[str, str]:
        """What narrows the choice, by name, for people."""
        said = {name: getattr(self, name) for name in _FILTERS}
        names = {name: str(value) for name, value in said.items() if value is not None}
        return names | ({"columns": ", ".join(self.columns)} if self.columns else {})


_FILTERS = ("site", "since", "until", "section", "language", "search")


def chosen(archive: Archive, choice: Choice) -> Answer:
    """The rows of ``choice``, in no promised order. Raises UsageError, QueryError for a search text that is none."""
    notes: list[str] = []
    conditions = list(_conditions(archive, choice, notes))
    where = " AND ".join(sql for sql, _ in conditions) or "true"
    values = {name: value for _, named in conditions for name, value in named.items()}
    view = "revisions" if choice.revisions else "articles"
    answer = archive.sql(f"SELECT {_columns(choice.columns)} FROM {view} WHERE {where}", **values)
    return Answer(_Noted(answer, notes)) if notes else answer


@dataclass(frozen=True, slots=True)
class _Noted:
    """The rows of an answer, with what is to be known of the search behind it."""

    answer: Answer
    search_notes: Sequence[str]

    @property
    def notes(self) -> Sequence[str]:
        return tuple(dict.fromkeys([*self.search_notes, *self.answer.notes]))

    def table(self) -> pa.Table:
        return self.answer.arrow()

    def batches(self, size: int) -> Iterator[pa.RecordBatch]:
        return self.answer.batches(size)


def _conditions(archive: Archive, choice: Choice, notes: list[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    filters = {name: getattr(choice, name) for name in _FILTERS if name != "search"}
    yield from conditions_of(archive, filters)
    if choice.search is not None:
        from archive.search.answering import search_ids  # noqa: PLC0415 - slow to load, and of use here alone

        found, said = search_ids(archive, choice.search, **filters)
        notes += said
        yield "article_id IN (SELECT unnest($found))", {"found": found}


def _columns(names: Sequence[str]) -> str:
    for name in names:
        if name not in ARTICLES.columns:
            near = did_you_mean(nearest_names(name, ARTICLES.columns))
            raise UsageError(f"--columns: articles have no column {name!a}{near}; see docs/columns.md")
    if len(set(names)) < len(names):
        raise UsageError("--columns: a column is named twice")
    return ", ".join(f'"{name}"' for name in names) or "*"


def asked(archive: Archive, question: str, settings: Mapping[str, str]) -> Answer:
    """The rows of ``question``: SQL, the name of a view or of a named query; ``settings`` fill its ``$name``.

    Raises UsageError, QueryError and ArchiveDamagedError, as `Archive.sql` and `Archive.named` do.
    """
    if question.strip().lower() in VIEWS:
        return archive.sql(f"FROM {question.strip()}")
    if _NAME.fullmatch(question):
        values: dict[str, Any] = dict(settings)
        return archive.named(question.strip(), **values)
    return archive.sql(question, **{name: _value(text) for name, text in settings.items()})


def _value(text: str) -> int | str:
    return int(text) if _NUMBER.fullmatch(text) else text
