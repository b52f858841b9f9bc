"""How much an archive holds, counted by hand."""

from contextlib import closing

import pytest

from archive import Archive
from archive.folder import ArchiveFolder
from archive.ledger.sqlite import SqliteLedger
from archive.query.stats import FIELDS, Holding, as_row, statistics
from archive.tables import ARTICLES, OBSERVATIONS, SIGHTINGS
from archive.writer import ArchiveWriter
from tests.archive.damage import Damage, damaged
from tests.archive.disk import files_below
from tests.archive.rows import DAY, HOUR, NOON, observation, revision, run, sighting
from tests.archive.runs import save, stored

LATER = NOON + 30 * DAY


def two_months(folder: ArchiveFolder) -> Archive:
    first = [revision("a", 1, site="x", summary=None), revision("b", 1, site="y", authors=None, views=None)]
    stored(
        folder,
        *first,
        *(observation("a", site="x"), observation("b", site="y"), sighting(site="x")),
        run("run-1", site="x", records=2, body_characters=300),
        run("run-0", site="y", records=None, body_characters=None),
    )
    stored(
        folder,
        revision("a", 2, site="x", fetched_at=LATER, tags=None),
        revision("c", 1, site="x", first_seen_at=LATER, fetched_at=LATER, title=None),
        *(observation(name, site="x", observed_at=LATER) for name in ("a", "c")),
        run("run-2", site="x", started_at=LATER, ended_at=LATER + HOUR, records=1, body_characters=600),
        run_id="run-2",
        now=LATER,
    )
    return Archive(folder.path)


def counts(holding: Holding) -> tuple[object, ...]:
    found = (holding.articles, holding.revisions, holding.visits, holding.sightings, holding.characters_an_article)
    return (holding.site, holding.month, *found)


def test_what_came_is_counted_by_site_and_month_and_articles_where_they_were_first_seen(folder: ArchiveFolder) -> None:
    told = statistics(two_months(folder))

    assert [counts(one) for one in told.months] == [
        ("x", "2026-03", 1, 1, 1, 1, 150.0),
        ("x", "2026-04", 1, 2, 2, 0, 600.0),
        ("y", "2026-03", 1, 1, 1, 0, None),
    ]
    assert [counts(one) for one in told.sites()] == [("x", None, 2, 3, 3, 1, 300.0), ("y", None, 1, 1, 1, 0, None)]
    assert counts(told.total()) == (None, None, 3, 4, 4, 1, 300.0)


def test_how_full_fields_are_is_told_by_the_latest_revision_of_each_article(folder: ArchiveFolder) -> None:
    told = statistics(two_months(folder))
    a, c, b = told.months

    assert (a.share("summary"), a.share("tags"), a.share("title")) == (1.0, 0.0, 1.0)
    assert (b.share("authors"), b.share("views"), c.share("title")) == (0.0, 0.0, 0.0)
    assert told.sites()[0].share("title") == 0.5
    assert told.total().filled["title"] == 2
    assert as_row(b)["filled_language"] == 1.0
    assert set(a.filled) == set(FIELDS)


def test_bytes_are_those_of_the_files_shared_by_the_rows_in_them(folder: ArchiveFolder) -> None:
    archive = two_months(folder)
    told = statistics(archive)
    sizes = {table.table: table.bytes for table in told.tables}

    for table in told.tables:
        paths = [folder.path / table.table / name for name in files_below(folder.path / table.table)]
        assert (table.files, table.bytes) == (len(paths), sum(path.stat().st_size for path in paths))
        assert table.rows == archive.sql(f"SELECT count(*) AS n FROM {_view(table.table)}").rows()[0]["n"]
    parts = sizes[ARTICLES.name] + sizes[OBSERVATIONS.name] + sizes[SIGHTINGS.name]
    assert told.total().bytes == pytest.approx(parts, abs=3)
    articles_of_march, visits_of_march = (
        sum(path.stat().st_size for path in folder.files(table) if "2026-03" in str(path))
        for table in (ARTICLES, OBSERVATIONS)
    )
    assert told.months[2].bytes == pytest.approx((articles_of_march + visits_of_march) / 2, abs=1)


def _view(table: str) -> str:
    return "revisions" if table == "articles" else table


def test_a_site_and_a_time_can_be_chosen(folder: ArchiveFolder) -> None:
    archive = two_months(folder)

    assert [(one.site, one.month) for one in statistics(archive, site="x").months] == [
        ("x", "2026-03"),
        ("x", "2026-04"),
    ]
    assert [counts(one)[:4] for one in statistics(archive, since=LATER).months] == [("x", "2026-04", 1, 2)]
    assert [one.month for one in statistics(archive, until=LATER).months] == ["2026-03", "2026-03"]
    nothing = statistics(archive, since=LATER + DAY)
    assert (nothing.months, nothing.total().articles, nothing.total().share("title")) == ([], 0, None)


def test_an_archive_as_it_stood_counts_only_what_was_there_by_then(folder: ArchiveFolder) -> None:
    told = statistics(two_months(folder).as_of(NOON + HOUR))
    assert [counts(one)[:4] for one in told.months] == [("x", "2026-03", 1, 1), ("y", "2026-03", 1, 1)]
    assert told.months[0].share("summary") == 0.0


def test_rows_in_the_log_count_though_no_file_has_them_yet(writer: ArchiveWriter, folder: ArchiveFolder) -> None:
    save(writer, revision("a", 1), observation("a"))
    told = statistics(Archive(folder.path))

    assert [(one.articles, one.visits, one.bytes) for one in told.months] == [(1, 1, 0)]
    assert {table.table: table.in_log for table in told.tables}["articles"] == 1


def test_an_archive_with_nothing_in_it_holds_nothing(folder: ArchiveFolder) -> None:
    with closing(SqliteLedger(folder.ledger)):
        told = statistics(Archive(folder.path))
    assert (told.months, told.sites()) == ([], [])
    assert told.total().characters_an_article is None


def test_damage_that_is_skipped_is_noted_and_counts_nowhere(folder: ArchiveFolder) -> None:
    archive = two_months(folder)
    whole = statistics(archive)
    path = folder.files(OBSERVATIONS)[0]
    with damaged(path, Damage("scribbled", b"<html>" * 100), silently=True):
        told = statistics(Archive(folder.path, skip_damaged=True))
    (note,) = told.notes
    assert str(path) in note
    assert told.total().visits < whole.total().visits
    assert [table.files for table in told.tables] == [1 if table.table == "observations" else table.files
                                                      for table in whole.tables]  # fmt: skip
