"""The walk: what becomes a block, what is not entered, and the bounds."""

import pytest

from pipelines.body.names import BIT, roles_of
from pipelines.body.walk import MAX_BLOCKS, MAX_BOXES, MAX_DEPTH
from tests.pipelines.body.walking import texts_of, walk_of


def test_a_block_is_text_that_only_inline_elements_interrupt() -> None:
    html = "<div>Bells <b>ring</b>\n  early<p>Bread <a href=/x>rises</a>.</p>and cools<span>!</span></div>"

    assert texts_of(html) == ["Bells ring early", "Bread rises.", "and cools!"]


def test_one_line_break_ends_a_line_and_two_end_a_block() -> None:
    assert texts_of("<p>one<br>two<br> <br>three<br><br><br>four<br>") == ["one\ntwo", "three", "four"]


def test_preformatted_text_keeps_its_lines() -> None:
    assert texts_of("<pre>\n  a = 1\n\n  b = 2\n</pre>") == ["  a = 1\n\n  b = 2"]


def test_scripts_comments_and_hidden_notes_show_no_text() -> None:
    html = (
        "<p>Be<script>x()</script>lls<!-- no --><span class='sr-only'>hear</span><span style='display: none'>n</span>"
    )

    assert texts_of(html) == ["Bells"]


def test_links_strong_text_and_pictures_are_counted() -> None:
    (first, second) = walk_of("<img src=x><p><a href=/a>Bread</a> <i>now</i></p><p>Then</p>").blocks

    assert (first.links, first.link_chars, first.strong_chars, first.pictures) == (1, 5, 3, 1)
    assert (second.links, second.link_chars, second.strong_chars, second.pictures) == (0, 0, 0, 0)


def test_small_parts_of_a_page_are_not_entered_and_large_ones_are() -> None:
    long = "The street wakes up early. " * 50

    assert texts_of("<nav>Home Town</nav><p>Bells</p><div class=comments>Nice!</div>") == ["Bells"]
    assert texts_of(f"<form><p>{long}</p></form>") == [long.strip()]


def test_a_heading_named_as_a_place_in_the_contents_is_no_menu() -> None:
    assert texts_of("<p>Bells</p><h2 id=toc_2>Bread</h2><div id=toc_list>Contents</div>") == ["Bells", "Bread"]


def test_the_length_of_a_script_makes_no_part_large() -> None:
    assert texts_of(f"<p>Bells</p><aside>Offers<script>{'x();' * 1_000}</script></aside>") == ["Bells"]


def test_boxes_know_their_parents_and_the_blocks_within() -> None:
    found = walk_of("<main><section class='story-body'><p>One</p><p>Two</p></section></main><p>Three</p>")
    boxes = found.boxes
    section = boxes.tags.index("section")

    assert boxes.tags == ["body", "main", "section", "p", "p", "p"]
    assert boxes.parents == [0, 0, 1, 2, 2, 0]
    assert boxes.depths == [0, 1, 2, 3, 3, 1]
    assert (boxes.starts[section], boxes.ends[section]) == (0, 2)
    assert boxes.roles[section] & BIT["body"]
    assert boxes.looks[3] == boxes.looks[4] == boxes.looks[5]


def test_a_deep_page_is_walked_without_end_of_the_stack() -> None:
    found = walk_of("<div>" * 100_000 + "bread")

    assert max(found.boxes.depths) < MAX_DEPTH


def test_a_page_of_too_many_boxes_keeps_its_text() -> None:
    found = walk_of("<div></div>" * MAX_BOXES + "<p>Bells</p><p>Bread</p>")

    assert len(found.boxes.tags) == MAX_BOXES
    assert [block.text for block in found.blocks] == ["Bells", "Bread"]


def test_a_page_of_too_many_blocks_is_cut_and_says_so() -> None:
    found = walk_of("<p>x</p>" * (MAX_BLOCKS + 10))

    assert found.is_cut
    assert len(found.blocks) == MAX_BLOCKS
    assert not walk_of("<p>x</p>").is_cut


@pytest.mark.parametrize(
    ("names", "role"),
    [
        ("commentList", "comments"),
        ("main-nav", "navigation"),
        ("c-article-body", "body"),
        ("story__content", "body"),
        ("RelatedStories", "related"),
        ("ad", "advert"),
        ("newsletter-signup", "promotion"),
    ],
)
def test_names_tell_roles(names: str, role: str) -> None:
    assert roles_of(names) & BIT[role]


@pytest.mark.parametrize(
    ("names", "role"),
    [
        ("has-comments comments-open", "comments"),
        ("shadow", "advert"),
        ("grab", "author"),
        ("field field--label-hidden field__item", "hidden"),
        ("field--label-visually_hidden", "hidden"),
        ("hidden-xs", "hidden"),
        ("is-hidden-mobile", "hidden"),
        ("lg:hidden overflow-hidden", "hidden"),
        ("cmp-text", "hidden"),
        ("pagerow", "navigation"),
        ("main-wrapper", "body"),
        ("reader", "related"),
    ],
)
def test_names_that_only_sound_alike_do_not(names: str, role: str) -> None:
    assert not roles_of(names) & BIT[role]


def test_parts_nested_in_parts_are_not_measured_without_end() -> None:
    found = walk_of("<aside>" * 200 + "<p>The street wakes up early.</p>" * 20_000)

    assert found.is_cut
