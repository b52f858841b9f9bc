"""Structure of a body: kinds, text and Markdown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.body.kinds import body_blocks
from pipelines.body.structure import BlockKind, Body, BodyBlock, body_of, body_of_paragraphs, markdown
from tests.pipelines.body.walking import walk_of

P, H2, LI = BlockKind.PARAGRAPH, BlockKind.HEADING_2, BlockKind.LIST_ITEM
BLOCKS = st.lists(st.builds(BodyBlock, st.sampled_from(BlockKind), st.text()))


def structure_of(html: str) -> list[tuple[str, str]]:
    found = walk_of(html)
    return [(block.kind.value, block.text) for block in body_blocks(found.blocks, found.boxes)]


def test_boxes_tell_what_a_block_is() -> None:
    html = """<h2>Bells</h2><p>Bread.</p><ul><li>Rye<li><p>Wheat</p></ul><blockquote><p>Early!</p></blockquote>
              <pre>a
  b</pre>"""

    assert structure_of(html) == [
        ("heading-2", "Bells"),
        ("paragraph", "Bread."),
        ("list-item", "Rye"),
        ("list-item", "Wheat"),
        ("quote", "Early!"),
        ("preformatted", "a\n  b"),
    ]


def test_the_cells_of_a_table_row_stand_together() -> None:
    html = "<table><tr><th>Bread<th>Price</tr><tr><td>Rye<td><b>3</b></tr></table>"

    assert structure_of(html) == [("table-row", "Bread\tPrice"), ("table-row", "Rye\t3")]


def test_a_table_that_is_a_page_of_columns_has_no_rows() -> None:
    long = "The street wakes up a quarter of an hour too early. " * 6

    assert structure_of(f"<table><tr><td>{long}<td>{long}</tr></table>") == [("paragraph", long.strip())] * 2


def test_lines_that_are_plainly_not_the_articles_are_left_out() -> None:
    html = "<p>Nobody minds.<br>Read more: Flour is dear<br>Photo: Ada Example</p><p>Sign up for our newsletter</p>"

    assert [text for _, text in structure_of(html)] == ["Nobody minds.", ""]


def test_a_body_has_a_kind_for_every_paragraph_of_its_text() -> None:
    body = body_of([BodyBlock(H2, "Bells"), BodyBlock(P, "  "), BodyBlock(P, "one\n\n two")])

    assert body == Body(blocks=(BodyBlock(H2, "Bells"), BodyBlock(P, "one\n two")))
    assert body is not None
    assert (body.text, body.kinds) == ("Bells\n\none\n two", ("heading-2", "paragraph"))
    assert body_of([BodyBlock(P, "\n")]) is None


def test_paragraphs_by_a_sites_rule_are_a_body() -> None:
    body = body_of_paragraphs(["One  \n line", "", "\u00a0two "])

    assert body is not None
    assert (body.text, body.kinds) == ("One line\n\ntwo", ("paragraph", "paragraph"))


def test_markdown_comes_from_text_and_kinds() -> None:
    text = "Bells\n\nOne *star*\nnext\n\nRye\n\nWheat\n\nEarly!\n\nBread\tPrice\n\nRye\t3|4\n\nx = [1]"
    kinds = "heading-2 paragraph list-item list-item quote table-row table-row preformatted".split()

    assert markdown(text, kinds) == (
        "## Bells\n\nOne \\*star\\*\\\nnext\n\n- Rye\n- Wheat\n\n> Early!\n\n"
        "| Bread | Price |\n| --- | --- |\n| Rye | 3\\|4 |\n\n```\nx = [1]\n```"
    )
    assert markdown("1. May\n\n# x", ["paragraph"] * 2) == "\\1. May\n\n\\# x"
    assert markdown("", []) == ""


def test_kinds_that_do_not_fit_the_text_are_an_error() -> None:
    with pytest.raises(ValueError, match="zip"):
        markdown("One\n\ntwo", ["paragraph"])
    with pytest.raises(ValueError, match="poem"):
        markdown("One", ["poem"])


@given(BLOCKS)
def test_text_and_kinds_are_of_one_length_whatever_the_blocks(blocks: list[BodyBlock]) -> None:
    body = body_of(blocks)

    if body is not None:
        assert len(body.text.split("\n\n")) == len(body.kinds)
        assert markdown(body.text, body.kinds)
