"""What is remembered with an address: it comes back as it was, and a text that is none tells nothing."""

from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.revisit.history import History
from pipelines.revisit.listings import Arrivals
from pipelines.revisit.memory import Gone, Lead, VisitMemory

MOMENTS = st.datetimes(timezones=st.just(UTC))
LEADS = st.builds(
    Lead, st.text(), st.text(), st.dictionaries(st.text(), st.one_of(st.text(), st.integers(-(2**63), 2**63 - 1)))
)
MEMORIES = st.builds(
    VisitMemory,
    rules=st.none() | st.text(),
    size=st.none() | st.integers(0, 2**40),
    not_modified=st.integers(0, 1000),
    leads=st.lists(LEADS, max_size=4).map(tuple),
    history=st.none() | st.builds(History, born_at=MOMENTS, first_at=MOMENTS, last_at=MOMENTS),
    arrivals=st.none()
    | st.builds(
        Arrivals, last_at=MOMENTS, shown=st.integers(0, 9999), entries=st.floats(0, 1e6), hours=st.floats(0, 1e6)
    ),
    gone=st.none() | st.builds(Gone, st.integers(1, 99), MOMENTS),
)


@given(MEMORIES)
def test_what_is_packed_comes_back_as_it_was(memory: VisitMemory) -> None:
    assert VisitMemory.unpacked(memory.packed()) == memory


@given(st.none() | st.text())
def test_any_other_text_is_nothing_known(text: str | None) -> None:
    assert isinstance(VisitMemory.unpacked(text), VisitMemory)


@pytest.mark.parametrize("text", [None, "", "seven", "[]", "{", '{"size":"big"}', '{"leads":7}', "\ud800", "[" * 9999])
def test_a_broken_text_tells_nothing(text: str | None) -> None:
    assert VisitMemory.unpacked(text) == VisitMemory()


def test_a_part_of_a_later_newsreel_is_passed_over() -> None:
    assert VisitMemory.unpacked('{"size":7,"weather":["fine"]}') == VisitMemory(size=7)


def test_nothing_known_takes_no_room() -> None:
    assert VisitMemory().packed() == "{}"
    assert VisitMemory(size=1200, not_modified=3).packed() == '{"size":1200,"not_modified":3}'
