"""The names of the people who wrote an article."""

import pytest

from pipelines.fields.authors import read_authors
from pipelines.fields.candidate import Candidate, best
from pipelines.fields.names import tidy_names
from tests.pipelines.making import ld, page_of

ADA = ("Ada Example",)
BOTH = ("Ada Example", "Bo Sample")


def authors_of(html: str) -> Candidate[tuple[str, ...]] | None:
    return best(read_authors(page_of(html)))


@pytest.mark.parametrize(
    "text",
    ["Ada Example", "By Ada Example", "by: Ada Example", "Von Ada Example", "Por Ada Example", "  Ada\n Example,"],
)
def test_a_name_is_freed_of_the_words_around_it(text: str) -> None:
    assert tidy_names([text]) == ADA


@pytest.mark.parametrize(
    "text", ["Ada Example, Bo Sample", "Ada Example and Bo Sample", "Ada Example; Bo Sample", "Ada Example & Bo Sample"]
)
def test_joined_names_are_parted(text: str) -> None:
    assert tidy_names([text]) == BOTH


def test_a_name_is_told_once_in_its_first_spelling_and_place() -> None:
    assert tidy_names(["Ada Example", "Bo Sample", "ADA EXAMPLE"]) == BOTH


@pytest.mark.parametrize(
    "text", ["", "https://news.example/ada", "ada@news.example", "www.news.example", "–", "A" * 71]
)
def test_what_is_no_name_is_left_out(text: str) -> None:
    assert tidy_names([text]) == ()


@pytest.mark.parametrize("name", ["Andy Sandberg", "Byron Ford", "Yves Etter", "Portia Vonn", "Ludwig Undset"])
def test_a_name_that_holds_a_joining_word_is_left_whole(name: str) -> None:
    assert tidy_names([name]) == (name,)


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ('"Ada Example"', ADA),
        ('{"@type": "Person", "name": "Ada Example"}', ADA),
        ('["Ada Example", {"name": "Bo Sample"}]', BOTH),
        ('{"name": ["Ada Example", "Bo Sample"]}', BOTH),
    ],
)
def test_json_ld_names_authors_in_many_forms(author: str, names: tuple[str, ...]) -> None:
    assert authors_of(ld(f'{{"@type": "NewsArticle", "author": {author}}}')) == Candidate(names, "json-ld:author")


@pytest.mark.parametrize("author", ["null", "7", "{}", "[]", '""', '{"name": null}', "true"])
def test_an_author_that_is_no_name_is_passed_over(author: str) -> None:
    assert authors_of(ld(f'{{"@type": "NewsArticle", "author": {author}}}')) is None


def test_authors_in_meta_elements_are_all_named() -> None:
    html = '<meta name="author" content="Ada Example"><meta name="author" content="Bo Sample">'

    assert authors_of(html) == Candidate(BOTH, "meta:author")


@pytest.mark.parametrize(
    "html",
    [
        '<p itemprop="author"><b itemprop="name">Ada Example</b>, staff</p>',
        '<a rel="author" href="/ada">Ada Example</a>',
        '<p class="big byline">By <a href="/ada">Ada Example</a></p>',
        '<span class="author-name">Ada Example</span>',
    ],
)
def test_a_marked_up_byline_is_read(html: str) -> None:
    assert authors_of(html) == Candidate(ADA, "element:byline")


def test_a_page_that_names_nobody_has_no_authors() -> None:
    assert authors_of("<p>Ada Example writes.</p>") is None


OWN = '"publisher": {"name": "Hill News"}'


def test_people_stand_before_the_site_and_agencies_wherever_they_are_named() -> None:
    html = ld(f'{{"@type": "Report", "author": {{"name": "Hill News"}}, {OWN}}}') + '<a rel="author">Ada Example</a>'

    assert authors_of(html) == Candidate(ADA, "element:byline")


def test_agencies_and_the_site_are_taken_out_of_a_list_of_people() -> None:
    html = ld(f'{{"@type": "Report", "author": ["Ada Example", "AFP", "hill news", "Reuters"], {OWN}}}')

    assert authors_of(html) == Candidate(ADA, "json-ld:author")


def test_an_agency_is_the_author_where_nobody_else_is() -> None:
    assert authors_of(ld('{"@type": "Report", "author": {"name": "AFP"}}')) == Candidate(("AFP",), "json-ld:author")


def test_an_author_told_by_reference_is_named_by_the_object_referred_to() -> None:
    graph = '{"@graph": [{"@type": "Report", "author": {"@id": "#ada"}}, {"@id": "#ada", "name": "Ada Example"}]}'

    assert authors_of(ld(graph)) == Candidate(ADA, "json-ld:author")
    assert authors_of(ld(graph.replace('{"@id": "#ada"}}', '"#ada"}'))) == Candidate(ADA, "json-ld:author")


def test_an_address_in_a_meta_element_is_no_author() -> None:
    html = """<meta property="article:author" content="https://social.example/ada">
    <meta name="parsely-author" content="Ada Example">"""

    assert authors_of(html) == Candidate(ADA, "meta:parsely-author")


@pytest.mark.parametrize(
    "html",
    [
        '<p>By <a href="/author/ada">Ada Example</a>, town</p>',
        '<p>\n  von\n <a href="/redaktion/profile/ada">Ada Example</a></p>',
        '<div class="article-byline">By Ada Example 12:20 pm</div>',
        '<div class="c-author">By Ada Example</div>',
    ],
)
def test_a_line_that_looks_like_a_byline_is_read_with_little_confidence(html: str) -> None:
    candidate = authors_of(html)

    assert candidate == Candidate(ADA, "element:byline")
    assert candidate is not None
    assert candidate.confidence < 0.5


def test_names_side_by_side_in_a_byline_are_parted() -> None:
    html = '<div class="byline"><span>Ada Example</span> <span>Bo Sample</span></div>'

    assert authors_of(html) == Candidate(BOTH, "element:byline")


def test_the_authors_of_other_articles_on_the_page_are_theirs() -> None:
    html = """<header><p><a rel="author">Ada Example</a> <a rel="author">Bo Sample</a></p></header>
    <ul><li><p><a rel="author">Cy Third</a></p></li></ul>"""

    assert authors_of(html) == Candidate(BOTH, "element:byline")


@pytest.mark.parametrize("text", ["read more about bread", "written with care", "12 comments", "Hill"])
def test_what_has_no_form_of_a_name_is_not_taken_from_a_byline(text: str) -> None:
    assert authors_of(f'<div class="byline">{text}</div>') is None
