"""The elements that markup marks as dates, authors, standfirsts or properties."""

import pytest

from tests.pipelines.making import page_of


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("post-date", "dates"),
        ("articleDate", "dates"),
        ("c-timestamp is-large", "dates"),
        ("byline", "bylines"),
        ("c-article__author", "bylines"),
        ("author-name", "names"),
        ("AuthorName", "names"),
        ("byline__link", "names"),
        ("article-standfirst", "standfirsts"),
    ],
)
def test_an_element_is_known_by_the_words_of_its_class_or_id(name: str, kind: str) -> None:
    page = page_of(f'<p class="{name}">one</p><p id="{name}">two</p><p class="big" id="{name}">three</p>')

    assert [element.text for element in getattr(page.marked, kind)] == ["one", "two"]


@pytest.mark.parametrize(
    "name", ["update", "candidate", "authority", "comment-author", "author-bio", "share-date", "lifetime"]
)
def test_a_word_within_another_and_a_box_of_something_else_mark_nothing(name: str) -> None:
    marked = page_of(f'<p class="{name}">one</p>').marked

    assert [*marked.dates, *marked.bylines, *marked.names, *marked.standfirsts] == []


def test_properties_are_told_by_each_of_their_names_in_document_order() -> None:
    html = '<p itemprop="author creator">one</p><meta itemprop="author" content="two"><b itemprop="name">three</b>'
    marked = page_of(html).marked

    assert [element.tag for element in marked.property("author")] == ["p", "meta"]
    assert [element.tag for element in marked.property("name", "creator", "none")] == ["b", "p"]


def test_rdfa_is_read_where_the_page_has_any_its_prefixes_cut_off() -> None:
    html = '<p property="schema:datePublished">one</p>'

    assert page_of(html).properties("datePublished") == []
    (element,) = page_of(f'<div typeof="schema:NewsArticle">{html}</div>').properties("datePublished")
    assert element.text == "one"
