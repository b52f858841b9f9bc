"""Every named query that newsreel ships, asked of a small archive made by hand."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from archive import Archive
from archive.folder import create_folder
from archive.outcomes import Outcome
from archive.query.named import Kind, queries_of
from archive.records import ArticleRevision, Observation, Sighting
from tests.archive.rows import DAY, HOUR, NOON, observation, revision, sighting
from tests.archive.runs import AnyRecord, stored

Asking = Callable[..., list[tuple[Any, ...]]]
END = NOON + 3 * DAY
FRONT, SCIENCE = "https://x.example/", "https://x.example/science/"
TEXT = "A long text. " * 30


def article(name: str, number: int = 1, **values: Any) -> ArticleRevision:
    site = name[0]  # x1 is an article of the site x
    facts: dict[str, Any] = {
        "site": site, "address": f"https://{site}.example/{name}", "title": f"Title of {name}",
        "canonical_address": f"https://{site}.example/{name}", "published_at": NOON, "body": name,
        "modified_at": None, "authors": None, "tags": None, "section": None, "views": None, "changed_fields": None,
    }  # fmt: skip
    return revision(name, number, **(facts | values))


def visit(name: str, at: datetime, outcome: Outcome = Outcome.UNCHANGED, **values: Any) -> Observation:
    facts: dict[str, Any] = {
        "site": name[0], "address": f"https://{name[0]}.example/{name}", "final_address": None, "views": None,
        "http_status": 200, "detail": None, "observed_at": at, "outcome": outcome,
    }  # fmt: skip
    return observation(name, **(facts | values))


def listing(at: datetime, *names: str, address: str = FRONT, site: str = "x") -> list[Observation | Sighting]:
    """A visit to a listing at which these articles stood."""
    seen = observation(
        None, site=site, address=address, final_address=None, kind="listing", outcome=Outcome.LISTING, http_status=200,
        observed_at=at, views=None, detail=None,
    )  # fmt: skip
    entries = [
        sighting(
            site=site, listing_address=address, seen_at=at, box="listing", position=place, title=f"Title of {name}",
            address=f"https://{site}.example/{name}",
        )
        for place, name in enumerate(names, 1)
    ]  # fmt: skip
    return [seen, *entries]


@pytest.fixture
def asked(tmp_path: Path) -> Asking:
    """The answer of a named query to an archive of some records, asked at `END`: the columns of each row."""

    def ask(name: str, columns: str, *records: AnyRecord, **values: Any) -> list[tuple[Any, ...]]:
        folder = create_folder(tmp_path / "archive", archive_id="a1b2", now=NOON)
        if records:
            stored(folder, *records)
        rows = Archive(folder.path).named(name, now=END, **values).rows()
        return [tuple(row[column] for column in columns.split()) for row in rows]

    return ask


def test_latest_gives_what_was_published_last_first_and_what_has_no_date_at_the_end(asked: Asking) -> None:
    articles = [article(f"x{day}", published_at=NOON + day * DAY, section="Science") for day in (1, 2)]
    articles += [article("y1", published_at=NOON, language=None), article("y2", published_at=None)]

    assert asked("latest", "site title", *articles) == [
        ("x", "Title of x2"),
        ("x", "Title of x1"),
        ("y", "Title of y1"),
        ("y", "Title of y2"),
    ]
    assert asked("latest", "title", limit=1) == [("Title of x2",)]
    assert asked("latest", "title", site="y") == [("Title of y1",), ("Title of y2",)]
    assert asked("latest", "title", section="Science", limit=None) == [("Title of x2",), ("Title of x1",)]
    assert asked("latest", "title", language="en", site="y") == [("Title of y2",)]


def test_trending_gives_what_grew_most_in_the_last_days_or_between_two_moments(asked: Asking) -> None:
    visits = [visit("x1", END - 2 * DAY, views=0), visit("x1", END - DAY, views=24), visit("x1", END, views=24)]
    visits += [visit("y1", END - DAY, views=100), visit("y1", END, views=148), visit("y2", END, views=5)]
    known = [article(name) for name in ("x1", "y1", "y2")]

    assert asked("trending", "site title grown hours per_hour", *visits, *known) == [
        ("y", "Title of y1", 48.0, 24.0, 2.0),
        ("x", "Title of x1", 24.0, 48.0, 0.5),
    ]
    assert asked("trending", "title grown", days=0.5) == [("Title of y1", 24.0)]
    assert asked("trending", "title", since=END - 2 * DAY, until=END - DAY) == [("Title of x1",)]
    assert asked("trending", "title", site="x") == [("Title of x1",)]


def test_front_page_gives_the_shortest_listing_of_each_site_as_it_stood(asked: Asking) -> None:
    seen = [*listing(NOON, "x1", "x2"), *listing(NOON + DAY, "x3", "x1"), *listing(NOON, "x9", address=SCIENCE)]
    seen += listing(NOON, "y1", address="https://y.example/", site="y")

    assert asked("front-page", "site position title", *seen) == [
        ("x", 1, "Title of x3"),
        ("x", 2, "Title of x1"),
        ("y", 1, "Title of y1"),
    ]
    assert asked("front-page", "title", at=NOON + HOUR, site="x") == [("Title of x1",), ("Title of x2",)]
    assert asked("front-page", "title", listing=SCIENCE) == [("Title of x9",)]
    assert asked("front-page", "listing_address position", listing="https://x.example/*") == [
        (FRONT, 1),
        (FRONT, 2),
        (SCIENCE, 1),
    ]


def test_changed_gives_what_was_new_edited_gone_or_back_since(asked: Asking) -> None:
    records = [article("x1"), article("x1", 2, fetched_at=END - HOUR, changed_fields=("title",)), article("y1")]
    records += [article("y2", fetched_at=END - 2 * HOUR, first_seen_at=END - 2 * HOUR)]
    visits = [visit("y1", NOON, Outcome.NEW), visit("y1", END - 3 * HOUR, Outcome.GONE, http_status=410)]

    assert asked("changed", "seen_at change title changed_fields", *records, *visits) == [
        (END - HOUR, "edited", "Title of x1", ["title"]),
        (END - 2 * HOUR, "new", "Title of y2", None),
        (END - 3 * HOUR, "gone", "Title of y1", None),
    ]
    assert asked("changed", "title", since=NOON, change="new", site="y") == [("Title of y2",), ("Title of y1",)]


def test_edited_late_gives_edits_of_what_had_stood_unchanged_for_long_after_its_publication(asked: Asking) -> None:
    early = [article("x1"), article("x1", 2, fetched_at=NOON + 30 * HOUR)]
    late = [article("y1", fetched_at=NOON + 25 * HOUR), article("y1", 2, fetched_at=NOON + 2 * DAY, title="New")]

    assert asked("edited-late", "title published_at previous_fetched_at changed_fields", *early, *late) == [
        ("New", NOON, NOON + 25 * HOUR, ["title"])
    ]
    assert len(asked("edited-late", "title", hours=0)) == 2
    assert asked("edited-late", "title", hours=0, since=NOON + 40 * HOUR) == [("New",)]
    assert asked("edited-late", "title", site="x") == []


def test_silent_edits_gives_those_of_which_the_page_says_nothing_or_nothing_new(asked: Asking) -> None:
    said = [article("x1", modified_at=NOON), article("x1", 2, modified_at=NOON + DAY, fetched_at=NOON + DAY)]
    same = [article("x2", modified_at=NOON), article("x2", 2, modified_at=NOON, fetched_at=NOON + DAY)]
    none = [article("y1"), article("y1", 2, fetched_at=NOON + 2 * DAY, changed_fields=("body",))]

    assert asked("silent-edits", "title changed_fields modified_at revision", *said, *same, *none) == [
        ("Title of y1", ["body"], None, 2),
        ("Title of x2", None, NOON, 2),
    ]
    assert asked("silent-edits", "title", since=NOON + 2 * DAY) == [("Title of y1",)]
    assert asked("silent-edits", "title", site="x") == [("Title of x2",)]


def test_gone_gives_what_is_not_found_any_more(asked: Asking) -> None:
    found = [visit(name, NOON, Outcome.NEW) for name in ("x1", "y1", "y2")]
    lost = [visit(name, NOON + DAY, Outcome.GONE, http_status=410, detail="HTTP status 410") for name in ("x1", "y1")]
    back = [visit("y1", NOON + 2 * DAY)]

    assert asked("gone", "gone_since site title reason", article("x1"), article("y1"), *found, *lost, *back) == [
        (NOON + DAY, "x", "Title of x1", "HTTP status 410")
    ]
    assert asked("gone", "title", since=NOON + 2 * DAY) == asked("gone", "title", site="y") == []


def test_per_day_counts_the_articles_of_each_site_on_each_day(asked: Asking) -> None:
    days = [("x1", NOON), ("x2", NOON + 11 * HOUR), ("y1", NOON), ("y2", END - DAY), ("y3", NOON - 20 * DAY)]
    articles = [article(name, published_at=at) for name, at in days] + [article("y4", published_at=None)]

    assert asked("per-day", "day site articles", *articles) == [
        ((END - DAY).date(), "y", 1),
        (NOON.date(), "x", 2),
        (NOON.date(), "y", 1),
    ]
    assert asked("per-day", "day articles", until=(NOON - DAY).date(), days=30) == [((NOON - 20 * DAY).date(), 1)]
    assert asked("per-day", "site", since=f"{NOON:%Y-%m-%d}", until=f"{NOON:%Y-%m-%d}") == [("x",), ("y",)]


@pytest.mark.parametrize(("name", "field", "column"), [("authors", "authors", "author"), ("tags", "tags", "tag")])
def test_authors_and_tags_are_counted_by_the_articles_that_have_them(
    asked: Asking, name: str, field: str, column: str
) -> None:
    has = [("x1", ("Ada", "Bo")), ("y1", ("Ada", "Ada")), ("y2", None), ("y3", ())]
    fields: list[dict[str, Any]] = [
        {field: values, "published_at": NOON + n * DAY} for n, (_, values) in enumerate(has)
    ]
    articles = [article(one, **values) for (one, _), values in zip(has, fields, strict=True)]

    assert asked(name, f"{column} articles sites last_published_at", *articles) == [
        ("Ada", 2, ["x", "y"], NOON + DAY),
        ("Bo", 1, ["x"], NOON),
    ]
    assert asked(name, column, limit=1) == asked(name, column, since=NOON + DAY) == [("Ada",)]
    assert asked(name, f"{column} articles", until=NOON + HOUR, site="x") == [("Ada", 1), ("Bo", 1)]


def test_sections_are_counted_with_their_views_and_so_is_having_none(asked: Asking) -> None:
    articles = [article("x1", section="Science", views=5), article("x2", section="Science", views=7), article("y1")]

    assert asked("sections", "site section articles views last_published_at", *articles) == [
        ("x", "Science", 2, 12, NOON),
        ("y", None, 1, None, NOON),
    ]
    assert asked("sections", "section", since=NOON + HOUR) == []
    assert asked("sections", "section", site="y") == [(None,)]


def test_languages_are_counted_by_site(asked: Asking) -> None:
    languages = [("x1", "en"), ("x2", "pt"), ("x3", "en"), ("y1", None)]

    assert asked("languages", "site language articles", *(article(name, language=one) for name, one in languages)) == [
        ("x", "en", 2),
        ("x", "pt", 1),
        ("y", None, 1),
    ]
    assert asked("languages", "language", site="y", until=NOON.date()) == [(None,)]


@pytest.mark.parametrize("address", ["https://x.example/x1", "https://x.example/other", "x1"])
def test_views_of_an_article_are_found_by_any_address_of_it_and_by_its_id(asked: Asking, address: str) -> None:
    visits = [visit("x1", NOON, Outcome.NEW, views=3), visit("x1", NOON + DAY, views=10), visit("y1", NOON, views=1)]
    visits += [visit("x1", NOON + HOUR, Outcome.DUPLICATE, address="https://x.example/other")]

    assert asked("views-of", "observed_at views grown", article("x1"), *visits, address=address) == [
        (NOON, 3, None),
        (NOON + DAY, 10, 7),
    ]


def test_longest_standing_counts_the_time_from_visit_to_visit(asked: Asking) -> None:
    seen = [
        *listing(NOON, "x1", "x2"),
        *listing(NOON + HOUR, "x2", "x1"),
        *listing(NOON + 3 * HOUR, "x2"),
        *listing(NOON + 4 * HOUR, "x3", "x2"),
        *listing(NOON, "x9", address=SCIENCE),
    ]
    columns = "listing_address title hours best_position first_seen_at last_seen_at"

    assert asked("longest-standing", columns, *seen) == [
        (FRONT, "Title of x2", 4.0, 1, NOON, NOON + 4 * HOUR),
        # Seen at the first two visits: when it went after the second, nobody knows.
        (FRONT, "Title of x1", 1.0, 1, NOON, NOON + HOUR),
        (FRONT, "Title of x3", 0.0, 1, NOON + 4 * HOUR, NOON + 4 * HOUR),
        (SCIENCE, "Title of x9", 0.0, 1, NOON, NOON),
    ]
    assert asked("longest-standing", "title hours", places=1, limit=1) == [("Title of x2", 2.0)]
    assert asked("longest-standing", "title", listing=SCIENCE) == [("Title of x9",)]
    assert asked("longest-standing", "title", site="y") == []


def test_copies_gives_texts_that_stand_on_several_sites(asked: Asking) -> None:
    same = [article("y1", body=TEXT, published_at=NOON + DAY), article("x1", body=TEXT)]
    own = [article("x2", body=TEXT[1:]), article("x3", body=TEXT[1:]), article("x4", body="x"), article("y4", body="x")]

    assert asked("copies", "sites articles first_published_at title addresses", *same, *own) == [
        (2, 2, NOON, "Title of x1", ["https://x.example/x1", "https://y.example/y1"])
    ]
    assert asked("copies", "title", characters=1) == [("Title of x1",), ("Title of x4",)]
    assert asked("copies", "title", since=NOON + HOUR) == asked("copies", "title", until=NOON - DAY) == []


def test_missing_fields_counts_the_articles_without_each(asked: Asking) -> None:
    articles = [article("x1", title=None), article("x2", language=None), article("y1", authors=(), views=0)]

    assert asked("missing-fields", "site articles title language authors views summary", *articles) == [
        ("x", 2, 1, 1, 2, 2, 0),
        ("y", 1, 0, 0, 0, 0, 0),
    ]
    assert asked("missing-fields", "site", site="y", since=NOON, until=NOON + HOUR) == [("y",)]
    assert asked("missing-fields", "site", since=NOON + HOUR) == []


def test_outcomes_counts_how_requests_ended_each_with_the_last_example(asked: Asking) -> None:
    bad = [visit(name, END - n * HOUR, Outcome.HTTP_ERROR, detail="HTTP status 503") for n, name in enumerate(["x1"])]
    visits = [visit("x2", END - HOUR), visit("x3", END), visit("x4", END - 8 * DAY), *bad]

    assert asked("outcomes", "kind outcome requests last_at last_address last_detail", *visits) == [
        ("article", "unchanged", 2, END, "https://x.example/x3", None),
        ("article", "http_error", 1, END, "https://x.example/x1", "HTTP status 503"),
    ]
    assert asked("outcomes", "requests", days=9, site="x") == [(3,), (1,)]
    assert asked("outcomes", "outcome", since=END) == [("http_error",), ("unchanged",)]


@pytest.mark.parametrize("name", queries_of())
def test_every_query_answers_an_empty_archive_with_its_columns_whatever_it_is_given(asked: Asking, name: str) -> None:
    examples: dict[Kind, Any] = {Kind.TEXT: "it's", Kind.COUNT: 3, Kind.NUMBER: 0.5, Kind.TIME: NOON, Kind.END: NOON}
    values = {name: examples[parameter.kind] for name, parameter in queries_of()[name].parameters.items()}
    assert asked(name, "", **values) == []


def test_the_last_days_of_an_archive_as_it_stood_are_those_before_that_moment(tmp_path: Path) -> None:
    folder = create_folder(tmp_path / "archive", archive_id="a1b2", now=NOON)
    stored(folder, visit("x1", NOON), visit("x2", NOON + DAY))
    at_noon = Archive(folder.path).as_of(NOON + HOUR)

    assert [row["requests"] for row in at_noon.named("outcomes", days=1).rows()] == [1]
