"""Letters: kinds of characters, counted in all texts at once."""

import re

from hypothesis import given
from hypothesis import strategies as st

from pipelines.body.letters import CAPITAL, DIGIT, WIDE, letters_of

TEXTS = st.lists(st.one_of(st.text(min_size=1), st.text("Ab 1.!。”\n鐘\U0001d7d9", min_size=1)), min_size=1)


def test_each_text_is_counted_alone() -> None:
    letters = letters_of(["Bells 12", "鐘が鳴る。", "Early? Yes.”", "A.b"])

    assert letters.count(DIGIT).tolist() == [2, 0, 0, 0]
    assert letters.count(WIDE).tolist() == [0, 4, 0, 0]
    assert letters.count(CAPITAL, 5).tolist() == [1, 0, 1, 1]
    assert letters.sentences().tolist() == [0, 1, 2, 0]
    assert letters.are_ended().tolist() == [False, True, True, False]


@given(TEXTS)
def test_letters_are_what_a_pattern_finds_in_each_text(texts: list[str]) -> None:
    letters = letters_of(texts)

    assert letters.count(DIGIT).tolist() == [len(re.findall(r"\d", text)) for text in texts]
    assert letters.count(DIGIT, 3).tolist() == [len(re.findall(r"\d", text[:3])) for text in texts]
    assert letters.are_ended().tolist() == [text[-1] in ".!?…。！？؟।\"”»“’'」』)" for text in texts]
