"""The cut: which blocks are taken, and when other readings are heard."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipelines.body.cut import Cut, best_cut, settle
from pipelines.body.ground import Flags, Numbers

WORDS = np.array([30.0, 40.0, 20.0, 5.0])


def flags(text: str) -> Flags:
    return np.array([char == "x" for char in text])


def shown(taken: Flags) -> str:
    return "".join("x" if one else "-" for one in taken)


def test_sure_blocks_are_taken_and_the_f1_to_expect_is_told() -> None:
    cut = best_cut(np.array([1.0, 1.0, 0.0, 0.0]), WORDS)

    assert shown(cut.taken) == "xx--"
    assert cut.expected_f1 == 1.0


def test_half_probable_blocks_are_taken_where_little_else_is_sure() -> None:
    assert shown(best_cut(np.array([0.45, 0.45, 0.4, 0.01]), WORDS).taken) == "xxx-"
    assert shown(best_cut(np.array([0.99, 0.99, 0.4, 0.01]), WORDS).taken) == "xx--"


def test_a_sure_cut_hears_no_other_reading() -> None:
    cut = Cut(flags("xx--"), 0.99)

    assert settle(cut, [flags("xxx-"), flags("xxx-")], WORDS) is cut


def test_an_unsure_cut_gives_way_to_the_reading_most_like_all() -> None:
    cut = Cut(flags("x---"), 0.8)

    assert shown(settle(cut, [flags("xxx-"), flags("xx--")], WORDS).taken) == "xx--"
    assert settle(cut, [None, flags("----")], WORDS) is cut


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(1, 500)), min_size=1))
def test_something_is_taken_of_every_page_with_a_probable_block(rows: list[tuple[float, int]]) -> None:
    probabilities: Numbers = np.array([row[0] for row in rows])
    cut = best_cut(probabilities, np.array([float(row[1]) for row in rows]))

    assert 0 <= cut.expected_f1 <= 1 + 1e-9
    assert cut.taken.any() == bool((probabilities > 0).any())
