"""What a crawl is kept to, as values: dates, sections, known entries."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.outcomes import Outcome
from pipelines.bounds import (
    Bound,
    Bounds,
    first_moment,
    has_passed,
    is_of_sections,
    is_within,
    moment_after,
    names_section,
)
from pipelines.keep_to_bounds import refusal
from pipelines.paging import Chain, Paging, known_at_end, paging_after
from tests.pipelines.making import record_of

TOKYO = ZoneInfo("Asia/Tokyo")
DAY = timedelta(days=1)
START = datetime(2026, 1, 15, tzinfo=UTC)


def test_a_day_begins_and_ends_in_its_own_zone() -> None:
    assert first_moment(date(2026, 1, 15), TOKYO) == datetime(2026, 1, 14, 15, tzinfo=UTC)
    assert moment_after(date(2026, 1, 15), TOKYO) == datetime(2026, 1, 15, 15, tzinfo=UTC)
    assert (first_moment(None, TOKYO), moment_after(None, TOKYO), moment_after(date.max, TOKYO)) == (None, None, None)


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        (None, True),
        (START - DAY, False),
        (START, True),
        (START + DAY - timedelta(seconds=1), True),
        (START + DAY, False),
    ],
)
def test_what_was_published_from_the_first_day_to_the_end_of_the_last_is_within(
    published: datetime | None, expected: bool
) -> None:
    assert is_within(published, Bounds(since=START, until=START + DAY)) is expected
    assert is_within(published, Bounds())


def test_grace_widens_both_ends() -> None:
    bounds = Bounds(since=START, until=START + DAY)
    assert is_within(START - DAY, bounds, DAY)
    assert is_within(START + DAY, bounds, DAY)
    assert not is_within(START + 3 * DAY, bounds, DAY)


def test_one_pinned_entry_does_not_hide_that_a_list_has_passed_the_first_day() -> None:
    dates = [START - 40 * DAY, *(START + number * DAY for number in range(3, -9, -1))]
    assert not has_passed(dates, Bounds(since=START - 100 * DAY))
    assert has_passed(dates[1:], Bounds(since=START))
    assert has_passed([dates[1], dates[0], *dates[2:]], Bounds(since=START))


@given(st.lists(st.datetimes(timezones=st.just(UTC)), max_size=12))
def test_a_list_has_not_passed_a_day_on_which_its_last_entry_was_published(dates: list[datetime]) -> None:
    if dates:
        assert not has_passed(dates, Bounds(since=dates[-1]))
    assert not has_passed(dates, Bounds())


@pytest.mark.parametrize(
    ("name", "address", "text", "expected"),
    [
        ("politics", "https://n.example/politics/a-story", None, True),
        ("Politics", None, " POLITICS ", True),
        ("world news", "https://n.example/en/world-news/x", None, True),
        ("política", "https://n.example/pol%C3%ADtica/x", None, True),
        ("politics", "https://n.example/a/politics", None, False),
        ("politics", "https://n.example/geopolitics/x", "Geopolitics", False),
        ("politics", None, None, False),
    ],
)
def test_a_section_is_named_by_words_or_by_a_part_of_the_path(
    name: str, address: str | None, text: str | None, expected: bool
) -> None:
    assert names_section(name, address, text) is expected
    assert is_of_sections(Bounds(sections=("other", f"/{name}/")), address, text) is expected


def test_the_last_part_of_a_path_names_a_listing_but_no_section_of_an_article() -> None:
    assert names_section("politics", "https://n.example/news/politics/", None, is_listing=True)
    assert not names_section("politics", "https://n.example/news/politics/", None)


@pytest.mark.parametrize(
    ("section", "path", "data", "expected"),
    [
        ("Politics", "x", {}, None),
        ("News / Politics", "x", {}, None),
        ("Sport", "x", {}, Outcome.OTHER_SECTION),
        ("Sport", "x", {"in_section": 1}, Outcome.OTHER_SECTION),
        ("Sport", "politics/x", {}, None),
        (None, "x", {"in_section": 1}, None),
        (None, "x", {}, Outcome.OTHER_SECTION),
    ],
)
def test_an_article_is_of_the_section_its_address_or_itself_states_or_else_of_that_it_was_found_in(
    section: str | None, path: str, data: dict[str, int | str], expected: Outcome | None
) -> None:
    read = record_of(section=section, final_address=f"https://news.example/{path}")
    assert refusal(read, data, Bounds(sections=("politics",))) is expected
    assert refusal(read, data, Bounds()) is None


def test_an_article_outside_of_the_dates_is_refused_and_one_without_a_date_is_not() -> None:
    bounds = Bounds(since=START)
    assert refusal(record_of(published_at=START - DAY), {}, bounds) is Outcome.OUT_OF_RANGE
    assert refusal(record_of(published_at=START), {}, bounds) is None
    assert refusal(record_of(published_at=None), {}, bounds) is None


def test_known_entries_count_from_the_end_across_pages() -> None:
    assert known_at_end([True, False, True, True], 9) == 2
    assert known_at_end([True, True], 9) == 11
    assert known_at_end([], 9) == 9


def test_paging_ends_after_so_many_known_entries_in_a_row() -> None:
    chain = Chain()
    pages = [([1, 2, 3], [False, True, True]), ([4, 5], [True, True]), ([6], [True])]
    told = [paging_after(chain, *page, is_first=not number, known_in_a_row=5) for number, page in enumerate(pages)]
    assert told == [Paging.GOES_ON, Paging.GOES_ON, Paging.IS_KNOWN]


def test_without_such_a_number_known_entries_end_nothing() -> None:
    assert paging_after(Chain(), [1], [True], is_first=True, known_in_a_row=None) is Paging.GOES_ON


@pytest.mark.parametrize("second", [[], [1, 2], [2, 1, 2]])
def test_a_further_page_that_shows_nothing_new_is_beyond_the_end(second: list[int]) -> None:
    chain = Chain()
    assert paging_after(chain, [1, 2], [], is_first=True, known_in_a_row=None) is Paging.GOES_ON
    assert paging_after(chain, second, [], is_first=False, known_in_a_row=None) is Paging.HAS_ENDED


def test_a_first_page_may_lead_on_without_having_entries() -> None:
    assert paging_after(Chain(), [], [], is_first=True, known_in_a_row=3) is Paging.GOES_ON


def test_every_bound_has_a_meaning() -> None:
    assert len({bound.meaning for bound in Bound}) == len(Bound)
