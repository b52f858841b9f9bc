"""What an address has shown of its article: a bit a field, and the longest text."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pipelines.health.alarm import OF_PAGES
from pipelines.health.shown import Shown, fields_of, shown_by
from pipelines.revisit.memory import VisitMemory
from tests.pipelines.making import record_of

SHOWN = st.builds(Shown, st.integers(0, 2 ** len(OF_PAGES) - 1), st.integers(0, 10**6), st.integers(0, 3))


def test_a_field_counts_where_it_says_something() -> None:
    record = replace(record_of(), views=0, authors=(), summary="", tags=None)
    shown = shown_by(record)
    assert shown.has("views")
    assert not any(shown.has(name) for name in ("authors", "summary", "tags"))
    assert "views" in fields_of(record)


def test_a_short_text_is_not_compared() -> None:
    assert not shown_by(replace(record_of(), body="Short.")).has("body_length")
    assert shown_by(replace(record_of(), body="Long. " * 100)).has("body_length")


def test_a_page_that_is_no_article_has_nothing() -> None:
    assert not any(shown_by(None).has(measure) for measure in OF_PAGES)


@given(before=SHOWN, now=SHOWN)
def test_what_was_once_shown_is_remembered_until_the_user_accepts_a_change(before: Shown, now: Shown) -> None:
    after = before.and_then(now)
    if before.accepted != now.accepted:
        assert after == now
    else:
        assert all(after.has(measure) == (before.has(measure) or now.has(measure)) for measure in OF_PAGES)
        assert after.and_then(now) == after


@given(shown=SHOWN)
def test_it_is_kept_with_the_address(shown: Shown) -> None:
    memory = VisitMemory(had=shown)
    assert VisitMemory.unpacked(memory.packed()) == memory
    assert len(VisitMemory(had=shown).packed()) < 40
