"""The headline: what a page shows and declares, without the site's name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


@pytest.mark.parametrize(
    "title",
    ["Bread | Hill News", "Hill News | Bread", "Bread - hill news", "Bread | Hillnews.example", "Bread ㅣ Hill News"],
)
def test_a_name_the_site_calls_itself_is_cut_off_however_short_the_rest(title: str) -> None:
    html = f'<meta property="og:site_name" content="Hill News"><title>{title}</title>'

    assert first(read_title(page_of(html, "https://www.hillnews.example/a"))) == Candidate("Bread", "element:title")


def test_what_the_page_shows_as_part_of_its_title_is_not_cut_off() -> None:
    whole = "Warm bread at the door – who minds it?"
    html = f'<meta property="og:title" content="{whole}"><title>{whole} – Hill News</title><h1>{whole}</h1>'

    assert list(declared_titles(page_of(html))) == [
        Candidate(whole, "meta:og:title"),
        Candidate(whole, "element:title"),
    ]


def test_most_places_that_agree_have_the_title() -> None:
    html = """<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Warm bread at your door"}
    </script>    <meta property="og:title" content="Warm bread at your door"><h1>Town: Warm bread at your door</h1>"""

    assert title_of(html) == Candidate("Warm bread at your door", "json-ld:headline")


@pytest.mark.parametrize(
    ("headline", "title"),
    [
        ("Five loaves and a bell at dawn", "Five loaves and a bell at dawn"),
        ("Five loaves and a bell…", "Warm bread at the door"),
        ("Bread", "Warm bread at the door"),
    ],
)
def test_a_whole_headline_in_json_ld_alone_against_all_others_is_the_editors(headline: str, title: str) -> None:
    html = f"""<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{headline}"}}</script>
    <meta property="og:title" content="Warm bread at the door"><title>Warm bread at the door | Hill News</title>
    <h1>Warm bread at the door</h1>"""

    found = title_of(html)
    assert found is not None
    assert found.value == title


def test_a_headline_whose_object_is_named_otherwise_is_a_description() -> None:
    html = """<script type="application/ld+json">{"@type": "Article", "name": "Warm bread at the door",
    "headline": "custom of bakeries on hills"}</script><meta property="og:title" content="Warm bread at the door">
    <title>Warm bread at the door</title><h1>Warm bread at the door</h1>"""

    assert title_of(html) == Candidate("Warm bread at the door", "element:h1")


def test_a_section_behind_the_title_is_no_other_title() -> None:
    html = '<meta property="og:title" content="Warm bread at the door | Opinion"><h1>Warm bread at the door</h1>'

    assert title_of(html) == Candidate("Warm bread at the door", "element:h1")


def test_the_one_long_heading_stands_before_titles_made_for_others() -> None:
    html = """<meta property="og:title" content="Why nobody minds a bell before bread">
    <title>Bell and bread explained</title><h1>The bakery that rings before it bakes its bread</h1>"""

    assert title_of(html) == Candidate("The bakery that rings before it bakes its bread", "element:h1")


def test_a_title_cut_short_is_completed_by_another() -> None:
    html = '<title>Warm bread at the…</title><meta name="twitter:title" content="Warm bread at the door">'

    assert title_of(html) == Candidate("Warm bread at the door", "meta:twitter:title")


def test_words_that_run_together_in_a_heading_are_parted_as_declared() -> None:
    html = "<title>Town Warm bread at the door</title><h1><b>Town</b><i>Warm bread at the door</i></h1>"

    assert title_of(html) == Candidate("Town Warm bread at the door", "element:title")


def test_elements_and_entities_within_a_declared_title_are_no_part_of_it() -> None:
    html = ld('{"@type": "NewsArticle", "headline": "Warm <em>bread</em> &amp; bells &lt;i&gt;here&lt;/i&gt;"}')

    assert title_of(html) == Candidate("Warm bread & bells here", "json-ld:headline")


def test_a_titles_confidence_is_its_share_of_agreement() -> None:
    html = "<title>Warm bread at the door</title><h1>Warm bread at the door</h1>"
    candidate = title_of(html)

    assert candidate is not None
    assert candidate.confidence == 1.0


@given(st.text(), st.text(), st.frozensets(st.text()))
def test_reading_a_title_never_fails(title: str, heading: str, names: frozenset[str]) -> None:
    without_site_name(title, names)
    list(read_title(page_of(f"<title>{title}</title><h1>{heading}</h1>".encode("utf-8", "ignore"))))
