"""One article over time: Archive.article, history, views and diff, by any of its addresses."""

from datetime import timedelta
from typing import Any

import pytest

from archive import Archive
from archive.errors import UsageError
from archive.folder import ArchiveFolder
from archive.outcomes import Outcome
from tests.archive.rows import DAY, HOUR, NOON, observation, revision
from tests.archive.runs import stored

HOME, OLD = "https://news.example/town/warm-bread/", "https://news.example/old/warm-bread"
BODY = "One stands.\n\nThe mayor said that {} bridges close."
FIRST: dict[str, Any] = {"title": "Bread", "summary": None, "body": BODY.format("three"), "tags": None}
SECOND: dict[str, Any] = {**FIRST, "title": "Warm bread", "body": BODY.format("four"), "tags": ("bread", "town")}


@pytest.fixture
def archive(folder: ArchiveFolder) -> Archive:
    """An article that was edited, moved and went, and another beside it."""
    facts: dict[str, Any] = {"site": "news", "address": OLD, "final_address": None, "canonical_address": OLD}
    plain: dict[str, Any] = {"final_address": None, "detail": None, "http_status": 200}
    stored(
        folder,
        observation(None, address=OLD, observed_at=NOON - HOUR, outcome=Outcome.TIMEOUT, revision=None, views=None,
                    **plain | {"http_status": None, "detail": "no answer in 30 s"}),
        revision("news/a", 1, fetched_at=NOON, changed_fields=None, **facts | FIRST),
        observation("news/a", address=OLD, views=10, **plain),
        observation("news/a", address=OLD, observed_at=NOON + HOUR, outcome=Outcome.UNCHANGED, views=40, **plain),
        revision("news/a", 2, fetched_at=NOON + DAY, changed_fields=None, **facts | SECOND),
        observation("news/a", address=OLD, observed_at=NOON + DAY, outcome=Outcome.CHANGED, revision=2, views=None,
                    **plain | {"final_address": HOME}),
        observation("news/a", address=HOME, observed_at=NOON + 2 * DAY, outcome=Outcome.GONE, revision=None,
                    views=None, **plain | {"http_status": 410, "detail": "HTTP status 410"}),
        revision("news/b", 1, **facts | {"address": f"{HOME}b", "canonical_address": f"{HOME}b"}),
        observation("news/b", address=f"{HOME}b", views=7, **plain),
    )  # fmt: skip
    return Archive(folder.path)


@pytest.mark.parametrize(
    "address",
    [OLD, HOME, "news/a", "news.example/old/warm-bread", "http://www.news.example/town/warm-bread", f"{OLD}/?utm_id=7"],
)
def test_any_spelling_of_any_address_leads_to_the_article(archive: Archive, address: str) -> None:
    (row,) = archive.article(address).rows()
    assert (row["article_id"], row["revision"], row["title"]) == ("news/a", 2, "Warm bread")
    assert list(row) == archive.sql("FROM articles").arrow().column_names


def test_an_older_revision_is_had_by_its_number(archive: Archive) -> None:
    (row,) = archive.article(HOME, revision=1).rows()
    assert row["title"] == "Bread"


@pytest.mark.parametrize("name", ["article", "history", "views", "diff"])
def test_an_unknown_address_is_named(archive: Archive, name: str) -> None:
    with pytest.raises(UsageError, match=r"has no article at https://news\.example/old/warm-breed"):
        getattr(archive, name)("https://news.example/old/warm-breed")


def test_the_nearest_addresses_are_named_only_where_they_are_near(archive: Archive) -> None:
    for typed in ("https://news.example/town/warm-breads", "www.news.example/town/worm-bread/b"):
        with pytest.raises(UsageError, match=rf"the nearest it knows: .*{HOME}b"):
            archive.article(typed)
    for typed in ("nonsense", "https://other.example/town/warm-bread", "https://news.example/sport/finals-2026", ""):
        with pytest.raises(
            UsageError, match=r"is no address|none of other\.example|none that it knows is near$"
        ) as told:
            archive.article(typed)
        assert HOME not in str(told.value)


def test_a_revision_there_is_not_is_named_with_those_there_are(archive: Archive) -> None:
    with pytest.raises(UsageError, match=r"news/a has no revision 3; it has: 1, 2$"):
        archive.article(OLD, revision=3)
    with pytest.raises(UsageError, match=r"news/a has no revision 3; it has: 1, 2$"):
        archive.diff(OLD, old=3)


