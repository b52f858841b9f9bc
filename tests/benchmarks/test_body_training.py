"""Training the body model: labels of blocks, figures, and sites that never stand on both sides."""

import numpy as np
import pytest

from benchmarks.extraction.training.figures import figures
from benchmarks.extraction.training.labels import UNKNOWN, label_blocks, label_snippets
from benchmarks.extraction.training.pages import site_of

BELL = "The bakery on the hill rings a bell before it bakes, every morning at five."
MINDS = "Nobody in the street minds the bell, says the woman from number nine, not even in June."
LEAD = "A bell that is older than the street it stands in wakes the whole of it up."


def labels_of(texts: list[str], *truths: str) -> list[int]:
    words = np.array([float(len(text.split())) for text in texts])
    labels: list[int] = label_blocks(texts, words, truths).tolist()
    return labels


def test_a_block_that_stands_in_the_truth_belongs_and_another_does_not() -> None:
    half = "Nobody in the street minds the bell, but the mill on the other side of the river does mind it."

    assert labels_of([BELL, "More from Town", MINDS], f"{BELL}\n\n{MINDS}") == [1, 0, 1]
    assert labels_of([BELL, half], f"{BELL}\n\n{MINDS}")[1] == 0


def test_what_one_truth_does_without_is_left_to_the_summary() -> None:
    assert labels_of([LEAD, BELL, MINDS], f"{LEAD}\n\n{BELL}\n\n{MINDS}", f"{BELL}\n\n{MINDS}") == [0, 1, 1]


def test_of_a_text_that_stands_twice_the_one_within_the_article_belongs() -> None:
    assert labels_of([BELL, "Menu", "Sport", LEAD, BELL, MINDS], f"{LEAD}\n{BELL}\n{MINDS}") == [0, 0, 0, 1, 1, 1]


def test_snippets_label_the_blocks_they_stand_in() -> None:
    labels = label_snippets([BELL, MINDS, LEAD], ["rings a bell"], ["Nobody in the street minds"])

    assert labels.tolist() == [1, 0, UNKNOWN]


def test_figures_are_of_word_sequences() -> None:
    whole = figures([{"body": BELL}, {"body": MINDS}], [BELL, f"{MINDS} {LEAD}"])

    assert (whole.recall, whole.exact) == (1.0, 0.5)
    assert whole.precision is not None
    assert whole.f1 == pytest.approx(2 * whole.precision / (whole.precision + 1))


def test_figures_of_snippets_count_found_wrong_and_missing() -> None:
    truth = {"with": ["rings a bell", "older than"], "without": ["Nobody"]}

    assert figures([truth], [f"{BELL} {MINDS}"]).f1 == pytest.approx(2 / (2 + 1 + 1))


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("https://www.news.example/a", "news.example"),
        ("http://news.co.uk:8080/a", "news.co.uk"),
        ("https://blog.news.co.uk/", "news.co.uk"),
    ],
)
def test_a_site_is_its_registered_domain(address: str, site: str) -> None:
    assert site_of(address) == site
