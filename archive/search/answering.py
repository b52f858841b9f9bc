"""A search of an archive from its text to its results."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import TypedDict, Unpack

from archive.errors import ArchiveDamagedError, UsageError
from archive.folder import ArchiveFolder
from archive.query.archive import Archive
from archive.search.asking import Asked, Filters, read_asked, wanted_words
from archive.search.index_use import HAS_PACKAGE, NO_PACKAGE, ask_index
from archive.search.pace import Pace
from archive.search.question import By, Page, Question
from archive.search.results import Results, hits_of
from archive.search.rows import section_key
from archive.search.scan import scan
from archive.sources import MovedOnError, Source, read_sources

UPDATING_SECONDS = 20.0
"""So long a search at most brings the index up to date before it answers."""

_TRIES = 5


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
    """The articles of ``archive``, each by its latest revision, that fit ``text``.

    ``text`` is words (all must stand in the article), "phrases", AND, OR, NOT, -word, parentheses, and title: summary:
    body: author: section: tag: before any of them. Case, accents and the like do not count; see docs/search.md.

    The index is brought up to date first, where the package tantivy is installed. Without it every article is read: the
    hits are the same, and `Results.notes` says how to make it fast. Raises QueryError for a text that cannot be read,
    UsageError for options that cannot be, and ArchiveDamagedError where a file of the archive cannot be read.
    """
    asked = read_asked(text)
    question = _question(asked, options)
    pace = options.get("pace", Pace(at_most_seconds=UPDATING_SECONDS))
    use_index = options.get("use_index", True)
    return _settled(archive, lambda source: _results(archive.folder, source, question, pace if use_index else None))


def _results(folder: ArchiveFolder, source: Source, question: Question, pace: Pace | None) -> Results:
    page: Page | None = None
    note: str | None = None
    if pace is not None:
        page, note = ask_index(folder, source, question, pace) if HAS_PACKAGE else (None, NO_PACKAGE)
    by_index = page is not None
    if page is None:
        page = scan(source, question)
    wanted = tuple(dict.fromkeys(wanted_words(question.asked)))
    return Results(
        hits=hits_of(page, wanted),
        total=page.total,
        by=question.by,
        by_index=by_index,
        notes=(note,) if note else (),
    )


def _settled(archive: Archive, work: Callable[[Source], Results]) -> Results:
    for _ in range(_TRIES):
        try:
            return work(read_sources(archive.folder)["articles"])
        except MovedOnError:
            continue  # rows moved from the log to a file, or files into one, while they were being read
    raise ArchiveDamagedError(f"{archive.folder.path} names files that are not there; see: newsreel check")


def _question(asked: Asked, options: SearchOptions) -> Question:
    limit, offset = options.get("limit", 10), options.get("offset", 0)
    if limit < 1 or offset < 0:
        raise UsageError(
            f"limit {limit}, offset {offset}: a search gives 1 hit or more, from the 0th or a later one on"
        )
    if options.get("section") is not None and not section_key(options["section"]):
        raise UsageError(f"section {options['section']!r} has no word in it")
    since, until = _first(options.get("since")), _beyond(options.get("until"))
    if since is not None and until is not None and since >= until:
        raise UsageError("since is after until: nothing can be published in between")
    filters = Filters(
        site=options.get("site"),
        language=options.get("language"),
        section=options.get("section"),
        since=since,
        until=until,
    )
    return Question(asked=asked, filters=filters, by=_by(options.get("by", By.RELEVANCE)), limit=limit, offset=offset)


def _by(name: By | str) -> By:
    try:
        return By(name)
    except ValueError:
        raise UsageError(f"by {name!r}: hits come by {' or '.join(By)}") from None


def _first(moment: date | datetime | None) -> datetime | None:
    if isinstance(moment, datetime):
        if moment.tzinfo is None:
            raise UsageError(f"{moment} has no time zone; give an aware datetime, or a date for a whole day in UTC")
        return moment
    return None if moment is None else datetime.combine(moment, time(), UTC)


def _beyond(moment: date | datetime | None) -> datetime | None:
    if isinstance(moment, datetime) or moment is None:
        return _first(moment)
    first = datetime.combine(moment, time(), UTC)
    return first + timedelta(days=1) if moment < date.max else datetime.max.replace(tzinfo=UTC)
