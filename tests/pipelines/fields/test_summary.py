"""The page's own summary."""

import pytest

from pipelines.fields.candidate import best
from pipelines.fields.summary import read_summary
from tests.pipelines.making import page_of

LEAD = "A bakery on the hill rings before it bakes."
TEXT = "Every morning at five the bell on the hill is heard, and the street smells of bread before the sun is up."


def summary_of(html: str) -> tuple[str, str] | None:
    candidate = best(read_summary(page_of(html)))
    return (candidate.value, candidate.source) if candidate else None


@pytest.mark.parametrize("end", ["…", "...", " [...]", " [&hellip;]", ""])
def test_a_description_cut_from_the_text_yields_to_the_standfirst(end: str) -> None:
    html = f'<meta name="description" content="{TEXT[:60]}{end}"><p class="article-standfirst">{LEAD}</p><p>{TEXT}</p>'

    assert summary_of(html) == (LEAD, "element:standfirst")


def test_a_description_cut_from_the_text_is_taken_where_nothing_else_is() -> None:
    html = f'<meta name="description" content="{TEXT[:59]} [...]"><p>{TEXT}</p>'

    assert summary_of(html) == (f"{TEXT[:59]}…", "meta:description")


def test_a_whole_description_stands_before_the_standfirst_and_before_other_cuts() -> None:
    html = f"""<meta property="og:description" content="{TEXT[:60]}..."><meta name="description" content="{LEAD}">
    <p class="lead">Another sentence that stands above the text.</p><p>{TEXT}</p>"""

    assert summary_of(html) == (LEAD, "meta:description")


@pytest.mark.parametrize("name", ["standfirst", "c-dek", "articleLead", "post__excerpt", "intro-text", "summary"])
def test_a_standfirst_is_known_by_a_word_of_its_class(name: str) -> None:
    assert summary_of(f'<h1>Bread</h1><div class="{name}">{LEAD}</div>') == (LEAD, "element:standfirst")


@pytest.mark.parametrize(
    "html", ['<div class="leadership">Bakers and bells of the hill, listed</div>', '<p class="lead">Short.']
)
def test_what_only_sounds_like_one_is_none(html: str) -> None:
    assert summary_of(html) is None