def test_a_history_has_a_row_for_each_visit_in_order_of_time(archive: Archive) -> None:
    rows = archive.history(HOME).rows()
    assert [(row["visited_at"], row["outcome"], row["revision"], row["views"]) for row in rows] == [
        (NOON - HOUR, "timeout", None, None),
        (NOON, "new", 1, 10),
        (NOON + HOUR, "unchanged", 1, 40),
        (NOON + DAY, "changed", 2, None),
        (NOON + 2 * DAY, "gone", None, None),
    ]
    assert [row["title"] for row in rows] == [None, "Bread", "Bread", "Warm bread", None]
    assert [row["address"] for row in rows] == [OLD, OLD, OLD, OLD, HOME]
    assert [row["final_address"] for row in rows] == [None, None, None, HOME, None]
    assert [row["http_status"] for row in rows] == [None, 200, 200, 200, 410]
    assert (rows[0]["reason"], rows[4]["reason"]) == ("no answer in 30 s", "HTTP status 410")


def test_a_history_tells_what_the_visit_that_brought_a_revision_found_changed(archive: Archive) -> None:
    changed = [row["changed_fields"] for row in archive.history(HOME).rows()]
    assert changed[:3] + changed[4:] == [None] * 4
    assert sorted(changed[3]) == ["body", "tags", "title"]


def test_a_revision_whose_visit_is_lost_stands_in_the_history_without_an_outcome(folder: ArchiveFolder) -> None:
    stored(folder, revision("a", 1, views=3), revision("a", 2, views=5, fetched_at=NOON + DAY, title="New"))
    rows = Archive(folder.path).history("a").rows()
    assert [(row["visited_at"], row["outcome"], row["title"], row["views"]) for row in rows] == [
        (NOON, None, "Quiet chips win the day", 3),
        (NOON + DAY, None, "New", 5),
    ]


def test_a_revision_that_was_stored_twice_does_not_double_its_visits(folder: ArchiveFolder) -> None:
    stored(folder, revision("a", 1), revision("a", 1, fetched_at=NOON + HOUR), observation("a"))
    assert len(Archive(folder.path).history("a").rows()) == 1


def test_views_are_told_with_their_growth(archive: Archive) -> None:
    assert archive.views(OLD).rows() == [
        {"observed_at": NOON, "views": 10, "grown": None, "per_hour": None},
        {"observed_at": NOON + HOUR, "views": 40, "grown": 30, "per_hour": 30.0},
    ]


def test_an_article_whose_views_nobody_saw_has_no_rows_of_them(folder: ArchiveFolder) -> None:
    stored(folder, revision("a"), observation("a", views=None))
    answer = Archive(folder.path).views("a")
    assert (answer.rows(), answer.arrow().column_names) == ([], ["observed_at", "views", "grown", "per_hour"])


def test_a_comparison_has_a_row_for_each_field_and_paragraph_that_differs(archive: Archive) -> None:
    changes = archive.diff(HOME)
    assert changes.rows() == [
        {"field": "title", "old": "Bread", "new": "Warm bread"},
        {"field": "tags", "old": None, "new": "bread\ntown"},
        {
            "field": "body",
            "old": "The mayor said that three bridges close.",
            "new": "The mayor said that four bridges close.",
        },
    ]
    assert [change.name for change in changes.difference.fields] == ["title", "tags"]
    assert (changes.older or {})["revision"] == 1
    assert changes.newer["revision"] == 2


def test_a_first_revision_is_compared_with_none(archive: Archive) -> None:
    changes = archive.diff(f"{HOME}b")
    assert (changes.rows(), changes.older, changes.newer["article_id"]) == ([], None, "news/b")


def test_an_article_as_it_stood_has_only_the_visits_until_then(archive: Archive) -> None:
    then = archive.as_of(NOON + HOUR)
    assert [row["outcome"] for row in then.history(OLD).rows()] == ["timeout", "new", "unchanged"]
    assert then.diff(OLD).older is None
    with pytest.raises(UsageError, match="has no article at"):
        then.history(HOME)


def test_views_by_the_hour_are_a_number_however_close_two_visits_are(folder: ArchiveFolder) -> None:
    close = NOON + timedelta(milliseconds=250)
    stored(folder, revision("a"), observation("a", views=7), observation("a", observed_at=close, views=8))
    assert [row["per_hour"] for row in Archive(folder.path).views("a").rows()] == [None, 4 * 3600]
