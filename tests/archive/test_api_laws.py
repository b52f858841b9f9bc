"""Laws of asking: as of any moment, and what the history of an article and its views say of each other."""

from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from archive import Archive
from archive.folder import create_folder
from archive.outcomes import Outcome
from tests.archive.rows import HOUR, NOON, observation, revision
from tests.archive.runs import AnyRecord, stored

IDS = ("a", "b")
MOMENTS = st.integers(0, 6).map(lambda hours: NOON + hours * HOUR)
OUTCOMES = st.sampled_from((Outcome.UNCHANGED, Outcome.DUPLICATE, Outcome.GONE, Outcome.TIMEOUT))
VISITS = st.lists(
    st.tuples(st.sampled_from(IDS), MOMENTS, OUTCOMES, st.none() | st.integers(0, 9)),
    max_size=6,
    unique_by=lambda v: v[:2],
)
FETCHES = st.lists(st.tuples(st.sampled_from(IDS), MOMENTS), max_size=5, unique=True)


def records(fetches: list[tuple[str, datetime]], visits: list[tuple[str, datetime, Outcome, int | None]]) -> list[Any]:
    """Revisions with the visits that brought them, and other visits."""
    made: list[AnyRecord] = []
    numbers = dict.fromkeys(IDS, 0)
    for article_id, moment in sorted(fetches, key=lambda fetch: fetch[1]):
        numbers[article_id] += 1
        address = f"https://news.example/{article_id}"
        facts: dict[str, Any] = {"address": address, "final_address": None, "revision": numbers[article_id]}
        made += [
            revision(article_id, fetched_at=moment, number=numbers[article_id], address=address),
            observation(article_id, observed_at=moment, outcome=Outcome.NEW, views=None, **facts),
        ]
    for article_id, moment, outcome, views in visits:
        made.append(
            observation(
                article_id, observed_at=moment + timedelta(minutes=1), outcome=outcome, views=views,
                address=f"https://news.example/{article_id}", final_address=None,
            )
        )  # fmt: skip
    return made


def archive_of(place: str, made: list[Any]) -> Archive:
    folder = create_folder(Path(place) / "archive", archive_id="a1b2", now=NOON)
    stored(folder, *made)
    return Archive(folder.path)


def told(archive: Archive, view: str) -> list[str]:
    return sorted(map(repr, archive.sql(f"FROM {view}").rows()))


@settings(deadline=None, max_examples=8)
@given(FETCHES, VISITS, MOMENTS, MOMENTS)
def test_as_of_a_moment_there_is_never_more_than_later_and_in_the_end_all(
    fetches: list[Any], visits: list[Any], one: datetime, other: datetime
) -> None:
    with TemporaryDirectory() as place:
        archive = archive_of(place, records(fetches, visits))
        earlier, later = sorted((one, other))
        for view in ("revisions", "observations"):
            first, second = (told(archive.as_of(moment), view) for moment in (earlier, later))
            assert set(first) <= set(second) <= set(told(archive, view))
            assert (
                told(archive.as_of(later).as_of(earlier), view)
                == told(archive.as_of(earlier).as_of(later), view)
                == first
            )
        for view in ("revisions", "observations", "articles", "edits", "views_growth", "gone"):
            assert told(archive.as_of(NOON + 9 * HOUR), view) == told(archive, view)


@settings(deadline=None, max_examples=8)
@given(FETCHES, VISITS)
def test_articles_are_those_of_the_view_by_their_last_revision(fetches: list[Any], visits: list[Any]) -> None:
    with TemporaryDirectory() as place:
        archive = archive_of(place, records(fetches, visits))
        rows = archive.articles().rows()
        assert sorted(map(repr, rows)) == told(archive, "articles")
        latest: dict[str, int] = {}
        for row in archive.sql("SELECT article_id, revision FROM revisions ORDER BY revision").rows():
            latest[row["article_id"]] = row["revision"]
        assert {row["article_id"]: row["revision"] for row in rows} == latest
        assert len(rows) == len(latest)


@settings(deadline=None, max_examples=8)
@given(FETCHES.filter(len), VISITS)
def test_the_history_of_an_article_has_all_its_visits_and_their_views(fetches: list[Any], visits: list[Any]) -> None:
    with TemporaryDirectory() as place:
        archive = archive_of(place, records(fetches, visits))
        for article_id in {fetch[0] for fetch in fetches}:
            rows = archive.history(article_id).rows()
            assert [row["visited_at"] for row in rows] == sorted(row["visited_at"] for row in rows)
            seen = archive.sql("FROM observations WHERE article_id = ?", article_id).rows()
            assert sorted(row["visited_at"] for row in rows) == sorted(row["observed_at"] for row in seen)
            over_time = archive.sql(
                "SELECT observed_at, views FROM views_over_time WHERE article_id = ? ORDER BY ALL", article_id
            ).rows()
            viewed = [(row["visited_at"], row["views"]) for row in rows if row["views"] is not None]
            assert sorted(viewed) == [(row["observed_at"], row["views"]) for row in over_time]
            grown = archive.views(article_id).rows()
            assert [(row["observed_at"], row["views"]) for row in grown] == viewed
            assert sum(row["grown"] or 0 for row in grown) == (viewed[-1][1] - viewed[0][1] if viewed else 0)
