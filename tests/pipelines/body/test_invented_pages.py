"""The shipped model on pages of our own, whose bodies are known."""

import pytest

from pipelines.fields.body import read_body
from pipelines.fields.candidate import first
from tests.pipelines.body.invented import PAGES
from tests.pipelines.making import page_of


@pytest.mark.parametrize("name", PAGES)
def test_the_body_of_an_invented_page_is_read_whole_and_alone(name: str) -> None:
    body = first(read_body(page_of(PAGES[name].html)))

    assert body is not None
    assert [(block.kind.value, block.text) for block in body.value.blocks] == PAGES[name].body
