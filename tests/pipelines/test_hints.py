"""Hints fill what a page does not say, and travel as a small JSON object."""

import json
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from archive.outcomes import Outcome
from pipelines.hints import Hints, completed
from tests.pipelines.making import record_of

AT = datetime(2026, 1, 4, 6, 30, tzinfo=UTC)
HINTS = Hints(
    source="feed",
    title="Warm bread",
    published_at=AT,
    published_text="Sun, 04 Jan 2026 06:30:00 GMT",
    published_offset_minutes=0,
    published_precision="second",
    modified_at=AT,
    authors=("Ada Example", "Bo Sample"),
    section="Town",
)


def test_hints_come_back_as_they_went() -> None:
    assert Hints.of_data(json.loads(json.dumps(HINTS.as_data()))) == HINTS


@given(st.builds(Hints, source=st.just("feed"), title=st.none() | st.text(), section=st.none() | st.text()))
def test_hints_of_any_text_come_back_or_are_left_out(hints: Hints) -> None:
    again = Hints.of_data(json.loads(json.dumps(hints.as_data())))
    assert again in (hints, None)
    assert (again is None) is (hints.title is None and hints.section is None)


def test_no_hints_are_no_data_and_no_data_are_no_hints() -> None:
    assert Hints(source="feed").as_data() == {}
    assert Hints.of_data({"depth": 1}) is None


def test_what_is_too_long_to_be_true_does_not_travel() -> None:
    assert Hints(source="feed", title="word " * 200).as_data() == {}


def test_what_the_page_says_stays() -> None:
    record = record_of(modified_at=AT)
    assert completed(record, HINTS) == record


def test_what_the_page_does_not_say_is_filled_and_says_where_it_came_from() -> None:
    record = record_of(title=None, published_at=None, published_text=None, published_precision=None, authors=None)
    filled = completed(record, HINTS)
    assert (filled.title, filled.published_at, filled.authors) == ("Warm bread", AT, ("Ada Example", "Bo Sample"))
    assert (filled.published_text, filled.published_offset_minutes) == ("Sun, 04 Jan 2026 06:30:00 GMT", 0)
    assert filled.sources == {
        **record.sources,
        **dict.fromkeys(("title", "published_at", "modified_at", "authors"), "feed"),
    }
    assert filled.section == record.section
    assert filled.content_hash == record.content_hash


def test_a_page_that_is_refused_is_left_alone() -> None:
    record = record_of(title=None, refused=Outcome.NO_BODY)
    assert completed(record, HINTS) is record
    assert completed(record, None) is record
