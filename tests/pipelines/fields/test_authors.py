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
