"""Reading fields off the visible lines; in these pages a line that starts with "on " is a date."""

import re

import pytest

from pipelines.page.visible import Line
from pipelines.rules.anchors import is_label, same_words, split_compounds
from pipelines.rules.site_rules import FieldName, LineKind, TextRule
from tests.pipelines.making import page_of, read_lines_by

TITLE, BODY, VIEWS, PUBLISHED, SUMMARY = (
    FieldName.TITLE,
    FieldName.BODY,
    FieldName.VIEWS,
    FieldName.PUBLISHED_AT,
    FieldName.SUMMARY,
)


def lines(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


PAGE = lines(
    "Menu", "on Monday", "300", "Bread", "In short", "One.", "Two.", "Three.", "More about", "Bread", "Imprint"
)
DATE = TextRule(kind=LineKind.DATE, next_kind=LineKind.NUMBER)
COUNT = TextRule(after=("@published_at",), kind=LineKind.NUMBER)
HEADLINE = TextRule(after=("@views", "@published_at"))


def test_fields_lean_on_the_place_where_others_were_read() -> None:
    label = TextRule(after=("@title",), label=("In short",))
    text = TextRule(after=("@summary", "@title"), until=("More about", "@title"))
    reading = read_lines_by(
        {PUBLISHED: [DATE], VIEWS: [COUNT], TITLE: [HEADLINE], SUMMARY: [label], BODY: [text]}, PAGE
    )

    assert reading.values == {
        PUBLISHED: ["on Monday"],
        VIEWS: ["300"],
        TITLE: ["Bread"],
        SUMMARY: ["One."],
        BODY: ["Two.", "Three."],
    }
    assert reading.spans[BODY] == (6, 8)


def test_the_first_rule_that_applies_reads_the_field() -> None:
    by_words = TextRule(after=("Menu",), kind=LineKind.NUMBER)

    assert read_lines_by({VIEWS: [by_words, TextRule(kind=LineKind.NUMBER)]}, PAGE).values == {VIEWS: ["300"]}


def test_the_first_anchor_that_is_found_counts() -> None:
    rule = TextRule(after=("@views", "Not here", "In short", "Menu"))

    assert read_lines_by({TITLE: [rule]}, PAGE).values == {TITLE: ["One."]}


def test_a_rule_whose_anchor_is_missing_reads_nothing() -> None:
    assert read_lines_by({TITLE: [HEADLINE], VIEWS: [COUNT]}, PAGE).values == {}


def test_after_an_anchor_the_value_stands_right_there_or_nowhere() -> None:
    assert read_lines_by({VIEWS: [TextRule(after=("Menu",), kind=LineKind.NUMBER)]}, PAGE).values == {}


def test_without_an_anchor_the_first_line_that_fits_is_read() -> None:
    html = lines("on Sunday", "on Monday", "300", "on Tuesday", "400")

    assert read_lines_by({PUBLISHED: [DATE]}, html).values == {PUBLISHED: ["on Monday"]}


def test_a_label_is_required_and_passed_over() -> None:
    rule = TextRule(after=("Bread",), label=("In a word", "In short"))

    assert read_lines_by({SUMMARY: [rule]}, lines("Bread", "IN SHORT:", "One.")).values == {SUMMARY: ["One."]}
    assert read_lines_by({SUMMARY: [rule]}, lines("Bread", "One.", "Two.")).values == {}
    assert read_lines_by({SUMMARY: [rule]}, lines("Bread", "In short")).values == {}


def test_a_label_of_unknown_words_is_any_short_line_that_is_no_sentence() -> None:
    rule = TextRule(after=("Bread",), label=("*",), not_languages=("en", "pt"))
    html = lines("Bread", "Kurz gesagt", "Eins.")

    assert read_lines_by({SUMMARY: [rule]}, html, language="de").values == {SUMMARY: ["Eins."]}
    assert read_lines_by({SUMMARY: [rule]}, html, language="pt-BR").values == {}
    assert read_lines_by({SUMMARY: [rule]}, lines("Bread", "Eins.", "Zwei."), language="de").values == {}


def test_a_text_ends_before_the_nearest_of_its_anchors() -> None:
    rule = TextRule(after=("In short",), until=("Imprint", "is:number", "is:date", "Three."))

    assert read_lines_by({BODY: [rule]}, PAGE).values == {BODY: ["One.", "Two."]}
    html = lines("In short", "One.", "on Friday", "Three.", "12")
    assert read_lines_by({BODY: [rule]}, html).values == {BODY: ["One."]}


def test_a_text_that_never_ends_is_not_read() -> None:
    assert read_lines_by({BODY: [TextRule(after=("In short",), until=("The end",))]}, PAGE).values == {}


def test_a_text_of_no_lines_is_not_read() -> None:
    assert read_lines_by({BODY: [TextRule(after=("In short",), until=("One.",))]}, PAGE).values == {}


def test_a_label_above_the_repeated_title_is_no_part_of_the_text() -> None:
    rule = TextRule(after=("@title",), until=("@title",), drop_last_label=True)
    title = TextRule(after=("300",))

    def body(*texts: str) -> list[str]:
        return read_lines_by({TITLE: [title], BODY: [rule]}, lines("300", "Bread", *texts, "Bread")).values[BODY]

    assert body("One.", "Mehr dazu") == ["One."]
    assert body("One.", "Two.") == ["One.", "Two."]


def test_the_title_a_page_declares_is_a_kind_of_line() -> None:
    rule = TextRule(kind=LineKind.DATE, next_kind=LineKind.TITLE)
    html = lines("on Sunday", "Menu", "on Monday", "BREAD")

    assert read_lines_by({PUBLISHED: [rule]}, html, title="Bread").values == {PUBLISHED: ["on Monday"]}
    assert read_lines_by({PUBLISHED: [rule]}, html).values == {}


def test_a_pattern_cuts_the_value_out_of_its_line() -> None:
    rule = TextRule(pattern=re.compile(r"^Read (\d+) times"))

    assert read_lines_by({VIEWS: [rule]}, lines("Menu", "Read 300 times")).values == {VIEWS: ["300"]}
    assert read_lines_by({VIEWS: [rule]}, lines("Menu", "Read often")).values == {}


@pytest.mark.parametrize("text", ["In short", "Das Wichtigste in Kürze", "More:", "x" * 60])
def test_a_short_line_that_is_no_sentence_is_a_label(text: str) -> None:
    assert is_label(Line(text))


@pytest.mark.parametrize(
    "text", ["In short.", "Why?", "„Ja“, sagt sie, »nie«»", "x" * 61, "a b c d e f g h i", "短い。"]
)
def test_a_sentence_or_a_long_line_is_no_label(text: str) -> None:
    assert not is_label(Line(text))


def test_two_lines_say_the_same_whatever_their_case_and_closing_colon() -> None:
    assert same_words("Hot News :", "hot news")
    assert not same_words("Hot news", "Hot news today")


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        ("<p><b>on Monday</b> <i>300</i></p>", ["on Monday", "300"]),
        ("<p><b>on</b> <b>Monday</b><i>3,742</i> <i>Bread</i></p>", ["on Monday", "3,742", "Bread"]),
        ("<p><b>Bread</b> <i>300</i></p>", ["Bread 300"]),
        ("<p>Bread</p><p>300</p>", ["Bread", "300"]),
        (f"<p><b>on {'x' * 120}</b> <i>300</i></p>", [f"on {'x' * 120} 300"]),
    ],
)
def test_a_date_and_a_number_side_by_side_become_lines_of_their_own(html: str, texts: list[str]) -> None:
    split = split_compounds(page_of(html).lines, lambda text: bool(re.fullmatch(r"on [A-Zx]\w*", text)))

    assert [line.text for line in split] == texts


@pytest.mark.parametrize(
    "number", ["<i>3<small>,742</small></i>", "<i>3<small>.7K</small></i>", "<i>37</i><i>42</i>", "37<!-- x -->42"]
)
def test_a_number_in_several_pieces_beside_a_date_is_never_cut_short(number: str) -> None:
    split = split_compounds(page_of(f"<p><b>on Monday</b> {number}</p>").lines, lambda text: text == "on Monday")

    assert [line.text for line in split] in (
        ["on Monday", "".join(re.sub(r"<[^>]*>", "", number))],
        [f"on Monday {re.sub(r'<[^>]*>', '', number)}"],
    )
