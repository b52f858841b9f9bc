"""What read_page reaches on a set of invented pages, held to floors that are data."""

import tomllib
from pathlib import Path

import pytest

from benchmarks.extraction.corpus import read_folder
from benchmarks.extraction.measuring import Measured, figures, measure
from benchmarks.extraction.systems import SYSTEMS

HERE = Path(__file__).parent
FLOORS = tomllib.loads((HERE / "floors.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def measured() -> list[Measured]:
    return measure(read_folder(HERE / "pages"), SYSTEMS[0])


@pytest.mark.parametrize("figure", FLOORS["at_least"])
def test_a_figure_does_not_fall_below_its_floor(measured: list[Measured], figure: str) -> None:
    assert figures(measured)[figure] >= FLOORS["at_least"][figure]


@pytest.mark.parametrize("figure", FLOORS["at_most"])
def test_a_figure_does_not_rise_above_its_ceiling(measured: list[Measured], figure: str) -> None:
    assert figures(measured)[figure] <= FLOORS["at_most"][figure]


def test_the_pages_are_of_many_languages_and_each_is_measured(measured: list[Measured]) -> None:
    assert len(measured) == len(list((HERE / "pages").glob("*.html"))) >= 12
    assert len({page.language for page in measured}) >= 10
