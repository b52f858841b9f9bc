"""What a reader sees of a page, line by line."""

import pytest

from pipelines.page.visible import Line
from tests.pipelines.making import page_of


def shown(html: str) -> list[str]:
    return [line.text for line in page_of(html).lines]


def test_blocks_and_breaks_part_lines_and_inline_elements_do_not() -> None:
    html = "<div>One <b>and <i>a</i></b>nother<p>two</p>three<br>four<hr>five</div><table><tr><td>six<td>seven</table>"

    assert shown(html) == ["One and another", "two", "three", "four", "five", "six", "seven"]


def test_white_space_is_folded_whatever_its_kind() -> None:
    assert shown("<p>\n one\u00a0\u2009two &nbsp;\t\r\n three </p><p> &nbsp; </p>") == ["one two three"]


@pytest.mark.parametrize(
    "element",
    [
        "<script>let x = 1</script>",
        "<style>p {}</style>",
        "<noscript>bells</noscript>",
        "<template><p>bells</p></template>",
        "<svg><text>bells</text></svg>",
        "<textarea>bells</textarea>",
        "<iframe>bells</iframe>",
        "<b hidden>bells</b>",
        '<div hidden="until-found">bells<p>and more</p></div>',
        '<div style="color:red; DISPLAY : none">bells</div>',
        '<a href="/x" style="display:none">bells</a>',
        "<!-- bells -->",
        "<?php bells ?>",
        '<?x hidden="yes"?>',
    ],
)
def test_what_a_browser_hides_is_left_out_and_what_follows_it_is_kept(element: str) -> None:
    assert " ".join(shown(f"<p>one {element}two</p><p>three {element}</p>{element}four")) == "one two three four"


def test_a_comment_does_not_part_a_line() -> None:
    assert shown("<p>bre<!-- x -->ad and <!-- y --><b>bells</b></p>") == ["bread and bells"]


def test_the_title_in_the_head_is_not_seen() -> None:
    assert shown("<html><head><title>Bread</title></head><body>bells</body></html>") == ["bells"]


def test_a_line_knows_its_pieces_and_where_its_first_link_leads() -> None:
    html = '<p>On <a href="/a">the <b>hill</b></a> and <a href="/b">the moor</a></p>'

    assert page_of(html, "https://news.example/town/").lines == (
        Line("On the hill and the moor", ("On", "the", "hill", "and", "the moor"), "https://news.example/a"),
    )


def test_a_link_around_blocks_links_each_of_their_lines() -> None:
    html = '<a href="story"><div>one</div><div>two</div></a><div>three</div>'

    assert [line.link for line in page_of(html, "https://news.example/town/").lines] == [
        "https://news.example/town/story",
        "https://news.example/town/story",
        None,
    ]


def test_a_link_without_words_is_no_link_of_the_line() -> None:
    assert page_of('<p><a href="/picture"> <img src="x"></a>words</p>').lines == (Line("words", ("words",), None),)


@pytest.mark.parametrize("href", ["javascript:void(0)", "mailto:ada@news.example", "http://[", "data:text/html,x", "#"])
def test_a_link_that_leads_nowhere_on_the_web_is_none_or_the_page(href: str) -> None:
    (line,) = page_of(f'<a href="{href}">words</a>', "https://news.example/town/").lines

    assert line.link in (None, "https://news.example/town/", "https://news.example/town/#")


@pytest.mark.parametrize(
    ("base", "link"),
    [
        ("https://other.example/deep/", "https://other.example/deep/story"),
        ("/deep/", "https://news.example/deep/story"),
        ("javascript:x", "https://news.example/town/story"),
        ("http://[", "https://news.example/town/story"),
    ],
)
def test_links_are_relative_to_the_base_the_page_names(base: str, link: str) -> None:
    page = page_of(f'<base href="{base}"><p><a href="story">words</a>', "https://news.example/town/")

    assert [line.link for line in page.lines] == [link]


@pytest.mark.parametrize("tag", ["div", "span", "b", "ul"])
def test_deep_nesting_is_walked_without_recursion(tag: str) -> None:
    lines = shown(f"<p>before</p>{f'<{tag}>' * 5_000}deep{f'</{tag}>' * 5_000}<p>after</p>")

    assert lines[0] == "before"
