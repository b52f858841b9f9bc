"""A snippet shows why a text was found: whole characters, and marks on nothing but hits."""

import regex
from hypothesis import given
from hypothesis import strategies as st

from archive.search.analysis import words
from archive.search.asking import Words
from archive.search.snippets import Snippet, marks_in, snippet

STORM = Words(("storm",))


def test_a_short_text_is_shown_whole_on_one_line() -> None:
    assert snippet("The storm,\n\n  the STÖRM.", [STORM]) == Snippet("The storm, the STÖRM.", ((4, 9), (15, 20)))


def test_a_long_text_is_shown_where_most_of_the_words_stand() -> None:
    text = "storm " + "calm " * 200 + "the storm met the wind here " + "calm " * 200
    shown = snippet(text, [STORM, Words(("wind",))], 100)
    assert shown.marked("[", "]").count("the [storm] met the [wind] here") == 1
    assert shown.text.startswith("…calm")
    assert shown.text.endswith("calm…")
    assert len(shown.text) <= 102


def test_a_phrase_is_one_mark_and_its_words_apart_are_none() -> None:
    shown = snippet("wind storm, storm wind", [Words(("storm", "wind"))])
    assert shown.marked("[", "]") == "wind storm, [storm wind]"


def test_a_run_of_characters_is_one_mark() -> None:
    assert marks_in("新しい東京都の計画", [Words(("東", "京"))]).marked("[", "]") == "新しい[東京]都の計画"


def test_a_text_without_hits_is_shown_from_its_beginning() -> None:
    shown = snippet("calm " * 200, [STORM], 50)
    assert (shown.text, shown.marks) == ("calm " * 9 + "calm…", ())


def test_no_character_is_cut_where_no_space_stands() -> None:
    text = "e\u0301" * 500
    shown = snippet(text, [STORM], 51)
    assert set(regex.findall(r"\X", shown.text)) == {"e\u0301", "…"}


pieces = st.sampled_from(
    ["storm", "STÖRM", "é", "e\u0301", "東", "京", " ", "\n", "👨‍👩‍👧", "🇩🇪", "한", "การ", "x" * 30, "½", "\ud800", "."]
)


@given(st.lists(pieces, max_size=120).map("".join), st.integers(1, 60))
def test_marks_are_hits_and_characters_are_whole(text: str, length: int) -> None:
    wanted = [STORM, Words(("東", "京")), Words(("e",))]
    shown = snippet(text, wanted, length)
    whole = " ".join(text.split())
    inner = shown.text.removeprefix("…").removesuffix("…")
    assert inner in whole
    assert len(shown.text) <= max(length, 6) + 2
    hits = {word for one in wanted for word in one.tokens}
    last = -1
    for start, end in shown.marks:
        assert last < start < end <= len(shown.text)
        assert set(words(shown.text[start:end])) <= hits
        last = end
    assert shown.marked("", "") == shown.text


@given(st.lists(pieces, max_size=60).map("".join))
def test_every_hit_of_a_title_is_marked(text: str) -> None:
    shown = marks_in(text, [STORM])
    assert shown.text == " ".join(text.split())
    marked = [word for start, end in shown.marks for word in words(shown.text[start:end])]
    assert marked == [word for word in words(text) if word == "storm"]
