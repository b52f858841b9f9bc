"""What the views and the questions with parameters tell of an archive: edits, growth, listings, what is gone."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from archive import Archive
from archive.errors import QueryError
from archive.folder import ArchiveFolder, create_folder
from archive.outcomes import Outcome
from archive.query.views import QUESTIONS
from archive.records import Observation, Sighting
from tests.archive.rows import DAY, HOUR, NOON, observation, revision, sighting
from tests.archive.runs import AnyRecord, rows, stored

FRONT = "https://x.example/"
HOME, MOVED, COPY = (f"https://x.example/{name}" for name in ("a", "a-new", "copy"))


def asked(folder: ArchiveFolder, sql: str, *records: AnyRecord, values: Sequence[Any] = ()) -> list[dict[str, Any]]:
    """What an archive of ``records`` answers."""
    stored(folder, *records)
    return rows(Archive(folder.path), sql, *values)


# edits


def test_an_edit_names_the_fields_that_differ_and_the_fetches_between_which_it_fell(folder: ArchiveFolder) -> None:
    first = revision("a", 1, title="Old", body="One.", tags=("x",), changed_fields=None)
    second = revision("a", 2, title="New", body="Two.", tags=("x",), fetched_at=NOON + DAY, changed_fields=None)
    (edit,) = asked(folder, "FROM edits", first, second, revision("b", 1))

    assert (edit["article_id"], edit["revision"], edit["title"]) == ("a", 2, "New")
    assert (edit["previous_fetched_at"], edit["fetched_at"]) == (NOON, NOON + DAY)
    assert sorted(edit["changed_fields"]) == ["body", "title"]


def test_what_appears_or_goes_counts_as_changed_and_views_do_not(folder: ArchiveFolder) -> None:
    first = revision("a", 1, summary=None, authors=("Ada",), views=3, changed_fields=None)
    second = revision(
        "a", 2, summary="Short.", authors=None, views=9, fetched_at=NOON + DAY, changed_fields=None, image=None
    )
    (edit,) = asked(folder, "FROM edits", first, second)

    assert sorted(edit["changed_fields"]) == ["authors", "summary"]


def test_what_a_crawl_noted_of_an_edit_stands_before_what_the_columns_show(folder: ArchiveFolder) -> None:
    first = revision("a", 1, title="Old")
    second = revision("a", 2, title="New", fetched_at=NOON + DAY, changed_fields=("title", "section"))
    (edit,) = asked(folder, "FROM edits", first, second)

    assert edit["changed_fields"] == ["title", "section"]


def test_of_an_edit_whose_revision_before_is_lost_nothing_is_said(folder: ArchiveFolder) -> None:
    (edit,) = asked(folder, "FROM edits", revision("a", 3, changed_fields=None))

    assert (edit["changed_fields"], edit["previous_fetched_at"]) == (None, None)


def test_articles_edited_after_their_publication_can_be_asked_for(folder: ArchiveFolder) -> None:
    early = [revision("a", number, published_at=NOON, fetched_at=NOON + number * HOUR) for number in (1, 2)]
    late = [revision("b", number, published_at=NOON, fetched_at=NOON + number * 2 * DAY) for number in (1, 2)]
    sql = "SELECT article_id FROM edits WHERE previous_fetched_at > published_at + INTERVAL 1 DAY"

    assert asked(folder, sql, *early, *late) == [{"article_id": "b"}]


# growth


def counted(views: int | None, at: datetime, article_id: str = "a") -> Observation:
    return observation(article_id, views=views, observed_at=at)


def test_growth_is_told_between_neighbouring_visits_that_saw_views(folder: ArchiveFolder) -> None:
    visits = [counted(10, NOON), counted(None, NOON + HOUR), counted(30, NOON + 2 * HOUR), counted(25, NOON + DAY)]
    told = asked(folder, "SELECT from_at, to_at, grown, hours, per_hour FROM views_growth ORDER BY to_at", *visits)

    assert told == [
        {"from_at": NOON, "to_at": NOON + 2 * HOUR, "grown": 20, "hours": 2.0, "per_hour": 10.0},
        {"from_at": NOON + 2 * HOUR, "to_at": NOON + DAY, "grown": -5, "hours": 22.0, "per_hour": -5 / 22},
    ]


def test_two_visits_in_one_second_are_one_in_the_growth(folder: ArchiveFolder) -> None:
    visits = [counted(10, NOON), counted(11, NOON), counted(21, NOON + HOUR)]

    assert [row["grown"] for row in asked(folder, "FROM views_growth", *visits)] == [10]


@pytest.mark.parametrize(
    ("since", "until", "grown", "hours"),
    [
        (0, 10, 100.0, 10.0),  # both visits on the edges
        (-5, 20, 100.0, 10.0),  # the window is wider than what was seen
        (2, 4, 20.0, 2.0),  # no visit inside: its share of the stretch between two
        (5, 20, 50.0, 5.0),  # one edge inside a stretch
    ],
)
def test_the_edges_of_a_window_take_their_share_of_the_growth(
    folder: ArchiveFolder, since: int, until: int, grown: float, hours: float
) -> None:
    visits = [counted(0, NOON), counted(100, NOON + 10 * HOUR)]
    parameters = [NOON + since * HOUR, NOON + until * HOUR]
    (row,) = asked(folder, "FROM trending(?, ?)", *visits, values=parameters)

    assert (row["grown"], row["hours"], row["per_hour"]) == (grown, hours, grown / hours)


def test_trending_puts_the_fastest_first_with_their_titles_and_leaves_out_what_was_seen_once(
    folder: ArchiveFolder,
) -> None:
    visits = [counted(views, NOON + n * HOUR, name) for name in ("a", "b") for n, views in enumerate((5, 9))]
    visits += [counted(90, NOON + 2 * HOUR, "b"), counted(1000, NOON, "c")]
    known = [revision(name, title=f"Title of {name}") for name in ("a", "b", "c")]
    told = asked(folder, "FROM trending($1, $2)", *visits, *known, values=[NOON, NOON + DAY])

    assert [(row["title"], row["grown"]) for row in told] == [("Title of b", 85.0), ("Title of a", 4.0)]


def test_a_window_before_or_after_all_visits_shows_nothing(folder: ArchiveFolder) -> None:
    visits = [counted(0, NOON), counted(100, NOON + HOUR)]
    stored(folder, *visits)
    for since in (NOON - DAY, NOON + HOUR):
        assert rows(Archive(folder.path), "FROM trending(?, ?)", since, since + HOUR) == []


# listings


def listed(at: datetime, outcome: Outcome = Outcome.LISTING, status: int | None = 200, **values: Any) -> Observation:
    facts = {"address": FRONT, "final_address": None, "kind": "listing", "site": "x"}
    return observation(None, observed_at=at, outcome=outcome, http_status=status, **(facts | values))


def entry(at: datetime, title: str, position: int = 1, **values: Any) -> Sighting:
    return sighting(listing_address=FRONT, seen_at=at, site="x", title=title, position=position, **values)


def seen_at(folder: ArchiveFolder, moment: datetime) -> list[tuple[int, str, datetime]]:
    found = rows(Archive(folder.path), "FROM front_page(?)", moment)
    return [(row["position"], row["title"], row["confirmed_at"]) for row in found]


def test_what_stood_on_a_listing_stands_until_the_next_visit_that_read_it(folder: ArchiveFolder) -> None:
    stored(
        folder,
        *(listed(NOON), entry(NOON, "first"), entry(NOON, "second", 2)),
        *(listed(NOON + HOUR), entry(NOON + HOUR, "third")),
    )

    assert seen_at(folder, NOON - timedelta(seconds=1)) == []
    for moment in (NOON, NOON + HOUR - timedelta(seconds=1)):
        assert seen_at(folder, moment) == [(1, "first", NOON), (2, "second", NOON)]
    assert seen_at(folder, NOON + HOUR) == seen_at(folder, NOON + DAY) == [(1, "third", NOON + HOUR)]
    stands = rows(Archive(folder.path), "SELECT title, replaced_at FROM standings ORDER BY seen_at, position")
    assert [row["replaced_at"] for row in stands] == [NOON + HOUR, NOON + HOUR, None]


def test_an_answer_not_modified_confirms_what_stood_there(folder: ArchiveFolder) -> None:
    stored(folder, listed(NOON), entry(NOON, "first"), listed(NOON + HOUR, status=304), listed(NOON + DAY, status=304))

    assert seen_at(folder, NOON + HOUR - timedelta(seconds=1)) == [(1, "first", NOON)]
    assert seen_at(folder, NOON + 2 * HOUR) == [(1, "first", NOON + HOUR)]
    (row,) = rows(Archive(folder.path), "SELECT confirmed_at, replaced_at FROM standings")
    assert row == {"confirmed_at": NOON + DAY, "replaced_at": None}


@pytest.mark.parametrize(
    ("outcome", "status"),
    [(Outcome.TIMEOUT, None), (Outcome.HTTP_ERROR, 503), (Outcome.ROBOTS, None), (Outcome.BUDGET, None)],
)
def test_a_visit_that_saw_nothing_leaves_what_stood_there_unconfirmed(
    folder: ArchiveFolder, outcome: Outcome, status: int | None
) -> None:
    stored(folder, listed(NOON), entry(NOON, "first"), listed(NOON + HOUR, outcome, status))

    assert seen_at(folder, NOON + DAY) == [(1, "first", NOON)]


@pytest.mark.parametrize(
    ("outcome", "status"), [(Outcome.LISTING, 200), (Outcome.GONE, 404), (Outcome.NOT_ARTICLE, 200)]
)
def test_an_answer_that_shows_no_entries_ends_what_stood_there(
    folder: ArchiveFolder, outcome: Outcome, status: int
) -> None:
    stored(folder, listed(NOON), entry(NOON, "first"), listed(NOON + HOUR, outcome, status))

    assert seen_at(folder, NOON + DAY) == []
    (row,) = rows(Archive(folder.path), "SELECT replaced_at FROM standings")
    assert row["replaced_at"] == NOON + HOUR


def test_a_listing_stands_under_the_address_that_answered(folder: ArchiveFolder) -> None:
    visit = listed(NOON, address="https://x.example", final_address=FRONT)
    stored(folder, visit, entry(NOON, "first"))

    assert seen_at(folder, NOON) == [(1, "first", NOON)]


def test_a_box_of_headlines_on_an_article_is_no_front_page(folder: ArchiveFolder) -> None:
    box = sighting(listing_address=HOME, seen_at=NOON, site="x")
    stored(folder, observation("a", address=HOME, final_address=None, site="x", outcome=Outcome.NEW), box)

    assert seen_at(folder, NOON) == []


# what is gone


def met(at: datetime, outcome: Outcome = Outcome.UNCHANGED, status: int | None = 200, **values: Any) -> Observation:
    facts = {"address": HOME, "final_address": None, "site": "x", "detail": None}
    return observation("a", observed_at=at, outcome=outcome, http_status=status, **(facts | values))


def lost(at: datetime, outcome: Outcome = Outcome.GONE, status: int | None = 404, **values: Any) -> Observation:
    return met(at, outcome, status, **({"detail": f"HTTP status {status}"} | values))


def test_an_article_whose_latest_visit_says_so_is_gone_since_the_first_that_did(folder: ArchiveFolder) -> None:
    visits = [met(NOON, Outcome.NEW), met(NOON + HOUR), lost(NOON + DAY), lost(NOON + 2 * DAY, status=410)]
    known = revision("a", 1, title="Bread"), revision("b", 1)
    (row,) = asked(folder, "FROM gone", *visits, *known)

    assert row == {
        "site": "x",
        "article_id": "a",
        "address": HOME,
        "title": "Bread",
        "gone_since": NOON + DAY,
        "reason": "HTTP status 410",
        "last_seen_at": NOON + HOUR,
        "confirmed_at": NOON + 2 * DAY,
        "visits": 2,
        "outcome": "gone",
    }


def test_an_article_that_came_back_is_not_gone_and_its_tombstone_says_when(folder: ArchiveFolder) -> None:
    stored(
        folder, met(NOON, Outcome.NEW), lost(NOON + HOUR), met(NOON + DAY), lost(NOON + 2 * DAY), met(NOON + 3 * DAY)
    )
    archive = Archive(folder.path)

    assert rows(archive, "FROM gone") == []
    stones = rows(archive, "SELECT gone_since, returned_at FROM tombstones ORDER BY gone_since")
    assert [tuple(stone.values()) for stone in stones] == [
        (NOON + HOUR, NOON + DAY),
        (NOON + 2 * DAY, NOON + 3 * DAY),
    ]


def test_visits_without_an_answer_neither_bury_nor_raise_an_article(folder: ArchiveFolder) -> None:
    nothing = [lost(NOON + HOUR, Outcome.HTTP_ERROR, 503), lost(NOON + DAY, Outcome.TIMEOUT, None)]
    stored(folder, met(NOON, Outcome.NEW), *nothing)
    assert rows(Archive(folder.path), "FROM gone") == []


@pytest.mark.parametrize("outcome", [Outcome.NO_BODY, Outcome.NOT_ARTICLE, Outcome.LISTING])
def test_an_address_that_reads_as_no_article_is_gone_once_two_visits_say_so(
    folder: ArchiveFolder, outcome: Outcome
) -> None:
    soft = [lost(NOON + n * DAY, outcome, 200, detail=None) for n in (1, 2)]
    stored(folder, met(NOON, Outcome.NEW), soft[0])
    assert rows(Archive(folder.path), "FROM gone") == []

    stored(folder, soft[1], run_id="run-2", now=NOON + HOUR)
    (row,) = rows(Archive(folder.path), "FROM gone")
    assert (row["gone_since"], row["reason"]) == (NOON + DAY, f"reads as no article: {outcome}")


@pytest.mark.parametrize("outcome", [Outcome.OUT_OF_RANGE, Outcome.OTHER_SECTION])
def test_an_article_that_the_bounds_of_a_crawl_keep_out_is_not_gone(folder: ArchiveFolder, outcome: Outcome) -> None:
    stored(folder, met(NOON, Outcome.NEW), *(lost(NOON + n * DAY, outcome, 200) for n in (1, 2)))
    assert rows(Archive(folder.path), "FROM gone") == []


def test_an_article_that_moved_is_not_gone_when_its_old_address_is(folder: ArchiveFolder) -> None:
    moved = met(NOON + HOUR, final_address=MOVED)
    stored(folder, met(NOON, Outcome.NEW), moved, met(NOON + DAY, address=MOVED), lost(NOON + 2 * DAY))
    assert rows(Archive(folder.path), "FROM gone") == []

    stored(folder, lost(NOON + 3 * DAY, address=MOVED), run_id="run-2", now=NOON + HOUR)
    assert [row["gone_since"] for row in rows(Archive(folder.path), "FROM gone")] == [NOON + 3 * DAY]


def test_a_copy_that_went_leaves_the_article_standing(folder: ArchiveFolder) -> None:
    copy = met(NOON + HOUR, Outcome.DUPLICATE, address=COPY)
    stored(folder, met(NOON, Outcome.NEW), copy, lost(NOON + DAY, address=COPY))
    assert rows(Archive(folder.path), "FROM gone") == []


def test_where_a_tombstone_leads_is_no_address_of_the_article(folder: ArchiveFolder) -> None:
    away = lost(NOON + DAY, Outcome.MOVED_AWAY, 200, final_address=FRONT, detail="leads to the front page")
    stored(folder, met(NOON, Outcome.NEW), away)

    assert [row["address"] for row in rows(Archive(folder.path), "FROM aliases")] == [HOME]
    assert [row["reason"] for row in rows(Archive(folder.path), "FROM gone")] == ["leads to the front page"]


# what changed


def test_what_changed_since_a_moment_is_new_edited_gone_or_back(folder: ArchiveFolder) -> None:
    stored(
        folder,
        *(revision("old", 1), revision("a", 1), revision("a", 2, title="New", fetched_at=NOON + 2 * HOUR)),
        revision("late", 1, fetched_at=NOON + 3 * HOUR),
        *(met(NOON, Outcome.NEW), lost(NOON + 4 * HOUR), met(NOON + 5 * HOUR)),
    )
    sql = "SELECT article_id, change, seen_at FROM changed_since($moment)"
    told = rows(Archive(folder.path), sql, moment=NOON + HOUR)

    assert [tuple(row.values()) for row in told] == [
        ("a", "edited", NOON + 2 * HOUR),
        ("late", "new", NOON + 3 * HOUR),
        ("a", "gone", NOON + 4 * HOUR),
        ("a", "back", NOON + 5 * HOUR),
    ]


# questions with parameters


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_takes_times_and_texts_and_an_empty_archive_answers_it_with_the_same_columns(
    archive: Archive, folder: ArchiveFolder, name: str
) -> None:
    empty = Archive(create_folder(folder.path.with_name("empty"), archive_id="e", now=NOON).path)
    count = len(QUESTIONS[name].parameters)
    for moment in ("'2026-03-01'", "TIMESTAMP '2026-03-01 12:00'", "'2026-03-01 12:00+02'", "now()"):
        sql = f"FROM {name}({', '.join([moment] * count)})"
        assert empty.sql(sql).arrow().schema == archive.sql(sql).arrow().schema
        assert empty.sql(sql).arrow().num_rows == 0


def test_a_question_without_its_times_says_what_is_missing(archive: Archive) -> None:
    with pytest.raises(QueryError, match="front_page"):
        archive.sql("FROM front_page()")


def test_a_question_opens_the_files_of_its_tables_only(archive: Archive) -> None:
    for path in (archive.folder.path / "sightings").rglob("*.parquet"):
        path.write_bytes(path.read_bytes()[:-10])
    archive.folder.ledger.unlink()

    assert archive.sql("FROM trending('2026-01-01', '2027-01-01')").arrow().num_rows == 1


def test_growth_by_the_hour_is_a_number_however_close_two_visits_are(folder: ArchiveFolder) -> None:
    visits = [observation("a", views=1), observation("a", observed_at=NOON + HOUR / 36000, views=5)]
    visits.append(observation("a", observed_at=NOON + HOUR, views=9))
    assert [row["per_hour"] for row in asked(folder, "FROM views_growth ORDER BY to_at", *visits)] == [
        pytest.approx(4 * 36000),
        pytest.approx(4 / (1 - 1 / 36000)),
    ]
    (row,) = Archive(folder.path).sql("FROM trending($since, $until)", since=NOON, until=NOON + DAY).rows()
    assert (row["grown"], row["stretches"], row["per_hour"]) == (8, 2, pytest.approx(8))
