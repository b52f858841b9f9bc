"""A search of an archive from its text to its results."""

from dataclasses import replace
from datetime import date, datetime
from typing import TypedDict, Unpack

from archive.errors import UsageError
from archive.query.archive import Archive
from archive.query.period import period
from archive.query.unknown import require_site
from archive.scope import EVERYTHING
from archive.search.asking import Asked, Filters, read_asked, wanted_words
from archive.search.index_use import HAS_PACKAGE, NO_PACKAGE, ask_index
from archive.search.pace import Pace
from archive.search.question import By, Page, Question
from archive.search.results import Results, hits_of
from archive.search.rows import wanted_section
from archive.search.scan import scan
from archive.sources import Source
from archive.tables import ARTICLES

UPDATING_SECONDS = 20.0
"""So long a search at most brings the index up to date before it answers."""

_ALL = 2**31
_OF_TODAY = "searched without the index, which knows only the whole archive of today, by reading every article"


class SearchOptions(TypedDict, total=False):
    """What can be said about a search beside its text; all of it can be left out.

    ``site``, ``language`` (a BCP 47 tag, its regional forms with it) and ``section`` (by its words) are what an article
    must be. ``since`` and ``until``: a date stands for the whole day in UTC; an instant (aware) for the first one, and
    the one after the last. ``by``: relevance or date. ``limit`` hits (10) from the ``offset``-th (0) on are given.
    ``use_index=False`` reads every article instead. ``pace``: how long the index may be brought up to date before.
    """

    site: str | None
    language: str | None
    section: str | None
    since: date | datetime | None
    until: date | datetime | None
    by: By | str
    limit: int
    offset: int
    use_index: bool
    pace: Pace


def search(archive: Archive, text: str, **options: Unpack[SearchOptions]) -> Results:
    """The articles of ``archive``, each by its latest revision, that fit ``text``; unlike other answers, found at once.

    ``text`` is words (all must stand in the article), "phrases", AND, OR, NOT, -word, parentheses, and title: summary:
    body: author: section: tag: before any of them. Case, accents and the like do not count; see docs/search.md.

    The index is brought up to date first, where the package tantivy is installed. Without it every article is read: the
    hits are the same, and `Results.notes` says how to make it fast. So it is where the archive is not asked for all it
    knows today: as of a moment, by a snapshot, or in spite of damage. Raises QueryError for a text that cannot be read,
    UsageError for options that cannot be and for a site there is not, and ArchiveDamagedError where a file of the
    archive cannot be read.
    """
    asked = read_asked(text)
    question = _question(asked, options)
    require_site(archive, question.filters.site)
    pace = options.get("pace", Pace(at_most_seconds=UPDATING_SECONDS))
    use_index = options.get("use_index", True)
    return archive.settled(lambda: _results(archive, question, pace if use_index else None))


def search_ids(archive: Archive, text: str, **options: Unpack[SearchOptions]) -> tuple[list[str], tuple[str, ...]]:
    """The article_id of every article that `search` finds, in no promised order, and what is to be known of them.

    No text of them is kept. The index is asked only where it is up to date, or can be brought
    there in ``pace``: else every article is read, so that none is missing. Raises what `search` raises.
    """
    question = replace(_question(read_asked(text), options), by=By.DATE, limit=_ALL, offset=0, ids_only=True)
    pace = options.get("pace", Pace(at_most_seconds=UPDATING_SECONDS))
    return archive.settled(lambda: _ids(archive, question, pace if options.get("use_index", True) else None))


def _ids(archive: Archive, question: Question, pace: Pace | None) -> tuple[list[str], tuple[str, ...]]:
    page, by_index, notes = _page(archive, question, pace)
    if by_index and notes:
        page, _, notes = _page(archive, question, None)
    return [kept.article_id for _, kept in page.hits], notes


def _results(archive: Archive, question: Question, pace: Pace | None) -> Results:
    page, by_index, notes = _page(archive, question, pace)
    wanted = tuple(dict.fromkeys(wanted_words(question.asked)))
    return Results(hits_of(page, wanted), total=page.total, by=question.by, by_index=by_index, notes=notes)


def _page(archive: Archive, question: Question, pace: Pace | None) -> tuple[Page, bool, tuple[str, ...]]:
    """The hits, whether they are by the index, and what is to be said of them. ``pace``: None: without the index."""
    source = archive.sources((ARTICLES.name,))[ARTICLES.name]
    page: Page | None = None
    note: str | None = None
    if pace is not None:
        page, note = _by_index(archive, source, question, pace)
    by_index = page is not None
    if page is None:
        page = scan(source, question)
    return page, by_index, (*(damage.note() for damage in source.left_out), *([note] if note else []))


def _by_index(archive: Archive, source: Source, question: Question, pace: Pace) -> tuple[Page | None, str | None]:
    """The answer of the index and what is to be said of it; None: there is no index to ask."""
    if archive.scope != EVERYTHING:
        return None, _OF_TODAY
    return ask_index(archive.folder, source, question, pace) if HAS_PACKAGE else (None, NO_PACKAGE)


def _question(asked: Asked, options: SearchOptions) -> Question:
    limit, offset = options.get("limit", 10), options.get("offset", 0)
    if limit < 1 or offset < 0:
        raise UsageError(
            f"limit {limit}, offset {offset}: a search gives 1 hit or more, from the 0th or a later one on"
        )
    section = options.get("section")
    if section is not None:
        wanted_section(section)
    since, until = period(options.get("since"), options.get("until"))
    filters = Filters(
        site=options.get("site"),
        language=options.get("language"),
        section=section,
        since=since,
        until=until,
    )
    return Question(asked=asked, filters=filters, by=_by(options.get("by", By.RELEVANCE)), limit=limit, offset=offset)


def _by(name: By | str) -> By:
    try:
        return By(name)
    except ValueError:
        raise UsageError(f"by {name!r}: hits come by {' or '.join(By)}") from None
