"""What is an article, and what is refused by name."""

import pytest

from archive.outcomes import Outcome
from pipelines.validate import validate
from tests.pipelines.making import record_of


def test_a_whole_record_passes_as_it_is() -> None:
    record = record_of()

    assert validate(record) is record


@pytest.mark.parametrize("body", [None, ""])
def test_a_page_without_text_is_no_article(body: str | None) -> None:
    refused = validate(record_of(body=body))

    assert refused.refused is Outcome.NO_BODY
    assert refused.title == record_of().title


def test_a_page_with_nothing_but_its_headline_is_no_article() -> None:
    assert validate(record_of(title="Bread", body="Bread")).refused is Outcome.NO_BODY
    assert validate(record_of(title="Bread", body="Bread.")).refused is None


@pytest.mark.parametrize("field", ["title", "published_at", "views", "summary", "authors", "language", "section"])
def test_an_article_may_lack_any_other_field(field: str) -> None:
    assert validate(record_of(**{field: None})).refused is None
