"""The headline: what a page shows and declares, without the site's name."""

import pytest

from pipelines.fields.candidate import Candidate, first
from pipelines.fields.title import declared_titles, read_title, without_site_name
from tests.pipelines.making import ld, page_of


def title_of(html: str) -> Candidate[str] | None:
    return first(read_title(page_of(html)))


@pytest.mark.parametrize(
    "ending", [" | Hill News", " - Hill News", " – Hill News", " — Hill News", " · Hill News", "|Hill"]
)
def test_a_sites_name_after_the_title_is_cut_off(ending: str) -> None:
    assert without_site_name(f"Warm bread at the door{ending}") == "Warm bread at the door"


@pytest.mark.parametrize(
    "title",
    [
        "Warm bread at the door",
        "Hill News",
        "Bread | Hill News",
        "A well-kept self-raising secret",
        "Warm bread at the door – and why nobody on the hill minds it",
        "Ratio of 3:1 agreed",
    ],
)
def test_a_title_that_may_be_whole_is_left_whole(title: str) -> None:
    assert without_site_name(title) == title


def test_only_the_last_of_several_parts_is_the_sites_name() -> None:
    assert without_site_name("Bread: warm - at the door - Hill News") == "Bread: warm - at the door"


def test_a_heading_that_agrees_with_what_is_declared_is_the_title() -> None:
    html = """<title>Warm bread at the door | Hill News</title><h1>Hill News</h1>
    <h1>Warm <em>bread</em> at&nbsp;the door</h1>"""

    assert title_of(html) == Candidate("Warm bread at the door", "element:h1")


def test_a_heading_about_something_else_yields_to_what_is_declared() -> None:
    html = '<meta property="og:title" content="Warm bread at the door"><h1>Hill News</h1>'

    assert title_of(html) == Candidate("Warm bread at the door", "meta:og:title")


def test_declared_titles_come_from_json_ld_then_meta_then_the_title_element() -> None:
    html = """<script type="application/ld+json">{"@type": "NewsArticle", "headline": "One &amp; only"}</script>
    <meta name="twitter:title" content="Three"><meta property="og:title" content="Two"><title>Four</title>"""

    assert list(declared_titles(page_of(html))) == [
        Candidate("One & only", "json-ld:headline"),
        Candidate("Two", "meta:og:title"),
        Candidate("Three", "meta:twitter:title"),
        Candidate("Four", "element:title"),
    ]


def test_a_headline_that_is_no_text_is_passed_over() -> None:
    assert list(declared_titles(page_of(ld('{"@type": "NewsArticle", "headline": {"en": "One"}}')))) == []


def test_the_title_of_a_picture_is_not_the_pages() -> None:
    assert title_of("<svg><title>Menu</title></svg><title>Warm bread</title>") == Candidate(
        "Warm bread", "element:title"
    )


def test_a_page_that_names_no_title_has_none() -> None:
    assert title_of("<title> </title><h1></h1><p>Warm bread") is None
