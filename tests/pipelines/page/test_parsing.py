"""Any page has one tree with all of its text, however large or deep it is."""

import lxml.html
import pytest

from pipelines.page.parsing import parse
from tests.pipelines.making import page_of


@pytest.mark.parametrize("tag", ["div", "b", "table><tr><td", "ul><li", "section"])
def test_a_page_nested_a_hundred_thousand_deep_keeps_its_text(tag: str) -> None:
    lines = page_of(f"<title>Bread</title><p>before</p>{f'<{tag}>' * 100_000}deep</{tag}><p>after</p>").lines

    assert [line.text for line in lines] == ["before", "deep", "after"]


def test_a_deep_page_keeps_what_it_declares() -> None:
    html = f'<meta name="author" content="Ada"><h1>Bread</h1>{"<div>" * 3_000}<a href="/x">bells</a>'
    page = page_of(html)

    assert (page.markup.metas, page.markup.headings[0].text) == ({"author": ("Ada",)}, "Bread")
    assert page.lines[-1].link == "https://news.example/x"


def test_ten_megabytes_on_one_line_are_read_to_the_end() -> None:
    (line,) = page_of("<p>" + "bread and bells " * 650_000 + "last").lines

    assert line.text.endswith("bells last")


@pytest.mark.parametrize("end", ["</html>", "</body></html>", "</BODY>\n</HTML>", "</body>"])
def test_what_stands_behind_the_end_of_the_page_is_of_the_page(end: str) -> None:
    page = page_of(f"<html><body><p>one</p>{end}<!-- x --><h1>two</h1>{end}<p>three</p>{end}")

    assert [line.text for line in page.lines] == ["one", "two", "three"]
    assert page.markup.headings[0].text == "two"


@pytest.mark.parametrize("source", [b"", b" ", b"<!-- x -->", b"<?x?>", b"<!doctype html>"])
def test_a_source_without_elements_is_an_empty_page(source: bytes) -> None:
    assert parse(source).tag == "html"


def test_all_elements_are_of_one_class_and_the_selector_shares_the_tree() -> None:
    page = page_of("<p>bread <b>and</b> bells")

    assert all(type(element) is lxml.html.HtmlElement for element in page.tree.iter("*"))
    assert page.selector.css("p")[0].root is next(page.tree.iter("p"))
    assert page.selector.xpath("//b/text()").get() == "and"
