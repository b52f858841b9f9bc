"""What people type is read as they mean it, or refused with the character where it goes wrong."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import QueryError
from archive.search.asking import AllOf, AnyOf, Asked, Not, Words, read_asked

A, B, C = Words(("a",)), Words(("b",)), Words(("c",))
TITLE_A, TITLE_B = Words(("a",), "title"), Words(("b",), "title")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", A),
        ("a b", AllOf((A, B))),
        ("A AND B", AllOf((A, B))),
        ("a OR b", AnyOf((A, B))),
        ("a b OR c", AnyOf((AllOf((A, B)), C))),
        ("a (b OR c)", AllOf((A, AnyOf((B, C))))),
        ("a（b OR c）", AllOf((A, AnyOf((B, C))))),
        ("a NOT b", AllOf((A, Not(B)))),
        ("a -b", AllOf((A, Not(B)))),
        ("NOT (a OR b)", Not(AnyOf((A, B)))),
        ('"a b"', Words(("a", "b"))),
        ("“a b”", Words(("a", "b"))),
        ("«a b» -„c“", AllOf((Words(("a", "b")), Not(C)))),
        ("a-b", Words(("a", "b"))),
        ("a - b & c", AllOf((A, B, C))),
        ("title:a", TITLE_A),
        ("TITLE:a", TITLE_A),
        ('title:"a b"', Words(("a", "b"), "title")),
        ("title:(a OR b) c", AllOf((AnyOf((TITLE_A, TITLE_B)), C))),
        ("title:(a body:b)", AllOf((TITLE_A, Words(("b",), "body")))),
        ("-title:a", Not(TITLE_A)),
        ("10:30", Words(("10", "30"))),
        ("storm: a", AllOf((Words(("storm",)), A))),
        ('"AND"', Words(("and",))),
        ("and or not", AllOf((Words(("and",)), Words(("or",)), Words(("not",))))),
        ("東京", Words(("東", "京"))),
        ("a\x00b", Words(("a", "b"))),
    ],
)
def test_a_text_is_read_as(text: str, expected: Asked) -> None:
    assert read_asked(text) == expected


@pytest.mark.parametrize(
    ("text", "character", "trouble"),
    [
        ("a OR", 3, "OR needs words after it"),
        ("OR b", 1, "OR needs words before it"),
        ("a AND OR b", 3, "AND needs words after it"),
        ("a NOT", 3, "NOT needs words after it"),
        ("a (NOT)", 4, "NOT needs words after it"),
        ("(a", 1, "is never closed"),
        ("a)", 2, "closes nothing"),
        ('a "b', 3, "opens a phrase that is never closed"),
        ("a elect*", 3, "is no whole word"),
        ("a tilte:b", 3, "did you mean title:?"),
        ("writer:b", 1, "there are title:, summary:, body:, author:, section:, tag:"),
        ("title: b", 1, "needs a word"),
        ("title:-b", 1, "needs a word"),
        ("(" * 5000, 51, "goes deeper than 50 levels"),
        ("NOT " * 60 + "a", 201, "goes deeper than 50 levels"),
    ],
)
def test_what_goes_wrong_is_named_with_its_place(text: str, character: int, trouble: str) -> None:
    with pytest.raises(QueryError, match=f"^search text, character {character}: ") as refused:
        read_asked(text)
    assert trouble in str(refused.value)


@pytest.mark.parametrize("text", ["", " ", "!?", '""', "()", "title:()", "\x00", "\ud800", "-"])
def test_a_text_without_words_is_refused(text: str) -> None:
    with pytest.raises(QueryError, match="no word to look for"):
        read_asked(text)


@pytest.mark.parametrize("text", ["a " * 501, "a" * 10_001, '"' + "b " * 4000 + '"'])
def test_a_text_without_end_is_refused(text: str) -> None:
    with pytest.raises(QueryError, match=r"at most 10000|more than 500 words"):
        read_asked(text)


def test_a_message_shows_nothing_that_steers_a_terminal() -> None:
    with pytest.raises(QueryError) as refused:
        read_asked("\x1b[31m\ud800red*")
    assert str(refused.value).isprintable()
    str(refused.value).encode()


@given(st.text(st.sampled_from('ab"()-:* \x00\ud800é東ANDORNOT') | st.characters(exclude_categories=())))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(QueryError):
        read_asked(text)
