"""Archive.articles: the latest revision of each article within a site, a time, a section and a language."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from archive import Archive
from archive.errors import UsageError
from archive.folder import ArchiveFolder
from tests.archive.rows import DAY, HOUR, NOON, revision
from tests.archive.runs import stored

MONDAY = date(2026, 3, 2)
MORNING = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def ids(archive: Archive, **filters: Any) -> list[str]:
    return sorted(row["article_id"] for row in archive.articles(**filters).rows())


@pytest.fixture
def articles(folder: ArchiveFolder) -> Archive:
    """Three articles, one of them with an older revision of another date, section and language."""
    old: dict[str, Any] = {"published_at": MORNING, "section": "Sport", "language": "de"}
    now: dict[str, Any] = {"published_at": MORNING + DAY, "section": "World News", "language": "en-GB"}
    stored(
        folder,
        revision("a", 1, site="one", **old),
        revision("b", 1, site="two", published_at=None, section=None, language=None),
        revision("c", 1, site="two", published_at=MORNING + 3 * DAY, section="world-news", language="en"),
        revision("a", 2, site="one", fetched_at=NOON + DAY, title="New", **now),
    )
    return Archive(folder.path)


def test_every_article_stands_there_once_by_its_latest_revision(articles: Archive) -> None:
    rows = {row["article_id"]: row for row in articles.articles().rows()}
    assert sorted(rows) == ["a", "b", "c"]
    assert (rows["a"]["revision"], rows["a"]["title"]) == (2, "New")
    assert list(rows["a"]) == articles.sql("FROM articles").arrow().column_names


def test_a_site_is_named_as_it_is(articles: Archive) -> None:
    assert ids(articles, site="two") == ["b", "c"]
    with pytest.raises(UsageError, match="the archive has no site tw; did you mean two"):
        ids(articles, site="tw")


def test_an_older_revision_does_not_answer_for_its_article(articles: Archive) -> None:
    assert ids(articles, until=MONDAY) == ids(articles, language="de") == ids(articles, section="Sport") == []


def test_a_date_is_a_whole_day_in_utc_and_both_ends_count(articles: Archive) -> None:
    tuesday, thursday = MONDAY + DAY, MONDAY + 3 * DAY
    assert ids(articles, since=tuesday, until=thursday) == ["a", "c"]
    assert ids(articles, since=tuesday + DAY, until=thursday) == ["c"]
    assert ids(articles, until=thursday - DAY) == ["a"]
    assert ids(articles, since=date.min, until=date.max) == ["a", "c"]


def test_an_instant_counts_to_the_second_in_any_zone(articles: Archive) -> None:
    east = (MORNING + DAY).astimezone(timezone(5 * HOUR))
    assert ids(articles, since=east) == ["a", "c"]
    assert ids(articles, since=east + timedelta(seconds=1)) == ["c"]
    assert ids(articles, until=east) == []
    assert ids(articles, until=east + timedelta(seconds=1)) == ["a"]


def test_a_language_stands_for_its_regional_forms_however_it_is_written(articles: Archive) -> None:
    assert ids(articles, language="EN") == ["a", "c"]
    assert ids(articles, language="en_gb") == ["a"]
    assert ids(articles, language="e") == []


def test_a_section_is_known_by_its_words(articles: Archive) -> None:
    assert ids(articles, section="WORLD NEWS") == ["a", "c"]
    assert ids(articles, section="world") == []


@pytest.mark.parametrize(
    ("filters", "trouble"),
    [
        ({"since": MONDAY, "until": MONDAY - DAY}, "since is after until"),
        ({"since": datetime(2026, 3, 2)}, "has no time zone"),  # noqa: DTZ001 - that is what is refused
        ({"section": "–"}, "has no word in it"),
    ],
)
def test_bounds_that_nothing_can_be_within_are_refused(
    articles: Archive, filters: dict[str, Any], trouble: str
) -> None:
    with pytest.raises(UsageError, match=trouble):
        articles.articles(**filters)


def test_filters_ask_for_the_same_articles_as_those_of_a_search(articles: Archive) -> None:
    for filters in ({"site": "two"}, {"since": MONDAY + 3 * DAY}, {"language": "en"}, {"section": "World news"}):
        given: Any = filters
        found = articles.search("chips OR news OR quiet", use_index=False, **given)
        assert sorted(hit.article_id for hit in found.hits) == ids(articles, **given)


def test_an_article_as_it_stood_is_its_latest_revision_of_then(articles: Archive) -> None:
    before = articles.as_of(NOON + HOUR)
    assert ids(before, language="de") == ["a"]
    assert before.article("a").rows()[0]["revision"] == 1
