"""An archive opened for reading: everything that can be asked of it from Python."""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, Unpack

from archive.damage import ReadThrough
from archive.errors import ArchiveDamagedError, UsageError
from archive.folder import ArchiveFolder, open_folder
from archive.query.answer import Answer
from archive.scope import Scope
from archive.sources import MovedOnError, Source, read_sources

if TYPE_CHECKING:
    import duckdb

    from archive.query.comparison import Comparison
    from archive.search import Results, SearchOptions

_TRIES = 5

Result = TypeVar("Result")


class Archive:
    """An archive opened for reading, which takes a few milliseconds; nothing of it is ever changed.

    ``snapshot`` names the snapshot that is to be asked. ``skip_damaged`` answers from what can be read where a file
    cannot; `Answer.notes` says what was left out.

    Every question gives an `Answer`, which is run when it is read. All times are aware, in UTC. An ``address`` may be
    written in any way, with or without https, www and a last slash, and be any at which the article was ever met; its
    article_id will do too. Where the archive knows no such article, UsageError names the nearest it knows.

    Raises ArchiveNotFoundError, ArchiveDamagedError or ArchiveFormatError; see `archive.folder.open_folder`.
    """

    def __init__(self, path: str | Path, *, snapshot: str | None = None, skip_damaged: bool = False) -> None:
        self.folder: ArchiveFolder = open_folder(Path(path).absolute())
        self.scope = Scope(snapshot=snapshot, skip_damaged=skip_damaged)

    def as_of(self, moment: datetime) -> "Archive":
        """The archive as it stood at ``moment``: what had been fetched by then.

        Raises UsageError for a ``moment`` without a time zone.
        """
        if moment.tzinfo is None:
            raise UsageError(f"{moment} has no time zone; give an aware datetime, such as one with tzinfo=UTC")
        until = moment if self.scope.until is None else min(moment, self.scope.until)
        return self._with_scope(replace(self.scope, until=until))

    def of_any_time(self) -> "Archive":
        """The archive as it stands now, whatever moment this one is as of."""
        return self._with_scope(replace(self.scope, until=None))

    @property
    def moment(self) -> datetime | None:
        """What "now" is to a question: the moment of `as_of`, or of the snapshot; None: this one, whenever that is.

        Raises UsageError for a snapshot that there is not, and ArchiveDamagedError.
        """
        if self.scope.until is not None or self.scope.snapshot is None:
            return self.scope.until
        from archive.snapshot.stored import read_manifest  # noqa: PLC0415 - of use where a snapshot is asked

        return read_manifest(self.folder, self.scope.snapshot).created_at

    def sql(self, query: str, /, *values: Any, **named: Any) -> Answer:
        """Ask one SQL query over the views, such as ``articles``, ``revisions``, ``observations`` and ``sightings``.

        ``values`` fill the ``?`` in the query in their order, or ``named`` its ``$name``. The names are looked up at
        once, the query runs when the answer is read. Raises QueryError for SQL that is wrong, and ArchiveDamagedError
        where a file of the archive cannot be read.
        """
        from archive.query.asked import Asked  # noqa: PLC0415 - DuckDB is loaded when it is first asked

        if values and named:
            raise UsageError("a query takes its values by order (?) or by name ($name), not both")
        return Answer(Asked(self, query, named or values or None))

    def named(self, name: str, /, *, now: datetime | None = None, **values: Any) -> Answer:
        """Ask a query that newsreel ships, such as ``named("trending", days=7, site="demo")``.

        docs/questions.md lists them with what each takes. Times are datetimes (without a zone: UTC), dates or text.
        ``now`` is the moment that "the last seven days" counts from; None: that of `as_of` or of the snapshot, or the
        clock's. Raises UsageError for a name that no query has, for a value that it does not take and for a site or an
        article there is not.
        """
        from archive.query.named import find_query  # noqa: PLC0415
        from archive.query.named.known import known_values  # noqa: PLC0415

        query = find_query(name)
        read = query.values(values, now=now or self.moment or datetime.now(UTC))
        return self.sql(query.sql, **known_values(self, query, read))

    def articles(
        self,
        *,
        site: str | None = None,
        since: date | datetime | None = None,
        until: date | datetime | None = None,
        section: str | None = None,
        language: str | None = None,
    ) -> Answer:
        """The latest revision of every article, with the columns of the view ``articles``, in no promised order.

        ``since`` and ``until`` bound published_at: a date stands for the whole day in UTC, an instant (aware) for the
        first one, and the one after the last; with either, articles without a date are left out. ``section`` is
        compared by its words, as `search` does; ``language`` is a BCP 47 tag and stands for its regional forms too (en:
        en-GB). Raises UsageError for bounds that nothing can be within, and, with the nearest, for a site there is not.
        """
        from archive.query.articles import articles  # noqa: PLC0415

        return articles(self, {"site": site, "since": since, "until": until, "section": section, "language": language})

    def article(self, address: str, *, revision: int | None = None) -> Answer:
        """The article at ``address``: one row with the columns of the view ``articles``.

        The latest revision of it, or the one with the number ``revision``. Raises UsageError for one there is not.
        """
        from archive.query.history import article  # noqa: PLC0415

        return article(self, address, revision)

    def history(self, address: str) -> Answer:
        """What became of the article at ``address``, oldest first: a row for each visit to any of its addresses.

        visited_at; outcome (null: of the visit only the revision it brought is known) and reason (null: none was
        noted); revision, the one current after the visit, and its title; changed_fields, where the visit brought a
        revision (null: the first one, or none); views (null: the page stated none); address, and final_address where
        that answered in its stead; http_status (null: no answer).
        """
        from archive.query.history import history  # noqa: PLC0415

        return history(self, address)

    def views(self, address: str) -> Answer:
        """The views of the article at ``address`` at every visit that saw them, oldest first.

        observed_at, views, grown (views since the row before; null: the first) and per_hour (that by the hour).
        """
        from archive.query.history import views  # noqa: PLC0415

        return views(self, address)

    def diff(self, address: str, *, old: int | None = None, new: int | None = None) -> "Comparison":
        """What changed between two revisions of the article at ``address``, by their numbers.

        ``new`` is the latest and ``old`` the one before ``new`` where they are not given. A row for each field and for
        each paragraph of the body that differs: field, old, new (text; null: there was or is none). Raises UsageError
        for a revision that there is not.
        """
        from archive.query.comparison import compare  # noqa: PLC0415

        return compare(self, address, old=old, new=new)

    def search(self, text: str, **options: Unpack["SearchOptions"]) -> "Results":
        """The articles that fit ``text``, each by its latest revision; see `archive.search.search`."""
        from archive.search import search  # noqa: PLC0415

        return search(self, text, **options)

    def sources(self, tables: Collection[str] = ()) -> dict[str, Source]:
        """What a question reads now, by table. Raises MovedOnError and ArchiveDamagedError.

        Where damage is to be skipped, all files of ``tables`` are read through: what is damaged is left out of them.
        """
        sources = read_sources(self.folder, self.scope)
        if not self.scope.skip_damaged:
            return sources
        return {name: self._sound(source) if name in tables else source for name, source in sources.items()}

    def settled(self, work: Callable[[], Result]) -> Result:
        """What ``work`` gives, done again where it raised MovedOnError: files were moved while they were read.

        Raises ArchiveDamagedError where that does not end.
        """
        for _ in range(_TRIES):
            try:
                return work()
            except MovedOnError:
                continue
        raise ArchiveDamagedError(f"{self.folder.path} names files that are not there; see: newsreel check")

    def connection(self) -> "duckdb.DuckDBPyConnection":
        """A connection to DuckDB of one's own, without views yet."""
        return self._database.cursor()

    def _with_scope(self, scope: Scope) -> "Archive":
        other = Archive.__new__(Archive)
        other.folder, other.scope = self.folder, scope
        return other

    def _sound(self, source: Source) -> Source:
        return source.without(self._read_through.damages(source.files, source.sealed))

    @cached_property
    def _read_through(self) -> ReadThrough:
        return ReadThrough()

    @cached_property
    def _database(self) -> "duckdb.DuckDBPyConnection":
        """Made once: what a file says of itself is then read once."""
        from archive.query.database import new_database  # noqa: PLC0415

        return new_database()

    @cached_property
    def complete_files(self) -> set[str]:
        """The files known to have all columns of today, to be added to: a finished file never changes."""
        return set()
