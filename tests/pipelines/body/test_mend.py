"""Mending a cut."""

import numpy as np

from pipelines.body.ground import survey
from pipelines.body.mend import mended
from tests.pipelines.body.walking import walk_of


def mended_on(html: str, taken: str, probabilities: list[float]) -> str:
    ground = survey(walk_of(html))
    assert ground is not None
    flags = mended(np.array([char == "x" for char in taken]), np.array(probabilities), ground)
    return "".join("x" if one else "-" for one in flags)


def test_a_likely_block_between_two_is_taken() -> None:
    html = "<p>One</p><p>two</p><p>three</p>"

    assert mended_on(html, "x-x", [0.9, 0.35, 0.9]) == "xxx"
    assert mended_on(html, "x-x", [0.9, 0.1, 0.9]) == "x-x"
    assert mended_on(html, "xx-", [0.9, 0.9, 0.4]) == "xx-"
    assert mended_on("<p>One</p>", "-", [0.4]) == "-"


def test_a_list_of_which_most_is_taken_is_taken_whole() -> None:
    html = "<ul><li>Rye bread</li><li>Wheat bread</li><li>Oats</li></ul><p>Two</p>"

    assert mended_on(html, "xx--", [0.9, 0.9, 0.1, 0.1]) == "xxx-"
    assert mended_on(html, "--x-", [0.1, 0.1, 0.9, 0.1]) == "--x-"


def test_a_list_of_links_is_not() -> None:
    html = "<ul><li><a href=/a>Rye bread</a></li><li><a href=/b>Wheat bread</a></li><li>Oats</li></ul>"

    assert mended_on(html, "xx-", [0.9, 0.9, 0.1]) == "xx-"
