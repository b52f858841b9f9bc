"""What differs between two revisions: fields as they are, the body by paragraph and word."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.query.diff import Change, Difference, FieldChange, Paragraph, Piece, difference
from tests.archive.rows import HOUR, NOON

SAME, REMOVED, ADDED = Change
PARAGRAPH = st.text("ab c.é新\n", min_size=1, max_size=12).filter(lambda text: "\n\n" not in text)
PARAGRAPHS = st.lists(PARAGRAPH, max_size=6)


def row(**values: Any) -> dict[str, Any]:
    fields: dict[str, Any] = dict.fromkeys(
        ("title", "language", "published_at", "modified_at", "summary", "authors", "section", "tags", "image")
    )
    return {**fields, "body": "", **values}


def bodies(old: str, new: str) -> tuple[Paragraph, ...]:
    return difference(row(body=old), row(body=new)).body


def test_what_is_the_same_in_both_does_not_differ() -> None:
    same = row(title="Bread", published_at=NOON, authors=["Ada"], body="One.\n\nTwo.")
    assert difference(same, dict(same)) == Difference((), ())


def test_fields_that_differ_are_told_with_both_values_in_the_order_of_columns() -> None:
    old = row(title="Old", authors=["Ada"], summary=None, views=3)
    new = row(title="New", authors=["Ada", "Ben"], summary="Short.", modified_at=NOON + HOUR, views=9)

    assert difference(old, new).fields == (
        FieldChange("title", "Old", "New"),
        FieldChange("modified_at", None, NOON + HOUR),
        FieldChange("summary", None, "Short."),
        FieldChange("authors", ["Ada"], ["Ada", "Ben"]),
    )


def test_paragraphs_that_came_and_went_stand_whole_among_those_that_stayed() -> None:
    assert bodies("One.\n\nTwo is here.\n\nThree.", "One.\n\nThree.\n\nFour words came here.") == (
        Paragraph((Piece(SAME, "One."),)),
        Paragraph((Piece(REMOVED, "Two is here."),)),
        Paragraph((Piece(SAME, "Three."),)),
        Paragraph((Piece(ADDED, "Four words came here."),)),
    )


def test_an_edited_paragraph_is_one_with_the_words_that_differ() -> None:
    (edited,) = bodies("The mayor said that three bridges will close.", "The mayor said that four bridges will close.")

    assert edited.pieces == (
        Piece(SAME, "The mayor said that "),
        Piece(REMOVED, "three"),
        Piece(ADDED, "four"),
        Piece(SAME, " bridges will close."),
    )
    assert not edited.is_same
    assert edited.old == "The mayor said that three bridges will close."
    assert edited.new == "The mayor said that four bridges will close."


def test_paragraphs_that_have_little_in_common_are_one_that_went_and_one_that_came() -> None:
    went, came = bodies("Nobody minds the bells at dawn.", "A market opens on the hill.")
    assert (went.new, came.old) == (None, None)


def test_a_script_without_spaces_is_told_by_letters() -> None:
    (edited,) = bodies("面包店在黎明时敲钟。", "面包店在中午时敲钟。")
    assert [piece.text for piece in edited.pieces if piece.change is not SAME] == ["黎明", "中午"]


@pytest.mark.parametrize(("old", "new"), [("", "One."), ("One.", "")])
def test_a_body_that_came_or_went_is_told_whole(old: str, new: str) -> None:
    (paragraph,) = bodies(old, new)
    assert (paragraph.old or "", paragraph.new or "") == (old, new)


@given(PARAGRAPHS, PARAGRAPHS)
def test_the_old_and_the_new_body_can_be_read_out_of_what_differs(old: list[str], new: list[str]) -> None:
    found = bodies("\n\n".join(old), "\n\n".join(new))
    if found:
        assert "\n\n".join(one.old for one in found if one.old is not None) == "\n\n".join(old)
        assert "\n\n".join(one.new for one in found if one.new is not None) == "\n\n".join(new)
    else:
        assert old == new
