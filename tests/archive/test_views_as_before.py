"""The views written for speed answer what their plain definitions say, on archives made by chance."""

from collections import Counter
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from archive import Archive
from archive.folder import create_folder
from archive.outcomes import Outcome
from tests.archive.rows import HOUR, NOON, observation, revision, sighting
from tests.archive.runs import AnyRecord, stored

NAMES = st.sampled_from(("a", "b"))
SITES = st.sampled_from(("one", "two"))
HOURS = st.integers(0, 5)
REVISIONS = st.lists(st.tuples(SITES, NAMES, HOURS, st.integers(1, 3)), max_size=8)
VISITS = st.lists(
    st.tuples(
        SITES,
        NAMES,
        HOURS,
        st.sampled_from((Outcome.UNCHANGED, Outcome.NEW, Outcome.GONE, Outcome.LISTING, Outcome.NO_BODY)),
        st.sampled_from((200, 304)),
        st.none() | st.integers(0, 9),
    ),
    max_size=12,
)
_STRETCHES = """
SELECT site, article_id, grown, hours, greatest(0, date_diff('second', greatest(from_at, {since}),
    least(to_at, {until}))) / date_diff('second', from_at, to_at) AS part FROM views_growth"""
_LATEST = (
    "SELECT * FROM revisions QUALIFY rank() OVER (PARTITION BY article_id ORDER BY revision DESC, fetched_at DESC) = 1"
)
# Every visit to every address, whether it ever was a listing or not.
_STANDINGS = """
WITH visits AS (
    SELECT site, coalesce(final_address, address) AS listing_address, observed_at,
        bool_and(http_status = 304) AS is_confirmation, bool_or(outcome IN ('listing', 'feed')) AS is_listing
    FROM observations
    WHERE http_status IS NOT NULL AND outcome <> 'http_error'
    GROUP BY ALL
),
showings AS (
    SELECT site, listing_address, is_listing, observed_at AS seen_at,
        lead(observed_at) OVER (PARTITION BY site, listing_address ORDER BY observed_at) AS replaced_at
    FROM visits WHERE NOT is_confirmation
),
confirmations AS (SELECT site, listing_address, observed_at FROM visits WHERE is_listing),
standing AS (
    SELECT s.site, s.listing_address, s.seen_at, s.replaced_at, max(c.observed_at) AS confirmed_at
    FROM showings s JOIN confirmations c ON c.site = s.site AND c.listing_address = s.listing_address
        AND c.observed_at >= s.seen_at AND (s.replaced_at IS NULL OR c.observed_at < s.replaced_at)
    WHERE s.is_listing GROUP BY ALL
)
SELECT site, listing_address, box, position, address, title, teaser, published_at, seen_at, confirmed_at, replaced_at
FROM sightings JOIN standing USING (site, listing_address, seen_at)"""


def archive_of(place: str, *records: AnyRecord) -> Archive:
    folder = create_folder(Path(place) / "archive", archive_id="a1b2", now=NOON)
    stored(folder, *records)
    return Archive(folder.path)


def rows_of(archive: Archive, sql: str) -> Counter[str]:
    return Counter(map(repr, archive.sql(sql).rows()))


def visits_of(drawn: list[tuple[Any, ...]]) -> list[AnyRecord]:
    return [
        observation(
            name if outcome is not Outcome.LISTING else None,
            site=site,
            observed_at=NOON + hour * HOUR,
            outcome=outcome,
            http_status=status,
            views=views,
            address=f"https://news.example/{name}",
            final_address=None,
        )
        for site, name, hour, outcome, status, views in drawn
    ]


@settings(deadline=None, max_examples=12)
@given(drawn=REVISIONS, site=SITES, name=NAMES)
def test_the_latest_revision_is_the_same_under_every_filter(
    drawn: list[tuple[str, str, int, int]], site: str, name: str
) -> None:
    records = [
        revision(name, site=site, fetched_at=NOON + hour * HOUR, number=number, address=f"https://news.example/{hour}")
        for site, name, hour, number in drawn
    ]
    with TemporaryDirectory() as place:
        archive = archive_of(place, *records)
        for where in ("true", f"site = '{site}'", f"article_id = '{name}'", "address = 'https://news.example/2'"):
            assert rows_of(archive, f"SELECT * FROM articles WHERE {where}") == rows_of(
                archive, f"SELECT * FROM ({_LATEST}) WHERE {where}"
            )


@settings(deadline=None, max_examples=25)
@given(drawn=VISITS, since=st.none() | st.integers(-1, 6), until=st.none() | st.integers(-1, 6))
def test_what_grew_between_two_moments_is_the_share_of_every_stretch(
    drawn: list[tuple[Any, ...]], since: int | None, until: int | None
) -> None:
    bounds = [
        "NULL::timestamptz"
        if hours is None
        else f"'{(NOON + hours * HOUR + timedelta(minutes=30 * (hours % 2))).isoformat()}'::timestamptz"
        for hours in (since, until)
    ]
    with TemporaryDirectory() as place:
        archive = archive_of(place, *visits_of(drawn))
        found = f"SELECT site, article_id, grown, hours, stretches FROM trending({', '.join(bounds)})"
        plain = f"""SELECT site, article_id, round(sum(grown * part), 1) AS grown, sum(hours * part) AS hours,
            count(*) AS stretches FROM ({_STRETCHES.format(since=bounds[0], until=bounds[1])})
            WHERE part > 0 GROUP BY site, article_id"""
        exactly = "site, article_id, round(grown, 3) AS grown, round(hours, 6) AS hours, stretches"
        assert rows_of(archive, f"SELECT {exactly} FROM ({found})") == rows_of(
            archive, f"SELECT {exactly} FROM ({plain})"
        )


@settings(deadline=None, max_examples=25)
@given(drawn=VISITS)
def test_what_stood_on_listings_is_what_all_visits_together_say(drawn: list[tuple[Any, ...]]) -> None:
    seen = [
        sighting(site=site, listing_address=f"https://news.example/{name}", seen_at=NOON + hour * HOUR)
        for site, name, hour, *_ in drawn
    ]
    with TemporaryDirectory() as place:
        archive = archive_of(place, *visits_of(drawn), *seen)
        assert rows_of(archive, "FROM standings") == rows_of(archive, _STANDINGS)
